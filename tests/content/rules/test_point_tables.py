"""The point tables row by row, as the annexes print them."""

import pytest

from content.rules.evaluate import evaluate

CHANCENKARTE = {  # Annex to § 20b AufenthG
    "partial_recognition": {"compensation_measures_needed": 4},
    "german": {"german_b2": 3, "german_b1": 2, "german_a2": 1},
    "english": {"english_c1": 1},
    "experience": {"exp_5_of_7": 3, "exp_2_of_5": 2},
    "shortage_occupation": {"shortage": 1},
    "age": {"age_le_35": 2, "age_36_40": 1},
    "previous_stay": {"stay_6m": 1},
    "spouse": {"spouse_qualifies": 1},
}
ANNEX_A = {  # AuslBG, § 12
    "special_qualifications": {
        "degree_4y": 20,
        "degree_mint": 30,
        "phd": 40,
        "salary_50_60": 20,
        "salary_60_70": 25,
        "salary_over_70": 30,
        "research": 20,
        "awards": 20,
    },
    "experience": {"half_year": 1, "at_6m": 10},
    "language": {"de_or_en_a1": 5, "de_or_en_a2": 10, "fr_b1": 5, "es_b1": 5, "bcs_b1": 5},
    "age": {"le35": 20, "le40": 15, "le45": 10},
    "studies_in_austria": {"half": 5, "full": 10},
}
ANNEX_B = {  # AuslBG, § 12a
    "qualification": {"training_in_shortage_occupation": 30},
    "experience": {"exp_half_year": 1, "exp_half_year_at": 2},
    "language": {
        "de_a1": 5,
        "de_a2": 10,
        "de_b1": 15,
        "en_a2": 5,
        "en_b1": 10,
        "fr_b1": 5,
        "es_b1": 5,
        "bcs_b1": 5,
    },
    "age": {"le30": 15, "le40": 10, "le50": 5},
    "bonus_english_company": {"english_company": 5},
}
TABLES = {
    "de_chancenkarte": (CHANCENKARTE, 6, {}),
    "at_rwr_very_highly_qualified": (
        ANNEX_A,
        70,
        {"special_qualifications": 40, "experience": 20, "language": 10, "age": 20, "studies_in_austria": 10},
    ),
    "at_rwr_shortage": (
        ANNEX_B,
        55,
        {"qualification": 30, "experience": 20, "language": 25, "age": 15, "bonus_english_company": 5},
    ),
}


@pytest.mark.parametrize("route", TABLES)
def test_table_equals_the_official_one(routes, route):
    rows, pass_mark, caps = TABLES[route]
    table = routes[route].points
    assert {group.id: {item.id: item.points for item in group.items} for group in table.groups} == rows
    assert table.pass_mark == pass_mark
    assert {group.id: group.max for group in table.groups if group.max is not None} == caps


@pytest.mark.parametrize(
    ("profile", "total"),
    [
        # migration.gv.at: roofer, 29, more than ten years of work, German A1
        (
            {
                "qualification": "vocational",
                "age": 29,
                "experience_years": 11,
                "languages": {"de": "A1", "en": "none"},
            },
            70,
        ),
        # examples of a secondary page for the same table
        (
            {
                "qualification": "vocational",
                "age": 32,
                "experience_years": 3,
                "languages": {"de": "B1", "en": "none"},
            },
            61,
        ),
        (
            {
                "qualification": "vocational",
                "age": 28,
                "experience_years": 2,
                "experience_at_years": 2,
                "languages": {"de": "A2", "en": "A2"},
            },
            68,
        ),
        (
            {
                "qualification": "vocational",
                "age": 45,
                "experience_years": 0,
                "languages": {"de": "A1", "en": "none"},
            },
            40,
        ),
    ],
)
def test_austrian_examples_add_up(routes, profile, total):
    points = evaluate(routes["at_rwr_shortage"], profile).points
    assert (points.total, points.possible) == (total, total)


@pytest.mark.parametrize(("age", "points"), [(30, 15), (31, 10), (40, 10), (41, 5), (50, 5), (51, 0)])
def test_age_counts_up_to_the_year_named(routes, age, points):
    groups = {
        one.group.id: one.total for one in evaluate(routes["at_rwr_shortage"], {"age": age}).points.groups
    }
    assert groups["age"] == points


def test_only_full_half_years_count(routes):
    def counted(years):
        groups = evaluate(routes["at_rwr_shortage"], {"experience_years": years}).points.groups
        return next(one.total for one in groups if one.group.id == "experience")

    assert [counted(years) for years in (0.4, 0.5, 0.9, 1, 9.9, 10, 30)] == [0, 1, 1, 2, 19, 20, 20]


def test_degrees_replace_each_other_instead_of_adding_up(routes):
    profile = {"qualification": "degree", "training_years": 5, "mint": True, "phd": True}
    groups = {
        one.group.id: one.total
        for one in evaluate(routes["at_rwr_very_highly_qualified"], profile).points.groups
    }
    assert groups["special_qualifications"] == 40


def test_unknown_answers_widen_the_points_and_never_lower_them(routes):
    points = evaluate(routes["de_chancenkarte"], {"age": 30}).points
    assert points.total == 2
    assert points.possible > points.total
