"""The 90/180-day rule for visa-free stays in the Schengen area: pure functions on days.

Article 6(1) of Regulation (EU) 2016/399 as the Commission's calculator reads it: the day of entry is the
first and the day of exit the last day of stay. For each day of stay look back over the 180 days that end on
it, that day included: at most 90 of them may be days of stay. Days under a residence permit or a long-stay
(D) visa do not count. A visa-free stay never gives a right to work.
"""

import datetime as dt
import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from content.figures import MONTHS
from content.rules.model import Texts
from content.text.folding import fold

MOST_DAYS = 90
WINDOW_DAYS = 180
COUNTED = ("visa_free", "short_stay_visa")
NOT_COUNTED = ("residence_permit", "long_stay_visa")
YEARS = range(1995, 2101)  # from the first day of the Schengen area on; beyond it is a slip of the finger
ONE_DAY = dt.timedelta(days=1)
_ISO_DATE = re.compile(r"\s*\d{4}-\d{2}-\d{2}\s*")
_LOCAL_DATE = re.compile(r"\s*(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})\s*\.?\s*")
_NAMED_DATE = re.compile(
    r"\s*(?:dat[eu]?\s+|me\s+)?(\d{1,2})\s*(?:\.|st|nd|rd|th)?\s*([a-z]{3,12})\.?,?\s*(\d{4})\s*\.?\s*"
)

_ERRORS: dict[str, Texts] = {
    "date": {
        "sq": "{value} nuk është datë. Shkruajeni kështu: 24.11.2026.",
        "sr": "{value} није датум. Напишите овако: 24. 11. 2026.",
        "en": "{value} is not a date. Write it like this: 24.11.2026 or 2026-11-24.",
    },
    "order": {
        "sq": "Dalja më {exit} është para hyrjes më {entry}. Kontrolloni të dyja datat.",
        "sr": "Излазак {exit} је пре уласка {entry}. Проверите оба датума.",
        "en": "The exit on {exit} is before the entry on {entry}. Check both dates.",
    },
    "overlap": {
        "sq": "Dy qëndrime mbivendosen më {value}. Çdo ditë mund të jetë vetëm në një qëndrim.",
        "sr": "Два боравка се преклапају {value}. Сваки дан може да буде само у једном боравку.",
        "en": "Two stays overlap on {value}. A day can belong to one stay only.",
    },
    "future": {
        "sq": "Hyrja më {value} është pas ditës së kontrollit.",
        "sr": "Улазак {value} је после дана контроле.",
        "en": "The entry on {value} is after the day of the control.",
    },
    "open": {
        "sq": "Vetëm qëndrimi i fundit mund të jetë pa datë daljeje.",
        "sr": "Само последњи боравак може да буде без датума изласка.",
        "en": "Only the last stay may be without an exit date.",
    },
    "basis": {
        "sq": "Arsyeja e qëndrimit {value} nuk njihet: pa viza, vizë, leje qëndrimi ose vizë e gjatë.",
        "sr": "Основ боравка {value} није познат: без визе, виза, боравишна дозвола или виза Д.",
        "en": "{value}: not a basis. Use visa_free, short_stay_visa, residence_permit, long_stay_visa.",
    },
    "mode": {
        "sq": "Zgjidhni: kontroll (control) ose planifikim (planning).",
        "sr": "Изаберите: контрола (control) или планирање (planning).",
        "en": "The mode must be control or planning.",
    },
    "stays": {
        "sq": "Qëndrimet duhet të jenë listë, secili me datën e hyrjes.",
        "sr": "Боравци треба да буду списак, сваки са датумом уласка.",
        "en": "The stays must be a list, each with its entry date.",
    },
}


class StayError(ValueError):
    """Dates that can't be; `texts` says in each language which and how to write them."""

    def __init__(self, name: str, **values: object):
        shown = {
            key: f"{value:%d.%m.%Y}" if isinstance(value, dt.date) else str(value)
            for key, value in values.items()
        }
        self.texts = {language: text.format(**shown) for language, text in _ERRORS[name].items()}
        super().__init__(self.texts["en"])


