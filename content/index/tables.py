"""The tables of the embedded index: how questions read them, and how passages and records get into them."""

import json
import sqlite3
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import batched
from typing import Any

from content.languages import LANGUAGES

from . import analysis, postings
from .documents import Passage
from .store import Progress

PROGRESS_EVERY = 500
SCHEMA_VERSION = "2"
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


# --- The tables -------------------------------------------------------------------------------------------------------


def written_by(db: sqlite3.Connection) -> tuple[str | None, str | None] | None:
    """The versions of the analyser and of the tables; None where there are no tables."""
    try:
        meta = dict(db.execute("SELECT key, value FROM meta"))
    except sqlite3.OperationalError:
        return None
    return meta.get("analyser"), meta.get("schema")


def changes(db: sqlite3.Connection) -> int:
    """How often the index has changed so far; a rebuild counts on from there."""
    try:
        return db.execute("SELECT max(changes) FROM corpus").fetchone()[0] or 0
    except sqlite3.OperationalError:
        return 0


def create(db: sqlite3.Connection, changes: int) -> None:
    """Makes all tables, empty."""
    for statement in _SCHEMA.split(";\n"):
        if statement.strip():
            db.execute(statement)
    db.executemany("INSERT INTO corpus VALUES (?, 0, 0, ?)", [(language, changes) for language in LANGUAGES])
    db.executemany(
        "INSERT INTO meta VALUES (?, ?)",
        [("analyser", analysis.ANALYSER_VERSION), ("schema", SCHEMA_VERSION)],
    )


def drop_everything(db: sqlite3.Connection) -> None:
    """All tables, also those of an earlier version; virtual ones first, since others belong to them."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY sql NOT LIKE '%VIRTUAL%'"
    for (name,) in db.execute(query).fetchall():
        db.execute(f'DROP TABLE IF EXISTS "{name}"')


def select(db: sqlite3.Connection, query: str, values: Iterable[Any], *before: Any) -> list[tuple]:
    """The rows of a query that ends with `IN`, however many values there are."""
    rows: list[tuple] = []
    for some in batched(values, _AT_ONCE):
        rows += db.execute(f"{query} ({','.join('?' * len(some))})", (*before, *some)).fetchall()
    return rows


# --- Questions --------------------------------------------------------------------------------------------------------


def packed_postings(db: sqlite3.Connection, language: str, terms: Iterable[str]) -> list[tuple[str, bytes]]:
    """The packed postings of each term that stands somewhere."""
    return select(db, "SELECT term, passages FROM posting WHERE language = ? AND term IN", terms, language)


def facets(db: sqlite3.Connection, kinds: Sequence[str] | None, country: str | None) -> set[int] | None:
    """The facets a search is limited to; None for all of them."""
    if kinds is None and not country:
        return None
    return {
        number
        for number, kind, place in db.execute("SELECT number, kind, country FROM facet")
        if (kinds is None or kind in kinds) and (not country or place in ("", "EU", country))
    }


def in_order(db: sqlite3.Connection, found: list[postings.Best]) -> list[postings.Best]:
    """Best first, ties by id."""
    ids = dict(select(db, "SELECT number, id FROM passage WHERE number IN", [row.number for row in found]))
    return sorted(found, key=lambda row: (-row.score, ids[row.number]))


# --- Passages ---------------------------------------------------------------------------------------------------------


@lru_cache(
    maxsize=8_192
)  # the same passages answer again and again; reading one costs as much as ranking ten
def passage_of(data: str) -> Passage:
    """A passage as it is stored."""
    return Passage.from_dict(json.loads(data))


def passages_of(db: sqlite3.Connection, page: str, language: str) -> list[Passage]:
    """The passages of one page, ordered by id."""
    query = "SELECT data FROM passage WHERE page = ? AND language = ? ORDER BY id"
    return [passage_of(data) for (data,) in db.execute(query, (page, language))]


def claim(db: sqlite3.Connection, page: str, language: str, version: int) -> bool:
    """Notes the version of a page unless a newer one is known."""
    query = """INSERT INTO page_version VALUES (?, ?, ?)
               ON CONFLICT DO UPDATE SET version = excluded.version WHERE excluded.version >= version"""
    return db.execute(query, (page, language, version)).rowcount > 0


def write(
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
        passage = passage_of(data)
        changed.update(analysis.passage_terms(passage))
        counts.subtract(_written_words(passage))
    numbers = {number for number, _, _ in gone}
    _remove(db, numbers)
    for place, passage in enumerate(new, done + 1):
        found = analysis.passage_terms(passage)
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
    before = dict(packed_postings(db, language, terms))
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
    for word in analysis.words(text, passage.language):
        if word.terms and not word.folded[0].isdigit():
            yield word.folded, text[word.start : word.end].lower()


def put_record(
    db: sqlite3.Connection, kind: str, id: str, data: Mapping[str, Any] | None, version: int
) -> bool:
    """Writes a record unless a newer version is stored; False then."""
    text = None if data is None else json.dumps(data, ensure_ascii=False)
    query = """INSERT INTO record (kind, id, version, data) VALUES (?, ?, ?, ?)
               ON CONFLICT DO UPDATE SET version = excluded.version, data = excluded.data WHERE excluded.version >= version"""
    return db.execute(query, (kind, id, version, text)).rowcount > 0
