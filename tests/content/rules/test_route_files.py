"""Route files: a fault is named with file, line and cure, and never half a route is loaded."""

import re

import pytest

from content.files.problems import ContentError
from content.files.read import CONTENT, read_content
from content.files.routes import read_route, read_routes

GOOD = """\
id: sample
country: DE
open_to_kosovo: true
page: sample
name: {sq: A, sr: Б, en: C}
who_for: {sq: A, sr: Б, en: C}
sources: [31]
checked_on: 2026-11-23
criteria:
- id: age
  kind: age
  below: 35
  why: {sq: A, sr: Б, en: C}
"""


@pytest.fixture(scope="module")
def content():
    return read_content()


def faults(tmp_path, content, text):
    path = tmp_path / "sample.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        read_route(path, content.facts, content.sources)
    except ContentError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_a_good_file_has_no_fault(tmp_path, content):
    assert faults(tmp_path, content, GOOD) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "cure"),
    [
        ("kind: age", "kind: shoe_size", 10, "use one of citizenship"),
        ("below: 35", "below: {fact: no_such_fact}", 10, "isn't in content/facts/"),
        ("below: 35", "below: young", 10, "isn't a number"),
        ("  below: 35\n", "", 10, "age needs max or below or min"),
        ("sources: [31]", "sources: [99999]", 1, "content/sources.yaml"),
        ("why: {sq: A, sr: Б, en: C}", "why: {sq: A, en: C}", 10, "needs sq, sr and en"),
        ("why: {sq: A, sr: Б, en: C}", "why: {sq: A, sr: Б, en: '[[nothing]]'}", 10, "no such fact"),
        ("id: sample", "id: other", 1, "must be the name of the file"),
        ("open_to_kosovo: true", "open_to_kosovo: perhaps", 1, "true or false"),
        ("checked_on: 2026-11-23", "checked_on: soon", 1, "isn't a date"),
        ("  kind: age\n", "  kind: points\n", 1, "no table under points"),
        ("  kind: age\n", "  kind: age\n  if_unsaid: maybe\n", 10, "met or not_met"),
        ("country: DE\n", "country: [DE\n", 3, "isn't valid YAML"),
    ],
)
def test_a_fault_is_named_with_line_and_cure(tmp_path, content, old, new, line, cure):
    found = faults(tmp_path, content, GOOD.replace(old, new))
    assert any(f"sample.yaml:{line}:" in fault and cure in fault for fault in found), found


def test_a_faulty_route_is_left_out_and_the_others_stay(tmp_path, content):
    (tmp_path / "routes").mkdir()
    (tmp_path / "routes" / "sample.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "routes" / "broken.yaml").write_text("id: broken\n", encoding="utf-8")
    routes, problems = read_routes(tmp_path, facts=content.facts, sources=content.sources)
    assert set(routes) == {"sample"}
    assert problems


def test_serbian_texts_hold_no_mixed_words():
    # Codes and foreign names stand in Latin letters, but never inside a Cyrillic word.
    mixed = re.compile(r"[а-шђјљњћџ][a-z]|[a-z][а-шђјљњћџ]", re.IGNORECASE)
    for path in (CONTENT / "routes").rglob("*.yaml"):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            assert not mixed.search(line), f"{path.name}:{number}"


def test_no_route_file_repeats_the_value_of_a_fact():
    """Figures come by `{fact: ...}`: a bare salary or pass mark in a rule would go stale unseen."""
    for path in (CONTENT / "routes").rglob("*.yaml"):
        assert not re.search(
            r"\b(value|pass_mark|points|max|min|below): *\d", path.read_text(encoding="utf-8")
        ), path.name