@dataclass(frozen=True)
class Stay:
    """A stay from the day of entry to the day of exit, both counted; `None` while it goes on."""

    entry: dt.date
    exit: dt.date | None = None
    basis: str = "visa_free"


@dataclass(frozen=True)
class StayResult:
    """What the days come to on the reference date.

    Attributes:
        days_used: counted days of stay in the 180 days that end on the reference date. When planning, the
            planned day itself is not among them.
        excess_days: days of stay up to then on which more than 90 had been used.
        last_day_allowed: the latest legal exit for who is inside on the reference date or enters on it; a
            past day when it was missed.
        max_stay_days: days in a row from the reference date on, that day included.
        entry_possible: whether a day of stay is allowed on the reference date.
        earliest_entry: the first day from then on on which it is; who is inside with too many days is taken
            to leave at once.
        window_start: the first of the 180 days.
    """

    days_used: int
    excess_days: int
    last_day_allowed: dt.date | None
    max_stay_days: int
    entry_possible: bool
    earliest_entry: dt.date
    window_start: dt.date


def calculate(stays: Iterable[Stay], reference_date: dt.date, mode: str = "control") -> StayResult:
    """The 90/180-day sum.

    Args:
        stays: past stays and the present one, in any order.
        reference_date: the day of the control, or of the planned entry.
        mode: `control` counts the reference date as a day of stay when a stay covers it; `planning` asks for
        an entry on it.

    Raises:
        StayError: the stays can't be true, or the mode is unknown.
    """
    if mode not in {"control", "planning"}:
        raise StayError("mode")
    days = _days_of_stay(list(stays), reference_date, mode)
    is_inside = mode == "control" and reference_date in days
    allowed = _days_in_a_row([day for day in days if day < reference_date], reference_date)
    excess = sum(1 for day in days if _used(days, day) > MOST_DAYS)
    last = reference_date + (allowed - 1) * ONE_DAY if allowed else None
    if is_inside and not allowed:
        last = _last_legal_day(days, reference_date)
    return StayResult(
        days_used=_used(days, reference_date),
        excess_days=excess,
        last_day_allowed=last,
        max_stay_days=allowed,
        entry_possible=allowed > 0,
        earliest_entry=reference_date if allowed else _earliest_entry(days, reference_date),
        window_start=reference_date - (WINDOW_DAYS - 1) * ONE_DAY,
    )


def _days_of_stay(stays: list[Stay], reference_date: dt.date, mode: str) -> list[dt.date]:
    """The counted days up to the reference date, in order; when planning, up to the day before."""
    last_day = reference_date if mode == "control" else reference_date - ONE_DAY
    stays = sorted(stays, key=lambda stay: (stay.entry, stay.exit or dt.date.max))
    for stay, following in itertools.pairwise(stays):
        if stay.exit is None and stay.basis in COUNTED and following.basis in COUNTED:
            raise StayError("open")
        if stay.exit and stay.basis == following.basis and following.entry < stay.exit:
            raise StayError("overlap", value=following.entry)
    counted: set[dt.date] = set()
    uncounted: set[dt.date] = set()
    for stay in stays:
        if stay.basis not in COUNTED + NOT_COUNTED:
            raise StayError("basis", value=stay.basis)
        if stay.exit and stay.exit < stay.entry:
            raise StayError("order", entry=stay.entry, exit=stay.exit)
        if mode == "control" and stay.entry > reference_date:
            raise StayError("future", value=stay.entry)
        end = min(stay.exit or last_day, last_day)
        days = {stay.entry + n * ONE_DAY for n in range((end - stay.entry).days + 1)}
        (counted if stay.basis in COUNTED else uncounted).update(days)
    return sorted(counted - uncounted)


def _used(days: list[dt.date], day: dt.date) -> int:
    """Days of stay in the window that ends on `day`. `days` are in order."""
    return bisect_right(days, day) - bisect_left(days, day - (WINDOW_DAYS - 1) * ONE_DAY)


