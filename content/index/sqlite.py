"""The embedded index: one SQLite file that the site writes and everybody reads. `postings` finds the passages in it."""

import json
import os
import sqlite3
import threading
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import batched
from pathlib import Path
from typing import Any

from . import postings, ranking
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
    check_unique,
)

PROGRESS_EVERY = 500
SCHEMA_VERSION = "2"
_BUSY_SECONDS = 5.0
_AT_ONCE = 10_000  # values bound to one statement

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE facet (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, country TEXT NOT NULL, UNIQUE (kind, country));
CREATE TABLE passage (
  number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, language TEXT NOT NULL, page TEXT NOT NULL, length INTEGER NOT NULL,
  data TEXT NOT NULL);
CREATE INDEX passage_page ON passage (page, language);
CREATE TABLE posting (language TEXT, term TEXT, passages BLOB NOT NULL, PRIMARY KEY (language, term));
CREATE TABLE page_version (page TEXT, language TEXT, version INTEGER NOT NULL, PRIMARY KEY (page, language)) WITHOUT ROWID;
CREATE TABLE corpus (
  language TEXT PRIMARY KEY, passages INTEGER NOT NULL, length INTEGER NOT NULL, changes INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE word (
  language TEXT, folded TEXT, written TEXT, count INTEGER NOT NULL, PRIMARY KEY (language, folded, written)) WITHOUT ROWID;
CREATE TABLE record (kind TEXT, id TEXT, version INTEGER NOT NULL, data TEXT, PRIMARY KEY (kind, id)) WITHOUT ROWID
"""


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
        with self._snapshot() as db:
            count, length = db.execute(
                "SELECT passages, length FROM corpus WHERE language = ?", (language,)
            ).fetchone()
            packed = dict(_packed(db, language, {term for group in groups for term in group}))
            weights = {term: ranking.idf(count, len(blob) // postings.SIZE) for term, blob in packed.items()}
            facets = _facets(db, kinds, country)
            sought = [
                {
                    term: postings.Postings(packed[term], weight * weights[term], length / count, facets)
                    for term, weight in group.items()
                    if term in packed
                }
                for group in groups
            ]
            found = _in_order(db, postings.best(sought, limit))[:limit]
            data = dict(
                _select(db, "SELECT number, data FROM passage WHERE number IN", [row.number for row in found])
            )
        return [Scored(_passage(data[row.number]), row.score, row.held, row.parts) for row in found]

    def frequencies(self, language: str, terms: Iterable[str]) -> dict[str, int]:
        """See `Store.frequencies`."""
        check_language(language)
        query = f"SELECT term, length(passages) / {postings.SIZE} FROM posting WHERE language = ? AND term IN"
        with self._snapshot() as db:
            return dict(_select(db, query, terms, language))

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
            query = "SELECT number, length, data FROM passage WHERE page = ? AND language = ?"
            _write(db, language, db.execute(query, (page, language)).fetchall(), passages)
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
            if _written_by(db) == (ANALYSER_VERSION, SCHEMA_VERSION):
                newer_pages = db.execute(
                    "SELECT page, language, version FROM page_version WHERE version > ?", (version,)
                ).fetchall()
                newer_records = db.execute(
                    "SELECT kind, id, version, data FROM record WHERE version > ?", (version,)
                ).fetchall()
                for page, language, _ in newer_pages:
                    kept += _passages(db, page, language)
            changes = _changes(db)
            _drop_everything(db)
            _create(db, changes + 1)
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
                _write(db, language, (), here, progress, done, len(kept))
                done += len(here)
            db.executemany("INSERT INTO record VALUES (?, ?, ?, ?)", newer_records)
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
        written_by = _written_by(db)
        if written_by is None:
            raise IndexMissing(f"the content index {self.path.name} is empty: build it first")
        if written_by != (ANALYSER_VERSION, SCHEMA_VERSION):
            raise AnalyserMismatch(
                f"the index was written by analyser {written_by[0]} (schema {written_by[1]}), this is analyser {ANALYSER_VERSION} "
                f"(schema {SCHEMA_VERSION}): rebuild it"
            )


# --- The tables -------------------------------------------------------------------------------------------------------


def _written_by(db: sqlite3.Connection) -> tuple[str | None, str | None] | None:
    """The versions of the analyser and of the tables; None where there are no tables."""
    try:
        meta = dict(db.execute("SELECT key, value FROM meta"))
    except sqlite3.OperationalError:
        return None
    return meta.get("analyser"), meta.get("schema")


def _changes(db: sqlite3.Connection) -> int:
    try:
        return db.execute("SELECT max(changes) FROM corpus").fetchone()[0] or 0
    except sqlite3.OperationalError:
        return 0


def _create(db: sqlite3.Connection, changes: int) -> None:
    for statement in _SCHEMA.split(";\n"):
        if statement.strip():
            db.execute(statement)
    db.executemany("INSERT INTO corpus VALUES (?, 0, 0, ?)", [(language, changes) for language in LANGUAGES])
    db.executemany(
        "INSERT INTO meta VALUES (?, ?)", [("analyser", ANALYSER_VERSION), ("schema", SCHEMA_VERSION)]
    )


def _drop_everything(db: sqlite3.Connection) -> None:
    """All tables, also those of an earlier version; virtual ones first, since others belong to them."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY sql NOT LIKE '%VIRTUAL%'"
    for (name,) in db.execute(query).fetchall():
        db.execute(f'DROP TABLE IF EXISTS "{name}"')


def _select(db: sqlite3.Connection, query: str, values: Iterable[Any], *before: Any) -> Iterator[tuple]:
    """The rows of a query that ends with `IN`, however many values there are."""
    for some in batched(values, _AT_ONCE):
        yield from db.execute(f"{query} ({','.join('?' * len(some))})", (*before, *some))


# --- Questions --------------------------------------------------------------------------------------------------------


def _packed(db: sqlite3.Connection, language: str, terms: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    return _select(db, "SELECT term, passages FROM posting WHERE language = ? AND term IN", terms, language)


def _facets(db: sqlite3.Connection, kinds: Sequence[str] | None, country: str | None) -> set[int] | None:
    """The facets a search is limited to; None for all of them."""
    if kinds is None and not country:
        return None
    return {
        number
        for number, kind, place in db.execute("SELECT number, kind, country FROM facet")
        if (kinds is None or kind in kinds) and (not country or place in ("", "EU", country))
    }


def _in_order(db: sqlite3.Connection, found: list[postings.Best]) -> list[postings.Best]:
    """Best first, ties by id."""
    ids = dict(_select(db, "SELECT number, id FROM passage WHERE number IN", [row.number for row in found]))
    return sorted(found, key=lambda row: (-row.score, ids[row.number]))


# --- Passages ---------------------------------------------------------------------------------------------------------


@lru_cache(
    maxsize=8_192
)  # the same passages answer again and again; reading one costs as much as ranking ten
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


def _write(
    db: sqlite3.Connection,
    language: str,
    gone: Collection[tuple[int, int, str]],
    new: Iterable[Passage],
    progress: Progress | None = None,
    done: int = 0,
    total: int = 0,
) -> None:
    """Takes out passages, each as (number, length, data), and puts in new ones. `done`, `total`: for the progress."""
    added: defaultdict[str, array] = defaultdict(lambda: array(postings.NUMBERS))
    changed: set[str] = set()
    counts: Counter[tuple[str, str]] = Counter()
    passages, length = -len(gone), -sum(size for _, size, _ in gone)
    for _, _, data in gone:
        passage = _passage(data)
        changed.update(passage_terms(passage))
        counts.subtract(_written_words(passage))
    numbers = {number for number, _, _ in gone}
    _remove(db, numbers)
    for place, passage in enumerate(new, done + 1):
        found = passage_terms(passage)
        number = _insert(db, passage, len(found))
        facet = _facet(db, passage)
        for term, often in Counter(found).items():
            added[term].extend((number, postings.code(facet, often, len(found))))
        counts.update(_written_words(passage))
        passages, length = passages + 1, length + len(found)
        if progress and (place % PROGRESS_EVERY == 0 or place == total):
            progress(place, total)
    _write_postings(db, language, numbers, changed, added)
    _write_words(db, language, counts)
    db.execute(
        "UPDATE corpus SET passages = passages + ?, length = length + ?, changes = changes + 1 WHERE language = ?",
        (passages, length, language),
    )


def _remove(db: sqlite3.Connection, numbers: Iterable[int]) -> None:
    db.executemany("DELETE FROM passage WHERE number = ?", ((number,) for number in numbers))


def _insert(db: sqlite3.Connection, passage: Passage, length: int) -> int:
    data = json.dumps(passage.to_dict(), ensure_ascii=False)
    query = "INSERT INTO passage (id, language, page, length, data) VALUES (?, ?, ?, ?, ?)"
    return db.execute(query, (passage.id, passage.language, passage.page, length, data)).lastrowid


def _facet(db: sqlite3.Connection, passage: Passage) -> int:
    """The number of this passage's kind and country.

    Raises:
        OverflowError: there are more countries than a posting has room for.
    """
    facet = passage.kind, passage.country
    row = db.execute("SELECT number FROM facet WHERE kind = ? AND country = ?", facet).fetchone()
    number = row[0] if row else db.execute("INSERT INTO facet (kind, country) VALUES (?, ?)", facet).lastrowid
    if number >= postings.MOST_FACETS:
        raise OverflowError(f"passage {passage.id}: {number} pairs of kind and country are too many")
    return number


def _write_postings(
    db: sqlite3.Connection,
    language: str,
    gone: Collection[int],
    changed: Iterable[str],
    added: Mapping[str, array],
) -> None:
    terms = sorted({*changed, *added})
    before = dict(_packed(db, language, terms))
    nothing = array(postings.NUMBERS)
    for term in terms:
        packed = postings.changed(before.get(term, b""), gone, added.get(term, nothing))
        if packed:
            query = (
                "INSERT INTO posting VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET passages = excluded.passages"
            )
            db.execute(query, (language, term, packed))
        else:
            db.execute("DELETE FROM posting WHERE language = ? AND term = ?", (language, term))


def _write_words(db: sqlite3.Connection, language: str, counts: Mapping[tuple[str, str], int]) -> None:
    db.executemany(
        "INSERT INTO word VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET count = count + excluded.count",
        ((language, *word, count) for word, count in counts.items() if count),
    )


def _written_words(passage: Passage) -> Iterator[tuple[str, str]]:
    """Every word of a passage that is searched for, folded and as it is written."""
    text = "\n".join((passage.title, passage.heading, passage.text))
    for word in words(text, passage.language):
        if word.terms and not word.folded[0].isdigit():
            yield word.folded, text[word.start : word.end].lower()


def _put_record(
    db: sqlite3.Connection, kind: str, id: str, data: Mapping[str, Any] | None, version: int
) -> bool:
    text = None if data is None else json.dumps(data, ensure_ascii=False)
    query = """INSERT INTO record (kind, id, version, data) VALUES (?, ?, ?, ?)
               ON CONFLICT DO UPDATE SET version = excluded.version, data = excluded.data WHERE excluded.version >= version"""
    return db.execute(query, (kind, id, version, text)).rowcount > 0
