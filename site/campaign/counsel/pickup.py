"""`/<form>/answer/`: a code shows what became of a question, and deletes it. Unknown codes, of either kind, take the same look-ups as known ones."""

from django.conf import settings
from django.utils import timezone
from django.utils.html import escape, strip_tags
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaign.chat.limits import too_often
from campaign.check.frame import form_page
from campaign.check.routes import page_links
from campaign.facts.rendering import facts_in, with_figures
from campaign.languages.forms import FORMS, WrittenForm, current, in_form
from content import figures
from content.text.scripts import to_latin

from .codes import digest_of
from .models import Enquiry, OpenQuestion, Waiting
from .retention import erase

LONGEST_CODE = 60


@csrf_exempt  # the code itself is the key; no cookie and no login stand behind this form
@require_http_methods(["GET", "POST"])
def answer_page(request):
    """GET shows the empty form; POST looks a code up, or deletes what it stands for (`do=delete`)."""
    if request.method == "GET":
        return _page(request, {})
    typed = request.POST.get("code", "").replace("\x00", "").strip()[:LONGEST_CODE]
    if not typed:
        return _page(request, {"error": _("Please write your code first.")}, 400)
    context = {"code": typed}
    if too_often(request, "answer", settings.COUNSEL_CODES_A_MINUTE):
        message = _(
            "Too many codes were tried from your network just now. Please wait a minute, then try again."
        )
        return _page(request, context | {"error": message}, 429)
    kept = find(typed)
    if kept is None:
        return _page(request, context | {"state": "unknown"}, 404)
    if request.POST.get("do") == "delete":
        erase(kept)
        return _page(request, {"state": "deleted"})
    return _page(request, context | state_of(kept, request))


def find(typed: str) -> Enquiry | Waiting | None:
    """What a code opens. Both tables are always asked."""
    digest = digest_of(typed)
    enquiry = Enquiry.objects.filter(digest=digest).first()
    waiting = Waiting.objects.filter(digest=digest).select_related("asked__question", "asked__page").first()
    return enquiry or waiting


def state_of(kept: Enquiry | Waiting, request) -> dict:
    """What the page shows: `state` waiting, answered, declined or expired, and what belongs to it."""
    form = FORMS[kept.form]
    shown = {
        "kept": kept,
        "until": _day(kept.keep_until),
        "asked_on": _day(timezone.localdate(kept.created_at)),
    }
    if kept.is_past:
        return shown | {"state": "expired"}
    if isinstance(kept, Waiting):
        return shown | _of_open_question(kept.asked, form, request)
    if kept.state == Enquiry.State.ANSWERED:
        return shown | {
            "state": "answered",
            "question": kept.question,
            "paragraphs": [line for line in kept.answer.splitlines() if line.strip()],
            "answered_on": _day(timezone.localdate(kept.answered_at)),
        }
    return shown | {"state": "waiting", "question": kept.question}


def _of_open_question(asked: OpenQuestion, form: WrittenForm, request) -> dict:
    """The answer in the language and script in which it was asked, whatever the language of this page."""

    def written(text: str) -> str:
        return to_latin(text) if form.code == "sr-latn" else text

    shown = {"question": written(asked.text), "lang": form.html_lang}
    if asked.sentence.strip():
        return shown | {"state": "declined", "paragraphs": [written(asked.sentence.strip())]}
    if question := asked.question:
        facts = facts_in(question.answer_in(form.language))
        text = strip_tags(with_figures(escape(question.answer_in(form.language)), facts, form.language))
        link = page_links({question.page_key}, form, request).get(question.page_key)
        return shown | {
            "state": "answered",
            "title": written(question.question_in(form.language)),
            "html": written(text),
            "link": link and {"title": written(link["title"]), "url": f"{link['url']}#{question.anchor}"},
            "sources": list(question.sources.all())
            or list({source.pk: source for fact in facts.values() for source in fact.sources.all()}.values()),
            "checked_on": written(figures.long_date(question.checked_on, form.language)),
        }
    if page := asked.page_in_language():
        facts = facts_in(page.summary)
        return shown | {
            "state": "answered",
            "html": written(strip_tags(with_figures(escape(page.summary), facts, form.language))),
            "link": {"title": written(page.title), "url": in_form(page.get_url(request) or "", form)},
            "checked_on": written(figures.long_date(page.checked_on, form.language)),
        }
    return shown | {"state": "waiting"}


def _day(day) -> str:
    return figures.long_date(day, current().language)


def _page(request, context: dict, status: int = 200):
    response = form_page(
        request,
        "counsel/answer.html",
        {"enter": "look", "show": "look", **context},
        address="answer",
        switch_form="pickup" if context.get("code") else "",
        status=status,
    )
    response["Cache-Control"] = "no-store"
    return response
