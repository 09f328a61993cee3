"""What a person types into a question of the self-check, read as a value of the profile.

Tolerant where the meaning is plain (28 vjeç, 2,5, 18 muaj, 3.200 €, a birth date for an age), strict where a
guess could decide a case wrongly: another currency, two numbers, a salary that is for another period. Then
`AnswerError` says in each language what to write instead; what was typed is for the form to keep.
"""

import datetime as dt
import re

from content.figures import number as shown_number
from content.rules.model import Texts
from content.rules.stay import StayError, read_date
from content.text.folding import fold

_ERRORS: dict[str, Texts] = {
    "empty": {
        "sq": "Shkruani ose zgjidhni një përgjigje, ose kalojeni pyetjen.",
        "sr": "Упишите или изаберите одговор, или прескочите питање.",
        "en": "Write or choose an answer, or skip the question.",
    },
    "no_number": {
        "sq": "Te „{typed}” nuk gjejmë numër. Shkruajeni me shifra, p.sh. {example}.",
        "sr": "У одговору „{typed}“ нема броја. Напишите га цифрама, на пример {example}.",
        "en": "We find no number in “{typed}”. Write it in digits, for example {example}.",
    },
    "several_numbers": {
        "sq": "Te „{typed}” ka më shumë se një numër. Shkruani vetëm një, p.sh. {example}.",
        "sr": "У одговору „{typed}“ има више бројева. Напишите само један, на пример {example}.",
        "en": "“{typed}” holds more than one number. Write only one, for example {example}.",
    },
    "negative": {
        "sq": "Numri nuk mund të jetë më i vogël se 0. Shkruani p.sh. {example}.",
        "sr": "Број не може да буде мањи од 0. Напишите на пример {example}.",
        "en": "The number can't be below 0. Write for example {example}.",
    },
    "currency": {
        "sq": "Keni shkruar „{typed}”. Ligji i cakton shumat në euro: kthejeni shumën në euro dhe shkruani p.sh. {example}.",
        "sr": "Написали сте „{typed}“. Закон износе одређује у еврима: прерачунајте и напишите на пример {example}.",
        "en": "You wrote “{typed}”. The law sets its amounts in euros: convert it and write for example {example}.",
    },
    "little_a_year": {
        "sq": "{typed} € në vit është shumë pak. Mos është pagë në muaj? Zgjidhni periudhën e duhur.",
        "sr": "{typed} € годишње је веома мало. Да није месечна плата? Изаберите прави период.",
        "en": "€{typed} a year is very little. Is it the pay for a month? Choose the right period.",
    },
    "much_a_month": {
        "sq": "{typed} € në muaj është jashtëzakonisht shumë. Mos është pagë në vit? Zgjidhni periudhën e duhur.",
        "sr": "{typed} € месечно је изузетно много. Да није годишња плата? Изаберите прави период.",
        "en": "€{typed} a month is exceptionally much. Is it the pay for a year? Choose the right period.",
    },
    "much_an_hour": {
        "sq": "{typed} € në orë është jashtëzakonisht shumë. Zgjidhni periudhën e duhur: në muaj a në vit?",
        "sr": "{typed} € на сат је изузетно много. Изаберите прави период: месечно или годишње?",
        "en": "€{typed} an hour is exceptionally much. Choose the right period: a month or a year?",
    },
    "birth_year": {
        "sq": "„{typed}” duket si vit lindjeje. Shkruani sa vjeç jeni, p.sh. {example}.",
        "sr": "„{typed}“ личи на годину рођења. Напишите колико имате година, на пример {example}.",
        "en": "“{typed}” looks like a year of birth. Write how old you are, for example {example}.",
    },
    "calendar_year": {
        "sq": "„{typed}” duket si vit i kalendarit. Shkruani sa vite janë, p.sh. {example}.",
        "sr": "„{typed}“ личи на календарску годину. Напишите колико је то година, на пример {example}.",
        "en": "“{typed}” looks like a calendar year. Write how many years it is, for example {example}.",
    },
}
_EXAMPLE = {"age": "28", "funds": "1100", "job_offer.salary": "3200"}
_USUAL_EXAMPLE = "6"
_MONEY = ("funds", "job_offer.salary")

