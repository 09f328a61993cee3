"""The one way to search: the site's page, the bot and the reports all ask here.

Text of a person becomes groups of terms (a word with its other names); the store ranks passages by them; here the order is refined by
how much of the question a passage covers.
"""

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from weakref import WeakKeyDictionary

from content.languages import LANGUAGES
from content.text.scripts import script_of, to_latin

from .analysis import Word, terms, words
from .correction import Corrector
from .documents import Passage
from .ranking import idf
from .sqlite import SQLiteStore
from .store import Scored, Store
from .synonyms import Table, synonyms

ROOT = Path(__file__).parents[2]
CONSIDERED = 100  # passages taken from the store before the order is refined
EVIDENCE = (1.0, 0.5, 0.4, 0.3, 0.2)  # what the best, second ... passage adds to the evidence for its page
FURTHER = 0.5  # how far behind its page's best passage another one stands, at least
PER_PAGE = 2  # passages of one page in a result
LONGEST = 4_000  # characters of a query that are read
MOST_GROUPS = 24  # the rarest words of a longer query
MOST_CORRECTED = 8
SYNONYM_WEIGHT, CORRECTED_WEIGHT, SAME_BEGINNING_WEIGHT = 0.8, 0.9, 0.5
WORDING_BONUS = (
    4.0  # for a question asked in one of its own wordings: whoever wrote the answer wrote it for these words
)
NUMBER_SHARE = 0.3  # a number we don't have (an age, a year) says little about whether we know the subject


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found. `highlights` are (start, end) in its text; `why` the words of the question that it answers; `coverage` (0 to 1) how
    much of the question's weight they are.
    """

    passage: Passage
    score: float
    highlights: tuple[tuple[int, int], ...]
    why: str
    coverage: float = 0.0


@dataclass(frozen=True, slots=True)
class Results:
    """Hits, best first. `corrected`: the query as it was understood, in the person's script, when words were corrected.

    `confidence` (0 to 1): how much of the informative weight of the question the best hit covers. Low: we don't have the subject.
    """

    hits: tuple[Hit, ...] = ()
    corrected: str | None = None
    confidence: float = 0.0


@dataclass(slots=True)
class _Group:
    """A word of the query with everything that may stand for it."""

    word: Word
    terms: dict[str, float]
    weight: float = 0.0
    corrected_to: str | None = None


def open_store(path: Path | str | None = None, writable: bool = False) -> Store:
    """The content index; the same object for the same path. Nothing is read until it is used, so the file may come later.

    Without `path`: the environment's `CONTENT_INDEX`, else `var/index.sqlite3` in the project. With `ELASTICSEARCH_URL` the server is
    in front of that file (see `pair`).
    """
    path = path or os.environ.get("CONTENT_INDEX") or ROOT / "var" / "index.sqlite3"
    return _store(str(path), writable, bool(os.environ.get("ELASTICSEARCH_URL")))


def search(
    text: str,
    language: str,
    kinds: Sequence[str] | None = None,
    limit: int = 8,
    *,
    country: str | None = None,
    store: Store | None = None,
    names: Table | None = None,
) -> Results:
    """The passages that answer `text`, a word or a whole sentence in `language` (`sq`, `sr`, `en`), in any spelling and script.

    At most two passages of a page, unless `kinds` is given. `country` leaves out what is about other countries.
    `names` are tried instead of the synonyms that the index carries.

    Raises:
        ValueError: unknown language. IndexMissing, AnalyserMismatch: from the store. Never because of the text.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r} is none of {', '.join(LANGUAGES)}")
    store = open_store() if store is None else store
    text = text[:LONGEST]
    asked = [word for word in words(text, language) if word.terms]
    if not asked or limit < 1:
        return Results()
    groups, corrections = _groups(asked, language, store, names)
    if not groups:
        return Results()
    found = store.search_terms(
        language, [group.terms for group in groups], kinds=kinds, country=country, limit=CONSIDERED
    )
    chosen = _ranked(found, groups, None if kinds else PER_PAGE)[:limit]
    hits = tuple(_hit(scored, score, groups, language) for score, scored in chosen)
    confidence = hits[0].coverage if hits else 0.0
    return Results(hits, _corrected(text, corrections) if corrections else None, confidence)


