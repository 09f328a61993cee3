"""The routes as editors left them: from the index, and from the database while that is away."""

import logging
from pathlib import Path

from django.conf import settings

from campaign.facts.models import Fact
from campaign.languages.forms import WrittenForm, in_form
from campaign.routes.models import Route as RouteRow
from campaign.search.documents import file_sources
from campaign.search.pages import page_types
from content.files.problems import ContentError
from content.files.routes import parse_route
from content.index.queries import open_store
from content.rules.model import Route
from content.rules.present import from_record

logger = logging.getLogger(__name__)
_parsed: tuple[object, list[Route]] = (None, [])


def routes() -> list[Route]:
    """All routes."""
    global _parsed
    try:
        records = open_store(settings.CONTENT_INDEX).records("route")
    except Exception as error:  # noqa: BLE001 - whatever the index does, the self-check goes on
        logger.warning("The routes come from the database: %s", type(error).__name__)
        records = []
    if not records:
        return _from_database()
    stamp = tuple((record.id, record.version) for record in records)
    if _parsed[0] != (settings.CONTENT_INDEX, stamp):
        _parsed = ((settings.CONTENT_INDEX, stamp), [from_record(record.data) for record in records])
    return _parsed[1]


def _from_database() -> list[Route]:
    """All routes with the facts they refer to; a faulty one is left out, as in the index."""
    facts = {fact.key: fact.as_fact() for fact in Fact.objects.prefetch_related("sources")}
    sources, found = file_sources(), []
    for row in RouteRow.objects.order_by("key"):
        try:
            found.append(parse_route(row.data, Path(f"{row.key}.yaml"), facts, sources))
        except ContentError as error:
            logger.error("The route %s can't be judged: %s", row.key, error)
    return found


def page_links(keys: set[str], form: WrittenForm, request) -> dict[str, dict]:
    """Title and address of published pages in the reader's form, by key."""
    found = {}
    for model in page_types():
        for page in model.objects.live().filter(key__in=keys, locale__language_code=form.language):
            found[page.key] = {"title": page.title, "url": in_form(page.get_url(request) or "", form)}
    return found
