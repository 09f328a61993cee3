"""Lucene's BM25, so that the embedded engine orders as Elasticsearch does.

Source of the formulas: Lucene `BM25Similarity` (idf, tf) and `SmallFloat.intToByte4` (lengths kept in one byte).
"""

from math import log

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
