"""`/<form>/ask/`: a question to the counsellors. What is sent stands in the form, word for word, and is sent only when the person agrees."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaign.chat.limits import too_often
from campaign.chat.redaction import redact
from campaign.check.case import Case
from campaign.check.frame import form_page
from campaign.languages.forms import current
from content import figures
from content.text.danger import assess

from . import codes
from .models import Enquiry, in_days
from .summary import summary

LONGEST_QUESTION, LONGEST_DETAILS, LONGEST_CONTACT = 2000, 4000, 120
MOST_KEPT = 10_000  # of what was typed, so that too long a text can be shortened and isn't lost
PHONE = re.compile(r"\+?[\d\s/().-]{6,25}")
FEWEST_DIGITS = 6
TRAP = "website"  # no person sees this field; what is written there was written by a program


@csrf_exempt  # no cookie and no login stand behind this form; what it needs is a seed that we signed
@require_http_methods(["GET", "POST"])
def ask_page(request):
    """GET shows the empty form; POST brings a conversation or a result along (`do=bring`), or sends."""
    if request.method == "GET":
        return _form(request, _typed({}))
    typed, action = _typed(request.POST), request.POST.get("do")
    if action == "bring":
        # Of the form it comes from only words count: that of the chat has an `agreed` of its own, which is no consent to this.
        return _form(
            request, _typed({"question": request.POST.get("text", ""), "details": _brought(request.POST)})
        )
    if action != "send":
        return _form(request, typed)
    if too_often(request, "ask", settings.COUNSEL_QUESTIONS_A_MINUTE):
        message = _(
            "Too many questions came from your network just now. Please wait a minute, then send again."
        )
        return _form(request, typed, {"form": message}, 429)
    seed = codes.read_seed(typed["seed"])
    errors = _errors(request, typed, seed)
    is_danger = assess(f"{typed['question']}\n{typed['details']}").level == "certain"
    if errors or is_danger and not request.POST.get("warned"):
        return _form(request, typed, errors, 400 if errors else 200, is_danger=is_danger)
    return _sent(request, seed, typed, is_danger)


def _typed(given) -> dict[str, str]:
    names = ("question", "details", "way", "contact", "agreed", "seed")
    typed = {name: given.get(name, "").replace("\x00", "").strip()[:MOST_KEPT] for name in names}
    return typed | {"way": "contact" if typed["way"] == "contact" else "code"}


def _brought(given) -> str:
    """What the person may send along: their questions of a conversation, or the summary of their self-check."""
    if case := Case.read(given.get("case", "")):
        return summary(case, current())[:LONGEST_DETAILS]
    said = redact(given.get("said", "").replace("\x00", ""))[0].strip()
    return said[-LONGEST_DETAILS:]


def _errors(request, typed: dict[str, str], seed: str | None) -> dict[str, str]:
    """What keeps the question from being sent, by field. Takes numbers of documents out of what was typed."""
    errors = {}
    for name, limit in (("question", LONGEST_QUESTION), ("details", LONGEST_DETAILS)):
        typed[name], was_redacted = redact(typed[name])
        if was_redacted:
            errors[name] = _(
                "We took a number, an address or a name out of this text: “[…]”. It has not been kept. Read it again, then send."
            )
        elif len(typed[name]) > limit:
            errors[name] = _("Your text has %(length)s characters; at most %(limit)s are possible.") % {
                "length": len(typed[name]),
                "limit": limit,
            }
    if not typed["question"]:
        errors["question"] = _("Please write your question first.")
    if typed["way"] == "contact" and not _is_contact(typed["contact"]):
        errors["contact"] = _("Write an e-mail address or a phone number, or choose the code.")
    if not typed["agreed"]:
        errors["agreed"] = _("Please tick that we may keep and read this; else nothing is sent.")
    if request.POST.get(TRAP):
        errors["form"] = _("Leave the last field of the form empty, then send again.")
    elif seed is None:
        errors["form"] = _("This form was open for very long. Your text is still here: send it again.")
    return errors


def _is_contact(text: str) -> bool:
    if len(text) > LONGEST_CONTACT:
        return False
    if PHONE.fullmatch(text):
        return sum(map(str.isdigit, text)) >= FEWEST_DIGITS
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _form(request, typed, errors=None, status=200, *, is_danger=False):
    errors = errors or {}
    context = {
        **typed,
        "seed": typed["seed"] if codes.read_seed(typed["seed"]) else codes.new_seed(),
        "errors": errors,
        "is_danger": is_danger,
        "limits": {"question": LONGEST_QUESTION, "details": LONGEST_DETAILS, "contact": LONGEST_CONTACT},
        "waiting_days": settings.COUNSEL_WAITING_DAYS,
        "answered_days": settings.COUNSEL_ANSWERED_DAYS,
        "enter": "send",
    }
    response = form_page(
        request,
        "counsel/ask.html",
        context,
        address="ask",
        switch_form="ask" if request.POST else "",
        status=status,
    )
    response["Cache-Control"] = "no-store"
    return response


def _sent(request, seed: str, typed: dict[str, str], is_danger: bool):
    """Keeps the question, and shows the code. The same form sent twice is one question with one code; with another text it is another."""
    contact = typed["contact"] if typed["way"] == "contact" else ""
    code = codes.code_of("\0".join((seed, typed["question"], typed["details"], contact)))
    enquiry, _is_new = Enquiry.objects.get_or_create(
        digest=codes.digest_of(code),
        defaults={
            "form": current().code,
            "question": typed["question"],
            "details": typed["details"],
            "contact": contact,
            "is_urgent": is_danger,
            "keep_until": in_days(settings.COUNSEL_WAITING_DAYS),
        },
    )
    context = {
        "code": code,
        "until": figures.long_date(enquiry.keep_until, current().language),
        "enter": "look",
        "show": "look",
        "answer_url": reverse("answer"),
    }
    response = form_page(request, "counsel/sent.html", context, address="answer", switch_form="pickup")
    response["Cache-Control"] = "no-store"
    return response
