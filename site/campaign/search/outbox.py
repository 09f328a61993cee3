"""Brings the index up to date with the database. Publishing never waits for it and never fails because of it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import transaction

from campaign.facts.models import Contact, Fact
from campaign.routes.models import Route
from content.index.queries import open_store

from .documents import contact_record, fact_record, passages_of_page, refers_to, route_record
from .models import OutboxRow
from .pages import live_page, live_pages, pages_with_fact

logger = logging.getLogger(__name__)
BATCH = 200
_rebuild_follows: ContextVar[bool] = ContextVar("rebuild_follows", default=False)


def enqueue(kind: str, target: str, language: str = "") -> None:
    """Notes a change in the running transaction, and tries to bring it to the index once that has committed."""
    OutboxRow.objects.create(kind=kind, target=target, language=language)
    if not _rebuild_follows.get():
        transaction.on_commit(try_sync, robust=True)


def try_sync() -> int:
    """Syncs what waits; a failure is kept with the row and never reaches the editor. Returns how many rows are done."""
    try:
        return sync()
    except Exception as error:  # noqa: BLE001 - whatever the index does, an editor's save must stand
        logger.warning("The index can't be written now (%s); the outbox will catch up.", type(error).__name__)
        return 0


def sync() -> int:
    """Works off the outbox, oldest first. Returns how many rows are done.

    Raises:
        Whatever the store raises when it can't be opened; rows stay.
    """
    rows = list(OutboxRow.objects.all()[:BATCH])
    if not rows:
        return 0
    store = open_store(settings.CONTENT_INDEX, writable=True)
    done = 0
    latest = {(row.kind, row.target, row.language): row.pk for row in rows}
    for row in rows:
        if (
            latest[row.kind, row.target, row.language] == row.pk
        ):  # an older row of the same thing has nothing to add
            try:
                apply(store, row)
            except Exception as error:
                OutboxRow.objects.filter(pk=row.pk).update(
                    attempts=row.attempts + 1, last_error=repr(error)[:300]
                )
                raise
        row.delete()
        done += 1
    return done + (sync() if len(rows) == BATCH else 0)


def apply(store, row: OutboxRow) -> None:
    """Writes the present state of one thing under the row's version."""
    if row.kind == OutboxRow.Kind.PAGE:
        page = live_page(row.target, row.language)
        if page is None:
            store.remove_page(row.target, row.language, row.pk)
        else:
            store.replace_page(row.target, row.language, passages_of_page(page, row.pk), row.pk)
    elif row.kind == OutboxRow.Kind.FACT:
        fact = Fact.objects.filter(key=row.target).first()
        store.put_record("fact", row.target, fact_record(fact) if fact else None, row.pk)
        for page in pages_with_fact(row.target):
            store.replace_page(page.key, page.locale.language_code, passages_of_page(page, row.pk), row.pk)
        for route in Route.objects.all():
            if refers_to(route, row.target):
                store.put_record("route", route.key, route_record(route), row.pk)
    elif row.kind == OutboxRow.Kind.ROUTE:
        route = Route.objects.filter(key=row.target).first()
        store.put_record("route", row.target, route_record(route) if route else None, row.pk)
    elif row.kind == OutboxRow.Kind.CONTACT:
        contact = Contact.objects.filter(key=row.target).first()
        store.put_record("contact", row.target, contact_record(contact) if contact else None, row.pk)


@contextmanager
def rebuilt_afterwards() -> Iterator[None]:
    """For many changes at once: rows are written as always, but one rebuild brings them to the index at the end."""
    token = _rebuild_follows.set(True)
    try:
        yield
    finally:
        _rebuild_follows.reset(token)
    if OutboxRow.objects.exists():
        rebuild()


def rebuild() -> tuple[int, int]:
    """Writes the whole index anew; readers see the old one until then. Returns how many passages and records it holds."""
    newest = OutboxRow.objects.last()
    version = newest.pk if newest else 0
    passages = [passage for page in live_pages() for passage in passages_of_page(page, version)]
    records = [("fact", fact.key, fact_record(fact)) for fact in Fact.objects.prefetch_related("sources")]
    records += [
        ("contact", contact.key, contact_record(contact))
        for contact in Contact.objects.select_related("phone_fact")
    ]
    routes = ((route.key, route_record(route)) for route in Route.objects.all())
    records += [("route", key, record) for key, record in routes if record]
    open_store(settings.CONTENT_INDEX, writable=True).rebuild(passages, records, version)
    OutboxRow.objects.filter(pk__lte=version).delete()
    return len(passages), len(records)


def lag() -> dict:
    """How many rows wait and since when, for /health/ and the dashboard."""
    oldest = OutboxRow.objects.first()
    return {"waiting": OutboxRow.objects.count(), "since": oldest.created_at.isoformat() if oldest else None}
