"""The search page. Never an error, never a query language; when the index is away it says so and shows where help is."""

import logging

from django.conf import settings
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import mark_safe

from campaign.languages.forms import current, in_form
from content import figures
from content.index.queries import open_store, search

logger = logging.getLogger(__name__)
EXCERPT = 260


def search_page(request):
    """`/<form>/search/?q=`: results with heading, excerpt, source and the day it was checked."""
    form = current()
    query = request.GET.get("q", "").replace("\x00", "")[:500].strip()
    context = {"query": query, "results": [], "corrected": None, "nearest": [], "state": "empty"}
    if query:
        try:
            found = search(query, form.language, limit=10, store=open_store(settings.CONTENT_INDEX))
        except Exception as error:  # noqa: BLE001 - a reader is never shown that the index is broken, only that it is away
            logger.warning("Search is down: %s", type(error).__name__)
            context["state"] = "down"
        else:
            context["results"] = [result(hit, form) for hit in found.hits]
            context["corrected"] = found.corrected
            context["state"] = "ok" if found.hits else "none"
    return render(request, "search/search.html", context)


def result(hit, form) -> dict:
    """A hit as the page shows it."""
    passage = hit.passage
    source = passage.sources[0] if passage.sources else None
    return {
        "title": passage.title,
        "heading": passage.heading_path[-1]
        if passage.heading_path and passage.heading_path[-1] != passage.title
        else "",
        "url": in_form(passage.url, form),
        "excerpt_html": excerpt(passage.text, hit.highlights),
        "checked_on": figures.long_date(passage.checked_on, form.language) if passage.checked_on else "",
        "kind": passage.kind,
        "source": {"title": source.title, "url": source.url} if source else None,
    }


def excerpt(text: str, highlights) -> str:
    """Some 260 characters around the first found words, which are marked; safe HTML."""
    first = highlights[0][0] if highlights else 0
    start = max(0, first - EXCERPT // 3)
    if start:
        start = text.find(" ", start) + 1
    end = min(len(text), start + EXCERPT)
    if end < len(text):
        end = text.rfind(" ", start, end) if " " in text[start:end] else end
    out, position = [], start
    for left, right in highlights:
        if left < position or right > end:
            continue
        out += [escape(text[position:left]), "<mark>", escape(text[left:right]), "</mark>"]
        position = right
    out.append(escape(text[position:end]))
    return mark_safe(("… " if start else "") + "".join(out) + (" …" if end < len(text) else ""))
