"""The outcome of every route for a fixed grid of people, as text: a changed rule shows as a readable diff in review.

`GRID=1 pytest tests/content/rules/test_grid.py` writes the file anew; what changed is then for a person to read.
"""

import difflib
import itertools
import os
from pathlib import Path

from content.rules.evaluate import evaluate
from content.rules.profile import validate

SNAPSHOT = Path(__file__).parent / "grid.txt"
EU = "FR"  # where the offer lies on a route of the whole EU
LANGUAGES = {"AT": "de", "BE": "fr", "CH": "de", "DE": "de", "EU": "en", "FR": "fr", "IT": "it"}
CLEAN = {
    "nationality": "XK",
    "residence": "XK",
    "asylum_benefits_recent": False,
    "entry_ban": False,
    "funds": 1200,
}

PEOPLE = {
    "unskilled 24": {"age": 24, "qualification": "none", "occupation": "construction_worker", "experience_years": 4},
    "matura 20": {"age": 20, "qualification": "none", "matura": True, "experience_years": 0},
    "electrician 28": {
        "age": 28, "qualification": "vocational", "training_years": 3, "occupation": "electrician",
        "experience_years": 6, "experience_last5": 5, "experience_last7": 6,
    },
    "nurse 46": {
        "age": 46, "qualification": "vocational", "training_years": 4, "occupation": "nurse",
        "experience_years": 20, "experience_last5": 5, "experience_last7": 7,
    },
    "developer 30": {
        "age": 30, "qualification": "degree", "training_years": 4, "occupation": "software_developer",
        "experience_years": 5, "experience_last5": 5, "experience_last7": 5, "graduated_years_ago": 6, "mint": True,
    },
    "lawyer 38": {
        "age": 38, "qualification": "degree", "training_years": 4, "occupation": "lawyer",
        "experience_years": 2, "experience_last5": 2, "experience_last7": 2, "graduated_years_ago": 3, "mint": False,
    },
}  # fmt: skip
KNOWLEDGE = {
    "A1, not recognised": ("A1", "none"),
    "B2, recognised": ("B2", "full"),
}
OFFERS = {
    "no offer": None,
    "helper": {"kind": "job", "qualified": False, "months": 12, "salary": {"amount": 18000, "per": "year"}},
    "skilled": {"kind": "job", "qualified": True, "months": 24, "salary": {"amount": 60000, "per": "year"}},
    "training": {"kind": "training", "months": 36},
    "season": {"kind": "seasonal", "months": 5},
}
SHORT = {"eligible": "YES", "depends": "depends", "need_more": "ask", "not_eligible": "-"}
WIDTH = 14
HEAD = f"""\
One line for each route, person and knowledge; one column for each offer, made in the route's country.
YES = all conditions met, depends = others decide, ask = answers are missing, - = not now; points/pass mark beside it.
Written by: GRID=1 pytest tests/content/rules/test_grid.py

{"route":<30}{"person":<16}{"knows":<20}{"".join(f"{offer:<{WIDTH}}" for offer in OFFERS)}
"""


def profile(country: str, person: str, knows: str, offer: str) -> dict:
    """One person of the grid, with language, recognition and offer in the country of the route."""
    place = EU if country == "EU" else country
    level, recognised = KNOWLEDGE[knows]
    made = OFFERS[offer]
    if made is not None:
        made = made | {"country": place}
        if "salary" in made:
            made["salary"] = made["salary"] | {"currency": "EUR", "gross": True}
    spoken = {"en": level, LANGUAGES.get(country, "en"): level}
    return (
        CLEAN | PEOPLE[person] | {"languages": spoken, "recognition": {place: recognised}, "job_offer": made}
    )


def cell(route, person: str, knows: str, offer: str) -> str:
    """The outcome in one column."""
    evaluation = evaluate(route, profile(route.country, person, knows, offer))
    points = evaluation.points
    said = SHORT[evaluation.outcome]
    return f"{said} {points.total}/{points.pass_mark}" if points else said


def lines(route) -> list[str]:
    """The lines of a route."""
    return [
        f"{route.id:<30}{person:<16}{knows:<20}"
        + "".join(f"{cell(route, person, knows, offer):<{WIDTH}}" for offer in OFFERS)
        for person, knows in itertools.product(PEOPLE, KNOWLEDGE)
    ]


def test_grid_speaks_the_shared_vocabulary():
    for person, knows, offer in itertools.product(PEOPLE, KNOWLEDGE, OFFERS):
        assert validate(profile("DE", person, knows, offer)) == []


def test_every_outcome_of_the_grid_is_as_it_was(routes):
    found = [line.rstrip() for key in sorted(routes) for line in lines(routes[key])]
    text = HEAD + "\n".join(found) + "\n"
    text = "\n".join(line.rstrip() for line in text.splitlines()) + "\n"
    if os.environ.get("GRID"):
        SNAPSHOT.write_text(text, encoding="utf-8")
    kept = SNAPSHOT.read_text(encoding="utf-8")
    changed = "\n".join(
        difflib.unified_diff(kept.splitlines(), text.splitlines(), "before", "now", "", "", 0, "")
    )
    assert not changed, f"Outcomes have changed. When that is meant, write the grid anew: GRID=1.\n{changed}"
