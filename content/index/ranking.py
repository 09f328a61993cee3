"""Lucene's BM25: the one order of passages, whichever engine finds them.

Source of the formulas: Lucene `BM25Similarity` (idf, tf) and `SmallFloat.intToByte4` (lengths kept in one byte).
Elasticsearch's own scores would not do: it counts deleted passages until it merges, and rounds to 24 bits. So it only proposes
candidates, and `rank` puts them in order.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import Any, NamedTuple

K1, B = 1.2, 0.75
_EXACT = 24  # lengths below are kept exactly


def idf(passages: int, holding: int) -> float:
    """The weight of a term that stands in `holding` of `passages`."""
    return log(1 + (passages - holding + 0.5) / (holding + 0.5))


def length_byte(length: int) -> int:
    """The byte in which Lucene keeps a length: exact below 40, above that its first four bits."""
    rest = length - _EXACT
    if rest < 8:
        return max(length, 0)
    shift = rest.bit_length() - 4
    return _EXACT + ((shift + 1) << 3 | rest >> shift & 7)


def byte_length(byte: int) -> int:
    """The length that `length_byte` kept."""
    rest = byte - _EXACT
    return byte if rest < 8 else _EXACT + ((rest & 7 | 8) << (rest >> 3) - 1)


def term_score(weight: float, frequency: int, length: int, average: float) -> float:
    """BM25 of one term: `weight` is its idf, `length` as `byte_length` gives it, `average` the exact mean length."""
    return weight * (1 - 1 / (1 + frequency / (K1 * (1 - B + B * length / average))))


def total(parts: Iterable[float]) -> float:
    """The score of a passage. Rounded, or noise in the last digit would decide ties."""
    return round(sum(parts), 5)


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
    length, text = byte_length(length_byte(candidate.length)), candidate.terms
    parts, held = [], []
    for group in groups:
        best = 0.0
        for needle, term, weight in group:
            if needle in text:
                held.append(term)
                best = max(best, term_score(weight, text.count(needle), length, average))
        parts.append(best)
    return Ranked(total(parts), candidate, tuple(parts), frozenset(held))
