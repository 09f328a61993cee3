"""Corrects mistyped words against the words of our own texts."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache
from heapq import nsmallest

from content.text.stemming import gheg, is_known
from content.text.typos import distance

from .store import Shown

SHORTEST = 4  # letters; shorter words are too like one another
ALIKE = 0.5  # of the pieces of two words, those they must share to look alike
_CLOSEST = 60  # words compared in full


class Corrector:
    """Nearest words of a vocabulary. Built once per state of the index."""

    def __init__(self, vocabulary: Mapping[str, Shown], language: str):
        self.vocabulary = vocabulary
        self.language = language
        self._by_trigram: dict[str, list[str]] = defaultdict(list)
        for word in vocabulary:
            for trigram in _trigrams(word):
                self._by_trigram[trigram].append(word)
        self._ordered = sorted(vocabulary)
        self.nearest = lru_cache(maxsize=4096)(self._nearest)

    def _nearest(self, word: str) -> str | None:
        """The word most likely meant by the folded `word`; None where it may well be right.

        One mistake is allowed, two from eight letters on. Words of up to three letters, words of the dictionary and known Gheg
        forms are never corrected.
        """
        if (
            len(word) < SHORTEST
            or not word.isalpha()
            or word in self.vocabulary
            or word in gheg()
            or is_known(word, self.language)
        ):
            return None
        allowed = 2 if len(word) >= 8 else 1
        shared = Counter(near for trigram in _trigrams(word) for near in self._by_trigram.get(trigram, ()))
        closest = sorted(shared, key=lambda near: (-shared[near], near))[:_CLOSEST]
        best = None
        # A short word with two letters swapped may share no piece with the right one: "vzia", "viza".
        for near in dict.fromkeys([*filter(self.vocabulary.__contains__, _swapped(word)), *closest]):
            if (
                abs(len(near) - len(word)) > allowed
                or len(near) < SHORTEST
                or (len(word) < 5 and near[0] != word[0])
            ):
                continue
            away = distance(word, near, allowed)
            if away <= allowed:
                rank = (away, near[0] != word[0], -self.vocabulary[near].count, near)
                best = min(best, rank) if best else rank
        return best[-1] if best else None

    def completions(self, start: str, most: int = 8) -> list[str]:
        """The most frequent words that begin with the folded `start`, without `start` itself."""
        first = bisect_left(self._ordered, start)
        last = bisect_left(self._ordered, start + "\uffff", first)
        found = (word for word in self._ordered[first:last] if word != start)
        return nsmallest(most, found, key=lambda word: (-self.vocabulary[word].count, word))

    def most_like(self, word: str) -> str | None:
        """The word that looks most like the folded `word`, however many letters differ; None where none does."""
        if len(word) < SHORTEST:
            return None
        pieces = _trigrams(word)
        shared = Counter(near for piece in pieces for near in self._by_trigram.get(piece, ()))
        alike = ((2 * count / (len(pieces) + len(_trigrams(near))), near) for near, count in shared.items())
        likeness, near = max(alike, default=(0.0, ""))
        return near if likeness >= ALIKE else None

    def beginning_like(self, word: str) -> list[str]:
        """Words with the same beginning, for forms no rule brings together; at most eight."""
        length = max(5, len(word) - 3)
        if len(word) < length:
            return []
        start = word[:length]
        first = bisect_left(self._ordered, start)
        found = []
        for near in self._ordered[first : first + 8]:
            if not near.startswith(start):
                break
            found.append(near)
        return found


def _swapped(word: str) -> list[str]:
    """The word with two neighbouring letters in each other's place."""
    return [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1)]


def _trigrams(word: str) -> set[str]:
    padded = f"${word}$"
    return {padded[start : start + 3] for start in range(len(padded) - 2)}
