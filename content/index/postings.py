"""The embedded engine's inverted index: which passages hold a term, and the exact best of them.

A posting is two numbers of 32 bits: the passage's number, and a code for all that its score depends on: the facet it belongs to (12 bits),
how often it holds the term (12), and its length as Lucene keeps it (8). Passages are many, codes few: each code is scored once.
"""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import compress
from typing import NamedTuple

from . import ranking

NUMBERS, SIZE = "I", 8  # how postings are packed, and the bytes of one
MOST_FACETS, MOST_OFTEN = 1 << 12, (1 << 12) - 1
_WITHOUT_FACET = (1 << 20) - 1
# Scores are rounded to five digits at the end; until then nothing so near the limit is given up.
_SLACK = 2e-5


class Best(NamedTuple):
    """A passage with its score, what each group of the query gave to it, and the query terms it holds."""

    score: float
    number: int
    parts: tuple[float, ...]
    held: frozenset[str]


class Postings:
    """The passages that hold one term, by number. `scores`: what each code is worth in this query."""

    def __init__(self, packed: bytes, weight: float, average: float, facets: Collection[int] | None):
        pairs = array(NUMBERS, packed)
        self.numbers, self.codes = pairs[::2], pairs[1::2]
        codes = set(self.codes)
        worth = {low: _score(low, weight, average) for low in {code & _WITHOUT_FACET for code in codes}}
        self.scores = {code: worth[code & _WITHOUT_FACET] for code in codes}
        if facets is not None:
            self.scores = {code: score for code, score in self.scores.items() if code >> 20 in facets}
            allowed = [code in self.scores for code in self.codes]
            self.numbers = array(NUMBERS, compress(self.numbers, allowed))
            self.codes = array(NUMBERS, compress(self.codes, allowed))
        self.most = max(self.scores.values(), default=0.0)
        self._all: dict[int, float] | None = None

    def all(self) -> dict[int, float]:
        """What each passage gets."""
        if self._all is None:
            self._all = dict(zip(self.numbers, map(self.scores.__getitem__, self.codes)))
        return self._all

    def one(self, number: int) -> float:
        """What a passage gets; 0 where it does not hold the term."""
        if self._all is not None:
            return self._all.get(number, 0.0)
        place = bisect_left(self.numbers, number)
        held = place < len(self.numbers) and self.numbers[place] == number
        return self.scores[self.codes[place]] if held else 0.0


def code(facet: int, often: int, length: int) -> int:
    """What a posting keeps of a passage beside its number."""
    return facet << 20 | min(often, MOST_OFTEN) << 8 | ranking.length_byte(length)


def changed(packed: bytes, gone: Collection[int], added: array) -> bytes:
    """Packed postings without some passages, and with others whose numbers are higher than all there are."""
    kept = array(NUMBERS, packed)
    if gone and kept:
        stays = [number not in gone for number in kept[::2]]
        kept = array(NUMBERS, (half for pair in compress(zip(kept[::2], kept[1::2]), stays) for half in pair))
    return (kept + added).tobytes()


def best(groups: Sequence[Mapping[str, Postings]], limit: int) -> list[Best]:
    """The passages with the highest sums over groups of the best of each group, in no order; more than `limit` where they tie.

    Groups that can give much are summed up first. Once the rest together can't bring a passage from nothing to the limit, the rest is
    only looked up for passages that are still in the running. So frequent words, which say least, cost least; nothing is estimated.
    """
    most = [max((term.most for term in group.values()), default=0.0) for group in groups]
    order = sorted(range(len(groups)), key=lambda place: -most[place])
    rest, needed = sum(most), 0.0
    scores: dict[int, float] = {}
    for place in order:
        if rest < needed - _SLACK:
            scores = {number: score for number, score in scores.items() if score + rest >= needed - _SLACK}
            for number in scores:
                scores[number] += _part(groups[place], number)
        else:
            _add(scores, groups[place])
        rest -= most[place]
        if len(scores) > limit and rest < max(scores.values()):
            needed = nlargest(limit, scores.values())[-1]
    return [
        _with_parts(groups, number) for number, score in scores.items() if score and score >= needed - _SLACK
    ]


def _add(scores: dict[int, float], group: Mapping[str, Postings]) -> None:
    terms = iter(group.values())
    parts = next(terms).all() if group else {}
    if len(group) > 1:
        parts = dict(parts)
    for term in terms:
        for number, part in term.all().items():
            if part > parts.get(number, 0.0):
                parts[number] = part
    if scores:
        for number, part in parts.items():
            scores[number] = scores.get(number, 0.0) + part
    else:
        scores.update(parts)


def _part(group: Mapping[str, Postings], number: int) -> float:
    most = 0.0
    for term in group.values():  # a loop: this is where a search in a large index spends its time
        most = max(most, term.one(number))
    return most


def _with_parts(groups: Iterable[Mapping[str, Postings]], number: int) -> Best:
    parts, held = [], []
    for group in groups:
        most = 0.0
        for name, term in group.items():
            part = term.one(number)
            if part:
                held.append(name)
                most = max(most, part)
        parts.append(most)
    return Best(ranking.total(parts), number, tuple(parts), frozenset(held))


def _score(code: int, weight: float, average: float) -> float:
    often, length = code >> 8 & MOST_OFTEN, ranking.byte_length(code & 0xFF)
    return ranking.term_score(weight, often, length, average)
