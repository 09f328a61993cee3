"""Danger told in other words than its names, what only sounds like it, and how far each kind of rule goes."""

import pytest

from content.text.danger import assess


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
    assert assess(text).level == "certain"


@pytest.mark.parametrize(
    "text",
    ["rrofshi", "prijatno, vidimo se", "učenje zanata kod majstora", "dying of boredom in class", "si e kyçi ekranin",
     "I want to change my previous answer", "umirem od dosade"],
)  # fmt: skip
def test_words_that_only_look_alike_are_none(text):
    assert assess(text).level == "none"


def test_an_idiom_does_not_silence_what_else_is_told():
    assert assess("I'm dying of boredom here and my boss locked me in the basement").level == "certain"


def test_a_hint_is_heard_and_nothing_in_a_question():
    assert assess("they won't let me go out").level != "none"
    assert assess("is it legal that they won't let me go out").level != "certain"


def test_keys_locked_in_a_car_are_no_emergency():
    assert assess("zaključao sam ključeve u autu").level != "certain"


def test_a_rule_that_is_asked_about_is_only_possible():
    assert assess("the film about the hostages was good").level in {"none", "possible"}
    assert assess("can my employer keep my passport").level != "certain"


def test_a_mistyped_long_word_is_forgiven_and_a_word_of_the_dictionary_is_not_changed():
    assert assess("gazda mi je uzeo pasoš, zakljcuao me u sobu").level == "certain"
    assert assess("prijemni ispit").level == "none"


def test_weights_hear_what_no_rule_names():
    assert assess("she rang from the toilet, they took her shoes so that she can't leave").level == "certain"
    assert assess("which papers do I need for a seasonal job").score < -0.7


def test_nothing_said_is_no_danger():
    assert assess("").level == assess("  ").level == assess("?!").level == "none"
