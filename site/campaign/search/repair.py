"""Compares what the index holds with what is published, engine by engine, and brings it into order."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.conf import settings

from content.index.documents import Passage
from content.index.queries import open_store
from content.index.store import AnalyserMismatch, EngineAway, IndexMissing, Progress, Store
from content.languages import LANGUAGES

from .models import OutboxRow
from .outbox import content, rebuild, sync

MISSING, DIFFERENT, LEFT_OVER = "missing", "different", "left over"
RECORD_KINDS = (
    OutboxRow.Kind.FACT,
    OutboxRow.Kind.ROUTE,
    OutboxRow.Kind.CONTACT,
    OutboxRow.Kind.SYNONYMS,
)
Thing = tuple[str, str, str]  # kind, target, language: as in an outbox row


@dataclass(frozen=True)
class Fault:
    """One thing that an engine does not hold as it should; without `thing` the engine as a whole."""

    engine: str
    what: str
    thing: Thing | None = None
    wants_rebuild: bool = False

    def __str__(self):
        return f"{self.engine}: {' '.join((*(self.thing or ()), self.what))}"


def faults(progress: Progress | None = None) -> list[Fault]:
    """Everything in which an engine differs from the published pages, facts, routes, contacts and synonyms."""
    expected = _published()
    store = open_store(settings.CONTENT_INDEX, writable=True)
    return [fault for engine in store.engines() for fault in _faults_of(engine, expected, progress)]


def repair(found: Iterable[Fault]) -> None:
    """Writes anew what is at fault, under a new version; an index that can't be used is rebuilt.

    Raises:
        EngineAway: a server does not answer. The outbox brings it what it misses once it does.
    """
    found = list(found)
    if any(fault.wants_rebuild for fault in found):
        rebuild()
    things = dict.fromkeys(fault.thing for fault in found if fault.thing)
    OutboxRow.objects.bulk_create(
        OutboxRow(kind=kind, target=target, language=language) for kind, target, language in things
    )
    sync()


def _published() -> dict[Thing, object]:
    """What each page and record should hold."""
    passages, records = content(version=0)
    pages: dict[Thing, list[Passage]] = {}
    for passage in passages:
        pages.setdefault((OutboxRow.Kind.PAGE, passage.page, passage.language), []).append(passage)
    return {thing: _page(held) for thing, held in pages.items()} | {
        (kind, id, ""): _as_json(data) for kind, id, data in records
    }


def _page(passages: Iterable[Passage]) -> object:
    """A page's passages in a form that can be compared, whatever their version and order."""
    return _as_json(
        [replace(passage, version=0).to_dict() for passage in sorted(passages, key=lambda one: one.id)]
    )


def _as_json(data: object) -> object:
    """As it comes back from an index."""
    return json.loads(json.dumps(data))


def _faults_of(engine: Store, expected: dict[Thing, object], progress: Progress | None) -> Iterator[Fault]:
    name = type(engine).__name__
    try:
        held = _held(engine, progress)
    except (IndexMissing, AnalyserMismatch, EngineAway) as error:
        yield Fault(name, str(error), wants_rebuild=not isinstance(error, EngineAway))
        return
    for thing in sorted(expected.keys() | held.keys()):
        if thing not in held:
            yield Fault(name, MISSING, thing)
        elif thing not in expected:
            yield Fault(name, LEFT_OVER, thing)
        elif held[thing] != expected[thing]:
            yield Fault(name, DIFFERENT, thing)


def _held(engine: Store, progress: Progress | None) -> dict[Thing, object]:
    held: dict[Thing, object] = {
        (kind, record.id, ""): record.data for kind in RECORD_KINDS for record in engine.records(kind)
    }
    pages = [(page, language) for language in LANGUAGES for page in engine.pages(language)]
    for done, (page, language) in enumerate(pages, 1):
        held[OutboxRow.Kind.PAGE, page, language] = _page(engine.page(page, language))
        if progress:
            progress(done, len(pages))
    return held
