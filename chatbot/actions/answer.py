"""Factual questions: the passage of our pages that answers, word for word, with its link, its sources and the day it was checked."""

import re
from functools import lru_cache
from pathlib import Path

import yaml

from chatbot.actions import knowledge
from chatbot.actions.base import BotAction
from chatbot.actions.conversation import Answer, Turn, contact_offer, source_json
from chatbot.actions.eligibility import ask_on
from chatbot.actions.profile import country_name
from chatbot.nlu.arbiter import SAME_QUESTION
from content.index.documents import Passage
from content.index.queries import Hit, Results
from content.text.folding import fold

TOPICS = Path(__file__).resolve().parents[1] / "data" / "lexicon" / "topics.yml"
LONGEST_QUOTE = 450
# How much of the question's weight the best passage must cover to be the answer, and to be shown as perhaps one.
SURE, PERHAPS = 0.55, 0.34
SECTION_BONUS = 1.25
# The summary that opens a page, and a question of ours that was answered, come before a special section that fits no better.
SUMMARY_BONUS, FAQ_BONUS = 1.2, 1.15
# Pages offered beside an answer must be about as near to the question as the answer is.
NEAR = 0.45
# A question of a few words ("sa kushton?") is about what was talked of before.
SAME_PAGE_BONUS, SHORT_QUESTION_BONUS = 1.15, 1.8
SHORT_QUESTION = 4
MOST_SOURCES = 5


@lru_cache(maxsize=1)
def _topics() -> dict:
    return yaml.safe_load(TOPICS.read_text(encoding="utf-8"))


class AnswerQuestion(BotAction):
    """Answers a question from the index, or says that it can't."""

    named = "action_answer"

    def answer(self, turn: Turn) -> Answer:
        """The best passage; below a confidence the nearest pages and a person."""
        return ask_on(turn, answer_from_pages(turn))


def answer_from_pages(turn: Turn) -> Answer:
    """What our pages say to the turn's question."""
    hits, confidence = _search(turn)
    country = turn.value("country") or turn.topic.get("country")
    topic = {
        "intent": turn.intent if turn.intent.startswith("ask_") else "",
        "page": hits[0].passage.page if hits else "",
        "country": country,
        "question": turn.topic.get("question") if turn.decided_by == SAME_QUESTION else turn.text,
    }
    remember = {"topic": topic}
    if not hits or confidence < PERHAPS:
        answer = unknown(turn, hits)
        answer.remember = remember
        return answer
    best = hits[0].passage
    text = turn.say('Our page "{title}" says:', title=turn.say.shown(best.title))
    if best.kind == "faq":  # the question as we understood it stands above its answer
        text = turn.say.shown(best.title)
    if confidence < SURE:
        text = turn.say(
            'I am not sure that this is what you mean. Our page "{title}" says:',
            title=turn.say.shown(best.title),
        )
    sources = [source_json(source, best.checked_on) for source in best.sources][:MOST_SOURCES]
    others = _distinct_pages([hit for hit in hits[1:] if hit.score >= NEAR * hits[0].score], {best.page})
    return Answer(
        text=f"{text}\n{turn.say.shown(quote(best.text, hits[0].highlights))}",
        status="answered" if confidence >= SURE else "partly",
        passages=[_passage(best, hits[0])],
        sources=sources,
        offers=[_page_offer(one) for one in others[: 2 if confidence >= SURE else 3]],
        remember=remember | {"grounds": {"kind": "pages", "sources": sources}},
    )


def unknown(turn: Turn, hits: list[Hit]) -> Answer:
    """ "I don't know", the nearest pages, and a person to ask."""
    pages = [_page_offer(one) for one in _distinct_pages(hits, set())[:3]]
    people = [contact_offer(contact, turn.language) for contact in knowledge.contacts("advice")[:1]]
    text = turn.say("I don't know that, and I don't want to guess.")
    if pages:
        text += " " + turn.say("These pages come nearest; a counsellor can tell you more.")
    else:
        text += " " + turn.say("A counsellor can tell you more.")
    return Answer(text, status="unknown", offers=[*pages, *people])


