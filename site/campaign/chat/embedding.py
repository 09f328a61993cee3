"""The chat on partner sites: a script that adds a button, and the chat page in a form that these sites, and no others, may frame."""

import json

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from campaign.languages.forms import FORMS
from campaign.languages.views import switched_off

from .views import chat_page

KEPT_S = 3600


@csrf_exempt  # as for the chat page: no cookie stands behind it
@xframe_options_exempt  # that header knows no list of origins; frame-ancestors does
def embedded_chat(request):
    """The chat page without the site's header and footer, for frames of the allowed origins."""
    if not settings.EMBED_ORIGINS:
        raise Http404
    request.embedding = {"layout": "chat/embedded.html", "chat_url": reverse("embedded_chat")}
    response = chat_page(request)
    response._csp_config = settings.SECURE_CSP | {"frame-ancestors": settings.EMBED_ORIGINS}
    return response


@require_safe
def widget(request):
    """The script of a partner's one tag, with its few words in every written form."""
    if not settings.EMBED_ORIGINS:
        return switched_off(request)
    script = render_to_string("chat/embed.js", {"words": json.dumps(_words(), ensure_ascii=False)})
    response = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = f"public, max-age={KEPT_S}"
    # Only for a tag with `crossorigin`; a plain one needs no leave.
    if request.headers.get("Origin") in settings.EMBED_ORIGINS:
        response["Access-Control-Allow-Origin"] = request.headers["Origin"]
    patch_vary_headers(response, ["Origin"])
    return response


def _words() -> dict[str, list[str]]:
    """Form -> `lang`, name of the button and dialog, name of the button that closes it."""
    words = {}
    for form in FORMS.values():
        with override(form.code):
            words[form.code] = [form.html_lang, _("Ask the assistant"), _("Close")]
    return words
