"""The embedded index: one SQLite file that the site writes and everybody reads. `tables` holds what is in it, `postings` finds passages."""

import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from content.languages import LANGUAGES

from . import analysis, postings, ranking, tables
from .documents import Passage, Record
from .store import (
    AnalyserMismatch,
    IndexMissing,
    Progress,
    Scored,
    Shown,
    Store,
    check_language,
    check_page,
    check_unique,
)

_BUSY_SECONDS = 5.0


class SQLiteStore:
    """A `Store` in one file. Safe in threads and after a fork; opening does nothing, the file may come later."""

    def __init__(self, path: Path | str, writable: bool = False):
        self.path = Path(path).absolute()
        self.writable = writable
        self._local = threading.local()
        self._vocabularies: dict[str, tuple[tuple, dict[str, Shown]]] = {}
        self._kept: dict[tuple[str, str], tuple[str | None, dict[str, Any] | None]] = {}

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
        check_language(language)
        with self._snapshot() as db:
            count, length = db.execute(
                "SELECT passages, length FROM corpus WHERE language = ?", (language,)
            ).fetchone()
            packed = dict(tables.packed_postings(db, language, {term for group in groups for term in group}))
            weights = {term: ranking.idf(count, len(blob) // postings.SIZE) for term, blob in packed.items()}
            facets = tables.facets(db, kinds, country)
            sought = [
                {
                    term: postings.Postings(packed[term], weight * weights[term], length / count, facets)
                    for term, weight in group.items()
                    if term in packed
                }
                for group in groups
            ]
            found = tables.in_order(db, postings.best(sought, limit))[:limit]
            data = dict(
                tables.select(
                    db, "SELECT number, data FROM passage WHERE number IN", [row.number for row in found]
                )
            )
        return [Scored(tables.passage_of(data[row.number]), row.score, row.held, row.parts) for row in found]

    def frequencies(self, language: str, terms: Iterable[str]) -> dict[str, int]:
        """See `Store.frequencies`."""
        check_language(language)
        query = f"SELECT term, length(passages) / {postings.SIZE} FROM posting WHERE language = ? AND term IN"
        with self._snapshot() as db:
            return dict(tables.select(db, query, terms, language))

    def size(self, language: str) -> int:
        """See `Store.size`."""
        check_language(language)
        with self._snapshot() as db:
            return db.execute("SELECT passages FROM corpus WHERE language = ?", (language,)).fetchone()[0]

    def vocabulary(self, language: str) -> Mapping[str, Shown]:
        """See `Store.vocabulary`."""
        check_language(language)
        with self._snapshot() as db:
            changes = db.execute("SELECT changes FROM corpus WHERE language = ?", (language,)).fetchone()[0]
            state = (self._local.file, changes)
            kept = self._vocabularies.get(language)
            if kept is None or kept[0] != state:
                best: dict[str, Shown] = {}
                query = "SELECT folded, written, count FROM word WHERE language = ? AND count > 0 ORDER BY folded, count DESC, written"
                for folded, written, count in db.execute(query, (language,)):
                    known = best.get(folded)
                    best[folded] = (
                        Shown(known.written, known.count + count) if known else Shown(written, count)
                    )
                self._vocabularies[language] = kept = (state, best)
        return kept[1]

    def pages(self, language: str) -> set[str]:
        """See `Store.pages`."""
        check_language(language)
        with self._snapshot() as db:
            query = "SELECT DISTINCT page FROM passage WHERE language = ?"
            return {page for (page,) in db.execute(query, (language,))}

    def page(self, page: str, language: str) -> list[Passage]:
        """See `Store.page`."""
        check_language(language)
        with self._snapshot() as db:
            return tables.passages_of(db, page, language)

    def record(self, kind: str, id: str) -> dict[str, Any] | None:
        """See `Store.record`."""
        text = self._record_text(kind, id)
        return None if text is None else json.loads(text)

    def kept(self, kind: str, id: str) -> Mapping[str, Any] | None:
        """See `Store.kept`."""
        text = self._record_text(kind, id)
        known = self._kept.get((kind, id))
        if known is None or known[0] != text:
            self._kept[kind, id] = known = (text, None if text is None else json.loads(text))
        return known[1]

    def _record_text(self, kind: str, id: str) -> str | None:
        with self._snapshot() as db:
            row = db.execute("SELECT data FROM record WHERE kind = ? AND id = ?", (kind, id)).fetchone()
        return row[0] if row else None

    def records(self, kind: str) -> list[Record]:
        """See `Store.records`."""
        with self._snapshot() as db:
            query = (
                "SELECT kind, id, version, data FROM record WHERE kind = ? AND data IS NOT NULL ORDER BY id"
            )
            return [
                Record(kind, id, version, json.loads(data))
                for kind, id, version, data in db.execute(query, (kind,))
            ]

    def health(self) -> dict[str, Any]:
        """See `Store.health`."""
        with self._snapshot() as db:
            return {
                "engine": "sqlite",
                "analyser": analysis.ANALYSER_VERSION,
                "passages": dict(db.execute("SELECT language, passages FROM corpus ORDER BY language")),
                "records": db.execute("SELECT count(*) FROM record WHERE data IS NOT NULL").fetchone()[0],
                "version": db.execute(
                    "SELECT max(coalesce((SELECT max(version) FROM page_version), 0), coalesce((SELECT max(version) FROM record), 0))"
                ).fetchone()[0],
            }

    def engines(self) -> tuple[Store, ...]:
        """See `Store.engines`."""
        return (self,)

    # --- Writing ------------------------------------------------------------------------------------------------------

    def replace_page(self, page: str, language: str, passages: Sequence[Passage], version: int) -> bool:
        """See `Store.replace_page`.

        Raises:
            ValueError: a passage belongs to another page or language.
        """
        check_page(page, language, passages)
        with self._transaction() as db:
            if not tables.claim(db, page, language, version):
                return False
            query = "SELECT number, length, data FROM passage WHERE page = ? AND language = ?"
            tables.write(db, language, db.execute(query, (page, language)).fetchall(), passages)
        return True

    def remove_page(self, page: str, language: str, version: int) -> bool:
        """See `Store.remove_page`."""
        return self.replace_page(page, language, (), version)

    def put_record(self, kind: str, id: str, data: Mapping[str, Any] | None, version: int) -> bool:
        """See `Store.put_record`."""
        with self._transaction() as db:
            return tables.put_record(db, kind, id, data, version)

    def rebuild(
        self,
        passages: Iterable[Passage],
        records: Iterable[tuple[str, str, Mapping[str, Any]]],
        version: int,
        *,
        progress: Progress | None = None,
    ) -> None:
        """See `Store.rebuild`. A file that is no database is replaced."""
        passages, records = list(passages), list(records)
        check_unique(passages)
        try:
            self._rebuild(passages, records, version, progress)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self._close()
            for suffix in ("", "-wal", "-shm"):
                Path(f"{self.path}{suffix}").unlink(missing_ok=True)
            self._rebuild(passages, records, version, progress)

    def _rebuild(
        self,
        passages: list[Passage],
        records: list[tuple[str, str, Mapping[str, Any]]],
        version: int,
        progress: Progress | None,
    ) -> None:
        with self._transaction(check=False) as db:
            newer_pages, newer_records, kept = [], [], []
            if tables.written_by(db) == (analysis.ANALYSER_VERSION, tables.SCHEMA_VERSION):
                newer_pages = db.execute(
                    "SELECT page, language, version FROM page_version WHERE version > ?", (version,)
                ).fetchall()
                newer_records = db.execute(
                    "SELECT kind, id, version, data FROM record WHERE version > ?", (version,)
                ).fetchall()
                for page, language, _ in newer_pages:
                    kept += tables.passages_of(db, page, language)
            changes = tables.changes(db)
            tables.drop_everything(db)
            tables.create(db, changes + 1)
            skipped = {(page, language) for page, language, _ in newer_pages}
            pages = {(passage.page, passage.language) for passage in passages} - skipped
            db.executemany(
                "INSERT INTO page_version VALUES (?, ?, ?)",
                [*newer_pages, *((*page, version) for page in pages)],
            )
            kept += [passage for passage in passages if (passage.page, passage.language) not in skipped]
            done = 0
            for language in LANGUAGES:
                here = [passage for passage in kept if passage.language == language]
                tables.write(db, language, (), here, progress, done, len(kept))
                done += len(here)
            db.executemany("INSERT INTO record VALUES (?, ?, ?, ?)", newer_records)
            for kind, id, data in records:
                tables.put_record(db, kind, id, data, version)

    # --- Connections --------------------------------------------------------------------------------------------------

    @contextmanager
    def _snapshot(self) -> Iterator[sqlite3.Connection]:
        """One consistent state for all reads inside."""
        db = self._connection()
        db.execute("BEGIN")
        try:
            self._verify(db)
            yield db
        finally:
            db.execute("ROLLBACK")

    @contextmanager
    def _transaction(self, check: bool = True) -> Iterator[sqlite3.Connection]:
        if not self.writable:
            raise PermissionError("this store was opened for reading")
        db = self._connection()
        db.execute("BEGIN IMMEDIATE")
        try:
            if check:
                self._verify(db)
            yield db
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")

    def _connection(self) -> sqlite3.Connection:
        """This thread's connection; a new one after a fork or when the file has been replaced."""
        try:
            status = os.stat(self.path)
            present = (os.getpid(), status.st_dev, status.st_ino)
        except FileNotFoundError:
            if not self.writable:
                self._close()
                raise IndexMissing(
                    f"there is no content index at {self.path.name} yet: build it first"
                ) from None
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.touch()
            status = os.stat(self.path)
            present = (os.getpid(), status.st_dev, status.st_ino)
        if getattr(self._local, "file", None) != present:
            self._close()
            mode = "rw" if self.writable else "ro"
            db = sqlite3.connect(
                f"{self.path.as_uri()}?mode={mode}", uri=True, timeout=_BUSY_SECONDS, isolation_level=None
            )
            if self.writable:
                db.execute("PRAGMA journal_mode = WAL")
                db.execute("PRAGMA synchronous = NORMAL")
            self._local.db, self._local.file = db, present
        return self._local.db

    def _close(self) -> None:
        db, file = getattr(self._local, "db", None), getattr(self._local, "file", None)
        self._local.db = self._local.file = None
        if db is not None and file and file[0] == os.getpid():
            db.close()

    def _verify(self, db: sqlite3.Connection) -> None:
        written_by = tables.written_by(db)
        if written_by is None:
            raise IndexMissing(f"the content index {self.path.name} is empty: build it first")
        if written_by != (analysis.ANALYSER_VERSION, tables.SCHEMA_VERSION):
            raise AnalyserMismatch(
                f"the index was written by analyser {written_by[0]} (schema {written_by[1]}), this is analyser {analysis.ANALYSER_VERSION} "
                f"(schema {tables.SCHEMA_VERSION}): rebuild it"
            )
