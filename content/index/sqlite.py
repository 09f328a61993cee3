"""The embedded index: one SQLite file that the site writes and everybody reads.

FTS5 proposes candidates, Lucene's formula puts them in order. A table per language keeps word statistics apart.
"""

import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

from . import ranking
from .analysis import ANALYSER_VERSION, passage_terms, words
from .documents import LANGUAGES, Passage, Record
from .store import (
    AnalyserMismatch,
    IndexMissing,
    Progress,
    Scored,
    Shown,
    Store,
    check_language,
    check_page,
)

CANDIDATES = 200
PROGRESS_EVERY = 500
SCHEMA_VERSION = "1"
_BUSY_SECONDS = 5.0

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE passage (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, language TEXT NOT NULL, page TEXT NOT NULL, kind TEXT NOT NULL,
  country TEXT NOT NULL, version INTEGER NOT NULL, length INTEGER NOT NULL, data TEXT NOT NULL);
CREATE INDEX passage_page ON passage (page, language);
CREATE TABLE page_version (page TEXT, language TEXT, version INTEGER NOT NULL, PRIMARY KEY (page, language)) WITHOUT ROWID;
CREATE TABLE corpus (
  language TEXT PRIMARY KEY, passages INTEGER NOT NULL, length INTEGER NOT NULL, changes INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE word (
  language TEXT, folded TEXT, written TEXT, count INTEGER NOT NULL, PRIMARY KEY (language, folded, written)) WITHOUT ROWID;
CREATE TABLE record (kind TEXT, id TEXT, version INTEGER NOT NULL, data TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID;
""" + "".join(
    f"""
INSERT INTO corpus VALUES ('{language}', 0, 0, 0);
CREATE VIRTUAL TABLE terms_{language} USING fts5(terms, tokenize="ascii tokenchars '_'");
CREATE VIRTUAL TABLE frequency_{language} USING fts5vocab(terms_{language}, row);
"""
    for language in LANGUAGES
)
_TABLES = (
    "meta",
    "passage",
    "page_version",
    "corpus",
    "word",
    "record",
    *tuple(f"{name}_{language}" for language in LANGUAGES for name in ("frequency", "terms")),
)


class SQLiteStore:
    """A `Store` in one file. Safe in threads and after a fork; opening does nothing, the file may come later."""

    def __init__(self, path: Path | str, writable: bool = False):
        self.path = Path(path).absolute()
        self.writable = writable
        self._local = threading.local()
        self._vocabularies: dict[str, tuple[tuple, dict[str, Shown]]] = {}

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
        asked = sorted({term for group in groups for term in group})
        if not asked:
            return []
        with self._snapshot() as db:
            count, length = db.execute(
                "SELECT passages, length FROM corpus WHERE language = ?", (language,)
            ).fetchone()
            found = self._frequencies(db, language, asked)
            if not found:
                return []
            rows = db.execute(*_candidates(language, found, kinds, country)).fetchall()
            weights = {term: ranking.idf(count, holding) for term, holding in found.items()}
            ranked = ranking.rank(map(ranking.Candidate._make, rows), groups, weights, length / count)[:limit]
            marks = ",".join("?" * len(ranked))
            numbers = [row.candidate.key for row in ranked]
            data = dict(db.execute(f"SELECT number, data FROM passage WHERE number IN ({marks})", numbers))
        return [Scored(_passage(data[row.candidate.key]), row.score, row.held, row.parts) for row in ranked]

    def frequencies(self, language: str, terms: Iterable[str]) -> dict[str, int]:
        """See `Store.frequencies`."""
        check_language(language)
        with self._snapshot() as db:
            return self._frequencies(db, language, terms)

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
            return _passages(db, page, language)

    def record(self, kind: str, id: str) -> dict[str, Any] | None:
        """See `Store.record`."""
        with self._snapshot() as db:
            row = db.execute("SELECT data FROM record WHERE kind = ? AND id = ?", (kind, id)).fetchone()
        return json.loads(row[0]) if row and row[0] is not None else None

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
                "analyser": ANALYSER_VERSION,
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
            if not _claim(db, page, language, version):
                return False
            for (number,) in db.execute(
                "SELECT number FROM passage WHERE page = ? AND language = ?", (page, language)
            ).fetchall():
                _delete(db, number)
            for passage in passages:
                _insert(db, passage)
        return True

    def remove_page(self, page: str, language: str, version: int) -> bool:
        """See `Store.remove_page`."""
        return self.replace_page(page, language, (), version)

    def put_record(self, kind: str, id: str, data: Mapping[str, Any] | None, version: int) -> bool:
        """See `Store.put_record`."""
        with self._transaction() as db:
            return _put_record(db, kind, id, data, version)

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
            if _meta(db).get("analyser") == ANALYSER_VERSION:
                newer_pages = db.execute(
                    "SELECT page, language, version FROM page_version WHERE version > ?", (version,)
                ).fetchall()
                newer_records = db.execute(
                    "SELECT kind, id, data, version FROM record WHERE version > ?", (version,)
                ).fetchall()
                for page, language, _ in newer_pages:
                    kept += _passages(db, page, language)
            changes = _changes(db)
            for table in _TABLES:
                db.execute(f"DROP TABLE IF EXISTS {table}")
            _create(db, changes + 1)
            db.executemany("INSERT INTO page_version VALUES (?, ?, ?)", newer_pages)
            skipped = {(page, language) for page, language, _ in newer_pages}
            for done, passage in enumerate(passages, 1):
                if (passage.page, passage.language) not in skipped:
                    _claim(db, passage.page, passage.language, version)
                    _insert(db, passage)
                if progress and (done % PROGRESS_EVERY == 0 or done == len(passages)):
                    progress(done, len(passages))
            for passage in kept:
                _insert(db, passage)
            for kind, id, data, record_version in newer_records:
                _put_record(db, kind, id, json.loads(data) if data else None, record_version)
            for kind, id, data in records:
                _put_record(db, kind, id, data, version)

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
        meta = _meta(db)
        if not meta:
            raise IndexMissing(f"the content index {self.path.name} is empty: build it first")
        written_by = meta.get("analyser"), meta.get("schema")
        if written_by != (ANALYSER_VERSION, SCHEMA_VERSION):
            raise AnalyserMismatch(
                f"the index was written by analyser {written_by[0]} (schema {written_by[1]}), this is analyser {ANALYSER_VERSION} "
                f"(schema {SCHEMA_VERSION}): rebuild it"
            )

    def _frequencies(self, db: sqlite3.Connection, language: str, terms: Iterable[str]) -> dict[str, int]:
        query = f"SELECT doc FROM frequency_{language} WHERE term = ?"
        rows = ((term, db.execute(query, (term,)).fetchone()) for term in terms)
        return {term: row[0] for term, row in rows if row}


def _meta(db: sqlite3.Connection) -> dict[str, str]:
    try:
        return dict(db.execute("SELECT key, value FROM meta"))
    except sqlite3.OperationalError:
        return {}


def _changes(db: sqlite3.Connection) -> int:
    try:
        return db.execute("SELECT max(changes) FROM corpus").fetchone()[0] or 0
    except sqlite3.OperationalError:
        return 0


def _create(db: sqlite3.Connection, changes: int) -> None:
    for statement in _SCHEMA.split(";\n"):
        if statement.strip():
            db.execute(statement)
    db.execute("UPDATE corpus SET changes = ?", (changes,))
    db.executemany(
        "INSERT INTO meta VALUES (?, ?)", [("analyser", ANALYSER_VERSION), ("schema", SCHEMA_VERSION)]
    )


def _candidates(
    language: str, terms: Iterable[str], kinds: Sequence[str] | None, country: str | None
) -> tuple[str, list[Any]]:
    conditions, values = [f"terms_{language} MATCH ?"], [" OR ".join(f'"{term}"' for term in terms)]
    if kinds is not None:
        conditions.append(f"p.kind IN ({','.join('?' * len(kinds))})")
        values += list(kinds)
    if country:
        conditions.append("p.country IN ('', 'EU', ?)")
        values.append(country)
    query = (
        f"SELECT p.number, p.id, p.length, t.terms FROM terms_{language} t JOIN passage p ON p.number = t.rowid "
        f"WHERE {' AND '.join(conditions)} ORDER BY t.rank LIMIT {CANDIDATES}"
    )
    return query, values


@lru_cache(maxsize=8_192)  # the same passages answer again and again; reading one costs as much as ranking ten
def _passage(data: str) -> Passage:
    return Passage.from_dict(json.loads(data))


def _passages(db: sqlite3.Connection, page: str, language: str) -> list[Passage]:
    query = "SELECT data FROM passage WHERE page = ? AND language = ? ORDER BY id"
    return [_passage(data) for (data,) in db.execute(query, (page, language))]


def _claim(db: sqlite3.Connection, page: str, language: str, version: int) -> bool:
    """Notes the version of a page unless a newer one is known."""
    query = """INSERT INTO page_version VALUES (?, ?, ?)
               ON CONFLICT DO UPDATE SET version = excluded.version WHERE excluded.version >= version"""
    return db.execute(query, (page, language, version)).rowcount > 0


def _insert(db: sqlite3.Connection, passage: Passage) -> None:
    found = passage_terms(passage)
    data = json.dumps(passage.to_dict(), ensure_ascii=False)
    values = (
        passage.id,
        passage.language,
        passage.page,
        passage.kind,
        passage.country,
        passage.version,
        len(found),
        data,
    )
    number = db.execute(
        "INSERT INTO passage (id, language, page, kind, country, version, length, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        values,
    ).lastrowid
    db.execute(
        f"INSERT INTO terms_{passage.language} (rowid, terms) VALUES (?, ?)", (number, ranking.joined(found))
    )
    _count(db, passage, len(found), 1)


def _delete(db: sqlite3.Connection, number: int) -> None:
    data, length = db.execute("SELECT data, length FROM passage WHERE number = ?", (number,)).fetchone()
    passage = _passage(data)
    db.execute("DELETE FROM passage WHERE number = ?", (number,))
    db.execute(f"DELETE FROM terms_{passage.language} WHERE rowid = ?", (number,))
    _count(db, passage, length, -1)


def _count(db: sqlite3.Connection, passage: Passage, length: int, sign: int) -> None:
    db.execute(
        "UPDATE corpus SET passages = passages + ?, length = length + ?, changes = changes + 1 WHERE language = ?",
        (sign, sign * length, passage.language),
    )
    text = "\n".join((passage.title, passage.heading, passage.text))
    rows = [
        (passage.language, word.folded, text[word.start : word.end].lower(), sign)
        for word in words(text, passage.language)
        if word.terms and not word.folded[0].isdigit()
    ]
    db.executemany(
        "INSERT INTO word VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count", rows
    )


def _put_record(
    db: sqlite3.Connection, kind: str, id: str, data: Mapping[str, Any] | None, version: int
) -> bool:
    text = None if data is None else json.dumps(data, ensure_ascii=False)
    query = """INSERT INTO record (kind, id, version, data) VALUES (?, ?, ?, ?)
               ON CONFLICT DO UPDATE SET version = excluded.version, data = excluded.data WHERE excluded.version >= version"""
    return db.execute(query, (kind, id, version, text)).rowcount > 0
