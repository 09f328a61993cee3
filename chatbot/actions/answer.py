"""Factual questions: the passage of our pages that answers, word for word, with its link, its sources and the day it was checked."""

import json
import re

from chatbot.actions import knowledge
from chatbot.actions.asked import asks_the_same
from chatbot.actions.base import BotAction
from chatbot.actions.conversation import (
    Answer,
    Turn,
    ask_offer,
    button,
    contact_offer,
    later_offer,
    source_json,
)
from chatbot.actions.eligibility import CheckEligibility, ask_on
from chatbot.actions.explain import standing
from chatbot.actions.passages import PERHAPS, SURE, Choice, distinct_pages, look_up
from chatbot.actions.profile import ABOUT_PLANS, country_name
from chatbot.actions.questions import WHERE_PEOPLE_GO
from chatbot.actions.small_talk import out_of_scope
from chatbot.actions.topics import is_by_country, is_of_kind, topics
from chatbot.nlu.arbiter import GOES_ON_TELLING, HINDRANCES, IN_A_CASE, SAME_QUESTION
from chatbot.nlu.message import contains
from content.index.documents import Passage
from content.index.queries import Hit

LONGEST_QUOTE = 450
# Pages offered beside an answer must be about as near to the question as the answer is.
NEAR = 0.45
# From which certainty of the intent a section about it is shown as perhaps one.
SURE_INTENT, PERHAPS_ON_TOPIC = 0.75, 0.1
MOST_SOURCES = 5
MOST_OFFERS = 6
MOST_COUNTRIES = 3
# Questions that are about the own case when no page answers them.
_OF_A_CASE = frozenset(
    "ask_routes ask_requirements ask_salary_threshold ask_language_level ask_recognition".split()
)


class AnswerQuestion(BotAction):
    """Answers a question from the index, or says that it can't."""

    named = "action_answer"

    def answer(self, turn: Turn) -> Answer:
        """The best passage; below a confidence the nearest pages and a person."""
        if "possible" in turn.grounds and contains(turn.text, "own_standing"):
            return CheckEligibility().answer(turn)
        if turn.value("country") in topics()["beyond"]:
            return ask_on(turn, out_of_scope(turn))
        answer = answer_from_pages(turn)
        is_about_case = answer.status == "unknown" and _may_be_of_case(turn) or turn.decided_by == IN_A_CASE
        if is_about_case and "possible" in turn.grounds:
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
    if asks_the_same(turn):
        turn.intent, turn.decided_by = turn.topic["intent"], SAME_QUESTION
    choice = look_up(turn)
    hits, confidence = choice.hits, choice.confidence
    if not hits or confidence < (PERHAPS_ON_TOPIC if _is_on_topic(turn, hits[0]) else PERHAPS):
        answer = unknown(turn, hits)
        answer.remember = {"topic": _topic(turn, None, confidence)}
        return answer
    best = hits[0].passage
    if best.id == turn.topic.get("passage") and not turn.is_button:
        again = _said_before(turn, best, hits)
        if again:
            return again
    text = turn.say('Our page "{title}" says:', title=turn.say.shown(best.title))
    if best.kind == "faq":  # the question as we understood it stands above its answer
        text = turn.say.shown(best.title)
    if confidence < SURE:
        text = turn.say(
            'I am not sure that this is what you mean. Our page "{title}" says:',
            title=turn.say.shown(best.title),
        )
    sources = [source_json(source, best.checked_on) for source in best.sources][:MOST_SOURCES]
    others = distinct_pages([hit for hit in hits[1:] if hit.score >= NEAR * hits[0].score], {best.page})
    return Answer(
        text=f"{text}\n{turn.say.shown(quote(best.text, hits[0].highlights))}",
        status="answered" if confidence >= SURE else "partly",
        passages=[_passage(best, hits[0])],
        sources=sources,
        buttons=_for_other_countries(turn, best) if choice.is_general else [],
        offers=[_page_offer(one) for one in others[: 2 if confidence >= SURE else 3]],
        remember={
            "topic": _topic(turn, best, confidence) | _page_of_talk(turn, choice),
            "grounds": _kept(turn) | {"kind": "pages", "sources": sources},
        },
    )


