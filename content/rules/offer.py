"""Warning signs in a job offer or an agency's message: rules, not a model. Pure functions on the text; nothing is kept.

The signs are data, `content/offer_signs.yaml`; its head says how patterns are written. A sign needs words, and
a negation before them ("no fee", "nuk kërkojmë para") takes it back. Two signs look at the pay: far above what
such a job brings, and below the legal minimum. Finding nothing proves nothing, so what a proper offer names and
this one does not is listed too.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from content.rules.answers import read_amount
from content.rules.model import Texts
from content.rules.occupations import occupations
from content.text.folding import fold
from content.text.language import identify

SIGNS = Path(__file__).resolve().parents[1] / "offer_signs.yaml"
LONGEST = 8_000
GAP = r"(?:[^ .,]+ ){0,4}"
REACH = 4  # words before a sign in which a negation is looked for
LIST_REACH = 2  # behind a comma: "no fees, deposits"
MOST_QUOTES = 3
HOURS_A_MONTH = 160
LOW_SHARE = 0.6  # what is left of a gross minimum wage when the amount is net and the job part-time

_TOKEN = re.compile(r"\d+(?:[.,' ]\d{3})*(?:[.,]\d{1,2})?|[^\W\d_]+(?:['’][^\W\d_]+)?|[€$£%]|[.!?;:\n,]")
_CURRENCY = re.compile(r"€|eur|euro|euros|evra|eura|evro|eure|evre|eurosh")
# By language, because "në" is "in" and "ne" is "not"; `None` is for texts whose language is in doubt.
_NEGATIONS = {
    "sq": frozenset("nuk s ska skemi pa mos asnje asnjehere kurre kurr jo pag hiq as".split()),
    "sr": frozenset(
        "ne nema nemamo bez nikad nikada nikakve nikakav nikakva nije nisu necemo necete nece nemoj nemojte ni".split()
    ),
    "en": frozenset("no not never without dont doesnt didnt isnt arent wont cannot cant nobody none nothing free neither nor".split()),
}  # fmt: skip
_NEGATIONS[None] = frozenset.union(*_NEGATIONS.values()) - {"ne", "pa", "ni", "as"}
_PARTS = (". , por ali but vetem samo only").split()
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
_DAY = re.compile(r"\b(?:dit|dnevn|dan\b|day|daily)")
# What a proper offer names. Each is looked for roughly; when in doubt it counts as named.
_NAMED = {
    "employer": re.compile(r"\b(?:gmbh|ag|kg|ohg|se|d o o|doo|dooel|s r l|srl|spa|s p a|ltd|llc|sh p k|shpk|s a|sas|sp z|kft|s r o|a s|klinik\w*|spital\w*|bolnic\w*|hospital\w*|hotel \w+|restaurant \w+|restorant\w* \w+|caritas|diakonie|universit\w*)\b|www|http"),
    "place": re.compile(r"\b(?:adres\w*|qytet\w*|grad\w*|city|address|rruga|ulica|strasse|street|platz|berlin\w*|mun[ci]h\w*|minhen\w*|bec\w*|vien\w*|wien|stut?t?gart\w*|frankfurt\w*|hamburg\w*|ham?burg\w*|keln\w*|koln\w*|cologne|dusseldorf\w*|dortmund\w*|nurnberg\w*|hanover\w*|hannover\w*|graz\w*|grac\w*|salzburg\w*|lin[zc]\w*|zagreb\w*|split\w*|ljubljan\w*|mari?bor\w*|milan\w*|rom[ae]\w*|zurich\w*|cirih\w*|dubrovnik\w*|insbruk\w*|innsbruck\w*|bremen\w*|lajpcig\w*|leipzig\w*|dresden\w*)\b"),
    "gross": re.compile(r"\b(?:bruto|brutto|gross)\b"),
    "hours": re.compile(r"\b\d+(?:[.,]\d+)? (?:ore|ora|oresh|sati|sata|casova|h|hours|stunden)\b|\b(?:orar\w*|radno vreme|radnog vremena|working hours|full time|part time|vollzeit)\b"),
    "contract": re.compile(r"\b(?:kontrat\w*|ugovor\w*|contract\w*|vertrag\w*)\b"),
}  # fmt: skip
_COUNTRIES = {
    "DE": re.compile(r"\b(?:gjerman\w*|njemack\w*|nemack\w*|german\w*|deutschland)\b"),
    "AT": re.compile(r"\b(?:austri\w*|osterreich)\b"),
    "HR": re.compile(r"\b(?:kroaci\w*|hrvatsk\w*|croati\w*)\b"),
    "SI": re.compile(r"\b(?:slloveni\w*|sloveni\w*)\b"),
    "BG": re.compile(r"\b(?:bullgari\w*|bugarsk\w*|bulgari\w*)\b"),
    "CH": re.compile(r"\b(?:zvic[eër]\w*|svajcarsk\w*|switzerland|schweiz)\b"),
    "IT": re.compile(r"\b(?:itali\w*)\b"),
    "HU": re.compile(r"\b(?:hungari\w*|madj?arsk\w*|hungary)\b"),
}
# Facts the pay is compared with: the legal minimum by country, and what the law asks of graduates.
MINIMUM = {"DE": ("de_minimum_wage", "hour"), "BG": ("bg_minimum_wage_month", "month")}
HIGH = "de_blue_card_salary_month"
FACTS = (HIGH, *(name for name, _ in MINIMUM.values()))
_SIMPLE = ("5", "8", "9")  # ISCO-08 major groups: services, machine operators, elementary occupations
UNUSUAL, MOST_SIMPLE_HOUR = 2.5, 35


@dataclass(frozen=True)
class Sign:
    """A warning sign. `grade` is danger (stop) or warning (check); `sources` are ids of `content/sources.yaml`."""

    id: str
    grade: str
    label: Texts
    why: Texts
    check: Texts
    sources: tuple[int, ...]
    page: str
    pattern: re.Pattern | None
    unless: re.Pattern | None
    negators: re.Pattern | None
    negatable: bool
    lists: bool


@dataclass(frozen=True)
class Finding:
    """A sign and the words that gave it away; `compared` is the fact a pay was compared with."""

    sign: Sign
    quotes: tuple[str, ...]
    compared: str = ""


@dataclass(frozen=True)
class OfferCheck:
    """What a text shows. `missing` names what a proper offer says and this one doesn't."""

    findings: tuple[Finding, ...]
    missing: tuple[str, ...]
    countries: tuple[str, ...]
    occupations: tuple[str, ...]
    has_words: bool


