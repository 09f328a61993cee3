"""Profiles drawn over the whole vocabulary of `profile.schema.json`, each field said, refused or not said."""

import random
from collections.abc import Iterator

from content.rules.occupations import occupations
from content.rules.person import LEVELS, REFUSED
from content.rules.profile import schema, validate
from content.rules.ranking import WHERE_PEOPLE_GO

COUNTRIES = (*WHERE_PEOPLE_GO, "CH", "HU", "BG", "PL", "NL", "XK", "RS")
SAID, DECLINED = 0.55, 0.06  # how often a field is told, and how often refused
NAMED = 0.9  # how often a country is named: without one all ways are judged, which takes five times as long


def profiles(count: int, seed: int) -> Iterator[dict]:
    """Valid profiles: what can't be true together is left out."""
    draw = random.Random(seed)
    for _ in range(count):
        profile = _profile(draw)
        while faults := validate(profile):
            for fault in faults:
                profile.pop(fault.field)
        yield profile


def _profile(draw: random.Random) -> dict:
    profile = {}
    for name, rule in schema()["properties"].items():
        if draw.random() < (NAMED if name == "country" else SAID):
            profile[name] = _value(name, rule, draw)
        elif draw.random() < DECLINED and not validate({name: REFUSED}):
            profile[name] = REFUSED
    return profile


def _value(name: str, rule: dict, draw: random.Random) -> object:
    if name == "country":
        return draw.choice(COUNTRIES[:-2] * 4 + COUNTRIES[-2:])
    if name in {"nationality", "residence"}:
        return draw.choice(COUNTRIES)
    if name == "occupation":
        return draw.choice(sorted(occupations()))
    if name == "isco":
        return draw.choice(["2", "72", "7411", 5120, "8332"])
    if name == "age":
        return draw.randint(14, 70)
    if name == "qualification":
        return draw.choice(["none", "vocational", "degree"])
    if name == "languages":
        return {
            code: draw.choice([*LEVELS, REFUSED])
            for code in draw.sample(["de", "en", "fr", "es", "it", "sr", "tr"], 3)
        }
    if name == "recognition":
        states = ["full", "comparable", "partial", "none", "state_recognised", REFUSED]
        return {code: draw.choice(states) for code in draw.sample(COUNTRIES, 2)}
    if name == "job_offer":
        return draw.choice([None, False, _offer(draw), _offer(draw), _offer(draw)])
    if name == "salary":
        return _salary(draw)
    if name == "funds":
        return draw.choice([0, 500, 992.5, 1091, 1200, 100_000])
    if rule.get("$ref") == "#/$defs/years":
        return draw.randint(0, 20) / 2
    return draw.random() < 0.5


def _salary(draw: random.Random) -> object:
    amount = draw.choice([0, 1200, 3200, 45_934.2, 50_700, 1_000_000])
    told = {
        "amount": amount,
        "currency": "EUR",
        "per": draw.choice(["year", "month", "hour"]),
        "gross": draw.random() < 0.7,
    }
    return draw.choice([amount, {"amount": amount}, told, told, REFUSED])


def _offer(draw: random.Random) -> dict:
    offer = {
        "country": draw.choice(COUNTRIES),
        "occupation": draw.choice(sorted(occupations())),
        "isco": draw.choice(["1", "91", "2512"]),
        "salary": _salary(draw),
        "qualified": draw.choice([True, False, REFUSED]),
        "months": draw.choice([3, 6, 12, 24.5]),
        "kind": draw.choice(["job", "training", "seasonal"]),
        "tariff": draw.choice([True, False, REFUSED]),
        "english_company": draw.choice([True, False]),
    }
    return {name: value for name, value in offer.items() if draw.random() < SAID}
