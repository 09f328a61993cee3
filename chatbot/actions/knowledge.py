"""What the actions read: passages, routes and contacts of the content index. Nothing is written."""

import dataclasses
from functools import lru_cache

from content.index.documents import Record
from content.index.queries import Results, open_store, search
from content.rules.model import Route
from content.rules.present import from_record

_ROUTE_FIELDS = {field.name for field in dataclasses.fields(Route)}


def find(text: str, language: str, *, country: str | None = None, limit: int = 8) -> Results:
    """The passages that answer a text. `country` leaves out what is about other countries."""
    return search(text, language, limit=limit, country=country, store=open_store())


def routes() -> list[Route]:
    """All ways that are open to people from Kosovo, as the index has them now."""
    store = open_store()
    found = [_route(id(store), record) for record in store.records("route")]
    return [route for route in found if route.open_to_kosovo]


# Building the criteria of all routes took a third of an eligibility answer; a record of the same version gives the same route.
_built: dict[tuple[int, str], tuple[int, Route]] = {}


def _route(store: int, record: Record) -> Route:
    version, route = _built.get((store, record.id), (None, None))
    if route is None or version != record.version:
        route = from_record({name: value for name, value in record.data.items() if name in _ROUTE_FIELDS})
        _built[store, record.id] = record.version, route
    return route


def contacts(*purposes: str) -> list[dict]:
    """The contacts for these purposes: first by the order of the purposes, those with a phone first."""

    def rank(contact: dict) -> tuple:
        served = [place for place, purpose in enumerate(purposes) if purpose in contact.get("for", ())]
        return min(served), not contact.get("phone"), contact.get("order", 0)

    chosen = [record.data for record in open_store().records("contact")]
    return sorted((contact for contact in chosen if set(purposes) & set(contact.get("for", ()))), key=rank)


def page_address(page: str, title: str, language: str) -> tuple[str, str] | None:
    """Title and address of a page by its key, or `None` where the index doesn't have it in this language."""
    version = open_store().health().get("version")
    return _page_address(page, title, language, str(version))


@lru_cache(maxsize=512)
def _page_address(page: str, title: str, language: str, version: str) -> tuple[str, str] | None:
    for hit in search(title, language, limit=12, store=open_store()).hits:
        if hit.passage.page == page:
            return hit.passage.title, hit.passage.url.partition("#")[0]
    return None
