"""What every engine of the index can do. `tests/contracts/test_store.py` holds them to it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from content.languages import LANGUAGES

from .documents import Passage, Record


class IndexMissing(RuntimeError):
    """There is no index yet: build it first."""


class AnalyserMismatch(RuntimeError):
    """The index was written by another version of the analyser: rebuild it, or its words would not be found."""


class EngineAway(RuntimeError):
    """A server does not answer. Where an embedded index stands behind it, that one has the change already."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage an engine found, with its score, the query terms it holds, and the share of each group in the score."""

    passage: Passage
    score: float
    terms: frozenset[str]
    parts: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """How a folded word is written in our texts, and how often it stands there."""

    written: str
    count: int


Progress = Callable[[int, int], None]  # called with (done, total)


class Store(Protocol):
    """A content index. Versions only grow; what is older than what is stored never wins, also after a removal.

    Raises: IndexMissing, AnalyserMismatch (all but `rebuild`: a single write does not begin an index, or search would find
    that one page and nothing else). EngineAway: from an engine on a server.
    """

    def replace_page(self, page: str, language: str, passages: Sequence[Passage], version: int) -> bool:
        """Makes these the passages of a page. False when something newer is stored."""

    def remove_page(self, page: str, language: str, version: int) -> bool:
        """Removes a page and remembers the version. False when something newer is stored."""

    def put_record(self, kind: str, id: str, data: Mapping[str, Any] | None, version: int) -> bool:
        """Writes a record; `None` removes it. False when something newer is stored."""

    def rebuild(
        self,
        passages: Iterable[Passage],
        records: Iterable[tuple[str, str, Mapping[str, Any]]],
        version: int,
        *,
        progress: Progress | None = None,
    ) -> None:
        """Replaces everything at once. Readers see the old index until then; pages and records newer than `version` stay.

        Raises:
            ValueError: two passages have the same id.
        """

    def search_terms(
        self,
        language: str,
        groups: Sequence[Mapping[str, float]],
        *,
        kinds: Sequence[str] | None = None,
        country: str | None = None,
        limit: int = 50,
    ) -> list[Scored]:
        """The best passages for a query, best first, ties by id.

        Each group holds the terms that stand for one word of the query, with their weights. A passage scores, for each group, the best of
        weight x BM25 (Lucene's: k1 1.2, b .75, one-byte lengths), and the sum over groups. `country` leaves out other countries.
        """

    def frequencies(self, language: str, terms: Iterable[str]) -> dict[str, int]:
        """In how many passages each term stands; absent terms are left out."""

    def size(self, language: str) -> int:
        """How many passages there are."""

    def vocabulary(self, language: str) -> Mapping[str, Shown]:
        """Every folded word of the passages. The same object as long as nothing has changed."""

    def pages(self, language: str) -> set[str]:
        """The keys of all pages that have passages."""

    def page(self, page: str, language: str) -> list[Passage]:
        """The passages of one page, ordered by id."""

    def record(self, kind: str, id: str) -> dict[str, Any] | None:
        """A record's data, None when there is none."""

    def kept(self, kind: str, id: str) -> Mapping[str, Any] | None:
        """A record that every question needs. The same object as long as it has not changed: not to be written to."""

    def records(self, kind: str) -> list[Record]:
        """All records of a kind, ordered by id."""

    def health(self) -> dict[str, Any]:
        """`{engine, analyser, passages: {language: n}, records, version}`, with `state: degraded` and `why` when something is wrong."""

    def engines(self) -> "tuple[Store, ...]":
        """The engines this store consists of, for checks that must look at each."""


def check_page(page: str, language: str, passages: Iterable[Passage]) -> None:
    """Makes sure that passages belong to the page they are written for.

    Raises:
        ValueError: one belongs to another page or language, two have the same id, or there is no such language.
    """
    check_language(language)
    check_unique(passages)
    for passage in passages:
        if (passage.page, passage.language) != (page, language):
            raise ValueError(f"passage {passage.id} does not belong to {page} in {language}")


def check_unique(passages: Iterable[Passage]) -> None:
    """Makes sure that no two passages have the same id.

    Raises:
        ValueError: two have.
    """
    seen: set[str] = set()
    for passage in passages:
        if passage.id in seen:
            raise ValueError(f"two passages have the id {passage.id}")
        seen.add(passage.id)


def check_language(language: str) -> None:
    """Makes sure that an index is kept in this language.

    Raises:
        ValueError: it isn't.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r} is none of {', '.join(LANGUAGES)}")
