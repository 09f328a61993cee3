"""Questions put to the bot's actions on the real index: the right page, and with every fact its source and its day."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatbot.nlu.arbiter import SAME_QUESTION
from chatbot.nlu.gazetteer import read
from content.text.scripts import script_of
from tests.chatbot.conftest import Memory
from tests.golden.test_golden import questions

HERE = Path(__file__).parent
LANGUAGES = ("sq", "sr", "en")
# What is reached, rounded down: the right page quoted; and a wrong page quoted as if it were sure.
RIGHT, WRONG = {"sq": 0.88, "sr": 0.88, "en": 0.9}, 0.08
ASKED_IN_ALL = 500
# An answer must fit an old phone: lead, quote and one sentence more.
LONGEST = 1100
CYRILLIC = re.compile("[\u0400-\u04ff]")


@pytest.fixture
def index(house, monkeypatch) -> None:
    """The index with all content as the one the actions read."""
    monkeypatch.setenv("CONTENT_INDEX", str(house.site.environment["CONTENT_INDEX"]))


def lines(name: str) -> list[dict]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def ask(memory: Memory, text: str, intent: str, action: str = "action_answer", **message) -> dict:
    """The answer to a message whose facts are read as they are in production."""
    memory.script = "Cyrl" if memory.language == "sr" and script_of(text) == "Cyrl" else "Latn"
    return memory.say(action, text, intent, {one.entity: one.value for one in read(text)}, **message)


def page_of(answer: dict) -> str:
    return answer["passages"][0]["page"] if answer["passages"] else ""


def every_answer() -> Iterator[tuple[str, str, dict]]:
    for language in LANGUAGES:
        for one in lines(f"dialog-{language}.jsonl"):
            yield language, one["text"], ask(Memory(language), one["text"], one["intent"])
        for one in questions(
            language
        ):  # whose kind nobody tells: as the bot answers what it isn't sure to understand
            text = one["query"]
            yield language, text, ask(Memory(language), text, "nlu_fallback", "action_fallback")


def test_every_answer_with_a_fact_has_source_and_day(index):
    """The promise of the bot, over more than 500 questions in all languages and scripts."""
    asked, faults = 0, []
    for language, text, answer in every_answer():
        asked += 1
        faults += [f"{text}: {fault}" for fault in faults_of(answer, language, text)]
    assert asked >= ASKED_IN_ALL
    assert not faults, "\n".join(faults)


def faults_of(answer: dict, language: str, text: str) -> Iterator[str]:
    script = "Cyrl" if language == "sr" and script_of(text) == "Cyrl" else "Latn"
    if (answer["language"], answer["script"]) != (language, script):
        yield f"answered in {answer['language']}-{answer['script']}"
    if len(answer["text"]) > LONGEST:
        yield f"{len(answer['text'])} characters"
    if language == "sr" and bool(CYRILLIC.search(answer["text"])) != (script == "Cyrl"):
        yield "the wrong script"
    if answer["status"] in {"answered", "partly"}:
        form = "sr-latn" if (language, script) == ("sr", "Latn") else language
        for passage in answer["passages"]:
            if not passage["checked_on"] or not passage["url"].startswith(f"/{form}/"):
                yield f"passage {passage['url']} of {passage['checked_on']}"
            if passage["text"] not in answer["text"]:
                yield "the passage isn't quoted"
        if not answer["passages"] or not answer["sources"]:
            yield "no source"
        if not all(source["checked_on"] and source["url"] for source in answer["sources"]):
            yield "a source without its day or address"
    elif re.search(r"\d", answer["text"]):
        yield "a figure without a source"


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_are_answered_from_the_right_page(index, language):
    asked = lines(f"dialog-{language}.jsonl")
    assert len(asked) >= 60
    missed, wrong = [], 0
    for one in asked:
        answer = ask(Memory(language), one["text"], one["intent"])
        if page_of(answer) not in one["pages"]:
            missed.append(f"{one['text']} -> {page_of(answer)} ({answer['status']})")
            wrong += answer["status"] == "answered"
    assert 1 - len(missed) / len(asked) >= RIGHT[language], "\n".join(missed)
    assert wrong / len(asked) <= WRONG, "\n".join(missed)


@pytest.mark.parametrize("talk", lines("dialog-talks.jsonl"), ids=lambda talk: talk["id"])
def test_short_questions_stay_with_what_was_spoken_of(index, talk):
    memory = Memory(talk["language"])
    for turn in talk["turns"]:
        message = {"decided_by": SAME_QUESTION} if turn.get("same_question") else {}
        answer = ask(memory, turn["text"], turn["intent"], **message)
        assert page_of(answer) in turn["pages"], f"{turn['text']} -> {page_of(answer)}: {answer['text']}"
