"""Danger told in other words than its names, what only sounds like it, and how far each kind of rule goes."""

import pytest

from chatbot.nlu.arbiter import danger_level
from content.text import danger
from content.text.danger import assess


def by_rules(text: str) -> str:
    """What the rules say without the weights, so that a rule taken away is missed."""
    return danger._by_rules(text)[0].level


@pytest.mark.parametrize(
    "text",
    [
        "they sold my friend to another house",
        "He has a gun on the table and says this is the last day",
        "shefi m'i mori letrat e s'm'i kthen",
        "më kanë shitur te një pronar",
        "на силу ме држе у стану",
        "mori litarin dhe doli",
        "nobody would notice if I were gone",
        "ne želim više da živim",
        "pozovite policiju odmah",
    ],
)
def test_danger_told_from_the_side_is_recognised(text):
    assert by_rules(text) == assess(text).level == "certain"


@pytest.mark.parametrize(
    "text",
    ["rrofshi", "prijatno, vidimo se", "učenje zanata kod majstora", "dying of boredom in class", "si e kyçi ekranin",
     "I want to change my previous answer", "umirem od dosade"],
)  # fmt: skip
def test_words_that_only_look_alike_are_none(text):
    assert assess(text).level == "none"


def test_an_idiom_does_not_silence_what_else_is_told():
    text = "I'm dying of boredom here and my boss locked me in the basement"
    assert by_rules(text) == assess(text).level == "certain"


def test_a_hint_is_heard_and_nothing_in_a_question():
    assert by_rules("they won't let me go out") == "possible"
    assert by_rules("is it legal that they won't let me go out") == "none"
    assert assess("they won't let me go out").level != "none"
    assert assess("is it legal that they won't let me go out").level != "certain"


def test_keys_locked_in_a_car_are_no_emergency():
    assert by_rules("zaključao sam ključeve u autu") == "none"
    assert assess("zaključao sam ključeve u autu").level != "certain"


def test_a_rule_that_is_asked_about_is_only_possible():
    assert assess("the film about the hostages was good").level in {"none", "possible"}
    assert assess("can my employer keep my passport").level != "certain"


def test_a_mistyped_long_word_is_forgiven_and_a_word_of_the_dictionary_is_not_changed():
    assert by_rules("gazda mi je uzeo pasoš, zakljcuao me u sobu") == "certain"
    assert assess("prijemni ispit").level == "none"


def test_weights_hear_what_no_rule_names():
    assert assess("she rang from the toilet, they took her shoes so that she can't leave").level == "certain"
    assert assess("which papers do I need for a seasonal job").score < -0.7


@pytest.mark.parametrize("text", ["", "  ", "?!", "👍", "❤️", "🙏🙏", "...", "-", "!!!"])
def test_nothing_said_is_no_danger(text):
    assert assess(text).level == "none"


@pytest.mark.parametrize(
    "text",
    ["What does a visa cost? I want to kill myself.", "Koliko košta viza za Nemačku? Hoću da se ubijem.",
     "Sa kushton viza? Dua ta vras veten.", "Sa kushton viza për Gjermani dhe sa zgjat? Nuk dua të jetoj më."],
)  # fmt: skip
def test_a_question_in_front_does_not_hide_that_somebody_wants_to_die(text):
    assert assess(text).level == "certain" and "self_harm" in assess(text).kinds
    assert danger_level("certain", -3.0, assess(text).kinds) == "certain"


def test_a_long_text_is_read_as_far_by_the_weights_as_by_the_rules():
    said = "she rang from the toilet, they took her shoes so that she can't leave"
    assert assess(f"{said}\n{'x' * 10_000}") == assess(f"{said}\n{'x' * 20_000}")


def test_the_data_say_each_thing_once_and_nothing_idle():
    rows = danger._rows()
    rules = [row for row in rows if row[0] == "rule"]
    concepts = [(row[1].lstrip("+"), row[2]) for row in rows if row[0] == "concept"]
    assert len(rules) == len(set(rules)) and len(concepts) == len(set(concepts))
    used = {name.lstrip("!") for row in rules for name in row[3].split()}
    assert {name for name, _ in concepts} - used <= {"TOPIC", "HYPO", "NEG", "IDIOM"}
