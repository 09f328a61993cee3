"""The 90/180-day rule against the five official examples of the Swiss SEM and our own."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.rules.stay import ONE_DAY, Stay, StayError, calculate, read_date, read_stays


def days(*pairs):
    return [Stay(read_date(entry), read_date(out)) for entry, out in pairs]


SEM_4 = days(("01.06.2013", "13.07.2013"), ("15.08.2013", "30.09.2013"), ("01.01.2014", "30.01.2014"))
SEM_5 = days(("01.09.2013", "30.09.2013"), ("21.02.2014", "20.04.2014"), ("01.05.2014", "09.06.2014"))


def test_sem_example_1_new_window_gives_ninety_days():
    assert (
        calculate(days(("15.08.2014", "30.09.2014")), read_date("01.01.2015"), "planning").max_stay_days == 90
    )
    assert calculate(days(("15.08.2014", "30.09.2014")), read_date("30.09.2014")).days_used == 47


def test_sem_example_2_last_legal_day():
    result = calculate(
        days(("15.08.2014", "30.09.2014"), ("01.11.2014", "30.11.2014")), read_date("30.11.2014")
    )
    assert (result.excess_days, result.last_day_allowed) == (0, read_date("13.12.2014"))


def test_sem_example_4_days_before_the_window_do_not_count():
    result = calculate(SEM_4, read_date("30.01.2014"))
    assert (result.excess_days, result.last_day_allowed) == (0, read_date("31.03.2014"))


def test_sem_example_5_overstay_and_the_next_entry():
    assert calculate(SEM_5, read_date("09.06.2014")).excess_days == 9
    planned = calculate(SEM_5, read_date("30.08.2014"), "planning")
    assert (planned.max_stay_days, planned.window_start) == (50, read_date("04.03.2014"))


def test_sem_example_6_long_overstay():
    result = calculate(days(("19.09.2013", "01.03.2014")), read_date("01.03.2014"))
    assert (result.excess_days, result.window_start) == (74, read_date("03.09.2013"))


def test_ninety_days_outside_give_ninety_new_ones():
    first = days(("01.01.2026", "31.03.2026"))
    assert calculate(first, read_date("31.03.2026")).days_used == 90
    assert calculate(first, read_date("31.03.2026")).excess_days == 0
    assert calculate(first, read_date("30.06.2026"), "planning").max_stay_days == 90
    assert calculate(first, read_date("28.06.2026"), "planning").max_stay_days == 0


def test_several_short_stays_add_up():
    stays = days(("01.01.2026", "10.01.2026"), ("01.03.2026", "20.03.2026"), ("01.06.2026", "30.06.2026"))
    assert calculate(stays, read_date("30.06.2026")).days_used == 59
    assert calculate(stays, read_date("15.07.2026"), "planning").max_stay_days == 40


def test_overstay_within_one_stay_names_the_day_missed():
    result = calculate(days(("01.05.2026", "31.07.2026")), read_date("31.07.2026"))
    assert (result.days_used, result.excess_days, result.last_day_allowed) == (92, 2, read_date("29.07.2026"))
    assert not result.entry_possible


def test_stay_over_new_year():
    result = calculate(
        days(("23.12.2025", "05.01.2026"), ("01.04.2026", "14.06.2026")), read_date("14.06.2026")
    )
    assert (result.days_used, result.excess_days, result.last_day_allowed) == (89, 0, read_date("15.06.2026"))


def test_entry_and_exit_on_one_day_is_one_day():
    assert calculate(days(("10.06.2026", "10.06.2026")), read_date("10.06.2026")).days_used == 1


def test_days_under_a_permit_or_long_visa_do_not_count():
    stays = [
        Stay(read_date("01.01.2026"), read_date("28.02.2026"), "residence_permit"),
        Stay(read_date("01.03.2026"), read_date("31.03.2026"), "long_stay_visa"),
        Stay(read_date("10.04.2026"), read_date("19.04.2026")),
    ]
    assert calculate(stays, read_date("19.04.2026")).days_used == 10


def test_open_stay_runs_until_the_control():
    assert calculate([Stay(read_date("01.06.2026"))], read_date("20.06.2026")).days_used == 20


@pytest.mark.parametrize(
    "written", ["2026-11-24", "24.11.2026", "24. 11. 2026.", "24/11/2026", " 24-11-2026 "]
)
def test_local_dates_are_understood(written):
    assert read_date(written) == dt.date(2026, 11, 24)


@pytest.mark.parametrize("written", ["31.02.2026", "2026-13-01", "nesër", "", None, 20261124.5, "24.11.26"])
def test_impossible_dates_are_refused_in_each_language(written):
    with pytest.raises(StayError) as error:
        read_date(written)
    assert set(error.value.texts) == {"sq", "sr", "en"}


@pytest.mark.parametrize(
    "stays",
    [
        [{"entry": "10.06.2026", "exit": "01.06.2026"}],
        [{"entry": "01.06.2026", "exit": "10.06.2026"}, {"entry": "05.06.2026", "exit": "20.06.2026"}],
        [{"entry": "01.06.2026"}, {"entry": "05.06.2026", "exit": "20.06.2026"}],
        [{"entry": "01.12.2026", "exit": "05.12.2026"}],
        [{"entry": "01.06.2026", "exit": "02.06.2026", "basis": "work"}],
        [{"exit": "02.06.2026"}],
        "01.06.2026",
    ],
)
def test_stays_that_cannot_be_are_refused(stays):
    with pytest.raises(StayError):
        calculate(read_stays(stays), read_date("30.06.2026"))


stays_of_a_life = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 120)), max_size=5).map(
    lambda pairs: [(start, min(start + length, 420)) for start, length in pairs]
)


@settings(max_examples=60, deadline=None)
@given(pairs=stays_of_a_life)
def test_result_agrees_with_counting_day_by_day(pairs):
    origin = dt.date(2025, 1, 1)
    stays, last = [], -1
    for start, end in sorted(pairs):
        if start > last:
            stays.append(Stay(origin + start * ONE_DAY, origin + end * ONE_DAY))
            last = end
    reference = origin + 430 * ONE_DAY
    present = {stay.entry + n * ONE_DAY for stay in stays for n in range((stay.exit - stay.entry).days + 1)}
    planned = calculate(stays, reference, "planning")
    assert planned.days_used == sum(reference - 179 * ONE_DAY <= day <= reference for day in present)
    longest = planned.max_stay_days
    for length, is_legal in ((longest, True), (longest + 1, False)):
        trip = [reference + n * ONE_DAY for n in range(length)]
        everything = present | set(trip)
        assert (
            all(sum(day - 179 * ONE_DAY <= one <= day for one in everything) <= 90 for day in trip)
            is is_legal
        )
    assert planned.entry_possible is (planned.max_stay_days > 0)
    assert planned.earliest_entry >= reference
    assert calculate(stays, planned.earliest_entry, "planning").max_stay_days > 0
