"""Factual questions: the passage of our pages that answers, word for word, with its link, its sources and the day it was checked."""

import re
from functools import lru_cache
from pathlib import Path

import yaml

from chatbot.actions import knowledge
from chatbot.actions.base import BotAction
from chatbot.actions.conversation import Answer, Turn, ask_offer, contact_offer, later_offer, source_json
from chatbot.actions.eligibility import CheckEligibility, ask_on, standing
from chatbot.actions.profile import ABOUT_PLANS, country_name
from chatbot.nlu.arbiter import HINDRANCES, IN_A_CASE, SAME_QUESTION
from chatbot.nlu.message import contains, follows_up
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
SHORT_QUESTION, LEANING_QUESTION = 4, 6
# By how much the best passage must lead to be taken as it is, and from which certainty of the intent a section about it is shown as perhaps one.
CLEAR, SURE_INTENT, PERHAPS_ON_TOPIC = 1.4, 0.75, 0.1
MOST_SOURCES = 5
# A page about the country that was named comes before a general one.
COUNTRY_BONUS, LIKELY_COUNTRY_BONUS = 2.0, 1.2
MOST_OFFERS = 6
# Questions that are about the own case when no page answers them.
_OF_A_CASE = frozenset(
    "ask_routes ask_requirements ask_salary_threshold ask_language_level ask_recognition".split()
)


@lru_cache(maxsize=1)
def _topics() -> dict:
    return yaml.safe_load(TOPICS.read_text(encoding="utf-8"))


class AnswerQuestion(BotAction):
    """Answers a question from the index, or says that it can't."""

    named = "action_answer"

    def answer(self, turn: Turn) -> Answer:
        """The best passage; below a confidence the nearest pages and a person."""
        answer = answer_from_pages(turn)
        is_about_case = answer.status == "unknown" and _may_be_of_case(turn) or turn.decided_by == IN_A_CASE
        if is_about_case and turn.grounds.get("kind") == "eligibility":
            return ask_on(turn, _about_case(turn, answer, standing(turn)))
        if answer.status == "unknown" and _told_something(turn):
            return _about_case(turn, answer, CheckEligibility().answer(turn))
        return ask_on(turn, answer)


def _may_be_of_case(turn: Turn) -> bool:
    is_hindered = any(turn.profile.get(name) is True for name in HINDRANCES)
    return turn.intent in _OF_A_CASE or is_hindered and turn.intent == "ask_processing_time"


def _told_something(turn: Turn) -> bool:
    """Whether the message told of the person, beside its question."""
    return not turn.supposes and bool(set(turn.merged.new + turn.merged.updated) - ABOUT_PLANS)


def _about_case(turn: Turn, answer: Answer, case: Answer) -> Answer:
    """A question to which no page answers, from somebody who told of their case, is about that: how it stands."""
    if not case.outcomes:
        return answer
    case.text = f"{turn.say('I have no page on exactly that. This is how your case stands:')}\n{case.text}"
    case.status = "partly"
    case.offers = [*case.offers, *answer.offers][:MOST_OFFERS]
    return case


def answer_from_pages(turn: Turn) -> Answer:
    """What our pages say to the turn's question."""
    hits, confidence = _search(turn)
    country = turn.value("country") or turn.topic.get("country")
    topic = {
        "intent": turn.intent if turn.intent.startswith("ask_") else "",
        "page": hits[0].passage.page if hits else "",
        "country": country,
        "named": turn.topic.get("named"),
        "sure": round(confidence, 2),
        "question": turn.topic.get("question") if turn.decided_by == SAME_QUESTION else turn.text,
    }
    remember = {"topic": topic}
    if not hits or confidence < (PERHAPS_ON_TOPIC if _is_on_topic(turn, hits[0]) else PERHAPS):
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


def _is_on_topic(turn: Turn, hit: Hit) -> bool:
    """Whether the question is surely of its kind, and the section about that."""
    stems = _topics().get(turn.intent, {}).get(turn.language, ())
    heading = fold(" ".join((*hit.passage.heading_path, hit.passage.title)))
    return turn.confidence >= SURE_INTENT and any(fold(stem) in heading for stem in stems)


