"""What an offer pays, and whether that can be: compared with the legal minimum and with what the law asks of graduates."""

import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from content.rules.answers import read_amount
from content.rules.offer_text import PARTS, Token, sentence

HOURS_A_MONTH = 160
LOW_SHARE = 0.6  # what is left of a gross minimum wage when the amount is net and the job part-time
_PERIODS = {
    "hour": re.compile(r"\b(?:ne ore|n or|per ore|ora|ore|na sat|po satu|sat|satnica|an hour|per hour|hour|hourly|stunde)\b"),
    "month": re.compile(r"\b(?:muaj|muaji|mujore|mesecno|mjesecno|mesec|mjesec|month|monthly|monat)\b"),
    "year": re.compile(r"\b(?:vit|vjet|vjetore|godisnje|godinu|year|annum|yearly|jahr)\b"),
}  # fmt: skip
_PAY = re.compile(
    r"\b(?:rrog\w*|pag(?:a|e|en|es|ese|at)|plat(?:a|e|u|om)|zarad\w*|salary|wages?|pay|earn\w*|fito\w*|lohn|gehalt|neto|bruto|net|gross)\b"
)
# A trainee is paid less than the minimum wage, and lawfully.
_TRAINING = re.compile(
    r"\b(?:ausbildung|aftesim\w*|osposobljavanj\w*|training|apprentice\w*|praktik\w*|praks\w*|internship)\b"
)
# Money that the person is to pay, not to earn.
_FEE = re.compile(
    r"\b(?:fees?|deposit\w*|depozit\w*|taks\w*|tarif\w*|kapar\w*|avan[cs]\w*|papir\w*|letra\w*|viza|vizu|vizen|termin\w*|uplat\w*|regjistrim\w*|"
    r"provizij\w*|komision\w*|commission|smestaj\w*|stanarin\w*|banim\w*|qira\w*|rent|kost\w*|costs?)\b"
)
# A job that anybody can do, by its own words.
_NO_SKILL = re.compile(
    r"\b(?:pa (?:pervoj\w*|gjuhe|gjuh|shkoll\w*|diplom\w*)|bez (?:iskustva|jezika|skole|diplome)|"
    r"(?:no|without) (?:experience|language|german|skills?|diploma))\b"
)
_DAY = re.compile(r"\b(?:dit|dnevn|dan\b|day|daily)")
# Facts the pay is compared with: the legal minimum by country, and what the law asks of graduates.
MINIMUM = {"DE": ("de_minimum_wage", "hour"), "BG": ("bg_minimum_wage_month", "month")}
HIGH = "de_blue_card_salary_month"
FACTS = (HIGH, *(name for name, _ in MINIMUM.values()))
_SIMPLE = ("5", "8", "9")  # ISCO-08 major groups: services, machine operators, elementary occupations
UNUSUAL = 2.5
# "4800 € a month" is pay also where no word says so; 200 € a month may be the rent.
LEAST_TOLD_A_MONTH = 2_000


@dataclass(frozen=True)
class Pay:
    """An amount that somebody is to earn."""

    amount: float
    per: str
    quote: str


@dataclass(frozen=True)
class OddPay:
    """A pay that can't well be true: the sign it is, the words, and the fact it was compared with."""

    sign: str
    quote: str
    fact: str


def odd_pay(
    line: str,
    places: list[int],
    tokens: list[Token],
    text: str,
    *,
    countries: Sequence[str],
    groups: Collection[str],
    facts: Mapping[str, float],
) -> list[OddPay]:
    """What is odd about the pay in a text, at most one thing too high and one too low.

    Args:
        line: the folded words of the text, with a space around each.
        places: where each word begins in the line.
        tokens: the words.
        text: the text as it came.
        countries: those it names; pay is held against a legal minimum only where it is one, and not for training.
        groups: ISCO-08 groups of the occupations it names; jobs of simple groups, or that ask for nothing, don't pay like a degree.
        facts: values of the facts named in `FACTS`; a missing one leaves its comparison out.
    """
    pays = list(_pay(line, places, tokens, text))
    is_simple = (
        bool(_NO_SKILL.search(line)) or bool(groups) and all(group.startswith(_SIMPLE) for group in groups)
    )
    found = [_too_high(pays, facts.get(HIGH), is_simple)]
    if len(countries) == 1 and not _TRAINING.search(line):
        found.append(_too_low(pays, countries[0], facts))
    return [one for one in found if one]


def _too_high(pays: list[Pay], high: float | None, is_simple: bool) -> OddPay | None:
    for pay in pays:
        month = {"hour": pay.amount * HOURS_A_MONTH, "month": pay.amount, "year": pay.amount / 12}[pay.per]
        if high and month > high * (1 if is_simple else UNUSUAL):
            return OddPay("salary_too_high", pay.quote, HIGH)
    return None


def _too_low(pays: list[Pay], country: str, facts: Mapping[str, float]) -> OddPay | None:
    name, per = MINIMUM.get(country, ("", ""))
    least = facts.get(name)
    for pay in pays if least else ():
        if pay.per == "hour" != per:
            continue
        limit = least * HOURS_A_MONTH if per == "hour" and pay.per != "hour" else least
        amount = pay.amount / 12 if pay.per == "year" else pay.amount
        share = 1.0 if pay.per == "hour" == per else LOW_SHARE
        if 0 < amount < limit * share:
            return OddPay("salary_too_low", pay.quote, name)
    return None


def _pay(line: str, places: list[int], tokens: list[Token], text: str) -> Iterator[Pay]:
    """Amounts that are somebody's pay: in a sentence about pay, for an hour, a month or a year."""
    for number, token in enumerate(tokens):
        if token.folded != "€#":
            continue
        digits = re.search(r"\d[\d.,' ]*", text[token.start : token.end])
        amount = read_amount(digits[0].strip(" .,")) if digits else None
        if amount is None:
            continue
        after = " ".join(one.folded for one in tokens[number + 1 : number + 5])
        before = " ".join(one.folded for one in tokens[max(0, number - 6) : number])
        per = next((name for name, pattern in _PERIODS.items() if pattern.search(after)), "")
        told_as_pay = (
            _PAY.search(sentence(line, places[number]))
            or per == "hour"
            or per == "month"
            and amount >= LEAST_TOLD_A_MONTH
        )
        if not told_as_pay or _DAY.search(after) or _FEE.search(_near(tokens, number)):
            continue
        per = per or next((name for name, pattern in _PERIODS.items() if pattern.search(before)), "")
        if per == "hour" and amount > 200:
            per = ""
        yield Pay(
            amount,
            per or ("hour" if amount < 60 else "month" if amount < 20_000 else "year"),
            text[token.start : token.end],
        )


def _near(tokens: list[Token], number: int) -> str:
    """The words around an amount, in its own part of the sentence."""
    before = list(
        itertools.takewhile(
            lambda one: one.folded not in PARTS, reversed(tokens[max(0, number - 3) : number])
        )
    )
    after = itertools.takewhile(lambda one: one.folded not in PARTS, tokens[number + 1 : number + 4])
    return " ".join([*(one.folded for one in reversed(before)), *(one.folded for one in after)])