_NUMBER = re.compile(r"(?<![\d.,])[-−–]?\d+(?:[.,'\s]\d+)*")
_HALF = re.compile(r"\b(?:e|i|and a)\s+(?:gjysm\w*|po|pol|half)\b")
_MONTHS = re.compile(r"\b(?:muaj\w*|mese[cv]\w*|month\w*)\b")
_THOUSAND = re.compile(r"\b(?:mij|mije|hiljad\w*|thousand)\b")
_OTHER_CURRENCY = re.compile(
    r"\b(?:leke?(?:ve)?|all|din|dinar\w*|rsd|denar\w*|mkd|frang\w*|franak\w*|francs?|chf|kun[ae]|hrk|"
    r"dollar\w*|dolar\w*|usd|gbp|pounds?|paund\w*|funt\w*|forint\w*|huf|zlot\w*|pln|krun[ae]|czk|lir[ae]|try)\b"
    r"|[$£₺]"
)
LEAST_A_YEAR, MOST_A_MONTH, MOST_AN_HOUR = 1_500, 40_000, 400
LONGEST = 200


class AnswerError(ValueError):
    """An answer that can't be read; `texts` says in each language what to write instead."""

    def __init__(self, name: str, typed: str | float = "", field: str = ""):
        example = _EXAMPLE.get(field, _USUAL_EXAMPLE)
        self.texts: Texts = {
            language: text.format(
                typed=typed[:40] if isinstance(typed, str) else shown_number(typed, language), example=example
            )
            for language, text in _ERRORS[name].items()
        }
        super().__init__(self.texts["en"])


def read_number(field: str, typed: str, today: dt.date | None = None) -> float:
    """The number in what was typed for a field: an age, years (also told in months), or euros a month.

    Raises:
        AnswerError: there is none, or more than one, or it is money of another currency.
    """
    typed = typed.strip()[:LONGEST]
    if not typed:
        raise AnswerError("empty")
    folded = fold(typed)
    if field == "age" and (age := _age_at(typed, today or dt.date.today())) is not None:
        return age
    if field in _MONEY and _OTHER_CURRENCY.search(folded):
        raise AnswerError("currency", typed, field)
    found = _NUMBER.findall(folded)
    if not found:
        raise AnswerError("no_number", typed, field)
    if len(found) > 1:
        raise AnswerError("several_numbers", typed, field)
    value = read_amount(found[0])
    if value is None:
        raise AnswerError("several_numbers", typed, field)
    if value < 0:
        raise AnswerError("negative", typed, field)
    if field not in _MONEY and 1900 <= value <= 2100:
        raise AnswerError("birth_year" if field == "age" else "calendar_year", typed, field)
    if _HALF.search(folded):
        value += 0.5
    if _THOUSAND.search(folded):
        value *= 1000
    if _MONTHS.search(folded) and field not in {"age", *_MONEY}:
        value = round(value / 12, 2)
    return int(value) if float(value).is_integer() else value


def read_amount(text: str) -> float | None:
    """A number with any of our separators: 50.700, 50,700, 50 700, 3,5, 3.200,50; `None` for anything else.

    One separator before exactly three digits groups thousands, as people here write; else it is the decimal
    sign.
    """
    text = re.sub(r"[\s'’\u00a0\u202f]", "", text).replace("−", "-").replace("–", "-")
    marks = re.findall(r"[.,]", text)
    if len(set(marks)) == 2:
        decimal = marks[-1]
        if marks.count(decimal) > 1:
            return None
        text = text.replace("," if decimal == "." else ".", "").replace(decimal, ".")
    elif marks:
        groups = re.fullmatch(r"-?[1-9]\d{0,2}(?:[.,]\d{3})+", text)
        if groups:
            text = text.replace(marks[0], "")
        elif len(marks) > 1:
            return None
        else:
            text = text.replace(",", ".")
    try:
        return float(text) if len(text) < 16 else None
    except ValueError:
        return None


def read_salary(typed: str, per: str, gross: bool) -> dict:
    """Pay on offer as the profile keeps it.

    Raises:
        AnswerError: no single amount in euros, or one that can't be for this period.
    """
    amount = read_number("job_offer.salary", typed)
    fault = (
        "little_a_year"
        if per == "year" and 0 < amount < LEAST_A_YEAR
        else "much_a_month"
        if per == "month" and amount > MOST_A_MONTH
        else "much_an_hour"
        if per == "hour" and amount > MOST_AN_HOUR
        else ""
    )
    if fault:
        raise AnswerError(fault, amount)
    return {"amount": amount, "currency": "EUR", "per": per, "gross": gross}


def _age_at(typed: str, today: dt.date) -> int | None:
    """The age of who was born on the day that was typed; `None` when it is no date."""
    try:
        born = read_date(typed)
    except StayError:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
