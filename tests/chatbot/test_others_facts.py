"""Whose facts a message tells, and that the lexicon says what its editors wrote."""

import pytest
import yaml

from chatbot.nlu.gazetteer import read
from chatbot.nlu.lexicon import LEXICON


def test_each_phrase_is_a_text_and_stands_once_in_its_class():
    """Unquoted, `yes` and `no` are truth values to YAML, and nobody's answer was heard."""
    for name, phrases in yaml.safe_load((LEXICON / "words.yml").read_text(encoding="utf-8")).items():
        assert not [phrase for phrase in phrases if isinstance(phrase, bool)], name
        assert len(set(map(str, phrases))) == len(phrases), name


@pytest.mark.parametrize(("said", "value"), [("yes", True), ("no", False), ("Yes.", True), ("NO", False)])
@pytest.mark.parametrize("field", ["matura", "entry_ban", "experience_until_now"])
def test_a_plain_english_yes_or_no_answers_the_question(said, value, field):
    assert [(one.entity, one.value) for one in read(said, field)] == [(field, value)]


@pytest.mark.parametrize(
    "text",
    ["my husband has a job offer in Germany", "my brother earns 3000 euro a month in Germany", "my sister has an entry ban",
     "motra ime ka ndalim hyrje", "my brother has 10 years of experience", "brat mi ima ponudu za posao u Nemačkoj",
     "I am a nurse, 30. My husband has a job offer in Germany."],
)  # fmt: skip
def test_what_another_person_has_is_not_the_speakers(text):
    told = {one.entity for one in read(text)}
    assert not told & {"job_offer", "salary", "entry_ban", "experience_years"}


def test_the_whole_case_of_another_person_is_read():
    told = {
        one.entity: one.value
        for one in read("My wife's a nurse, 24, B1 in German, she has an offer in Berlin")
    }
    assert told["occupation"] == "nurse" and told["age"] == 24 and "job_offer" in told