@dataclass(frozen=True)
class _Pay:
    amount: float
    per: str
    quote: str


@dataclass(frozen=True)
class _Token:
    folded: str
    start: int
    end: int


def check(text: str, facts: Mapping[str, float], prior: str | None = None) -> OfferCheck:
    """The warning signs of a text, in the order of the data file, dangers first.

    Args:
        text: the offer as it came, at most `LONGEST` characters are read.
        facts: values of the facts named in `FACTS`; a missing one leaves its comparison out.
        prior: the language to expect; a negation is read in the language of the text.
    """
    text = text[:LONGEST]
    tokens = list(_tokens(text))
    line = "".join(f" {token.folded}" for token in tokens) + " "
    places = [match.start() for match in re.finditer(" ", line)]
    negations = _NEGATIONS[identify(text, prior=prior).language]
    findings = []
    for sign in signs():
        if sign.pattern and (quotes := _quotes(sign, line, places, tokens, text, negations)):
            findings.append(Finding(sign, quotes))
    countries = tuple(code for code, pattern in _COUNTRIES.items() if pattern.search(line))
    jobs = _jobs(line)
    findings += _pay_findings(
        list(_pay(line, places, tokens, text)), countries, jobs, facts, bool(_TRAINING.search(line))
    )
    order = {sign.id: number for number, sign in enumerate(signs())}
    findings.sort(key=lambda one: (one.sign.grade != "danger", order[one.sign.id]))
    words = sum(token.folded.isalpha() for token in tokens)
    return OfferCheck(tuple(findings), _missing(line), countries, tuple(jobs), words >= 3)


