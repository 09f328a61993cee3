"""Tries a set: what its test query finds without it and with it."""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

from campaign.search.documents import synonyms_record
from campaign.search.pages import page_types
from content.index.queries import open_store, search
from content.index.synonyms import table

logger = logging.getLogger(__name__)
FIRST = 3  # pages among which the right one must be
READ = 10  # hits looked through for them


@dataclass(frozen=True)
class Trial:
    """The titles of the first pages that a test query finds, best first, and whether the right one is among them."""

    without: list[str]
    found: list[str]
    before: bool
    passes: bool


def trial(row) -> Trial | None:
    """What the test query of a set finds in the index as it is; None when the index can't be read now."""
    language = row.language
    try:
        without = _pages(row, synonyms_record(language, leaving_out=row.pk))
        found = _pages(row, synonyms_record(language, adding=row.as_set(), leaving_out=row.pk))
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the index, an editor's save must stand
        logger.warning("A set of synonyms can't be tried: %r", error)
        return None
    return Trial(list(without.values()), list(found.values()), row.page_key in without, row.page_key in found)


def _pages(row, record: dict) -> dict[str, str]:
    """The first pages by key with their titles."""
    hits = search(
        row.query,
        row.language,
        limit=READ,
        store=open_store(settings.CONTENT_INDEX),
        names=table(record, row.language),
    ).hits
    keys = list(dict.fromkeys(hit.passage.page for hit in hits))[:FIRST]
    titles = page_titles(row.language)
    return {key: titles.get(key, key) for key in keys}


def page_titles(language: str | None = None) -> dict[str, str]:
    """The title of every published page by key, in this language or in the editor's."""
    language = language or (get_language() or "sq")[:2]
    return {
        key: title
        for model in page_types()
        for key, title in model.objects.live()
        .filter(locale__language_code=language)
        .values_list("key", "title")
    }
