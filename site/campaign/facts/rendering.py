"""References in texts become figures with a link to their proof."""

import datetime as dt
import re
from html import escape

from django.utils import timezone

from campaign.facts.models import Fact
from content import figures


def facts_in(*texts: str) -> dict[str, Fact]:
    """The facts these texts refer to, by key, with their sources: two queries."""
    keys = [key for text in texts for key in figures.references(text)]
    found = {fact.key: fact for fact in Fact.objects.filter(key__in=keys).prefetch_related("sources")}
    return {key: found[key] for key in dict.fromkeys(keys) if key in found}


def with_figures(html: str, facts: dict[str, Fact], language: str) -> str:
    """Rich text with its references written out: value, year, and a link to the page's list of figures."""

    def write(match: re.Match) -> str:
        if match["lang"]:
            return f'<span lang="{match["lang"]}" translate="no">{match["name"]}</span>'
        row = facts.get(match["id"])
        if row is None:
            return "…"
        fact = row.as_fact()
        shown = escape(figures.inline(fact, language, with_year=not match["bare"]))
        if fact.unit == "phone":
            return f'<a href="tel:{phone_href(shown)}" class="figure">{shown}</a>'
        return f'<a class="figure" href="#fact-{fact.id}">{shown}</a>'

    return figures.REFERENCE.sub(write, html)


def phone_href(number: str) -> str:
    """0800 11 112 -> 080011112: what a phone dials."""
    return re.sub(r"[^\d+]", "", number)


def fact_list(facts: dict[str, Fact], language: str) -> list[dict]:
    """The figures of a page with label, value, year, sources and dates, in the order they appear."""
    today: dt.date = timezone.localdate()
    listed = []
    for row in facts.values():
        fact = row.as_fact()
        listed.append(
            {
                "id": fact.id,
                "label": fact.label[language],
                "value": figures.with_unit(fact, language),
                "year": fact.year,
                "sources": list(row.sources.all()),
                "checked_on": figures.long_date(fact.checked_on, language),
                "expired": fact.is_expired(today),
                "being_checked": fact.being_checked,
            }
        )
    return listed