# --- The question -----------------------------------------------------------------------------------------------------


def _groups(
    asked: list[Word], language: str, store: Store, names: Table | None = None
) -> tuple[list[_Group], list[tuple[Word, str]]]:
    """What to look for, and which words were corrected to what."""
    names = synonyms(language, store) if names is None else names
    groups: dict[str, _Group] = {}
    for word in asked:
        for term in word.terms:
            groups.setdefault(term, _Group(word, {term: 1.0}))
    order = list(groups)
    _add_synonyms(order, groups, names)
    known = store.frequencies(language, {term for group in groups.values() for term in group.terms})
    corrections = _correct(groups, known, language, store)
    if corrections:
        _add_synonyms([group.corrected_to or term for term, group in groups.items()], groups, names, order)
        known |= store.frequencies(
            language, {term for group in groups.values() for term in group.terms} - known.keys()
        )
    size = store.size(language)
    for term, group in groups.items():
        holding = known.get(term) or known.get(group.corrected_to or "")
        if holding is None:
            holding = max((known.get(other, 0) for other in group.terms), default=0)
        group.weight = idf(size, holding) * (NUMBER_SHARE if term.isdigit() and not holding else 1.0)
    kept = sorted(groups.items(), key=lambda item: (-item[1].weight, item[0]))[:MOST_GROUPS]
    kept_terms = {term for term, _ in kept}
    return [group for term, group in groups.items() if term in kept_terms], corrections


def _add_synonyms(
    order: Sequence[str], groups: dict[str, _Group], table: Table, keys: Sequence[str] | None = None
) -> None:
    """Adds other names of every phrase in `order`; each of their terms goes to the word of the phrase beside it."""
    keys = keys or order
    longest = max(map(len, table), default=0)
    for start in range(len(order)):
        for end in range(start + 1, min(len(order), start + longest) + 1):
            for other in table.get(tuple(order[start:end]), ()):
                for place, term in enumerate(other):
                    group = groups[keys[min(start + place, end - 1)]]
                    group.terms.setdefault(term, SYNONYM_WEIGHT)


def _correct(
    groups: dict[str, _Group], known: dict[str, int], language: str, store: Store
) -> list[tuple[Word, str]]:
    """Gives unknown words their likely meaning; returns the corrections to show."""
    corrections: list[tuple[Word, str]] = []
    unknown = [group for group in groups.values() if not any(term in known for term in group.terms)]
    if not unknown:
        return corrections
    corrector = _corrector(store, language)
    for group in unknown[:MOST_CORRECTED]:
        meant = corrector.nearest(group.word.folded)
        if meant:
            found = _terms(meant, language)
            group.terms |= dict.fromkeys(found, CORRECTED_WEIGHT)
            group.corrected_to = found[0] if found else None
            corrections.append((group.word, corrector.vocabulary[meant].written))
        else:
            for near in corrector.beginning_like(group.word.folded):
                for term in _terms(near, language):
                    group.terms.setdefault(term, SAME_BEGINNING_WEIGHT)
    return corrections


@lru_cache(maxsize=20_000)
def _terms(text: str, language: str) -> tuple[str, ...]:
    return tuple(terms(text, language))


@lru_cache(maxsize=20_000)
def _said(wording: str, language: str) -> frozenset[str]:
    return frozenset(_terms(wording, language))


@lru_cache(maxsize=2_000)
def _places(text: str, language: str) -> tuple[tuple[int, int, tuple[str, ...]], ...]:
    """Where each word that is searched for stands in a text, with its terms."""
    return tuple((word.start, word.end, word.terms) for word in words(text, language) if word.terms)


def _corrected(text: str, corrections: Iterable[tuple[Word, str]]) -> str:
    latin = script_of(text) != "Cyrl"
    out, position = [], 0
    for word, written in sorted(corrections, key=lambda item: item[0].start):
        written = to_latin(written) if latin else written
        typed = text[word.start : word.end]
        out += [
            text[position : word.start],
            written.capitalize() if typed[:1].isupper() and not typed.isupper() else written,
        ]
        position = word.end
    return " ".join("".join([*out, text[position:]]).split())


# --- The answer -------------------------------------------------------------------------------------------------------


