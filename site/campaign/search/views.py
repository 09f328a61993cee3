"""The search page and its suggestions. Never an error, never a query language; when the index is away it says so and shows where help is."""

import logging
from dataclasses import replace
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaign.languages.forms import WrittenForm, current, in_form
from content.index.analysis import words
from content.index.listing import Listing, listing, nearest
from content.index.queries import open_store
from content.index.suggesting import suggest

from . import fruitless
from .filters import Filters
from .recommended import Recommended, recommended_for
from .results import HEADINGS, contacts_named, grouped, result

logger = logging.getLogger(__name__)
LONGEST = 1_000  # characters of a query that are read, as many as the chat takes
A_PAGE = 10  # results, once the reader has chosen a kind
MOST_PAGES = 100
MOST_SUGGESTIONS = 6
SUGGESTIONS_LAST_S = 300


def search_page(request: HttpRequest) -> HttpResponse:
    """`/<form>/search/?q=&country=&topic=&kind=&page=`: results by kind, with heading, excerpt, source and day of check."""
    form = current()
    typed = request.GET.get("q", "").replace("\x00", "").strip()
    query, filters = typed[:LONGEST], Filters.of(request)
    context = {
        "query": query,
        "too_long": LONGEST if len(typed) > LONGEST else 0,
        "filters": filters,
        "kept": replace(filters, kind="").parameters(),
        "state": "empty",
        "results": [],
        "ask_url": f"{reverse('chat')}?{urlencode({'q': query})}" if query else reverse("chat"),
    }
    if query:
        try:
            found = listing(query, form.language, store=open_store(settings.CONTENT_INDEX))
        except Exception as error:  # noqa: BLE001 - a reader is never shown that the index is broken, only that it is away
            logger.warning("Search is down: %s", type(error).__name__)
            context |= {"state": "down", "recommended": recommended_for([query], form)}
        else:
            context |= _answer(request, query, filters, found, form)
    return render(request, "search/search.html", context)


def _answer(request: HttpRequest, query: str, filters: Filters, found: Listing, form: WrittenForm) -> dict:
    """What the page says about a query that could be looked up."""
    recommended = recommended_for([query, found.corrected or ""], form)
    shown_above = recommended if not filters else None
    passages = [one for one in found.passages if not (shown_above and shown_above.is_it(one))]
    named = contacts_named(query, form.language)
    contacts = [] if filters else named
    if not (found.rows or recommended or named):
        if request.method == "GET":
            fruitless.count(query, form.language)
        return _nothing(query, form)
    kept = [one for one in passages if filters.keep(one)]
    context = {
        "state": "ok" if kept or shown_above or contacts else "filtered",
        "corrected": found.corrected,
        "total": len(kept) + len(contacts) + bool(shown_above),
        "recommended": shown_above,
        "chosen": filters.chosen(query, form.language),
        "choices": filters.choices(query, form.language, passages),
        "everything_url": Filters().url(query),
        "all_kinds_url": replace(filters, kind="").url(query),
        "everything": len(passages) + len(named) + bool(recommended),
    }
    if filters.kind:
        groups = [_one_kind(request, query, filters, found, len(kept), form)] if kept else []
    else:
        groups = grouped(found, filters, _passing(filters, shown_above), query, form)
    if contacts:
        # After the first group: the best answer of the search stays first.
        groups.insert(
            1, {"kind": "contact", "heading": HEADINGS["contact"], "contacts": contacts, "results": []}
        )
    return context | {
        "groups": groups,
        "results": [one for group in groups for one in group["results"]],
    }


def _passing(filters: Filters, shown_above: Recommended | None):
    return lambda passage: filters.keep(passage) and not (shown_above and shown_above.is_it(passage))


def _one_kind(
    request: HttpRequest, query: str, filters: Filters, found: Listing, count: int, form: WrittenForm
) -> dict:
    """A page of all results of the kind the reader has chosen, with the addresses of the page before and the next one."""
    number = request.GET.get("page", "")
    last = min(-(-count // A_PAGE), MOST_PAGES)
    page = min(int(number), last) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    page = max(page, 1)
    hits = found.hits(filters.keep, (page - 1) * A_PAGE, A_PAGE)
    return {
        "kind": filters.kind,
        "heading": HEADINGS[filters.kind],
        "results": [result(hit, form) for hit in hits],
        "count": count,
        "before": filters.url(query, page - 1) if page > 1 else "",
        "next": filters.url(query, page + 1) if page < last else "",
        "start": (page - 1) * A_PAGE + 1,
    }


def _nothing(query: str, form: WrittenForm) -> dict:
    """What to do when nothing was found: why, and the nearest pages."""
    said = list(words(query, form.language))
    near = nearest(query, form.language, store=open_store(settings.CONTENT_INDEX))
    return {
        "state": "none",
        "why": "no_words" if not said else "" if any(word.terms for word in said) else "only_fillers",
        "nearest": [{"title": one.title, "url": in_form(one.url, form)} for one in near],
    }


def suggestions(request: HttpRequest) -> JsonResponse:
    """`/<form>/search/suggest/?q=`: `{suggestions: [{title, url}], said}`, at most six; `said` is for screen readers.

    Asks the index only, no database. Without an index there are none.
    """
    form = current()
    query = request.GET.get("q", "").replace("\x00", "")
    try:
        found = suggest(query, form.language, MOST_SUGGESTIONS, store=open_store(settings.CONTENT_INDEX))
    except Exception as error:  # noqa: BLE001 - who types must not be disturbed by it
        logger.warning("There are no suggestions: %s", type(error).__name__)
        found = []
    said = (
        ngettext("%d suggestion", "%d suggestions", len(found)) % len(found) if found else _("No suggestions")
    )
    response = JsonResponse(
        {
            "suggestions": [{"title": one.title, "url": in_form(one.url, form)} for one in found],
            "said": said,
        }
    )
    response["Cache-Control"] = f"private, max-age={SUGGESTIONS_LAST_S}" if found else "no-store"
    return response
