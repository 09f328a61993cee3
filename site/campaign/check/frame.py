"""What the three pages share: a language switch that takes the form along, and the answer's headers."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from campaign.languages.forms import FORMS, current, in_form


def form_page(
    request, template: str, context: dict, *, address: str, switch_form: str = "", status: int = 200
) -> HttpResponse:
    """A page with a form. With `switch_form` the header's language switch sends that form instead of following a link.

    So what was typed never stands in an address, and going back shows the last page instead of asking to send it anew.
    """
    if switch_form:
        own = current()
        context["switch"] = [
            {
                "name": form.name,
                "url": in_form(reverse(address), form),
                "html_lang": form.html_lang,
                "current": form == own,
            }
            for form in FORMS.values()
        ]
        context["switch_form"] = switch_form
    response = render(request, template, context, status=status)
    if switch_form:
        response["Cache-Control"] = "private, max-age=600"
    return response
