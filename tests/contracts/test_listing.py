"""The page of results, its counts and the suggestions: the same from both engines."""

import pytest

from content.index.listing import ALWAYS, listing, nearest
from content.index.queries import CONSIDERED, search
from content.index.suggesting import suggest
from content.languages import LANGUAGES
from tests.performance.passages import passages, questions

from .test_parity import HOSTILE

SIZE = 1_500


@pytest.fixture
def filled(both):
    many = list(passages(SIZE))
    for store in both:
        store.rebuild(many, [], 1)
    return both


def german(passage) -> bool:
    return passage.country == "DE"


def test_both_engines_list_suggest_and_fall_back_alike(filled):
    long = 0
    for language in LANGUAGES:
        for text in [*questions(language, 25), *HOSTILE]:
            ours, theirs = (listing(text, language, store=store) for store in filled)
            assert ours.rows == theirs.rows and ours.corrected == theirs.corrected, text
            assert ours.hits(german, 2, 5) == theirs.hits(german, 2, 5)
            long += len(ours.rows) > CONSIDERED
            beginning = text[: max(2, len(text) - 2)]
            suggested = [suggest(beginning, language, store=store) for store in filled]
            assert suggested[0] == suggested[1] and len(suggested[0]) <= 6, beginning
            near = [nearest(f"{text}zq", language, store=store) for store in filled]
            assert near[0] == near[1]
    assert long, "no listing went beyond what search considers"


def test_a_listing_begins_with_what_search_finds(filled):
    for language in LANGUAGES:
        for text in questions(language, 15):
            found = search(text, language, limit=ALWAYS, store=filled[0])
            listed = listing(text, language, store=filled[0])
            assert tuple(listed.hits(lambda passage: True, 0, ALWAYS)) == found.hits
            assert listed.corrected == found.corrected
