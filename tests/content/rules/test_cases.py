"""Worked cases: what a lawyer would read out of the rules, outcome and points."""

from pathlib import Path

import pytest
import yaml

from content.rules.evaluate import evaluate
from content.rules.profile import validate

CASES = yaml.safe_load((Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8"))
EXPECTED = [(case, route, expected) for case in CASES for route, expected in case["expected"].items()]


@pytest.mark.parametrize(
    ("case", "route", "expected"), EXPECTED, ids=[f"{case['id']}-{route}" for case, route, _ in EXPECTED]
)
def test_worked_case_has_the_expected_outcome_and_points(routes, case, route, expected):
    evaluation = evaluate(routes[route], case["profile"])
    if "outcome" in expected:
        assert evaluation.outcome == expected["outcome"]
    if "points" in expected:
        assert evaluation.points.total == expected["points"]
    if "pass_mark" in expected:
        assert evaluation.points.pass_mark == expected["pass_mark"]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_worked_cases_speak_the_shared_vocabulary(case):
    assert validate(case["profile"]) == []


def test_entry_ban_closes_every_route(routes):
    banned = next(case for case in CASES if case["id"] == "c36")["profile"]
    assert {evaluate(route, banned).outcome for route in routes.values()} == {"not_eligible"}