def _days_in_a_row(before: list[dt.date], start: dt.date) -> int:
    """How many days from `start` on can follow each other, with these days before it."""
    for count in range(MOST_DAYS):
        if _used(before, start + count * ONE_DAY) + count + 1 > MOST_DAYS:
            return count
    return MOST_DAYS


def _last_legal_day(days: list[dt.date], reference_date: dt.date) -> dt.date | None:
    """The last day before the excess within the stay that covers the reference date."""
    day = reference_date
    present = set(days)
    while day in present and _used(days, day) > MOST_DAYS:
        day -= ONE_DAY
    return day if day in present else None


def _earliest_entry(days: list[dt.date], reference_date: dt.date) -> dt.date:
    day = reference_date
    while _used(days, day) + (day not in days) > MOST_DAYS:
        day += ONE_DAY
    return day


def read_date(value: object) -> dt.date:
    """A day written as 2026-11-24, 24.11.2026, 24. 11. 2026., 24/11/2026 (day first), or with the month's name in our languages.

    Raises:
        StayError: it is no such day.
    """
    text = str(value)
    day = None
    try:
        if local := _LOCAL_DATE.fullmatch(text):
            day = dt.date(int(local[3]), int(local[2]), int(local[1]))
        elif _ISO_DATE.fullmatch(text):
            day = dt.date.fromisoformat(text.strip())
        elif len(text) < 60 and (named := _NAMED_DATE.fullmatch(fold(text))) and (month := _month(named[2])):
            day = dt.date(int(named[3]), month, int(named[1]))
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise StayError("date", value=text or "?")
    return day


def _month(name: str) -> int | None:
    """The month a folded name stands for, in any of our languages, cases (nëntorit, novembra) and short forms (nov)."""
    return _months().get(name[:3])


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    """Months by three letters, which tell them apart in all three languages."""
    return {fold(name)[:3]: number for names in MONTHS.values() for number, name in enumerate(names, 1)}


@dataclass(frozen=True)
class CountedStay:
    """A stay and how its days count on the reference date.

    Attributes:
        counted: its days within the 180 days, as far as no earlier stay has the same day.
        before: its days before the 180 days, which count no more.
        is_exempt: it stands on a residence permit or a long-stay visa, so none of its days count.
    """

    stay: Stay
    counted: int
    before: int
    is_exempt: bool


def explained(stays: Iterable[Stay], reference_date: dt.date, mode: str = "control") -> list[CountedStay]:
    """Which days of each stay count on the reference date, in the order of the stays. `counted` adds up to `days_used`.

    Raises:
        StayError: as `calculate`.
    """
    stays = sorted(stays, key=lambda stay: (stay.entry, stay.exit or dt.date.max))
    open_days = set(_days_of_stay(stays, reference_date, mode))
    last_day = reference_date if mode == "control" else reference_date - ONE_DAY
    window_start = reference_date - (WINDOW_DAYS - 1) * ONE_DAY
    found = []
    for stay in stays:
        end = min(stay.exit or last_day, last_day)
        days = {stay.entry + n * ONE_DAY for n in range((end - stay.entry).days + 1)}
        own = days & open_days if stay.basis in COUNTED else set()
        open_days -= own
        found.append(
            CountedStay(
                stay,
                sum(day >= window_start for day in own),
                sum(day < window_start for day in own),
                stay.basis in NOT_COUNTED,
            )
        )
    return found


def read_stays(entries: object) -> list[Stay]:
    """Stays from their JSON: a list of `{entry, exit?, basis?}`; without a basis a stay is visa-free.

    Raises:
        StayError: a date or the shape is wrong.
    """
    if not isinstance(entries, list) or any(
        not isinstance(one, Mapping) or not one.get("entry") for one in entries
    ):
        raise StayError("stays")
    return [
        Stay(
            read_date(one["entry"]),
            read_date(one["exit"]) if one.get("exit") else None,
            one.get("basis") or "visa_free",
        )
        for one in entries
    ]