def _topic(turn: Turn, best: Passage | None, confidence: float) -> dict:
    """What the talk is about now. What nobody understood leaves it as it was."""
    is_question = turn.intent.startswith("ask_")
    if best is None and not is_question:
        return turn.topic | {"sure": round(confidence, 2)}
    repeats = turn.decided_by in {SAME_QUESTION, GOES_ON_TELLING} or turn.is_button
    return {
        "intent": turn.intent if is_question else _likely_kind(turn, best),
        "page": best.page if best else "",
        "passage": best.id if best else "",
        "country": turn.value("country") or turn.topic.get("country"),
        "named": turn.topic.get("named"),
        "sure": round(confidence, 2),
        "question": turn.topic.get("question") if repeats else turn.text,
    }


def _page_of_talk(turn: Turn, choice: Choice) -> dict:
    """What is only perhaps meant isn't what is spoken of, nor is our page on costs or waiting times in general."""
    if choice.confidence < SURE:
        return {"page": turn.topic.get("page", "")}
    kind = topics()["kinds"].get(turn.intent, {})
    is_in_general = choice.is_general and kind.get("by_section") and choice.best.page == kind["page"]
    return {"page": ""} if is_in_general else {}


def _likely_kind(turn: Turn, best: Passage) -> str:
    """The kind of question that the answer found belongs to, of those the message was likely for."""
    return next(
        (name for name, _ in turn.ranking if name in topics()["kinds"] and is_of_kind(best, name)), ""
    )


def _said_before(turn: Turn, best: Passage, hits: list[Hit]) -> Answer | None:
    """The passage was quoted just now. For the same question it isn't quoted twice; for another that it doesn't answer it is no answer."""
    if turn.intent == turn.topic.get("intent"):
        text = turn.say(
            'That is what I quoted just now from "{title}"; I have nothing more exact. A counsellor can explain it to you.',
            title=turn.say.shown(best.title),
        )
        sources = [source_json(source, best.checked_on) for source in best.sources][:MOST_SOURCES]
        people = [contact_offer(contact, turn.language) for contact in knowledge.contacts("advice")[:1]]
        remember = {"topic": turn.topic, "grounds": _kept(turn) | {"kind": "pages", "sources": sources}}
        return Answer(text, "partly", [_passage(best, hits[0])], sources, offers=people, remember=remember)
    if is_of_kind(best, turn.intent):
        return None
    answer = unknown(turn, hits)
    answer.remember = {"topic": turn.topic}
    return answer


def _kept(turn: Turn) -> dict:
    """What the talk about the case rested on, for "why not?" after a question in between."""
    return {name: turn.grounds[name] for name in ("possible", "routes") if name in turn.grounds}


def _for_other_countries(turn: Turn, best: Passage) -> list[dict]:
    """Where the answer is about one country and none was named: the same question for others, as buttons."""
    if (
        turn.asked
        or best.country in {"", "EU"}
        or not is_by_country(turn.intent)
        or turn.profile.get("country")
        or turn.topic.get("country")
        or turn.value("country")
    ):
        return []
    others = [code for code in WHERE_PEOPLE_GO if code != best.country][:MOST_COUNTRIES]
    return [
        button(country_name(code, turn.say), turn.intent, json.dumps({"country": code})) for code in others
    ]


def _is_on_topic(turn: Turn, hit: Hit) -> bool:
    """Whether the question is surely of its kind, and the section about that."""
    return turn.confidence >= SURE_INTENT and is_of_kind(hit.passage, turn.intent)


def unknown(turn: Turn, hits: list[Hit]) -> Answer:
    """ "I don't know", the nearest pages, and people to ask: by phone, in writing, or the editors for later."""
    pages = [_page_offer(one) for one in distinct_pages(hits)[:3]]
    people = [contact_offer(contact, turn.language) for contact in knowledge.contacts("advice")[:1]]
    text = turn.say("I don't know that, and I don't want to guess.")
    if pages:
        text += " " + turn.say("These pages come nearest; a counsellor can tell you more.")
    else:
        text += " " + turn.say("A counsellor can tell you more.")
    later = [] if turn.is_button or not turn.text.strip() else [later_offer(turn)]
    return Answer(text, status="unknown", offers=[*pages, *people, ask_offer(turn), *later])


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


def _page_offer(passage: Passage) -> dict:
    return {"kind": "page", "title": passage.title, "url": passage.url}
