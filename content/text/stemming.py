"""Brings the forms of a word together. Keys, not words: nobody reads a stem.

Every function works on the folded word, so all spellings of a word have the same key by construction. Dictionaries know only words with
their diacritics: these are tried back in. Measured choice of methods: dictionary, then a suffix stripper, per language.
"""

from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from itertools import islice, product
from pathlib import Path

from .folding import fold

DATA = Path(__file__).parent / "data"
VARIANTS = 96  # spellings tried per word; no word of our texts needs more
_SPELLINGS = {
    "sq": (("e", "ë"), ("c", "ç")),
    "sr": (("dj", "đ"), ("dz", "dž"), ("c", "č", "ć"), ("s", "š"), ("z", "ž")),
    "en": (),
}
_DICTIONARY = {"sq": "sq", "sr": "hbs", "en": "en"}


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """The key under which all forms and spellings of `word` meet, in folded letters.

    Raises:
        KeyError: `language` is none of sq, sr, en.
    """
    word = fold(word)
    if len(word) < 3 or not word.isalpha():
        return word
    return _STEMMERS[language](word)


@lru_cache(maxsize=50_000)
def is_known(word: str, language: str) -> bool:
    """Whether the dictionary of `language` has this word in any spelling."""
    return _lemma(fold(word), language) is not None


@cache
def gheg() -> "dict[str, str]":
    """Kosovo Gheg and quick spellings -> standard form, both folded (`data/gheg.tsv` gives the reason of each)."""
    lines = (DATA / "gheg.tsv").read_text(encoding="utf-8").splitlines()
    return {
        said: standard
        for said, standard, _ in (line.split("\t") for line in lines if line and line[0] != "#")
    }


@cache
def stop_words(language: str) -> "frozenset[str]":
    """Folded words that say nothing about the subject."""
    lines = (DATA / f"stopwords-{language}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(fold(word) for line in lines if not line.startswith("#") for word in line.split())


# --- Dictionaries -----------------------------------------------------------------------------------------------------


@cache
def _lookup() -> "Callable[[str, str], str | None]":
    from simplemma.strategies import DictionaryLookupStrategy
    from simplemma.strategies.dictionaries import LOW_MEMORY_DICTIONARY_FACTORY

    return DictionaryLookupStrategy(LOW_MEMORY_DICTIONARY_FACTORY).get_lemma


@cache
def _snowball(language: str) -> "Callable[[str], str]":
    import snowballstemmer

    return snowballstemmer.stemmer(language).stemWord


def _spellings(word: str, language: str) -> Iterator[str]:
    """The word itself, then with its diacritics tried back in."""
    choices: list[tuple[str, ...]] = []
    position = 0
    while position < len(word):
        for options in _SPELLINGS[language]:
            if word.startswith(options[0], position):
                choices.append(options)
                position += len(options[0])
                break
        else:
            choices.append((word[position],))
            position += 1
    return ("".join(letters) for letters in islice(product(*choices), VARIANTS))


def _lemma(word: str, language: str) -> "str | None":
    find, dictionary = _lookup(), _DICTIONARY[language]
    for spelling in _spellings(word, language):
        if lemma := find(spelling, dictionary):
            return lemma
    if language == "sr":  # đ typed as a bare d
        for position, letter in enumerate(word):
            if letter == "d":
                for spelling in _spellings(word[:position] + "dj" + word[position + 1 :], language):
                    if "đ" in spelling and (lemma := find(spelling, dictionary)):
                        return lemma
    return None


# --- Albanian ---------------------------------------------------------------------------------------------------------

# Endings of case, definiteness, number, person and derivation. A single consonant is never an ending: too many words end in one.
_SUFFIXES = tuple(
    sorted(
        """imeve imesh imin imet imit ime imi im uesve ues uese
        simeve simet simit simin sime simi sim ise ine ite ia iu
        uara uarit uari uar uam uat uan uash uaj uhet uhen ua oheni ohemi ohet ohem ohen ohesh oje ojme ojne ojna oj oni onte oja
        ova ove oi ofsha ofte on uri ura uret urit ur ure urin yera yer ye yri
        jeve jesh jet jes jen ja je jne jme isht ishte ishten ishtes ishtja
        tori tore tor sor sore ave eve ive uve ve ash esh ish ush at et it ut in en un an es te ne se ni
        ar are arit arin aret ari er ere erit erin eret eri or ore um ume
        i a e u y o j
        """.split(),
        key=lambda suffix: (-len(suffix), suffix),
    )
)


def _albanian(word: str) -> str:
    word = gheg().get(word, word)
    return _strip(fold(_lemma(word, "sq") or word))


def _strip(word: str) -> str:
    """Without its endings: one after the other, because a stem that ends like an ending must not depend on the form."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return _strip(word[: -len(suffix)])
    return word


# --- Serbian and English ----------------------------------------------------------------------------------------------


def _serbian(word: str) -> str:
    key = fold(_snowball("serbian")((_lemma(word, "sr") or word).lower()))
    if key.endswith("nj") and len(key) > 5:  # the verbal noun meets its verb: priznavanje, priznavati
        key = key[:-2]
    return key[:-1] if key[-1] in "aeiou" and len(key) > 3 else key


def _english(word: str) -> str:
    return _snowball("english")((_lemma(word, "en") or word).lower())


_STEMMERS = {"sq": _albanian, "sr": _serbian, "en": _english}
