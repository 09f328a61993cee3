"""Facts: the only figures we publish. Each has a value, a unit, a year, sources and the day it was checked.

A page, a rule, a chat answer and a leaflet name a fact by its id and never repeat its value.
"""

import datetime as dt
import re
from dataclasses import dataclass, field

CURRENCIES = ("EUR", "CHF", "CZK", "HUF", "PLN", "RON", "SEK")
PERIODS = ("per_hour", "per_month", "per_year")
UNITS = (
    *CURRENCIES, *(f"{currency}_{period}" for currency in CURRENCIES for period in PERIODS),
    "percent", "points", "years", "months", "weeks", "days", "hours", "people", "count", "level", "date", "year", "phone", "codes",
)  # fmt: skip

# How a reference is written in a text: [[id]], [[id|value]] without the year, [[de:Ausbildung]] for a foreign name.
REFERENCE = re.compile(
    r"\[\[(?:(?P<lang>[a-z]{2}):(?P<name>[^\]\n]+)|(?P<id>[a-z0-9_]+)(?P<bare>\|value)?)\]\]"
)

NBSP = "\u00a0"
MONTHS = {
    "sq": "janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor".split(),
    "sr": "јануар фебруар март април мај јун јул август септембар октобар новембар децембар".split(),
    "en": "January February March April May June July August September October November December".split(),
}
UNIT_WORDS = {
    "per_hour": {"sq": "në orë", "sr": "на сат", "en": "an hour"},
    "per_month": {"sq": "në muaj", "sr": "месечно", "en": "a month"},
    "per_year": {"sq": "në vit", "sr": "годишње", "en": "a year"},
    "points": {"sq": "pikë", "sr": "бодова", "en": "points"},
    "years": {"sq": "vjet", "sr": "година", "en": "years"},
    "months": {"sq": "muaj", "sr": "месеци", "en": "months"},
    "weeks": {"sq": "javë", "sr": "недеља", "en": "weeks"},
    "days": {"sq": "ditë", "sr": "дана", "en": "days"},
    "hours": {"sq": "orë", "sr": "сати", "en": "hours"},
    "people": {"sq": "persona", "sr": "особа", "en": "people"},
}
GROSS = {"sq": "bruto", "sr": "бруто", "en": "gross"}


@dataclass(frozen=True)
class Fact:
    """One figure with its proof. `value` is a number, an ISO date, a phone number or a list of codes."""

    id: str
    label: dict[str, str]
    value: object
    unit: str
    sources: tuple[int, ...]
    checked_on: dt.date
    year: int | None = None
    gross: bool = False
    valid_until: dt.date | None = None
    confidence: str = ""
    being_checked: bool = False
    checked_by: str = ""
    extra: dict = field(default_factory=dict, compare=False)

    def is_expired(self, today: dt.date) -> bool:
        """Whether the figure is past its last day; it is then still shown, with a visible note."""
        return self.valid_until is not None and today > self.valid_until


def number(value: float, language: str) -> str:
    """50700 -> "50.700" (sq, sr) or "50,700" (en); 3.5 -> "3,5" or "3.5"; cents as two digits."""
    whole = float(value).is_integer()
    digits = f"{value:,.0f}" if whole else f"{value:,.2f}".rstrip("0")
    if not whole and len(digits.split(".")[1]) == 1 and abs(value) >= 10:
        digits += "0"  # 45934.2 is money: 45,934.20
    return digits if language == "en" else digits.translate(str.maketrans(",.", ".,"))


def money(amount: float, currency: str, language: str) -> str:
    """50700 EUR -> "50.700 €" (sq, sr) or "€50,700" (en); other currencies keep their code: "5.000 PLN"."""
    if currency == "EUR" and language == "en":
        return f"€{number(amount, language)}"
    return f"{number(amount, language)}{NBSP}{'€' if currency == 'EUR' else currency}"


def long_date(day: dt.date, language: str) -> str:
    """24 nëntor 2026, 24. новембар 2026., 24 November 2026."""
    month = MONTHS[language][day.month - 1]
    return f"{day.day}. {month} {day.year}." if language == "sr" else f"{day.day} {month} {day.year}"


def short_date(day: dt.date, language: str) -> str:
    """24.11.2026, 24. 11. 2026., 24 November 2026: fits after any preposition."""
    if language == "en":
        return long_date(day, language)
    return f"{day.day}. {day.month}. {day.year}." if language == "sr" else f"{day.day}.{day.month}.{day.year}"


def inline(fact: Fact, language: str, *, with_year: bool = True) -> str:
    """The figure as it stands in a sentence: "50.700 € (2026)", "90", "24. 11. 2026."."""
    value = fact.value
    if fact.unit == "date":
        return short_date(dt.date.fromisoformat(str(value)), language)
    if isinstance(value, list):
        shown = ", ".join(str(item) for item in value)
    elif fact.unit in {"phone", "level", "year", "codes"} or not isinstance(value, int | float):
        shown = str(value)
    elif fact.unit[:3] in CURRENCIES:
        shown = money(value, fact.unit[:3], language)
    elif fact.unit == "percent":
        shown = f"{number(value, language)}%" if language == "en" else f"{number(value, language)}{NBSP}%"
    else:
        shown = number(value, language)
    year_belongs = with_year and fact.year and fact.unit not in {"date", "year"}
    return f"{shown} ({fact.year})" if year_belongs else shown


def with_unit(fact: Fact, language: str) -> str:
    """The figure as it stands alone in a list: "50.700 € bruto në vit"."""
    words = [inline(fact, language, with_year=False)]
    if fact.gross:
        words.append(GROSS[language])
    counted = fact.unit[4:] if fact.unit[:3] in CURRENCIES else fact.unit
    if counted in UNIT_WORDS:
        words.append(UNIT_WORDS[counted][language])
    return " ".join(words)


def references(text: str) -> list[str]:
    """The ids of the facts a text refers to, in order, each once."""
    return list(dict.fromkeys(match["id"] for match in REFERENCE.finditer(text) if match["id"]))


def plain(text: str, facts: dict[str, Fact], language: str) -> str:
    """The text with its references written out; a fact that isn't there leaves an ellipsis, never a guess."""

    def write(match: re.Match) -> str:
        if match["lang"]:
            return match["name"]
        fact = facts.get(match["id"])
        return inline(fact, language, with_year=not match["bare"]) if fact else "…"

    return REFERENCE.sub(write, text)
