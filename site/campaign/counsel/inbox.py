"""The counsellors' inbox under /admin/counsel/: who waits, one question with its reply. Two at once never overwrite each other."""

import logging
from email.errors import MessageError
from smtplib import SMTPException

from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.db.models import F
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.admin.auth import permission_required

from campaign.languages.forms import FORMS

from .models import Enquiry, in_days

logger = logging.getLogger(__name__)
PERMISSION = "counsel.answer_enquiry"
LONGEST_ANSWER = 6000
MOST_ANSWERED = 100


@permission_required(PERMISSION)
def inbox(request):
    """Those who wait, danger and the oldest first; then what was answered lately."""
    waiting = list(Enquiry.objects.filter(state=Enquiry.State.NEW).select_related("claimed_by"))
    waiting = [one for one in waiting if not one.is_past]
    overdue = [one for one in waiting if one.is_overdue]
    answered = Enquiry.objects.filter(state=Enquiry.State.ANSWERED).order_by("-answered_at")[:MOST_ANSWERED]
    groups = [
        {"name": _("Overdue"), "rows": overdue},
        {"name": _("New"), "rows": [one for one in waiting if one not in overdue]},
        {"name": _("Answered"), "rows": [one for one in answered if not one.is_past]},
    ]
    return _render(request, "counsel/inbox.html", {"groups": groups})


@permission_required(PERMISSION)
def enquiry(request, number: int):
    """One question with its reply; POST `do=` claim, release, reply."""
    found = Enquiry.objects.filter(pk=number).select_related("claimed_by").first()
    text = request.POST.get("answer", "").replace("\x00", "").strip()
    if found is None or found.is_past or found.state == Enquiry.State.EXPIRED:
        return _render(request, "counsel/enquiry.html", {"gone": True, "answer": text}, 410)
    if request.method != "POST":
        return _one(request, found, found.answer)
    if request.POST.get("do") in {"claim", "release"}:
        holder = request.user if request.POST["do"] == "claim" else None
        if not change(found, request.POST.get("version", ""), claimed_by=holder):
            return _conflict(request, found, text)
        return redirect("counsel_enquiry", number) if not text else _one(request, _fresh(found), text)
    return _reply(request, found, text)


def change(enquiry: Enquiry, version: str, **fields) -> bool:
    """Changes an enquiry if nobody else has since the page with this version was shown."""
    if not version.isdigit():
        return False
    rows = Enquiry.objects.filter(pk=enquiry.pk, version=int(version)).exclude(state=Enquiry.State.EXPIRED)
    return rows.update(version=F("version") + 1, **fields) == 1


def _reply(request, found: Enquiry, text: str):
    if not text:
        return _one(request, found, text, _("Please write an answer first."), 400)
    if len(text) > LONGEST_ANSWER:
        message = _("Your text has %(length)s characters; at most %(limit)s are possible.")
        return _one(request, found, text, message % {"length": len(text), "limit": LONGEST_ANSWER}, 400)
    if found.claimed_by not in (None, request.user):
        return _conflict(request, found, text)
    is_saved = change(
        found,
        request.POST.get("version", ""),
        answer=text,
        answered_at=timezone.now(),
        state=Enquiry.State.ANSWERED,
        claimed_by=request.user,
        keep_until=in_days(settings.COUNSEL_ANSWERED_DAYS),
    )
    if not is_saved:
        return _conflict(request, found, text)
    if not found.contact:
        messages.success(request, _("Answered. The person reads it with their code."))
    elif settings.EMAIL_SERVER and "@" in found.contact and _mail(found, text):
        messages.success(request, _("Answered, and sent by e-mail."))
    else:
        messages.warning(
            request, _("Answered. Now write to or call the person: the contact stands on this page.")
        )
        return redirect("counsel_enquiry", found.pk)
    return redirect("counsel_inbox")


def _mail(found: Enquiry, text: str) -> bool:
    """Sends the answer to the address the person left. False when the mail server would not take it."""
    form = FORMS[found.form]
    with override(form.code):
        subject = _("The answer to your question")
        ending = _("You asked this on our site. You can also read or delete it there with your code.")
    try:
        EmailMessage(subject, f"{text}\n\n{ending}", to=[found.contact]).send()
    except (SMTPException, MessageError, OSError) as error:
        # Only the kind: an SMTP error repeats the address it was about.
        logger.warning("An answer could not be sent by e-mail: %s", type(error).__name__)
        return False
    return True


def _fresh(found: Enquiry) -> Enquiry:
    return Enquiry.objects.select_related("claimed_by").get(pk=found.pk)


def _conflict(request, found: Enquiry, text: str):
    """Somebody else was faster. What was typed stays, beside what the other has done; the next try counts from there."""
    now = _fresh(found)
    if now.state == Enquiry.State.ANSWERED:
        fault = _("Somebody else has answered meanwhile. Nothing was overwritten; your text is still below.")
    elif now.claimed_by and now.claimed_by != request.user:
        fault = _(
            "{name} has taken this question. Your text is still below; talk to each other before you take over."
        )
        fault = fault.format(name=now.claimed_by.get_username())
    else:
        fault = _(
            "This question was changed meanwhile. Your text is still below: read the question again, then send."
        )
    return _one(request, now, text, fault, 409)


def _one(request, found: Enquiry, text: str, fault: str = "", status: int = 200):
    context = {
        "enquiry": found,
        "answer": text,
        "fault": fault,
        "is_mine": found.claimed_by == request.user,
        "is_taken": found.claimed_by not in (None, request.user),
        "contact_is_mail": "@" in found.contact,
        "goes_by_mail": bool(settings.EMAIL_SERVER) and "@" in found.contact,
        "limit": LONGEST_ANSWER,
        "html_lang": FORMS[found.form].html_lang,
    }
    return _render(request, "counsel/enquiry.html", context, status)


def _render(request, template: str, context: dict, status: int = 200):
    title = _("Questions to the counsellors")
    crumbs = [{"url": reverse("counsel_inbox"), "label": title}]
    if "enquiry" in context:
        crumbs.append({"url": "", "label": _("Question %s") % context["enquiry"].pk})
    frame = {"breadcrumbs_items": crumbs, "header_title": title, "header_icon": "mail", **context}
    response = render(request, template, frame, status=status)
    response["Cache-Control"] = "no-store"
    return response