@lru_cache(maxsize=1)
def signs() -> tuple[Sign, ...]:
    """All signs, read once."""
    entries = yaml.safe_load(SIGNS.read_text(encoding="utf-8"))
    return tuple(
        Sign(
            entry["id"],
            entry["grade"],
            entry["label"],
            entry["why"],
            entry["check"],
            tuple(entry["sources"]),
            entry["page"],
            _any_of([one for patterns in entry.get("patterns", {}).values() for one in patterns]),
            _any_of(entry.get("unless", [])),
            _any_of(entry.get("negators", [])),
            entry.get("negatable", True),
            entry.get("lists", False),
        )
        for entry in entries
    )


def _any_of(patterns: list) -> re.Pattern | None:
    """One expression for all patterns of a sign."""
    return re.compile("(?= (" + "|".join(_regex(str(one)) for one in patterns) + ") )") if patterns else None


def _regex(pattern: str) -> str:
    out = ""
    for word in pattern.split():
        if word == "..":
            out += " " + GAP
            continue
        choices = "|".join(
            re.escape(one)
            .replace(r"\*", "[^ .,]*")
            .replace("_", " ")
            .replace(r"€\#", "€#")
            .replace(r"\#", "[0-9]+")
            for one in word.split("|")
        )
        out += f"{'' if not out or out.endswith(GAP) else ' '}(?:{choices})"
    return out


