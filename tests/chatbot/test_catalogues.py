"""The bot's sentences: complete in three languages, with the same placeholders, and none bypassing the catalogues."""

import ast
import re

import pytest

from chatbot.actions.catalogue import LOCALES, Say, catalogue, plural_form
from tests.chatbot.conftest import ROOT

SAYING = {"say", "count", "_years", "_yes_no"}
PLACEHOLDER = re.compile(r"\{\w+\}")


def sentences() -> dict[str, str | None]:
    """Every sentence in the actions, with its plural where it has one."""
    found: dict[str, str | None] = {}
    for path in sorted((ROOT / "chatbot" / "actions").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            texts = [
                one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)
            ]
            if name not in SAYING or not texts:
                continue
            if name in {"count", "_years"}:
                found[texts[0]] = texts[1]
            else:
                found |= dict.fromkeys(texts)
    return found


SENTENCES = sentences()


@pytest.mark.parametrize("language", ["sq", "sr", "en"])
def test_every_sentence_has_its_translation_with_the_same_placeholders(language):
    messages = catalogue(language)
    for sentence, plural in SENTENCES.items():
        message = messages.get(sentence)
        assert message is not None and message.string, sentence
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        if plural:
            assert len(forms) == messages.num_plurals == (3 if language == "sr" else 2), sentence
        for form in forms:
            assert set(PLACEHOLDER.findall(form)) == set(PLACEHOLDER.findall(sentence)), form


@pytest.mark.parametrize("language", ["sq", "sr", "en"])
def test_no_catalogue_holds_what_nobody_says(language):
    assert {
        message.id[0] if isinstance(message.id, tuple) else message.id
        for message in catalogue(language)
        if message.id
    } == set(SENTENCES)


def test_serbian_is_written_in_cyrillic():
    for message in catalogue("sr"):
        forms = message.string if isinstance(message.string, tuple) else (message.string,)
        for form in forms if message.id else ():
            bare = re.sub(r"\{\w+\}|\b[AB][12]\b", "", form)
            assert not re.search("[A-Za-z]", bare), form


@pytest.mark.parametrize(
    ("number", "form"), [(1, 0), (21, 0), (2, 1), (24, 1), (5, 2), (11, 2), (12, 2), (0, 2), (3.5, 1)]
)
def test_serbian_counts_with_three_forms(number, form):
    assert plural_form("sr", number) == form


def test_latin_serbian_is_produced():
    assert Say("sr", "Latn")("Yes") == "Da" and Say("sr", "Cyrl")("Yes") == "Да"
    assert Say("sr", "Cyrl").count("{number} year of work", "{number} years of work", 22) == "22 године рада"


def test_rasa_itself_has_no_texts():
    for path in [
        *(ROOT / "chatbot" / "domain").glob("*.yml"),
        *(ROOT / "chatbot" / "data" / "rules").glob("*.yml"),
    ]:
        assert "utter_" not in path.read_text(encoding="utf-8"), path
    assert {path.parts[-3] for path in LOCALES.glob("*/LC_MESSAGES/chatbot.po")} == {"sq", "sr", "en"}
