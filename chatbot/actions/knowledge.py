"""What the actions read: passages, routes and contacts of the content index. Nothing is written."""

import dataclasses
from functools import lru_cache

from content.index.documents import Passage, Record
from content.index.queries import Results, open_store, search
from content.rules.model import Route
from content.rules.present import from_record

_ROUTE_FIELDS = {field.name for field in dataclasses.fields(Route)}


def find(text: str, language: str, *, country: str | None = None, limit: int = 8) -> Results:
    """The passages that answer a text. `country` leaves out what is about other countries."""
    return search(text, language, limit=limit, country=country, store=open_store())


def page(key: str, language: str) -> list[Passage]:
    """The passages of a page in their order, its summary first; empty where the index doesn't have the page."""
    return _page(key, language, _state())


@lru_cache(maxsize=256)
def _page(key: str, language: str, state: tuple[int, str]) -> list[Passage]:
    return open_store().page(key, language)


def _state() -> tuple[int, str]:
    """Which index is open and how new it is: what was read in another state is read again."""
    store = open_store()
    return id(store), str(store.health().get("version"))


def routes() -> list[Route]:
    """All ways as the index has them now, also those closed to people from Kosovo: their conditions say so."""
    store = open_store()
    return [_route(id(store), record) for record in store.records("route")]


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


def page_address(key: str, language: str) -> tuple[str, str] | None:
    """Title and address of a page by its key, or `None` where the index doesn't have it in this language."""
    sections = page(key, language)
    if not sections:
        return None
    first = next((one for one in sections if one.kind == "page"), sections[0])
    return first.title, first.url.partition("#")[0]
