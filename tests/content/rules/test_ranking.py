"""In which order ways are shown: near before far, the own country before others, and nothing for somebody else's life on top."""

import pytest

from content.rules.model import Outcome
from content.rules.ranking import ORDER, distance, is_far, judged, routes_to

TRADESPERSON = {
    "occupation": "plumber",
    "age": 30,
    "qualification": "vocational",
    "training_years": 3,
    "experience_years": 8,
    "languages": {"de": "A2"},
    "job_offer": False,
}


def order(routes, profile):
    return judged(routes.values(), profile)


def ids(evaluations):
    return [one.route.id for one in evaluations]


def test_the_best_news_comes_first(routes, electrician):
    places = [ORDER.index(one.outcome) for one in order(routes, electrician)]
    assert places == sorted(places)


def test_a_way_for_people_with_a_degree_of_that_country_is_far_for_a_tradesperson(routes):
    closed = [
        one
        for one in judged(routes_to("AT", routes.values()), TRADESPERSON)
        if one.outcome is Outcome.NOT_ELIGIBLE
    ]
    graduates = next(one for one in closed if one.route.id == "at_rwr_graduates")
    assert is_far(graduates)
    near = [one for one in closed if not is_far(one)]
    assert near and ids(closed)[: len(near)] == ids(near)


def test_it_is_not_far_for_who_studied_there(routes):
    graduate = {
        "qualification": "degree",
        "at_studies_full": True,
        "job_offer": {"country": "AT"},
        "entry_ban": False,
    }
    assert ids(judged(routes_to("AT", routes.values()), graduate))[0] == "at_rwr_graduates"


@pytest.mark.parametrize(
    "profile", [TRADESPERSON, {"qualification": "none", "age": 50}, {"occupation": "nurse"}]
)
def test_what_must_change_more_comes_later_within_a_country(routes, profile):
    closed = [
        distance(one)
        for one in judged([r for r in routes.values() if r.country == "DE" and r.purpose == "work"], profile)
        if one.outcome is Outcome.NOT_ELIGIBLE
    ]
    assert closed == sorted(closed)


def test_the_country_of_the_offer_comes_first(routes):
    for country in ("HR", "SI", "AT", "DE"):
        profile = {"occupation": "cook", "job_offer": {"country": country}}
        open_ways = [one for one in order(routes, profile) if one.outcome is Outcome.NEED_MORE]
        assert open_ways[0].route.country == country


def test_who_looks_for_work_sees_work_before_studies_and_au_pair(routes):
    open_ways = [one.route.purpose for one in order(routes, TRADESPERSON) if one.outcome is Outcome.NEED_MORE]
    assert open_ways == sorted(open_ways, key=lambda purpose: purpose != "work")


def test_with_a_training_contract_training_comes_first(routes):
    profile = {"age": 19, "languages": {"de": "B1"}, "job_offer": {"country": "DE", "kind": "training"}}
    assert order(routes, profile)[0].route.purpose == "training"


def test_a_refused_country_counts_as_none(routes):
    assert ids(order(routes, TRADESPERSON | {"country": "refused"})) == ids(order(routes, TRADESPERSON))


def test_routes_to_a_country(routes):
    every = list(routes.values())
    assert {one.country for one in routes_to("DE", every)} == {"DE"}
    assert {one.country for one in routes_to("HR", every)} == {"HR", "EU"}
    assert routes_to("", every) == routes_to(None, every) == routes_to("US", every) == every
