"""From text to finished terms. Both engines store only these, so both find the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from content.text.folding import APOSTROPHES, fold
from content.text.stemming import stem, stop_words

from .documents import Passage

ANALYSER_VERSION = (
    "1"  # a new number whenever the same text may give other terms: every index must then be rebuilt
)
TITLE_WEIGHT, HEADING_WEIGHT = 3, 2

_INNER = "\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"  # accents on their own, invisible format characters
_WORD = re.compile(
    rf"\d{{1,3}}(?:[.,]\d{{3}})+(?!\w)|[^\W_](?:[{_INNER}]*[^\W_]|[{_INNER}]*[{re.escape(APOSTROPHES)}](?=[^\W_]))*[{_INNER}]*"
)
_ELISION = {"sq": ("n'", "s'", "t'", "m'", "c'", "u'", "k'"), "sr": (), "en": ("d'", "l'")}
_PIECES = re.compile(r"[^\W_]+")
MAX_TERM = 40  # characters that are read of a word; longer ones are no words, and an engine may refuse them


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: where it stands, how it is folded, and its terms (none for stop words)."""

    start: int
    end: int
    folded: str
    terms: tuple[str, ...]


def words(text: str, language: str) -> Iterator[Word]:
    """Every word of the text with its place in it."""
    for match in _WORD.finditer(text):
        folded, terms_ = _analysed(match.group(), language)
        yield Word(match.start(), match.end(), folded, terms_)


def terms(text: str, language: str) -> list[str]:
    """The terms of a text in `sq`, `sr` or `en`, in order, with repetitions."""
    return [term for word in words(text, language) for term in word.terms]


def passage_terms(passage: Passage) -> list[str]:
    """The terms under which a passage is found: those of its title and of its other wordings three times, of its heading
    twice, of its text once.

    One field with repetitions, because boosts of several fields do not give the same order in two engines.
    """
    language = passage.language
    return (
        terms("\n".join((passage.title, *passage.also)), language) * TITLE_WEIGHT
        + terms(passage.heading, language) * HEADING_WEIGHT
        + terms(passage.text, language)
    )


@lru_cache(maxsize=200_000)
def _analysed(word: str, language: str) -> tuple[str, tuple[str, ...]]:
    folded = fold(word)
    if folded[:1].isdigit():
        folded = re.sub(r"(?<=\d)[.,](?=\d{3})", "", folded)
    if "'" in folded:
        if folded.startswith(_ELISION[language]):
            folded = folded[2:]
        if language == "en":
            folded = re.sub(r"'s?$", "", folded.removesuffix("'s"))
        folded = folded.replace("'", "")
    pieces = _PIECES.findall(folded)
    stop = stop_words(language)
    found = [stem(piece[:MAX_TERM], language) for piece in pieces if piece not in stop]
    return " ".join(pieces), tuple(term for term in found if term)