def unknown(turn: Turn, hits: list[Hit]) -> Answer:
    """ "I don't know", the nearest pages, and people to ask: by phone, in writing, or the editors for later."""
    pages = [_page_offer(one) for one in _distinct_pages(hits, set())[:3]]
    people = [contact_offer(contact, turn.language) for contact in knowledge.contacts("advice")[:1]]
    text = turn.say("I don't know that, and I don't want to guess.")
    if pages:
        text += " " + turn.say("These pages come nearest; a counsellor can tell you more.")
    else:
        text += " " + turn.say("A counsellor can tell you more.")
    later = [] if turn.is_button or not turn.text.strip() else [later_offer(turn)]
    return Answer(text, status="unknown", offers=[*pages, *people, ask_offer(turn), *later])


def _search(turn: Turn) -> tuple[list[Hit], float]:
    """Hits with the section the intent asks for first, and how sure we are of the first.

    A follow-up ("edhe për Austri?") repeats the subject of the question before; a question in few words, or in words we don't have, is helped
    by the words of its intent.
    """
    named = _named(turn)
    hint = " ".join(_topics().get(turn.intent, {}).get(turn.language, ())[:2])
    question = "" if turn.is_button else turn.text
    country = named or turn.profile.get("country") or turn.topic.get("country")
    country = country if _is_covered(country) else None
    if turn.decided_by == SAME_QUESTION:
        question = " ".join(
            part
            for part in (
                turn.topic.get("question") or hint,
                country_name(named, turn.say) if named else turn.text,
            )
            if part
        )
    found = knowledge.find(question or hint, turn.language, country=country)
    if found.confidence < SURE and hint and question and not _is_clear(found):
        sharper = knowledge.find(f"{hint} {question}", turn.language, country=country)
        found = max(found, sharper, key=lambda results: results.confidence)
    if found.confidence < SURE and country and not named:  # a country told before is only likely, not certain
        anywhere = knowledge.find(question or hint, turn.language)
        found = max(found, anywhere, key=lambda results: results.confidence)
    return _ordered(found, turn), found.confidence


def _named(turn: Turn) -> str | None:
    """The country of the question: the one named, or "there", the one spoken of before."""
    return turn.value("country") or (turn.topic.get("country") if contains(turn.text, "there") else None)


def _is_clear(found: Results) -> bool:
    """Whether one passage stands far above the others."""
    return found.confidence >= PERHAPS and (
        len(found.hits) == 1 or found.hits[0].score >= CLEAR * found.hits[1].score
    )


def _leans(turn: Turn) -> bool:
    """A short question that goes on from the talk before it: "sa kushton?", "Добро. А колика је плата?"."""
    last = re.split(r"(?<=[.!])\s+", turn.text)[-1]
    goes_on = turn.language != "sq" and follows_up(last)  # in Albanian "a" begins any question
    return len(last.split()) <= (LEANING_QUESTION if goes_on else SHORT_QUESTION)


def _is_covered(country: str | None) -> bool:
    return country is not None and any(route.country == country for route in knowledge.routes())


def _ordered(found: Results, turn: Turn) -> list[Hit]:
    """The section that the intent asks about first, where it is about as good as the best; follow-ups stay on their page."""
    named = _named(turn)
    likely = turn.profile.get("country") or turn.topic.get("country")
    stems = [fold(word) for word in _topics().get(turn.intent, {}).get(turn.language, ())]

    def score(hit: Hit) -> float:
        same_page = SHORT_QUESTION_BONUS if _leans(turn) else SAME_PAGE_BONUS
        heading = fold(" ".join((*hit.passage.heading_path, hit.passage.title)))
        bonus = SECTION_BONUS if any(stem in heading for stem in stems) else 1.0
        if hit.passage.kind == "faq":
            bonus = max(bonus, FAQ_BONUS)
        elif hit.passage.id.endswith(":00"):
            bonus = max(bonus, SUMMARY_BONUS)
        if hit.passage.country:
            bonus *= (
                {named: COUNTRY_BONUS}.get(hit.passage.country, 1.0)
                if named
                else {likely: LIKELY_COUNTRY_BONUS}.get(hit.passage.country, 1.0)
            )
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
