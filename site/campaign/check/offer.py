"""The offer check: a pasted offer is read by rules and forgotten. POST only, so that the text never stands in an address."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaign.chat.own_answer import contact_links
from campaign.facts.models import Fact, Source
from campaign.languages.forms import current
from content import figures
from content.rules import offer as rules
from content.rules.offer_pay import FACTS
from content.text.danger import assess

from .frame import form_page
from .names import country_name
from .routes import page_links, routes

MOST_KEPT = 20_000
MOST_CONTACTS = 3
MOST_COUNTRIES, MOST_OFFICES = 2, 4
MISSING = {
    "employer": gettext_lazy("the full name of the employer, as it stands in the register"),
    "place": gettext_lazy("the address or city of the work"),
    "gross": gettext_lazy("whether the pay is gross"),
    "hours": gettext_lazy("the hours of work"),
    "contract": gettext_lazy("a written contract"),
}
PAGES = ("fake-job-offers", "worker-rights")
ROUTE_PAGES = {
    "DE": "germany",
    "AT": "austria",
    "HR": "croatia",
    "SI": "slovenia",
    "CH": "switzerland",
    "IT": "italy",
    "HU": "hungary",
}


@csrf_exempt  # nothing is stored, so there is nothing a foreign page could ride on
@require_http_methods(["GET", "POST"])
def offer_page(request):
    """GET shows the empty form; POST reads the text."""
    context = {"enter": "check", "limit": rules.LONGEST, "text": "", "show": "show"}
    if request.method == "GET":
        return form_page(request, "check/offer.html", context, address="offer")
    text = request.POST.get("text", "").replace("\x00", "").replace("\r\n", "\n")
    context["text"] = text[:MOST_KEPT]
    if len(text) > rules.LONGEST:
        message = _(
            "Your text has %(length)s characters; at most %(limit)s are possible. Leave out what does not belong to the offer."
        )
        context["error"] = message % {"length": len(text), "limit": rules.LONGEST}
    elif not text.strip():
        if request.POST.get("do") != "show":
            context["error"] = _("Paste the offer or describe it in your own words first.")
    else:
        context |= _checked(text, current(), request)
    status = 400 if context.get("error") else 200
    return form_page(
        request, "check/offer.html", context, address="offer", switch_form="offer", status=status
    )


def _checked(text: str, form, request) -> dict:
    facts = {fact.key: fact for fact in Fact.objects.filter(key__in=FACTS).prefetch_related("sources")}
    values = {key: fact.as_fact().value for key, fact in facts.items()}
    found = rules.check(text, values, prior=form.language)
    if not found.has_words:
        return {
            "error": _("We find no words in this text. Paste the offer or describe it in your own words.")
        }
    pages = (
        {one.sign.page for one in found.findings}
        | set(PAGES)
        | {ROUTE_PAGES[code] for code in found.countries if code in ROUTE_PAGES}
    )
    links = page_links(pages, form, request)
    sources = Source.objects.in_bulk({number for one in found.findings for number in one.sign.sources})
    language = form.language
    return {
        "checked": True,
        "signs": [_sign(one, language, links, sources, facts) for one in found.findings],
        "dangers": sum(one.sign.grade == "danger" for one in found.findings),
        "missing": [MISSING[name] for name in found.missing],
        "links": [
            links[key]
            for key in dict.fromkeys((*PAGES, *(ROUTE_PAGES.get(code) for code in found.countries)))
            if key in links
        ],
        "offices": _offices(found.countries[:MOST_COUNTRIES], language),
        "is_emergency": assess(text).level == "certain",
        "report_to": contact_links(language, ("fraud",), MOST_CONTACTS),
        "ask": contact_links(language, ("work",), MOST_CONTACTS),
    }


def _offices(countries: Sequence[str], language: str) -> list[dict]:
    """By country what an authority decides before anybody may work there, so that one can ask it whether that was done; with source and day.

    For a country whose ways are closed to people from Kosovo, the condition that closes them.
    """
    shown = []
    for country in countries:
        own = [route for route in routes() if route.country == country and route.purpose == "work"]
        ways = [route for route in own if route.open_to_kosovo]
        kinds = {"outside"} if ways else {"citizenship"}
        found: dict[str, dict] = {}
        for criterion in (one for route in ways or own for one in route.criteria if one.kind in kinds):
            if criterion.sources and criterion.why:
                found.setdefault(
                    criterion.why[language],
                    {
                        "source": criterion.sources[0],
                        "day": figures.long_date(criterion.checked_on, language)
                        if criterion.checked_on
                        else "",
                    },
                )
        if found:
            decisions = [{"text": text} | rest for text, rest in list(found.items())[:MOST_OFFICES]]
            shown.append(
                {"country": country_name(country, language), "is_closed": not ways, "decisions": decisions}
            )
    return shown


def _sign(finding: rules.Finding, language: str, links: dict, sources: dict, facts: dict) -> dict:
    sign, fact = finding.sign, facts.get(finding.compared)
    shown = [sources[number] for number in sign.sources if number in sources]
    why = sign.why[language]
    if fact:
        why = why.replace(
            "{compared}",
            figures.with_unit(fact.as_fact(), language) + (f" ({fact.year})" if fact.year else ""),
        )
        shown = list(fact.sources.all())
    return {
        "grade": sign.grade,
        "label": sign.label[language],
        "why": why,
        "check": sign.check[language],
        "quotes": finding.quotes,
        "sources": shown,
        "link": links.get(sign.page),
    }
