"""Where the words of the glossary stand in a running text, in whatever form of the word."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from content.index.analysis import words

# Between two words of a name stand blanks, hyphens and little words, never the end of a thought.
_BETWEEN = re.compile(r"[\w\s'’/-]+")
_QUOTED = re.compile(r"[„“\"»][^„“”\"«»]*[“”\"«]")
# Albanian stems bring derived words together as well: punë (work) and punëtor (worker) have the same.
_SHARED = {"sq": 0.6}


@dataclass(frozen=True)
class Place:
    """A name of the glossary in a text, from `start` up to `end`."""

    start: int
    end: int
    key: str


@dataclass(frozen=True)
class _Name:
    """A name as it is looked for: its stems, its words as written (folded), and how many little words stand between them."""

    key: str
    stems: tuple[str, ...]
    written: tuple[str, ...]
    between: int


class Names:
    """Names of the glossary in one language, ready to be found."""

    def __init__(self, names: Iterable[tuple[str, str]], language: str):
        self.language = language
        self._by_first: dict[str, list[_Name]] = {}
        for key, text in names:
            if parts := self._parts(text):
                stems, written = zip(*((stem, folded) for stem, folded, _, _ in parts), strict=True)
                name = _Name(key, stems, written, _little_words(_gaps(parts, text)))
                self._by_first.setdefault(stems[0], []).append(name)
        for listed in self._by_first.values():
            listed.sort(
                key=lambda name: -len(name.stems)
            )  # the longest name wins: "EU Blue Card" before "card"

    def _parts(self, text: str) -> list[tuple[str, str, int, int]]:
        """The words that mean something: stem, folded word, start, end."""
        return [
            (stem, word.folded, word.start, word.end)
            for word in words(text, self.language)
            for stem in word.terms
        ]

    def find(self, text: str) -> list[Place]:
        """Every name in plain text, in order, none inside another and none between quotation marks."""
        said = self._parts(text)
        quoted = [match.span() for match in _QUOTED.finditer(text)]
        found: list[Place] = []
        position = 0
        while position < len(said):
            place = self._at(position, said, text)
            position += 1
            if place is None or any(start < place.end and place.start < end for start, end in quoted):
                continue
            found.append(place)
            while position < len(said) and said[position][2] < place.end:
                position += 1
        return found

    def _at(self, position: int, said: list[tuple[str, str, int, int]], text: str) -> Place | None:
        for name in self._by_first.get(said[position][0], ()):
            part = said[position : position + len(name.stems)]
            if tuple(stem for stem, *_ in part) == name.stems and self._is_form_of(name, part, text):
                return Place(part[0][2], part[-1][3], name.key)
        return None

    def _is_form_of(self, name: _Name, part: list[tuple[str, str, int, int]], text: str) -> bool:
        gaps = _gaps(part, text)
        if not all(not gap or _BETWEEN.fullmatch(gap) for gap in gaps):
            return False
        if _little_words(gaps) > name.between + 1:
            return False
        share = _SHARED.get(self.language, 0)
        return all(
            said.startswith(written[: ceil(share * len(written))])
            for (_, said, *_), written in zip(part, name.written, strict=True)
        )


def _gaps(parts: list[tuple[str, str, int, int]], text: str) -> list[str]:
    return [text[before[3] : after[2]] for before, after in pairwise(parts)]


def _little_words(gaps: list[str]) -> int:
    return sum(len(re.findall(r"\w+", gap)) for gap in gaps)
