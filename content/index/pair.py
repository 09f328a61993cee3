"""Elasticsearch in front, the embedded index behind it: readers are always answered, and no write is lost.

Every write goes to the embedded index first, so that it can answer at any moment. `vocabulary` always comes from it: it keeps the words
counted, while Elasticsearch could only tell them by reading every passage.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from .documents import Passage, Record
from .store import AnalyserMismatch, EngineAway, IndexMissing, Progress, Scored, Shown, Store

logger = logging.getLogger(__name__)
REST_SECONDS = 30.0
T = TypeVar("T")


class Breaker:
    """Keeps callers away from a server that has just failed; after a rest one of them tries again."""

    def __init__(self, rest: float = REST_SECONDS, clock: Callable[[], float] = time.monotonic):
        self.why = ""
        self._rest, self._clock = rest, clock
        self._until: float | None = None
        self._lock = threading.Lock()

    def lets_through(self) -> bool:
        """Whether to try. After a rest that is true for one caller; the others wait for how it goes."""
        with self._lock:
            if self._until is None:
                return True
            if self._clock() < self._until:
                return False
            self._until = self._clock() + self._rest
            return True

    def failed(self, why: str) -> None:
        """Begins a rest."""
        with self._lock:
            self._until, self.why = self._clock() + self._rest, why

    def succeeded(self) -> None:
        """Ends it."""
        with self._lock:
            self._until, self.why = None, ""


class StorePair:
    """A `Store` of two: reads from the server unless it fails, writes to both."""

    def __init__(self, server: Store, embedded: Store, breaker: Breaker | None = None):
        self.server, self.embedded = server, embedded
        self.breaker = breaker or Breaker()

    # --- Reading ------------------------------------------------------------------------------------------------------

    def search_terms(
        self,
        language: str,
        groups: Sequence[Mapping[str, float]],
        *,
        kinds: Sequence[str] | None = None,
        country: str | None = None,
        limit: int = 50,
    ) -> list[Scored]:
        """See `Store.search_terms`."""
        return self._read(
            lambda store: store.search_terms(language, groups, kinds=kinds, country=country, limit=limit)
        )

    def frequencies(self, language: str, terms: Iterable[str]) -> dict[str, int]:
        """See `Store.frequencies`."""
        asked = list(terms)
        return self._read(lambda store: store.frequencies(language, asked))

    def size(self, language: str) -> int:
        """See `Store.size`."""
        return self._read(lambda store: store.size(language))

    def vocabulary(self, language: str) -> Mapping[str, Shown]:
        """See `Store.vocabulary`. Always from the embedded index."""
        return self.embedded.vocabulary(language)

    def pages(self, language: str) -> set[str]:
        """See `Store.pages`."""
        return self._read(lambda store: store.pages(language))

    def page(self, page: str, language: str) -> list[Passage]:
        """See `Store.page`."""
        return self._read(lambda store: store.page(page, language))

    def record(self, kind: str, id: str) -> dict[str, Any] | None:
        """See `Store.record`."""
        return self._read(lambda store: store.record(kind, id))

    def kept(self, kind: str, id: str) -> Mapping[str, Any] | None:
        """See `Store.kept`. From the embedded index, which has every write first; else asked of the server each time."""
        try:
            return self.embedded.kept(kind, id)
        except (IndexMissing, AnalyserMismatch):
            return self._read(lambda store: store.record(kind, id))

    def records(self, kind: str) -> list[Record]:
        """See `Store.records`."""
        return self._read(lambda store: store.records(kind))

    def health(self) -> dict[str, Any]:
        """See `Store.health`. Degraded while the embedded index answers alone, or the two hold different numbers."""
        embedded = self.embedded.health()
        report = self._read(lambda store: store.health())
        if report["engine"] == embedded["engine"]:
            return report | {"state": "degraded", "why": self.breaker.why or "the server is resting"}
        if (report["passages"], report["records"]) != (embedded["passages"], embedded["records"]):
            return report | {
                "state": "degraded",
                "why": "the two indices hold different numbers: check_index repairs that",
            }
        return report

    def engines(self) -> tuple[Store, ...]:
        """See `Store.engines`."""
        return self.embedded, self.server

    def _read(self, read: Callable[[Store], T]) -> T:
        if self.breaker.lets_through():
            try:
                found = read(self.server)
            except (EngineAway, IndexMissing, AnalyserMismatch) as error:
                logger.warning("The embedded index answers for %.0f s: %s", REST_SECONDS, error)
                self.breaker.failed(str(error))
            else:
                self.breaker.succeeded()
                return found
        return read(self.embedded)

    # --- Writing ------------------------------------------------------------------------------------------------------

    def replace_page(self, page: str, language: str, passages: Sequence[Passage], version: int) -> bool:
        """See `Store.replace_page`."""
        return self._write(lambda store: store.replace_page(page, language, passages, version))

    def remove_page(self, page: str, language: str, version: int) -> bool:
        """See `Store.remove_page`."""
        return self._write(lambda store: store.remove_page(page, language, version))

    def put_record(self, kind: str, id: str, data: Mapping[str, Any] | None, version: int) -> bool:
        """See `Store.put_record`."""
        return self._write(lambda store: store.put_record(kind, id, data, version))

    def rebuild(
        self,
        passages: Iterable[Passage],
        records: Iterable[tuple[str, str, Mapping[str, Any]]],
        version: int,
        *,
        progress: Progress | None = None,
    ) -> None:
        """See `Store.rebuild`. Tries the server even while it rests: the rebuild may be its cure."""
        passages, records = list(passages), list(records)
        self.embedded.rebuild(passages, records, version)
        try:
            self.server.rebuild(passages, records, version, progress=progress)
        except EngineAway as error:
            self.breaker.failed(str(error))
            raise
        self.breaker.succeeded()

    def _write(self, write: Callable[[Store], bool]) -> bool:
        """Writes to both. Raises EngineAway when only the embedded index could be written: whoever asked must ask again."""
        written = write(self.embedded)
        if not self.breaker.lets_through():
            raise EngineAway(f"resting after: {self.breaker.why}")
        try:
            written = write(self.server) and written
        except EngineAway as error:
            self.breaker.failed(str(error))
            raise
        self.breaker.succeeded()
        return written