def _search(turn: Turn) -> tuple[list[Hit], float]:
    """Hits with the section the intent asks for first, and how sure we are of the first.

    A follow-up ("edhe për Austri?") repeats the subject of the question before; a question in few words, or in words we don't have, is helped
    by the words of its intent.
    """
    named = turn.value("country")
    hint = " ".join(_topics().get(turn.intent, {}).get(turn.language, ())[:2])
    question = "" if turn.is_button else turn.text
    country = named or turn.profile.get("country") or turn.topic.get("country")
    country = country if _is_covered(country) else None
    if turn.decided_by == SAME_QUESTION:
        question = " ".join(
            part for part in (turn.topic.get("question") or hint, country_name(named, turn.say)) if part
        )
    found = knowledge.find(question or hint, turn.language, country=country)
    if found.confidence < SURE and hint and question:
        sharper = knowledge.find(f"{hint} {question}", turn.language, country=country)
        found = max(found, sharper, key=lambda results: results.confidence)
    if found.confidence < SURE and country and not named:  # a country told before is only likely, not certain
        anywhere = knowledge.find(question or hint, turn.language)
        found = max(found, anywhere, key=lambda results: results.confidence)
    return _ordered(found, turn), found.confidence


def _is_covered(country: str | None) -> bool:
    return country is not None and any(route.country == country for route in knowledge.routes())


def _ordered(found: Results, turn: Turn) -> list[Hit]:
    """The section that the intent asks about first, where it is about as good as the best; follow-ups stay on their page."""
    stems = [fold(word) for word in _topics().get(turn.intent, {}).get(turn.language, ())]

    def score(hit: Hit) -> float:
        same_page = SHORT_QUESTION_BONUS if len(turn.text.split()) <= SHORT_QUESTION else SAME_PAGE_BONUS
        heading = fold(" ".join((*hit.passage.heading_path, hit.passage.title)))
        bonus = SECTION_BONUS if any(stem in heading for stem in stems) else 1.0
        if hit.passage.kind == "faq":
            bonus = max(bonus, FAQ_BONUS)
        elif hit.passage.id.endswith(":00"):
            bonus = max(bonus, SUMMARY_BONUS)
        return hit.score * bonus * (same_page if hit.passage.page == turn.topic.get("page") else 1.0)

    return sorted(found.hits, key=score, reverse=True)


def quote(text: str, highlights: tuple[tuple[int, int], ...] = ()) -> str:
    """Whole sentences of a passage, at most about 450 characters: from the beginning, or around the words that were asked for."""
    text = " ".join(text.split())
    if len(text) <= LONGEST_QUOTE:
        return text
    sentences = re.split(r"(?<=[.!?])\s+(?=[^\W\d_a-z]|\d|•)", text)
    first = 0
    if highlights and highlights[0][0] > LONGEST_QUOTE:
        position = 0
        for place, sentence in enumerate(sentences):
            if position <= highlights[0][0]:
                first = place
            position += len(sentence) + 1
    chosen: list[str] = []
    for sentence in sentences[first:]:
        if chosen and sum(map(len, chosen)) + len(chosen) + len(sentence) > LONGEST_QUOTE:
            break
        chosen.append(sentence)
    quoted = " ".join(chosen)
    return quoted if len(quoted) <= LONGEST_QUOTE * 2 else f"{quoted[:LONGEST_QUOTE].rsplit(' ', 1)[0]} …"


def _passage(passage: Passage, hit: Hit) -> dict:
    day = passage.checked_on.isoformat() if passage.checked_on else None
    return {
        "page": passage.page,
        "title": passage.title,
        "text": quote(passage.text, hit.highlights),
        "url": passage.url,
        "checked_on": day,
    }


def _distinct_pages(hits: list[Hit], without: set[str]) -> list[Passage]:
    pages: dict[str, Passage] = {}
    for hit in hits:
        if hit.passage.page not in without:
            pages.setdefault(hit.passage.page, hit.passage)
    return list(pages.values())


def _page_offer(passage: Passage) -> dict:
    return {"kind": "page", "title": passage.title, "url": passage.url}
