"""Brings the index up to date with the database. Publishing never waits for it and never fails because of it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import transaction

from campaign.base.delivery import new_generation
from campaign.facts.models import Contact, Fact
from campaign.routes.models import Route
from content.index.documents import Passage
from content.index.queries import open_store
from content.index.store import AnalyserMismatch, EngineAway, IndexMissing, Progress, Store
from content.index.synonyms import KIND as SYNONYMS
from content.languages import LANGUAGES

from .documents import (
    contact_record,
    fact_record,
    passages_of_page,
    refers_to,
    route_record,
    synonyms_record,
)
from .models import OutboxRow
from .pages import live_page, live_pages, pages_with_fact

logger = logging.getLogger(__name__)
BATCH = 200
_rebuild_follows: ContextVar[bool] = ContextVar("rebuild_follows", default=False)


def enqueue(kind: str, target: str, language: str = "") -> None:
    """Notes a change in the running transaction, and tries to bring it to the index once that has committed."""
    OutboxRow.objects.create(kind=kind, target=target, language=language)
    transaction.on_commit(new_generation)
    if not _rebuild_follows.get():
        transaction.on_commit(try_sync, robust=True)


def try_sync() -> int:
    """Syncs what waits; a failure is kept with the row and never reaches the editor. Returns how many rows are done."""
    try:
        return sync()
    except Exception as error:  # noqa: BLE001 - whatever the index does, an editor's save must stand
        logger.warning("The index can't be written now (%s); the outbox will catch up.", type(error).__name__)
        return 0


def sync(progress: Progress | None = None) -> int:
    """Works off the outbox, oldest first. Returns how many rows are done.

    Without an index everything is written. While a server is away its rows wait, and the embedded index gets them all the same.

    Raises:
        Whatever the store raises; rows stay.
    """
    store = open_store(settings.CONTENT_INDEX, writable=True)
    done, last, away, total = 0, 0, None, OutboxRow.objects.count()
    while rows := list(OutboxRow.objects.filter(pk__gt=last)[:BATCH]):
        last = rows[-1].pk
        latest = {(row.kind, row.target, row.language): row.pk for row in rows}
        for row in rows:
            # An older row of the same thing has nothing to add.
            if latest[row.kind, row.target, row.language] == row.pk:
                if away and row.attempts:
                    continue
                try:
                    apply(store, row)
                except IndexMissing:
                    rebuild()
                    return done + len(rows)
                except Exception as error:
                    OutboxRow.objects.filter(pk=row.pk).update(
                        attempts=row.attempts + 1, last_error=repr(error)[:300]
                    )
                    if not isinstance(error, EngineAway):
                        raise
                    away = error
                    continue
            row.delete()
            done += 1
            if progress:
                progress(done, max(done, total))
    if away:
        raise away
    return done


def apply(store: Store, row: OutboxRow) -> None:
    """Writes the present state of one thing, and of what quotes it, under the row's version.

    Raises:
        EngineAway: after everything has been tried, so that the embedded index holds all of it.
    """
    away = None
    for name, *values in _writes(row):
        try:
            getattr(store, name)(*values)
        except EngineAway as error:
            away = error
    if away:
        raise away


def _writes(row: OutboxRow) -> Iterator[tuple]:
    """The calls on a store that bring one thing up to date."""
    if row.kind == OutboxRow.Kind.PAGE:
        page = live_page(row.target, row.language)
        if page is None:
            yield "remove_page", row.target, row.language, row.pk
        else:
            yield _page(page, row.pk)
    elif row.kind == OutboxRow.Kind.FACT:
        fact = Fact.objects.filter(key=row.target).first()
        yield "put_record", "fact", row.target, fact_record(fact) if fact else None, row.pk
        for page in pages_with_fact(row.target):
            yield _page(page, row.pk)
        for route in Route.objects.all():
            if refers_to(route, row.target):
                yield "put_record", "route", route.key, route_record(route), row.pk
    elif row.kind == OutboxRow.Kind.QUESTION:
        for page in filter(None, (live_page(row.target, language) for language in LANGUAGES)):
            yield _page(page, row.pk)
    elif row.kind == OutboxRow.Kind.ROUTE:
        route = Route.objects.filter(key=row.target).first()
        yield "put_record", "route", row.target, route_record(route) if route else None, row.pk
    elif row.kind == OutboxRow.Kind.CONTACT:
        contact = Contact.objects.filter(key=row.target).first()
        yield "put_record", "contact", row.target, contact_record(contact) if contact else None, row.pk
    elif row.kind == OutboxRow.Kind.SYNONYMS:
        yield "put_record", SYNONYMS, row.target, synonyms_record(row.target), row.pk


def _page(page, version: int) -> tuple:
    return "replace_page", page.key, page.locale.language_code, passages_of_page(page, version), version


@contextmanager
def rebuilt_afterwards() -> Iterator[None]:
    """For many changes at once: rows are written as always, but one rebuild brings them to the index at the end.

    An index that an earlier version of this software wrote is rebuilt as well.
    """
    token = _rebuild_follows.set(True)
    try:
        yield
    finally:
        _rebuild_follows.reset(token)
    if OutboxRow.objects.exists() or not _is_usable():
        try:
            rebuild()
        except EngineAway as error:
            logger.warning("The index server is away (%s); the outbox will catch up.", error)


def _is_usable() -> bool:
    try:
        for engine in open_store(settings.CONTENT_INDEX, writable=True).engines():
            engine.health()
    except (IndexMissing, AnalyserMismatch):
        return False
    except EngineAway as error:
        logger.warning("The index server is away (%s).", error)
    return True


def rebuild(progress: Progress | None = None) -> tuple[int, int]:
    """Writes the whole index anew; readers see the old one until then. Returns how many passages and records it holds.

    Raises:
        EngineAway: the server is away. The embedded index has been rebuilt, and the rows wait.
    """
    version = _next_version()
    covered = list(OutboxRow.objects.filter(pk__lt=version).values_list("pk", flat=True))
    passages, records = content(version)
    open_store(settings.CONTENT_INDEX, writable=True).rebuild(passages, records, version, progress=progress)
    OutboxRow.objects.filter(pk__in=covered).delete()
    return len(passages), len(records)


def content(version: int) -> tuple[list[Passage], list[tuple[str, str, dict]]]:
    """Everything the index should hold: the passages of all published pages, and the records as (kind, id, data)."""
    passages = [passage for page in live_pages() for passage in passages_of_page(page, version)]
    records = [("fact", fact.key, fact_record(fact)) for fact in Fact.objects.prefetch_related("sources")]
    records += [
        ("contact", contact.key, contact_record(contact))
        for contact in Contact.objects.select_related("phone_fact")
    ]
    routes = ((route.key, route_record(route)) for route in Route.objects.all())
    records += [("route", key, record) for key, record in routes if record]
    records += [(SYNONYMS, language, synonyms_record(language)) for language in LANGUAGES]
    return passages, records


def _next_version() -> int:
    """A version above all that was ever written: a rebuild must win over what the index holds, whatever that is."""
    with transaction.atomic():
        row = OutboxRow.objects.create(kind=OutboxRow.Kind.PAGE)
        version = row.pk
        row.delete()
    return version


def lag() -> dict:
    """How many rows wait and since when, for /health/ and the dashboard."""
    oldest = OutboxRow.objects.first()
    return {"waiting": OutboxRow.objects.count(), "since": oldest.created_at.isoformat() if oldest else None}