def _coverage(terms: Collection[str], groups: Sequence[_Group]) -> float:
    """The share of the question's weight that these terms cover, 0 to 1."""
    total = held = 0.0
    for group in groups:
        total += group.weight
        best = 0.0
        for (
            term,
            weight,
        ) in group.terms.items():  # a loop: this and `_likeness` look at every passage proposed
            if weight > best and term in terms:
                best = weight
        held += group.weight * best
    return held / total if total else 0.0


def _refined(scored: Scored, groups: Sequence[_Group]) -> float:
    """The store's score, more for what covers much of the question."""
    return scored.score * _bonus(scored.passage, groups) * (0.5 + 0.5 * _coverage(scored.terms, groups))


def _bonus(passage: Passage, groups: Sequence[_Group]) -> float:
    """More for a question asked in its own words: those of its title or of another wording, in any order and inflection.

    Up to `WORDING_BONUS`, by the share of words that query and wording have in common.
    """
    if passage.kind != "faq":
        return 1.0
    known = frozenset(term for group in groups for term in group.terms)
    closest = max(
        _likeness(groups, known, _said(wording, passage.language))
        for wording in (passage.title, *passage.also)
    )
    return 1 + (WORDING_BONUS - 1) * closest**2


def _likeness(groups: Sequence[_Group], known: Collection[str], said: frozenset[str]) -> float:
    """How alike a query and a wording are, 0 to 1: the weight they share against all they say. `known`: all terms of the query."""
    if said.isdisjoint(known):
        return 0.0
    total = shared = 0.0
    for group in groups:
        total += group.weight
        if not said.isdisjoint(group.terms):
            shared += group.weight
    strange = len(said - known)
    return shared / (total + strange * total / len(groups)) if total else 0.0


def _ranked(
    found: Iterable[Scored], groups: Sequence[_Group], most: int | None
) -> list[tuple[float, Scored]]:
    """Passages with their final score, best first, ties by id; at most `most` of a page.

    A page on which several passages answer is more likely meant than one where a single sentence happens to: its best passage carries
    the evidence of all. Further passages of a page stand well behind it, so that the first results are different pages.
    """
    pages: dict[str, list[tuple[float, Scored]]] = {}
    for scored in found:
        pages.setdefault(scored.passage.page, []).append((_refined(scored, groups), scored))
    rows: list[tuple[float, Scored]] = []
    for passages in pages.values():
        passages.sort(key=lambda row: (-row[0], row[1].passage.id))
        evidence = sum(share * score for share, (score, _) in zip(EVIDENCE, passages, strict=False))
        for place, (score, scored) in enumerate(passages[:most]):
            behind = FURTHER * score / passages[0][0] if place and passages[0][0] else 1.0
            rows.append((round(evidence * behind, 5), scored))
    return sorted(rows, key=lambda row: (-row[0], row[1].passage.id))


def _hit(scored: Scored, score: float, groups: Sequence[_Group], language: str) -> Hit:
    wanted = {term for group in groups for term in group.terms} & scored.terms
    spans = tuple(
        (start, end)
        for start, end, found in _places(scored.passage.text, language)
        if not wanted.isdisjoint(found)
    )
    matched = dict.fromkeys(group.word.folded for group in groups if not wanted.isdisjoint(group.terms))
    return Hit(scored.passage, score, spans, ", ".join(matched), round(_coverage(scored.terms, groups), 3))


# --- Kept between questions -------------------------------------------------------------------------------------------


@cache
def _store(path: str, writable: bool, on_server: bool) -> Store:
    embedded = SQLiteStore(path, writable)
    if not on_server:
        return embedded
    from .elastic import ElasticStore, Server  # takes a second and 50 MB, so only who needs it imports it
    from .pair import StorePair

    return StorePair(ElasticStore(Server.from_environment()), embedded)


_correctors: WeakKeyDictionary[Store, dict[str, Corrector]] = WeakKeyDictionary()
_lock = Lock()


def _corrector(store: Store, language: str) -> Corrector:
    vocabulary = store.vocabulary(language)
    with _lock:
        of_store = _correctors.setdefault(store, {})
        kept = of_store.get(language)
        if kept is None or kept.vocabulary is not vocabulary:
            of_store[language] = kept = Corrector(vocabulary, language)
    return kept
