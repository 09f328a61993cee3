"""What `content.index.store.Store` promises about finding passages, held against every engine."""

import random
from collections import Counter
from math import log

import pytest

from content.index.analysis import passage_terms

from .samples import found, passage


def stored(length):
    """A length after Lucene has kept it in a byte: exact below 40, then only its first four bits above 24."""
    if length < 40:
        return length
    step = 2 ** ((length - 24).bit_length() - 4)
    return 24 + (length - 24) // step * step


def lucene(passages, groups):
    """The scores of passages as the formula says, straight from their texts."""
    held = [Counter(passage_terms(one)) for one in passages]
    average = sum(own.total() for own in held) / len(held)
    holding = Counter(term for own in held for term in own)

    def part(own, term):
        weight = log(1 + (len(held) - holding[term] + 0.5) / (holding[term] + 0.5))
        return weight * own[term] / (own[term] + 1.2 * (0.25 + 0.75 * stored(own.total()) / average))

    scores = {
        one.id: sum(max(weight * part(own, term) for term, weight in group.items()) for group in groups)
        for one, own in zip(passages, held)
    }
    return sorted(
        ((id, round(score, 5)) for id, score in scores.items() if score), key=lambda row: (-row[1], row[0])
    )


def test_scores_are_the_best_of_each_group_by_lucenes_formula(store):
    words = (
        "viza",
        "viza termin",
        "termin termin termin afat",
        "afat " * 60,
        "viza afat punë",
        "punë " * 30 + "viza",
        "rrogë",
    )
    written = [passage(f"p{n}", text=text) for n, text in enumerate(words)]
    store.rebuild(written, [], 1)
    (visa, date, deadline, work) = (
        passage_terms(passage(text=text))[0] for text in ("viza", "termin", "afat", "punë")
    )
    for groups in (
        [{visa: 1.0}],
        [{visa: 1.0}, {deadline: 1.0}],
        [{visa: 1.0, date: 0.8}, {deadline: 0.5}],
        [{date: 0.3, work: 0.9, visa: 0.8}, {work: 1.0}, {"unknown": 1.0}],
    ):
        expected = lucene(written, groups)
        answer = store.search_terms("sq", groups)
        assert [(scored.passage.id, scored.score) for scored in answer] == expected
        for scored in answer:
            assert scored.terms == {term for group in groups for term in group} & set(
                passage_terms(scored.passage)
            )
            assert len(scored.parts) == len(groups) and sum(scored.parts) == pytest.approx(
                scored.score, abs=1e-5
            )


def test_scores_do_not_remember_what_was_replaced(store):
    """Elasticsearch keeps deleted passages in its statistics for a while; the order must not depend on that."""
    for version in range(1, 12):
        for page in ("a", "b"):
            store.replace_page(page, "sq", [passage(page, text="viza " * version + "termin")], version)
    store.replace_page("c", "sq", [passage("c", text="afat")], 1)
    expected = lucene([passage(page, text=text) for page, text in (("a", "viza " * 11 + "termin"), ("b", "viza " * 11 + "termin"), ("c", "afat"))],
                      [{passage_terms(passage(text="viza"))[0]: 1.0}])  # fmt: skip
    answer = store.search_terms("sq", [{passage_terms(passage(text="viza"))[0]: 1.0}])
    assert [(scored.passage.id, scored.score) for scored in answer] == expected


def test_ties_come_by_id_and_the_limit_cuts_after_them(store):
    ids = [f"p{n:03}" for n in (7, 3, 130, 41, 2, 99, 5)] + [f"q{n:03}" for n in range(300)]
    store.rebuild([passage(page, text="Viza") for page in ids], [], 1)
    expected = sorted(f"{page}:sq:00" for page in ids)
    assert found(store, "viza", limit=5) == expected[:5]
    assert found(store, "viza", limit=60) == expected[:60]


