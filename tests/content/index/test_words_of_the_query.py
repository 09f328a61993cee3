"""What a word of a query may stand for: mistyped words, and other names that must not change the subject."""

import pytest

from content.countries import country_name
from content.index.analysis import terms
from content.index.correction import Corrector
from content.index.store import Shown
from content.index.synonyms import of_files
from content.languages import LANGUAGES

COUNTRIES = ("DE", "AT", "SI", "HR", "IT", "FR", "PL", "CZ", "HU", "BE", "SE", "XK")
VOCABULARY = {
    word: Shown(word, count) for word, count in {"viza": 90, "vizita": 8, "zona": 5, "pune": 70}.items()
}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("vzia", "viza"), ("puen", "pune"), ("zoan", "zona"), ("xqzv", None)],
)
def test_two_letters_in_each_others_place_are_understood_in_short_words_too(typed, meant):
    assert Corrector(VOCABULARY, "sq").nearest(typed) == meant


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("country", COUNTRIES)
def test_a_country_is_not_taken_for_its_language_or_anything_else(country, language):
    """Names of countries and languages have one stem: what is said of German must not be added to every question about Germany."""
    assert tuple(terms(country_name(country, language), language)) not in of_files(language)
