"""The result of the self-check on paper: a PDF made from the signed token alone, for the drawer at home or a counsellor's desk."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaign.base import pdf
from campaign.chat.limits import too_often
from campaign.chat.own_answer import contact_offers
from content import figures
from content.text.scripts import html_to_latin

from . import result
from .case import Case
from .names import country_name
from .views import Page

MOST_IN_FULL = 4
MOST_IN_SHORT = 20
MOST_CONTACTS = 6
MOST_A_MINUTE = 60  # from one network address; a lecture hall shares one
RETRY_AFTER_S = 30


@require_safe
def pdf_page(request):
    """The PDF for `?case=`; without a usable token the start page, and a plain word where none can be made now."""
    page, case = Page(request), Case.read(request.GET.get("case", ""))
    if case is None or not case.answers:
        return page.start(notice=True)
    if not pdf.is_available():
        return _sorry(request, case, 501, is_busy=False)
    if too_often(request, "pdf", MOST_A_MINUTE):
        return _sorry(request, case, 429, is_busy=True)
    html = render_to_string("check/pdf.html", _context(page, case))
    if page.form.code == "sr-latn":
        html = html_to_latin(html)
    try:
        made = pdf.pdf_of(html)
    except pdf.Busy:
        return _sorry(request, case, 503, is_busy=True)
    response = HttpResponse(made, content_type="application/pdf")
    name = f"check-{page.form.code}-{timezone.localdate():%Y-%m-%d}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _sorry(request, case: Case, status: int, *, is_busy: bool):
    context = {"token": case.token(), "is_busy": is_busy}
    response = render(request, "check/no_pdf.html", context, status=status)
    response["Cache-Control"] = "no-store"
    if is_busy:
        response["Retry-After"] = str(RETRY_AFTER_S)
    return response


def _context(page: Page, case: Case) -> dict:
    """What stands on the paper: the first routes in full, the others in a line each, every source once with its number."""
    form = page.form
    groups = result.groups(page.routes_for(case), case.profile(), form, page.request)
    shown = [route for group in groups for route in group["routes"]]
    for route in shown:
        route["names_country"] = route["where"] in route["name"]
    in_full = shown[:MOST_IN_FULL]
    numbers: dict[str, dict] = {}
    for route in in_full:
        for criterion in route["criteria"]:
            criterion["number"] = _number_of(criterion, numbers, form.language)
            for part in criterion["part_list"]:
                part["number"] = _number_of(part, numbers, form.language)
    return {
        "html_lang": form.html_lang,
        "today": figures.long_date(timezone.localdate(), form.language),
        "counts": {group["outcome"]: group["size"] for group in groups},
        "country": country_name(case.country, form.language) if case.country else "",
        "answers": page.answers(case),
        "in_full": in_full,
        "in_short": shown[MOST_IN_FULL : MOST_IN_FULL + MOST_IN_SHORT],
        "left_out": sum(group["size"] for group in groups) - len(shown[: MOST_IN_FULL + MOST_IN_SHORT]),
        "sources": numbers.values(),
        "contacts": contact_offers(form.language, ("advice", "work"))[:MOST_CONTACTS],
        "next_pages": page.next_pages(),
        "address": page.request.build_absolute_uri("/").split("://", 1)[-1].rstrip("/"),
        "host": page.request.build_absolute_uri("/").rstrip("/"),
    }


def _number_of(criterion: dict, numbers: dict[str, dict], language: str) -> int | None:
    source = criterion["source"]
    if source is None:
        return None
    known = numbers.setdefault(
        source["url"],
        {"number": len(numbers) + 1, "title": source["title"], "url": source["url"]}
        | _days(source, language),
    )
    return known["number"]


def _days(source: dict, language: str) -> dict:
    day = source["checked_on"]
    return {
        "dated": source["dated"] if source["dated"] != "undated" else "",
        "checked_on": figures.long_date(dt.date.fromisoformat(day), language) if day else "",
    }