def test_filters(store):
    rows = [
        ("a", "page", ""),
        ("b", "faq", "DE"),
        ("c", "faq", "AT"),
        ("d", "fact", "DE"),
        ("e", "page", "AT"),
    ]
    store.rebuild(
        [passage(page, text="Viza", kind=kind, country=country) for page, kind, country in rows], [], 1
    )

    def pages(**options):
        return "".join(id[0] for id in found(store, "viza", **options))

    assert pages() == "abcde"
    assert pages(kinds=["faq"]) == "bc"
    assert pages(kinds=("faq", "fact")) == "bcd"
    assert pages(kinds=[]) == ""
    assert pages(country="DE") == "abd"
    assert pages(country="AT", kinds=["page"]) == "ae"
    assert pages(country="HR") == "a"
    full = store.search_terms("sq", [{passage_terms(passage())[0]: 1.0}], kinds=["faq"])
    unfiltered = store.search_terms("sq", [{passage_terms(passage())[0]: 1.0}])
    assert {scored.score for scored in full} == {scored.score for scored in unfiltered}, (
        "filters change no score"
    )


def test_filters_find_what_lies_behind_many_better_passages(store):
    many = [passage(f"p{n:04}", text="viza " * 5) for n in range(400)]
    store.rebuild([*many, passage("rare", text="Një viza mes shumë fjalësh të tjera", kind="faq")], [], 1)
    assert found(store, "viza", kinds=["faq"]) == ["rare:sq:00"]


HOSTILE = [
    '"',
    "*",
    "a OR b",
    "NEAR(",
    "",
    " ",
    "{",
    "]",
    "\\",
    "\x00",
    "'; DROP TABLE passage; --",
    "_id",
    "🙂",
    "\u202e",
    "terms:viz",
]


@pytest.mark.parametrize("term", HOSTILE, ids=range(len(HOSTILE)))
def test_no_term_is_a_query_language(store, term):
    store.replace_page("visa", "sq", [passage()], 1)
    assert store.search_terms("sq", [{term: 1.0}]) == []
    assert store.frequencies("sq", [term]) == {}
    known = passage_terms(passage())[0]
    assert [scored.terms for scored in store.search_terms("sq", [{term: 1.0, known: 0.5}])] == [{known}]


@pytest.mark.parametrize("seed", range(3))
def test_many_passages_and_groups_are_ranked_by_the_formula(store, seed):
    """Frequent and rare words together, enough passages that an engine leaves most of them out, and changes in between."""
    rng = random.Random(seed)
    names = [
        "viza",
        "termin",
        "afat",
        "pagë",
        "rrogë",
        "kontratë",
        "pasaportë",
        "diplomë",
        "gjermani",
        "austri",
    ]

    def text():
        return " ".join(rng.choices(names, weights=[2.0**-n for n in range(10)], k=rng.randint(3, 70)))

    pages = {
        f"p{n:03}": passage(f"p{n:03}", text=text(), country=rng.choice(["", "DE", "AT"])) for n in range(400)
    }
    store.rebuild(pages.values(), [], 1)
    for version, page in enumerate(rng.sample(sorted(pages), 40), 2):
        pages[page] = passage(page, text=text())
        store.replace_page(page, "sq", [pages[page]] if version % 4 else [], version)
        if version % 4 == 0:
            del pages[page]
    stems = [passage_terms(passage(text=name))[0] for name in names]
    for _ in range(25):
        groups = [dict.fromkeys(rng.sample(stems, rng.randint(1, 3)), 1.0) for _ in range(rng.randint(1, 5))]
        groups = [{term: rng.choice([1.0, 0.9, 0.8, 0.5]) for term in group} for group in groups]
        limit = rng.choice([1, 10, 100])
        expected = lucene(list(pages.values()), groups)[:limit]
        assert [
            (one.passage.id, one.score) for one in store.search_terms("sq", groups, limit=limit)
        ] == expected
        elsewhere = {one.id for one in pages.values() if one.country == "AT"}
        german = [row for row in lucene(list(pages.values()), groups) if row[0] not in elsewhere][:10]
        filtered = store.search_terms("sq", groups, limit=10, country="DE")
        assert [(one.passage.id, one.score) for one in filtered] == german


def test_empty_questions(store):
    store.replace_page("visa", "sq", [passage()], 1)
    assert store.search_terms("sq", []) == [] == store.search_terms("sq", [{}])
    assert store.frequencies("sq", []) == {}


def test_hundreds_of_terms(store):
    store.replace_page("visa", "sq", [passage()], 1)
    known = passage_terms(passage())[0]
    many = [{f"t{n}": 1.0} for n in range(900)]
    assert len(store.search_terms("sq", [*many, {known: 1.0}])) == 1
    assert store.frequencies("sq", [*(f"t{n}" for n in range(900)), known]) == {known: 1}
