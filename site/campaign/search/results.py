"""Hits as the page shows them: grouped by kind, with an excerpt, source and day."""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from campaign.guides.models import contact_cards
from campaign.languages.forms import WrittenForm, in_form
from content import figures
from content.countries import country_name
from content.index.analysis import terms
from content.index.listing import Listing
from content.index.queries import Hit

from .filters import Filters

EXCERPT = 220  # characters
FIRST_GROUP, OTHER_GROUPS = 5, 3  # hits shown of each kind before the reader asks for all of it
MOST_CONTACTS = 3
HEADINGS = {
    "faq": _("Questions and answers"),
    "route": _("Legal routes"),
    "page": _("Pages"),
    "fact": _("Figures"),
    "event": _("Events"),
    "contact": _("Contacts"),
}


def grouped(found: Listing, filters: Filters, keep, query: str, form: WrittenForm) -> list[dict]:
    """Kind, heading, results, count and the address of all of them; the kind with the best hit stands first."""
    counts: dict[str, int] = {}
    for passage in found.passages:
        if keep(passage):
            counts[passage.kind] = counts.get(passage.kind, 0) + 1
    groups = []
    for kind, count in counts.items():  # in the order of their best hits
        most = OTHER_GROUPS if groups else FIRST_GROUP
        of_kind = Filters(filters.country, filters.topic, kind)
        hits = found.hits(lambda passage: keep(passage) and passage.kind == kind, limit=most)  # noqa: B023 - used at once
        groups.append(
            {
                "kind": kind,
                "heading": HEADINGS[kind],
                "results": [result(hit, form) for hit in hits],
                "count": count,
                "url": of_kind.url(query) if count > most else "",
            }
        )
    return groups


def result(hit: Hit, form: WrittenForm) -> dict:
    """A hit as the page shows it."""
    passage = hit.passage
    source = passage.sources[0] if passage.sources else None
    return {
        "title": passage.title,
        "heading": passage.heading if passage.kind != "faq" else "",
        "url": in_form(passage.url, form),
        "excerpt_html": excerpt(passage.text, hit.highlights),
        "checked_on": figures.long_date(passage.checked_on, form.language) if passage.checked_on else "",
        "kind": passage.kind,
        "country": country_name(passage.country, form.language) if passage.country else "",
        "source": {"title": source.title, "url": source.url} if source else None,
    }


def excerpt(text: str, highlights: Iterable[tuple[int, int]]) -> SafeString:
    """Some 220 characters around the first found words, which are marked; safe HTML."""
    highlights = list(highlights)
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


def contacts_named(query: str, language: str) -> list[dict]:
    """The contacts whose name or place holds every word of the query; at most three."""
    asked = set(terms(query, language))
    if not asked:
        return []
    return [
        card
        for card in contact_cards(language)
        if asked <= set(terms(f"{card['name']} {card['city']}", language))
    ][:MOST_CONTACTS]
