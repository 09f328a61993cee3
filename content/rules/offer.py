"""Warning signs in a job offer or an agency's message: rules, not a model. Pure functions on the text; nothing is kept.

The signs are data, `content/offer_signs.yaml`; its head says how patterns are written. A sign needs words, and
a negation before them ("no fee", "nuk kërkojmë para") takes it back. Two signs look at the pay: far above what
such a job brings, and below the legal minimum. Finding nothing proves nothing, so what a proper offer names and
this one does not is listed too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from content.rules.model import Texts
from content.rules.occupations import occupations
from content.rules.offer_pay import odd_pay
from content.rules.offer_text import PARTS, Token, sentence, tokens_of
from content.text.folding import fold
from content.text.language import identify

SIGNS = Path(__file__).resolve().parents[1] / "offer_signs.yaml"
LONGEST = 8_000
GAP = r"(?:[^ .,]+ ){0,4}"
REACH = 4  # words before a sign in which a negation is looked for
LIST_REACH = 2  # behind a comma: "no fees, deposits"
MOST_QUOTES = 3

# By language, because "në" is "in" and "ne" is "not"; `None` is for texts whose language is in doubt.
_NEGATIONS = {
    "sq": frozenset("nuk s ska skemi pa mos asnje asnjehere kurre kurr jo pag hiq as".split()),
    "sr": frozenset(
        "ne nema nemamo bez nikad nikada nikakve nikakav nikakva nije nisu necemo necete nece nemoj nemojte ni".split()
    ),
    "en": frozenset("no not never without dont doesnt didnt isnt arent wont cannot cant nobody none nothing free neither nor".split()),
}  # fmt: skip
_NEGATIONS[None] = frozenset.union(*_NEGATIONS.values()) - {"ne", "pa", "ni", "as"}
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


def check(text: str, facts: Mapping[str, float], prior: str | None = None) -> OfferCheck:
    """The warning signs of a text, in the order of the data file, dangers first.

    Args:
        text: the offer as it came, at most `LONGEST` characters are read.
        facts: values of the facts named in `FACTS`; a missing one leaves its comparison out.
        prior: the language to expect; a negation is read in the language of the text.
    """
    text = text[:LONGEST]
    tokens = list(tokens_of(text))
    line = "".join(f" {token.folded}" for token in tokens) + " "
    places = [match.start() for match in re.finditer(" ", line)]
    negations = _NEGATIONS[identify(text, prior=prior).language]
    findings = []
    for sign in signs():
        if sign.pattern and (quotes := _quotes(sign, line, places, tokens, text, negations)):
            findings.append(Finding(sign, quotes))
    countries = tuple(code for code, pattern in _COUNTRIES.items() if pattern.search(line))
    jobs = _jobs(line)
    known = {sign.id: sign for sign in signs()}
    odd = odd_pay(line, places, tokens, text, countries=countries, groups=set(jobs.values()), facts=facts)
    findings += [Finding(known[one.sign], (one.quote,), one.fact) for one in odd]
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


def _quotes(
    sign: Sign, line: str, places: list[int], tokens: list[Token], text: str, negations: frozenset[str]
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
        if sign.unless and sign.unless.search(sentence(line, match.start())):
            continue
        found.append((first, last))
    return tuple(dict.fromkeys(text[tokens[a].start : tokens[b].end] for a, b in found))[:MOST_QUOTES]


def _is_negated(sign: Sign, first: int, last: int, tokens: list[Token], negations: frozenset[str]) -> bool:
    """Whether a negation stands shortly before, in the same part of the sentence or before it in a list.

    Behind a comma it only reaches what is not affirmed by an amount: "no contract, deposit 300 €".
    """
    is_listed = sign.lists and not any(token.folded == "€#" for token in tokens[first : last + 3])
    after_comma = None
    for distance, token in enumerate(reversed(tokens[max(0, first - REACH - LIST_REACH) : first])):
        if token.folded in PARTS:
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
