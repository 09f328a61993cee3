import pytest

from content.rules.occupations import occupations
from content.rules.profile import schema, validate

LANGUAGES = {"sq", "sr", "en"}


@pytest.mark.parametrize(
    ("profile", "field"),
    [
        ({"age": 900}, "age"),
        ({"age": "njëzet"}, "age"),
        ({"age": -3}, "age"),
        ({"funds": "shumë"}, "funds"),
        ({"experience_years": 80}, "experience_years"),
        ({"languages": {"de": "A7"}}, "languages.de"),
        ({"nationality": "Kosova"}, "nationality"),
        ({"recognition": {"DE": "po"}}, "recognition.DE"),
        (
            {"job_offer": {"country": "DE", "salary": {"amount": 300000, "currency": "ALL", "per": "month"}}},
            "job_offer.salary.currency",
        ),
        ({"job_offer": {"country": "DE", "salary": {"amount": "3000 euro"}}}, "job_offer.salary.amount"),
        ({"job_offer": {"country": "DE", "salary": {"amount": 3000, "per": "week"}}}, "job_offer.salary.per"),
        ({"salary": {"amount": 400000, "currency": "RSD", "per": "month"}}, "salary.currency"),
        ({"shoe_size": 43}, "shoe_size"),
        ({"experience_last5": 4, "experience_last7": 3}, "experience_last5"),
        ({"age": 20, "experience_years": 15}, "age"),
    ],
)
def test_what_makes_no_sense_is_explained_in_each_language(profile, field):
    errors = validate(profile)
    assert [error.field for error in errors] == [field]
    assert set(errors[0].message) == LANGUAGES
    assert all(errors[0].message.values())


def test_only_what_cannot_be_judged_blocks():
    assert validate({"age": 900})[0].is_blocking
    assert not validate({"shoe_size": 43})[0].is_blocking
    assert not validate({"age": 20, "experience_years": 15})[0].is_blocking


def test_null_says_nothing():
    assert validate({"age": None, "languages": {"de": "A2", "en": None}, "job_offer": None}) == []


def test_lek_and_dinars_are_answered_with_euros():
    error = validate({"salary": {"amount": 90000, "currency": "ALL", "per": "month"}})[0]
    assert "EUR" in error.message["en"]
    assert "еврима" in error.message["sr"]


@pytest.mark.parametrize(
    "profile",
    [
        {},
        {"job_offer": None},
        {"job_offer": False},
        {"job_offer": "refused", "age": "refused", "languages": {"de": "refused"}},
        {"job_offer": {"country": "DE", "salary": 46500}},
        {"languages": {"de": "A2", "en": "none"}, "recognition": {"DE": "none", "XK": "state_recognised"}},
        {"isco": "7411"},
        {"isco": 7411},
    ],
)
def test_every_way_to_say_or_not_to_say_is_valid(profile):
    assert validate(profile) == []


def test_every_field_is_documented():
    for name, field in schema()["properties"].items():
        assert "description" in field or "$ref" in field, name


def test_occupations_have_four_digit_groups_and_names_in_three_languages():
    for one in occupations().values():
        assert len(one.isco) == 4
        assert all(one.names[language] for language in LANGUAGES), one.slug


def test_no_name_stands_for_two_occupations():
    for language in LANGUAGES:
        names = [name for one in occupations().values() for name in one.names[language]]
        assert len(names) == len(set(names))
