"""The 90/180-day calculator: stays in, days out, with which days count and why."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaign.facts.models import Fact
from campaign.languages.forms import current
from content import figures
from content.rules.stay import (
    COUNTED,
    MOST_DAYS,
    WINDOW_DAYS,
    CountedStay,
    Stay,
    StayError,
    calculate,
    explained,
    read_date,
)

from .frame import form_page
from .routes import page_links

FIRST_ROWS, MOST_ROWS, MOST_TYPED = 2, 60, 40
BASES = (
    ("visa_free", gettext_lazy("without a visa")),
    ("short_stay_visa", gettext_lazy("short-stay visa (C)")),
    ("long_stay_visa", gettext_lazy("national visa (D)")),
    ("residence_permit", gettext_lazy("residence permit")),
)
MODES = (
    ("planning", gettext_lazy("I want to enter on this day")),
    ("control", gettext_lazy("I am there on this day, or just want to count")),
)
PAGES = ("visa-free-90-180", "overstay-and-entry-ban", "ees-etias", "illegal-work")


@dataclass
class Row:
    """One stay as it was typed, with what is wrong about it."""

    entry: str = ""
    exit: str = ""
    basis: str = "visa_free"
    entry_error: str = ""
    exit_error: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed; such a row is left out."""
        return not (self.entry or self.exit)


@csrf_exempt  # nothing is stored, so there is nothing a foreign page could ride on
@require_http_methods(["GET", "POST"])
def days_page(request):
    """GET shows an empty form; POST calculates, or adds a row."""
    form = current()
    today = dt.date.today()
    rule = Fact.objects.filter(key="travel_days_allowed").prefetch_related("sources").first()
    links = page_links(set(PAGES), form, request)
    context = {
        "bases": BASES,
        "modes": MODES,
        "links": links,
        "most": MOST_DAYS,
        "window": WINDOW_DAYS,
        "mode": "planning",
        "enter": "count",
        "rule": rule,
        "rule_checked_on": figures.long_date(rule.checked_on, form.language) if rule else "",
        "reference": figures.short_date(today, "sq"),
    }
    if request.method == "GET":
        return form_page(
            request, "check/days.html", context | {"rows": [Row() for _ in range(FIRST_ROWS)]}, address="days"
        )
    rows = _rows(request.POST)
    reference = request.POST.get("reference", "").strip()[:MOST_TYPED]
    mode = request.POST.get("mode", "")
    context |= {"rows": rows, "reference": reference, "mode": mode if mode in dict(MODES) else "planning"}
    filled = [row for row in rows if not row.is_empty]
    if request.POST.get("do") != "add" and (filled or request.POST.get("do") == "count"):
        context |= _counted(filled, reference, context["mode"], form)
    if request.POST.get("do") == "add" and len(rows) < MOST_ROWS:
        rows.append(Row())
        context["added"] = True
    status = (
        400
        if context.get("error")
        or context.get("reference_error")
        or any(r.entry_error or r.exit_error for r in rows)
        else 200
    )
    return form_page(request, "check/days.html", context, address="days", switch_form="days", status=status)


def _rows(data) -> list[Row]:
    columns = (data.getlist(name) for name in ("entry", "exit", "basis"))
    known = dict(BASES)
    rows = [
        Row(entry.strip()[:MOST_TYPED], exit.strip()[:MOST_TYPED], basis if basis in known else "visa_free")
        for entry, exit, basis in list(zip(*columns))[:MOST_ROWS]
    ]
    return rows or [Row()]


def _counted(rows: list[Row], reference: str, mode: str, form) -> dict:
    """The result for the template, or what can't be."""
    language, faults = form.language, {}
    stays = []
    for row in rows:
        days = []
        for name in ("entry", "exit"):
            text = getattr(row, name)
            try:
                days.append(read_date(text) if text else None)
            except StayError as fault:
                setattr(row, f"{name}_error", fault.texts[language])
                days.append(None)
        if not row.entry:
            row.entry_error = _("Write the day of entry of this stay.")
        if not (row.entry_error or row.exit_error):
            stays.append(Stay(days[0], days[1], row.basis))
    try:
        day = read_date(reference)
    except StayError as fault:
        faults["reference_error"] = fault.texts[language]
    if faults or len(stays) < len(rows):
        return faults
    try:
        result = calculate(stays, day, mode)
        parts = explained(stays, day, mode)
    except StayError as fault:
        return {"error": fault.texts[language]}
    return {
        "result": _shown(result, day, mode, language) | {"stays": [_stay(one, language) for one in parts]}
    }


def _shown(result, day: dt.date, mode: str, language: str) -> dict:
    def words(date: dt.date | None) -> str:
        return figures.long_date(date, language) if date else ""

    return {
        "used": result.days_used,
        "left": max(0, MOST_DAYS - result.days_used),
        "in_a_row": result.max_stay_days,
        "excess": result.excess_days,
        "entry_possible": result.entry_possible,
        "is_late": bool(result.last_day_allowed and result.last_day_allowed < day),
        "last": words(result.last_day_allowed),
        "earliest": words(result.earliest_entry),
        "earliest_is_day": result.earliest_entry == day,
        # In figures, because these stand in sentences: a month's name would need its case.
        "day": figures.short_date(day, language),
        "window_start": figures.short_date(result.window_start, language),
        "mode": mode,
    }


def _stay(one: CountedStay, language: str) -> dict:
    stay = one.stay
    return {
        "entry": figures.long_date(stay.entry, language),
        "exit": figures.long_date(stay.exit, language) if stay.exit else "",
        "basis": dict(BASES)[stay.basis],
        "counted": one.counted,
        "before": one.before,
        "is_exempt": one.is_exempt,
        "counts": stay.basis in COUNTED,
    }
