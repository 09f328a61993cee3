import datetime as dt

import pytest

from content.rules.evaluate import evaluate, next_question
from content.rules.present import from_record, to_dict, to_record
from content.rules.questions import question_text, topic


def texts(evaluation, language="en"):
    return [change["text"] for change in to_dict(evaluation, language)["would_change"]]


def test_electrician_with_a2_and_no_offer_meets_the_opportunity_card(routes, electrician):
    evaluation = evaluate(routes["de_chancenkarte"], electrician)
    assert evaluation.outcome == "eligible"
    assert evaluation.missing == ()


def test_one_point_short_names_the_next_language_level_first(routes, electrician):
    evaluation = evaluate(routes["de_chancenkarte"], electrician | {"languages": {"de": "A1", "en": "A2"}})
    assert evaluation.outcome == "not_eligible"
    assert evaluation.would_change[0].enough
    assert texts(evaluation)[0] == "German A2 instead of A1"
    assert texts(evaluation, "sr")[0] == "Немачки A2 уместо A1"


def test_value_that_makes_no_sense_decides_nothing(routes):
    assert evaluate(routes["de_ausbildung_search"], {"age": 900}).outcome == "need_more"


def test_no_offer_is_a_no_and_an_unsaid_offer_is_not(routes, electrician):
    assert evaluate(routes["de_westbalkan"], electrician).outcome == "not_eligible"
    unsaid = {key: value for key, value in electrician.items() if key != "job_offer"}
    evaluation = evaluate(routes["de_westbalkan"], unsaid)
    assert evaluation.outcome == "need_more"
    assert evaluation.missing == ("job_offer",)


def test_refused_answer_is_unknown_and_not_asked_again(routes, electrician):
    profile = electrician | {"age": "refused", "job_offer": {"country": "DE"}}
    evaluation = evaluate(routes["de_westbalkan"], profile)
    assert evaluation.outcome == "need_more"
    assert "age" not in evaluation.missing
    assert next_question(routes.values(), profile) != "age"


def test_known_failure_of_a_necessary_condition_ends_it_at_once(routes):
    evaluation = evaluate(routes["de_ausbildung_search"], {"age": 36})
    assert evaluation.outcome == "not_eligible"
    assert evaluation.missing == ()
    assert evaluation.would_change == ()


@pytest.mark.parametrize(
    ("work", "state"),
    [
        ({"experience_years": 1}, "NOT_MET"),
        ({"experience_years": 6}, "UNKNOWN"),
        ({"experience_years": 6, "experience_until_now": True}, "MET"),
        ({"experience_years": 6, "experience_last5": 2}, "MET"),
        ({"experience_last7": 5}, "MET"),
        ({"experience_last7": 3}, "UNKNOWN"),
        ({}, "UNKNOWN"),
    ],
)
def test_years_in_a_window_follow_only_as_far_as_they_must(routes, work, state):
    results = {one.criterion.id: one.state for one in evaluate(routes["de_experienced_19c2"], work).criteria}
    assert results["experience"] == state


@pytest.mark.parametrize(
    ("salary", "state"),
    [
        (50700, "MET"),
        (50699.99, "NOT_MET"),
        ({"amount": 4225, "per": "month"}, "MET"),
        ({"amount": 4224, "per": "month"}, "NOT_MET"),
        ({"amount": 30000, "per": "year", "gross": False}, "UNKNOWN"),
        ({"amount": 51000, "per": "year", "gross": False}, "MET"),
        ({"amount": 25, "per": "hour"}, "UNKNOWN"),
        ({"amount": 6000000, "currency": "RSD"}, "UNKNOWN"),
    ],
)
def test_salary_is_compared_gross_and_by_the_year(routes, salary, state):
    profile = {
        "qualification": "degree",
        "recognition": {"DE": "comparable"},
        "occupation": "economist",
        "graduated_years_ago": 9,
        "experience_years": 9,
        "job_offer": {"country": "DE", "salary": salary, "qualified": True},
        "entry_ban": False,
    }
    outcome = {"MET": "eligible", "NOT_MET": "not_eligible", "UNKNOWN": "need_more"}[state]
    assert evaluate(routes["de_blue_card"], profile).outcome == outcome


def test_age_exactly_at_the_limit_carries_a_note(routes, electrician):
    def notes(age):
        found = evaluate(routes["de_chancenkarte"], electrician | {"age": age}).criteria
        return [part.note for one in found for branch in one.parts for part in branch.parts if part.note]

    assert notes(35)
    assert not notes(34)


def test_figure_past_its_year_is_shown_with_a_note(routes, electrician):
    funds = next(
        one
        for one in evaluate(routes["de_chancenkarte"], electrician, dt.date(2027, 1, 1)).criteria
        if one.criterion.kind == "funds"
    )
    assert "being checked" in funds.note["en"]


def test_money_that_others_may_guarantee_leaves_the_outcome_open(routes, electrician):
    assert evaluate(routes["de_chancenkarte"], electrician | {"funds": 0}).outcome == "depends"


@pytest.mark.parametrize(
    "more",
    [
        {"job_offer": False},
        {"job_offer": {"country": "DE", "salary": 40000, "qualified": True}},
        {
            "job_offer": {"country": "AT", "salary": 60000},
            "qualification": "degree",
            "recognition": {"DE": "comparable"},
            "occupation": "economist",
        },
        {
            "job_offer": {"country": "DE", "salary": 30000, "qualified": False},
            "qualification": "none",
            "occupation": "kitchen_helper",
        },
    ],
)
def test_a_full_answer_takes_at_most_nine_pages(routes, electrician, more):
    full = electrician | {"graduated_years_ago": 8, "matura": False, "experience_until_now": True} | more
    told, asked = {}, []
    while (field := next_question(routes.values(), told)) is not None:
        assert field not in asked
        asked.append(field)
        name, _, rest = field.partition(".")
        told[name] = {**told.get(name, {}), rest: full[name].get(rest, "refused")} if rest else full[name]
        if name == "job_offer" and not rest and full[name]:
            told[name] = {"country": full[name]["country"]}
    assert len({topic(field) for field in asked}) <= 9
    assert all(question_text(field, language) for field in asked for language in ("sq", "sr", "en"))
    assert "need_more" not in {evaluate(route, told).outcome for route in routes.values()}


def test_first_question_is_about_work_not_about_bans(routes):
    assert next_question(routes.values(), {}) in {"job_offer", "qualification"}


@pytest.mark.parametrize("language", ["sq", "sr", "en"])
def test_every_result_is_explained_with_a_source_and_its_day(routes, electrician, language):
    def leaves(criteria):
        for one in criteria:
            yield one
            yield from leaves(one["parts"])

    for route in routes.values():
        shown = to_dict(evaluate(route, electrician), language)
        assert shown["route"] == route.id
        assert shown["name"]
        for one in leaves(shown["criteria"]):
            assert one["why"], (route.id, one["id"])
            assert one["source"]["url"].startswith("http")
            assert one["checked_on"]
            assert "…" not in one["why"]


def test_route_survives_the_index_as_a_record(routes, electrician):
    for route in routes.values():
        again = from_record(to_record(route))
        assert again == route
        assert to_dict(evaluate(again, electrician), "sq") == to_dict(evaluate(route, electrician), "sq")
