"""Lucene's BM25, and the one order of passages: each engine proposes candidates, `rank` puts them in order.

Source of the formulas: Lucene `BM25Similarity` (idf, tf) and `SmallFloat.intToByte4` (lengths kept in one byte).
Elasticsearch's own scores would not do: it counts deleted passages until it merges, and rounds to 24 bits.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import Any, NamedTuple

K1, B = 1.2, 0.75
_EXACT = 24  # lengths below are kept exactly


def idf(passages: int, holding: int) -> float:
    """The weight of a term that stands in `holding` of `passages`."""
    return log(1 + (passages - holding + 0.5) / (holding + 0.5))


def stored_length(length: int) -> int:
    """The length a passage of `length` terms has after a round trip through Lucene's one byte."""
    if length < _EXACT:
        return length
    rest = length - _EXACT
    bits = rest.bit_length()
    if bits < 4:
        return length
    shift = bits - 4
    return _EXACT + (rest >> shift << shift)


def term_score(weight: float, frequency: int, length: int, average: float) -> float:
    """BM25 of one term: `weight` is its idf, `length` a stored length, `average` the exact mean length."""
    return weight * (1 - 1 / (1 + frequency / (K1 * (1 - B + B * length / average))))


class Candidate(NamedTuple):
    """A passage an engine proposes. `key` is the engine's own; `terms` the passage's terms as `joined` writes them."""

    key: Any
    id: str
    length: int
    terms: str


class Ranked(NamedTuple):
    """A candidate with its score, what each group of the query gave to it, and the query terms it holds."""

    score: float
    candidate: Candidate
    parts: tuple[float, ...]
    held: frozenset[str]


def joined(terms: Iterable[str]) -> str:
    """Terms as one text for `Candidate.terms`.

    Two spaces between them: then " term " can be counted without losing every second of two neighbours.
    """
    return f" {'  '.join(terms)} "


def rank(
    candidates: Iterable[Candidate],
    groups: Sequence[Mapping[str, float]],
    weights: Mapping[str, float],
    average: float,
) -> list[Ranked]:
    """The candidates best first, ties by id.

    `groups`: see `Store.search_terms`; `weights`: the idf of each term the index holds; `average`: the exact mean length.
    """
    known = [
        [(f" {term} ", term, weight * weights[term]) for term, weight in group.items() if term in weights]
        for group in groups
    ]
    found = [_ranked(candidate, known, average) for candidate in candidates]
    return sorted(found, key=lambda ranked: (-ranked.score, ranked.candidate.id))


def _ranked(candidate: Candidate, groups: list[list[tuple[str, str, float]]], average: float) -> Ranked:
    stored, text = stored_length(candidate.length), candidate.terms
    parts, held = [], []
    for group in groups:
        best = 0.0
        for needle, term, weight in group:
            if needle in text:
                held.append(term)
                best = max(best, term_score(weight, text.count(needle), stored, average))
        parts.append(best)
    # Rounded, or noise in the last digit would decide ties.
    return Ranked(round(sum(parts), 5), candidate, tuple(parts), frozenset(held))
