"""Dates as people write them, and which days of which stay count."""

import datetime as dt
import random

import pytest

from content.rules.stay import Stay, StayError, calculate, explained, read_date


@pytest.mark.parametrize(
    "text",
    [
        "24.11.2026",
        "24. 11. 2026.",
        "24/11/2026",
        "2026-11-24",
        "24 nëntor 2026",
        "24 nentorit 2026",
        "më 24 nëntor 2026",
        "24. novembar 2026",
        "24. novembra 2026.",
        "24. новембар 2026.",
        "24. новембра 2026",
        "24 November 2026",
        "24th Nov 2026",
    ],
)
def test_a_date_is_read_as_people_write_it(text):
    assert read_date(text) == dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    "text", ["31.2.2026", "24 foo 2026", "nesër", "11/24/2026", "31 nëntor 2026", "", "24 2026", "x" * 5000]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(StayError):
        read_date(text)


def test_each_stay_says_how_many_of_its_days_count():
    stays = [
        Stay(dt.date(2026, 3, 1), dt.date(2026, 4, 9)),
        Stay(dt.date(2026, 8, 1), dt.date(2026, 8, 20)),
        Stay(dt.date(2026, 9, 1), dt.date(2026, 9, 5), "residence_permit"),
    ]
    found = explained(stays, dt.date(2026, 9, 10))
    assert [(one.counted, one.before, one.is_exempt) for one in found] == [
        (26, 14, False),
        (20, 0, False),
        (0, 0, True),
    ]


def test_a_day_of_two_stays_counts_once():
    stays = [Stay(dt.date(2026, 8, 1), dt.date(2026, 8, 5)), Stay(dt.date(2026, 8, 5), dt.date(2026, 8, 9))]
    assert [one.counted for one in explained(stays, dt.date(2026, 8, 9))] == [5, 4]


@pytest.mark.parametrize("mode", ["control", "planning"])
def test_the_explanation_adds_up_to_the_days_used(mode):
    rng = random.Random(7)
    for _ in range(60):
        day, stays = dt.date(2025, 1, 1), []
        for _ in range(rng.randint(1, 6)):
            day += dt.timedelta(days=rng.randint(1, 60))
            end = day + dt.timedelta(days=rng.randint(0, 50))
            stays.append(Stay(day, end, rng.choice(["visa_free", "short_stay_visa", "residence_permit"])))
            day = end
        reference = day + dt.timedelta(days=rng.randint(1, 90))
        assert (
            sum(one.counted for one in explained(stays, reference, mode))
            == calculate(stays, reference, mode).days_used
        )
