"""Names of countries and occupations as the reader's language has them."""

from collections.abc import Iterable
from functools import lru_cache

from content import countries as names
from content.rules.occupations import occupations
from content.text.folding import fold

# Where a job offer that our routes can judge may come from; first those most people ask about.
FIRST = ("DE", "AT", "CH")
OTHERS = (
    "BE", "BG", "HR", "CY", "CZ", "DK", "EE", "FI", "FR", "GR", "HU", "IE", "IT", "LV", "LT", "LU", "MT", "NL", "NO", "PL", "PT", "RO",
    "SK", "SI", "ES", "SE",
)  # fmt: skip
ELSEWHERE = "ZZ"
_ELSEWHERE = {"sq": "Vend tjetër", "sr": "Друга земља", "en": "Another country"}


def country_name(code: str, language: str) -> str:
    """The name of a country, or that it is another one."""
    return _ELSEWHERE[language] if code == ELSEWHERE else names.country_name(code, language)


def countries(language: str, codes: Iterable[str] = (*FIRST, *OTHERS)) -> list[tuple[str, str]]:
    """Countries as (code, name): the most asked ones, then the others by name."""
    named = [(code, country_name(code, language)) for code in codes]
    place = dict(zip(FIRST, range(len(FIRST))))
    return sorted(named, key=lambda one: (place.get(one[0], len(FIRST)), fold(one[1])))


def occupation_name(slug: str, language: str) -> str:
    """How we write an occupation."""
    known = occupations().get(slug)
    return known.names[language][0] if known else slug


@lru_cache(maxsize=3)
def occupation_names(language: str) -> list[str]:
    """All occupations as a person may choose them, by name."""
    return sorted({one.names[language][0] for one in occupations().values()}, key=fold)
