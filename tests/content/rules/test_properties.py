"""What must hold for every profile, tried on thousands of them."""

import json
import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.rules.evaluate import Judgement, evaluate, next_question
from content.rules.occupations import occupations
from content.rules.person import Person
from content.rules.present import to_dict
from content.rules.profile import validate

LEVELS = ["none", "A1", "A2", "B1", "B2", "C1", "C2"]
RANK = {"not_eligible": 0, "need_more": 1, "depends": 2, "eligible": 3}
UNREGULATED = sorted(slug for slug, one in occupations().items() if not one.regulated_in)
COUNTRIES = ["XK", "RS", "AL", "DE", "AT", "IT", "GE", "TR"]
SETTINGS = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

yes_no = st.booleans()
years = st.integers(0, 24).map(lambda half: half / 2)


@st.composite
def full_profiles(draw):
    """Everything said that a rule strictly needs, and said without contradiction."""
    total = draw(years)
    five = draw(st.floats(0, min(5, total)).map(lambda value: int(value * 2) / 2))
    seven = min(total, 7, five + draw(st.sampled_from([0, 0.5, 1, 2])))
    offer = draw(st.sampled_from([None, False, {}]))
    if offer == {}:
        offer = {
            "country": draw(st.sampled_from(["DE", "AT"])),
            "kind": draw(st.sampled_from(["job", "training", "seasonal"])),
            "qualified": draw(yes_no),
            "months": draw(st.sampled_from([3, 12, 24])),
            "salary": {
                "amount": draw(st.sampled_from([20000, 45630, 45934.2, 46000, 50700, 55770, 80000])),
                "currency": "EUR",
                "per": "year",
            },
        }
    return {
        "nationality": draw(st.sampled_from(COUNTRIES)),
        "age": draw(st.integers(18, 60)),
        "occupation": draw(st.sampled_from(UNREGULATED)),
        "qualification": draw(st.sampled_from(["none", "vocational", "degree"])),
        "training_years": draw(st.sampled_from([1, 2, 3, 4, 5])),
        "recognition": {"DE": draw(st.sampled_from(["none", "partial", "comparable", "full"]))},
        "languages": {"de": draw(st.sampled_from(LEVELS)), "en": draw(st.sampled_from(LEVELS))},
        "experience_years": total,
        "experience_last5": five,
        "experience_last7": seven,
        "job_offer": offer,
        "funds": draw(st.sampled_from([0, 992, 1091, 2000])),
        "graduated_years_ago": draw(st.sampled_from([1, 3, 4, 10])),
        "matura": draw(yes_no),
        "asylum_benefits_recent": draw(yes_no),
        "entry_ban": draw(st.sampled_from([False, False, False, True])),
    }


STRICT = [
    "age",
    "occupation",
    "qualification",
    "training_years",
    "recognition",
    "languages",
    "experience_years",
    "experience_last5",
    "experience_last7",
    "job_offer",
    "funds",
    "graduated_years_ago",
    "matura",
    "asylum_benefits_recent",
    "entry_ban",
]


@SETTINGS
@given(profile=full_profiles(), hidden=st.sets(st.sampled_from(STRICT)))
def test_decided_outcome_holds_whatever_is_told_later(routes, profile, hidden):
    told = {key: value for key, value in profile.items() if key not in hidden}
    for route in routes.values():
        early, late = evaluate(route, told).outcome, evaluate(route, profile).outcome
        if early == "not_eligible":
            assert late == "not_eligible", route.id
        if early in {"eligible", "depends"}:
            assert RANK[late] >= RANK[early], route.id


@SETTINGS
@given(profile=full_profiles())
def test_full_profile_leaves_no_question(routes, profile):
    for route in routes.values():
        assert evaluate(route, profile).outcome != "need_more", route.id
    assert next_question(routes.values(), profile) is None


