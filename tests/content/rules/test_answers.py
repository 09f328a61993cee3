"""What people type in the self-check: read where it is plain, explained in each language where it isn't."""

import datetime as dt

import pytest

from content.rules.answers import AnswerError, read_amount, read_number, read_salary

TODAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("age", "28", 28),
        ("age", " 28 vjeç", 28),
        ("age", "имам 28 година", 28),
        ("age", "24.11.1998", 28),
        ("age", "25. 11. 1998.", 27),
        ("age", "24 nëntor 1998", 28),
        ("experience_years", "2,5", 2.5),
        ("experience_years", "2.5", 2.5),
        ("experience_years", "2 e gjysmë", 2.5),
        ("experience_years", "dve i po 2 i po", 2.5),
        ("experience_years", "18 muaj", 1.5),
        ("experience_years", "6 месеци", 0.5),
        ("funds", "1.100 €", 1100),
        ("funds", "1 100,50", 1100.5),
        ("funds", "2 mijë euro", 2000),
        ("funds", "0", 0),
    ],
)
def test_plain_answers_are_read(field, typed, value):
    assert read_number(field, typed, TODAY) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("50.700", 50700),
        ("50,700", 50700),
        ("50 700", 50700),
        ("50'700", 50700),
        ("3.200,50", 3200.5),
        ("3,200.50", 3200.5),
        ("3,5", 3.5),
        ("0.500", 0.5),
        ("1.234.567", 1234567),
        ("1.2.3", None),
        ("1,2.3,4", None),
        ("abc", None),
    ],
)
def test_amounts_are_read_with_any_of_our_separators(text, value):
    assert read_amount(text) == value


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("age", ""),
        ("age", "njëzet e tetë"),
        ("age", "28 ose 29"),
        ("age", "-3"),
        ("age", "1998"),
        ("experience_years", "shumë"),
        ("funds", "300000 lekë"),
        ("funds", "90.000 дин"),
        ("job_offer.salary", "90000 RSD"),
        ("job_offer.salary", "4000 CHF"),
        ("funds", "$500"),
        ("funds", "9" * 50),
    ],
)
def test_what_can_not_be_read_is_explained_in_each_language(field, typed):
    with pytest.raises(AnswerError) as fault:
        read_number(field, typed, TODAY)
    assert set(fault.value.texts) == {"sq", "sr", "en"}
    assert all("{" not in text for text in fault.value.texts.values())


def test_lek_and_dinars_are_quoted_and_answered_with_euros():
    for typed in ("300000 lekë", "90.000 динара"):
        with pytest.raises(AnswerError) as fault:
            read_number("funds", typed)
        assert typed in fault.value.texts["sq"] and "euro" in fault.value.texts["sq"]


@pytest.mark.parametrize(
    ("typed", "per"), [("3200", "hour"), ("1200", "year"), ("50700", "month"), ("pesë mijë", "month")]
)
def test_a_salary_for_another_period_is_asked_again(typed, per):
    with pytest.raises(AnswerError):
        read_salary(typed, per, True)


def test_a_salary_is_read_as_the_profile_keeps_it():
    assert read_salary("3.200 €", "month", False) == {
        "amount": 3200,
        "currency": "EUR",
        "per": "month",
        "gross": False,
    }


def test_a_calendar_year_is_not_a_number_of_years():
    for field in ("graduated_years_ago", "experience_years"):
        with pytest.raises(AnswerError) as fault:
            read_number(field, "2019")
        assert "calendar year" in fault.value.texts["en"] and "2019" in fault.value.texts["sr"]


def test_an_amount_is_told_as_each_language_writes_it():
    with pytest.raises(AnswerError) as fault:
        read_salary("1000000", "month", True)
    assert "1,000,000" in fault.value.texts["en"] and "1.000.000" in fault.value.texts["sq"]
