"""Why a question is put, and which occupation a word means."""

import pytest

from content.rules.asking import reasons
from content.rules.evaluate import evaluate
from content.rules.occupations import find, occupations


def test_a_reason_names_the_routes_that_wait_for_the_answer(routes):
    found = reasons(routes.values(), {}, "job_offer")
    assert {one.route.id for one in found} == {
        route.id for route in routes.values() if "job_offer" in evaluate(route, {}).missing
    }
    assert any(one.why for one in found)


def test_an_answer_that_settles_nothing_has_no_reason(routes):
    assert reasons(routes.values(), {"entry_ban": True}, "funds") == []


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("elektricist", "electrician"),
        ("ELEKTRIÇIST", "electrician"),
        ("електричар", "electrician"),
        ("elektricar", "electrician"),
        ("infermiere", "nurse"),
        ("medicinska sestra", "nurse"),
    ],
)
def test_a_word_for_an_occupation_is_found_in_any_spelling(typed, slug):
    assert find(typed)[0].slug == slug


def test_a_doubtful_word_brings_choices_and_an_unknown_one_nothing():
    certain, near = find("punëtor")
    assert certain is None and len(near) > 1
    assert find("qwertz") == (None, [])
    assert find("") == (None, [])


def test_every_written_name_finds_its_occupation():
    for occupation in occupations().values():
        for names in occupation.names.values():
            certain, near = find(names[0])
            assert occupation in ([certain] if certain else near)