@SETTINGS
@given(profile=full_profiles(), data=st.data())
def test_more_never_hurts(routes, profile, data):
    field = data.draw(
        st.sampled_from(
            ["de", "en", "experience", "funds", "salary", "qualification", "training_years", "recognition"]
        )
    )
    more = json.loads(json.dumps(profile))
    exempt = set()
    match field:
        case "de" | "en":
            position = LEVELS.index(profile["languages"][field])
            more["languages"][field] = LEVELS[min(position + data.draw(st.integers(1, 3)), 6)]
        case "experience":
            more["experience_years"] += 2
            more["experience_last5"] = min(5, profile["experience_last5"] + 1)
            more["experience_last7"] = min(7, profile["experience_last7"] + 2)
        case "funds":
            more["funds"] += 1000
        case "salary":
            if isinstance(more["job_offer"], dict):
                more["job_offer"]["salary"]["amount"] += 10000
        case "qualification":
            more["qualification"] = {"none": "vocational"}.get(profile["qualification"], "degree")
            exempt = {"de_skilled_vocational_18a"}  # the law sends graduates to § 18b
        case "training_years":
            more["training_years"] += 2
        case "recognition":
            states = ["none", "partial", "comparable", "full"]
            more["recognition"]["DE"] = states[min(states.index(profile["recognition"]["DE"]) + 1, 3)]
    for route in routes.values():
        if route.id not in exempt:
            assert RANK[evaluate(route, more).outcome] >= RANK[evaluate(route, profile).outcome], (
                route.id,
                field,
            )


@SETTINGS
@given(profile=full_profiles(), seed=st.integers(0, 1000))
def test_order_of_answers_never_matters(routes, profile, seed):
    keys = list(profile)
    random.Random(seed).shuffle(keys)
    shuffled = {key: profile[key] for key in keys}
    for route in routes.values():
        assert to_dict(evaluate(route, profile), "en") == to_dict(evaluate(route, shuffled), "en")


@SETTINGS
@given(profile=full_profiles())
def test_what_is_called_enough_is_enough(routes, profile):
    for route in routes.values():
        evaluation = evaluate(route, profile)
        if evaluation.outcome in {"eligible", "depends"}:
            assert not any(change.enough for change in evaluation.would_change)
        costs = [change.cost for change in evaluation.would_change]
        assert costs == sorted(costs)


@SETTINGS
@given(profile=full_profiles(), other=full_profiles(), fields=st.sets(st.sampled_from(STRICT), max_size=3))
def test_judging_only_what_changed_gives_the_same(routes, profile, other, fields):
    changed = profile | {field: other[field] for field in fields}
    for route in routes.values():
        before = Judgement(route, Person(profile))
        _ = before.standing
        again, fresh = Judgement(route, Person(changed), before), Judgement(route, Person(changed))
        assert again.standing is fresh.standing
        assert again.points() == fresh.points()


any_number = st.one_of(
    st.integers(-5, 10**6),
    st.floats(allow_nan=True),
    st.text(max_size=5),
    st.none(),
    st.booleans(),
    st.just("refused"),
)
wild = st.fixed_dictionaries(
    {},
    optional={
        "nationality": st.one_of(st.sampled_from(COUNTRIES), st.just("refused"), any_number),
        "residence": st.one_of(st.sampled_from(COUNTRIES), any_number),
        "age": any_number,
        "occupation": st.one_of(st.sampled_from(sorted(occupations())), any_number),
        "isco": st.one_of(st.sampled_from(["2", "25", "2512", 7411]), any_number),
        "qualification": st.one_of(st.sampled_from(["none", "vocational", "degree", "refused"]), any_number),
        "training_years": any_number,
        "recognition": st.one_of(
            st.dictionaries(
                st.sampled_from(COUNTRIES),
                st.one_of(st.sampled_from(["full", "none", "refused"]), any_number),
            ),
            any_number,
        ),
        "languages": st.one_of(
            st.dictionaries(
                st.sampled_from(["de", "en", "sr"]), st.one_of(st.sampled_from(LEVELS), any_number)
            ),
            any_number,
        ),
        "experience_years": any_number,
        "experience_last5": any_number,
        "experience_last7": any_number,
        "experience_until_now": any_number,
        "experience_at_years": any_number,
        "job_offer": st.one_of(
            st.none(),
            st.just(False),
            st.just("refused"),
            st.fixed_dictionaries(
                {},
                optional={
                    "country": st.one_of(st.sampled_from(COUNTRIES), any_number),
                    "salary": st.one_of(
                        any_number,
                        st.fixed_dictionaries(
                            {},
                            optional={
                                "amount": any_number,
                                "per": st.sampled_from(["year", "month", "hour", 3]),
                            },
                        ),
                    ),
                    "qualified": any_number,
                    "months": any_number,
                    "kind": st.sampled_from(["job", "training", "seasonal", "x"]),
                },
            ),
        ),
        "funds": any_number,
        "entry_ban": any_number,
        "asylum_benefits_recent": any_number,
    },
)


@SETTINGS
@given(profile=wild)
def test_nothing_that_is_typed_breaks_the_engine(routes, profile):
    validate(profile)
    next_question(routes.values(), profile)
    for route in routes.values():
        for language in ("sq", "sr", "en"):
            json.dumps(to_dict(evaluate(route, profile), language))