def _tokens(text: str) -> Iterator[_Token]:
    """Folded words, numbers, amounts (`€#`) and ends of sentences (`.`, also for a line's end), each with its place."""
    raw = [(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]
    position = 0
    while position < len(raw):
        word, start, end = raw[position]
        following = raw[position + 1][0] if position + 1 < len(raw) else ""
        position += 1
        if (
            word[0].isdigit()
            and _CURRENCY.fullmatch(fold(following))
            or word == "€"
            and following[:1].isdigit()
        ):
            yield _Token("€#", start, raw[position][2])
            position += 1
        elif word in ".!?;:\n":
            # A full stop inside a name ("d.o.o.", "web.de") ends no sentence.
            if word not in ".:" or text[end : end + 1].isspace() or end == len(text):
                yield _Token(".", start, end)
        elif word == ",":
            yield _Token(",", start, end)
        else:
            folded = fold(word)
            for part in (folded.replace("n't", "nt") if "n't" in folded else folded).split("'"):
                if part.strip():
                    yield _Token(part.strip(), start, end)


def _quotes(
    sign: Sign, line: str, places: list[int], tokens: list[_Token], text: str, negations: frozenset[str]
) -> tuple[str, ...]:
    """The passages of the text that show the sign and are not taken back."""
    number_at = {place: number for number, place in enumerate(places)}
    found: list[tuple[int, int]] = []
    for match in sign.pattern.finditer(line):
        first = number_at[match.start()]
        last = first + match[1].count(" ")
        if found and first <= found[-1][1]:
            continue
        if sign.negatable and _is_negated(sign, first, last, tokens, negations):
            continue
        if sign.unless and sign.unless.search(_sentence(line, match.start())):
            continue
        found.append((first, last))
    return tuple(dict.fromkeys(text[tokens[a].start : tokens[b].end] for a, b in found))[:MOST_QUOTES]


def _sentence(line: str, place: int) -> str:
    start = line.rfind(" . ", 0, place + 1)
    end = line.find(" . ", place + 1)
    return line[max(start, 0) : end + 1 if end >= 0 else len(line)]


def _is_negated(sign: Sign, first: int, last: int, tokens: list[_Token], negations: frozenset[str]) -> bool:
    """Whether a negation stands shortly before, in the same part of the sentence or before it in a list.

    Behind a comma it only reaches what is not affirmed by an amount: "no contract, deposit 300 €".
    """
    is_listed = sign.lists and not any(token.folded == "€#" for token in tokens[first : last + 3])
    after_comma = None
    for distance, token in enumerate(reversed(tokens[max(0, first - REACH - LIST_REACH) : first])):
        if token.folded in _PARTS:
            if token.folded != "," or not is_listed or after_comma is not None or distance > LIST_REACH:
                return False
            after_comma = distance
            continue
        if distance - (after_comma or 0) > REACH:
            return False
        if sign.negators:
            if sign.negators.search(f" {token.folded} "):
                return True
        elif token.folded in negations:
            return True
    return False


# --- Pay --------------------------------------------------------------------------------------------------------------


def _pay(line: str, places: list[int], tokens: list[_Token], text: str) -> Iterator[_Pay]:
    """Amounts that are somebody's pay: in a sentence about pay, for an hour, a month or a year."""
    for number, token in enumerate(tokens):
        if token.folded != "€#":
            continue
        digits = re.search(r"\d[\d.,' ]*", text[token.start : token.end])
        amount = read_amount(digits[0].strip(" .,")) if digits else None
        if amount is None:
            continue
        sentence = _sentence(line, places[number])
        after = " ".join(one.folded for one in tokens[number + 1 : number + 5])
        before = " ".join(one.folded for one in tokens[max(0, number - 6) : number])
        per = next((name for name, pattern in _PERIODS.items() if pattern.search(after)), "")
        if not (_PAY.search(sentence) or per == "hour") or _DAY.search(after):
            continue
        per = per or next((name for name, pattern in _PERIODS.items() if pattern.search(before)), "")
        if per == "hour" and amount > 200:
            per = ""
        yield _Pay(
            amount,
            per or ("hour" if amount < 60 else "month" if amount < 20_000 else "year"),
            text[token.start : token.end],
        )


def _pay_findings(
    pays: list[_Pay], countries: tuple, jobs: Mapping, facts: Mapping, is_training: bool
) -> Iterator[Finding]:
    known = {sign.id: sign for sign in signs()}
    is_simple = bool(jobs) and all(code.startswith(_SIMPLE) for code in jobs.values())
    high = facts.get(HIGH)
    for pay in pays:
        month = {"hour": pay.amount * HOURS_A_MONTH, "month": pay.amount, "year": pay.amount / 12}[pay.per]
        if high and month > high * (1 if is_simple else UNUSUAL):
            yield Finding(known["salary_too_high"], (pay.quote,), HIGH)
            return
    for country in countries if len(countries) == 1 and not is_training else ():
        name, per = MINIMUM.get(country, ("", ""))
        if not (least := facts.get(name)):
            continue
        for pay in pays:
            limit = least * HOURS_A_MONTH if per == "hour" and pay.per != "hour" else least
            amount = pay.amount / 12 if pay.per == "year" else pay.amount
            share = 1.0 if pay.per == "hour" == per else LOW_SHARE
            if pay.per == "hour" != per:
                continue
            if 0 < amount < limit * share:
                yield Finding(known["salary_too_low"], (pay.quote,), name)
                return


def _jobs(line: str) -> dict[str, str]:
    """Occupations named in the text, with their ISCO-08 groups."""
    found = {}
    for name, slug in _job_names().items():
        if f" {name} " in line:
            found[slug] = occupations()[slug].isco
    return found


@lru_cache(maxsize=1)
def _job_names() -> dict[str, str]:
    return {
        " ".join(re.findall(r"\w+", fold(name))): slug
        for slug, one in occupations().items()
        for names in one.names.values()
        for name in names
    }


def _missing(line: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in _NAMED.items() if not pattern.search(line))
