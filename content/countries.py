"""Names of countries in our languages, by ISO 3166 alpha-2 code."""

from functools import lru_cache

# Where our word is another than that of the locale data, and what those don't have.
_OWN = {
    "XK": {"sq": "Kosova", "sr": "Косово", "en": "Kosovo"},
    "CZ": {"sq": "Çekia", "sr": "Чешка", "en": "Czechia"},
    "EU": {"sq": "Shtetet e BE-së", "sr": "Земље ЕУ", "en": "EU countries"},
}


@lru_cache(maxsize=500)
def country_name(code: str, language: str) -> str:
    """The name in `sq`, `sr` (Cyrillic) or `en`; the code itself where nobody has a name for it."""
    from babel import Locale  # takes a while to load, and only who shows a name needs it

    return _OWN.get(code, {}).get(language) or Locale.parse(language).territories.get(code, code)


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    from babel import Locale

    codes = [code for code in Locale.parse("en").territories if len(code) == 2]
    return {country_name(code, "en").lower(): code for code in [*codes, *_OWN]} | {"eu": "EU"}


def country_code(name: str) -> str | None:
    """The code of a country by its English name in any case, "eu" for the EU; None for anything else."""
    return _codes().get(name.lower())


def is_country(code: str) -> bool:
    """Whether this is the code of a country, or EU."""
    return code in _codes().values()
