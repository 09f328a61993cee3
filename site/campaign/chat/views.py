"""The chat page: a form that works without JavaScript, and the same answers as JSON for the module on top."""

import datetime as dt
import json

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaign.check.case import Case
from campaign.facts.rendering import phone_href
from campaign.languages.forms import current, in_form, written_in
from content import figures
from content.text.danger import assess
from content.text.scripts import html_to_latin

from . import conversations
from .gateway import Reply, forget, handed_over, reply_to, resume
from .limits import too_many


@csrf_exempt  # no cookie and no login stand behind this form, so there is nothing a foreign page could ride on
@require_http_methods(["GET", "POST"])
def chat_page(request):
    """GET shows the page, with `?q=` in the box; POST answers one message, as a page or, for `Accept: application/json`, as JSON."""
    form = current()
    wants_json = "application/json" in request.headers.get("Accept", "")
    if request.method == "GET":
        return _page(
            request,
            turns=[],
            conversation="",
            history="",
            page=_page_key(request.GET.get("page", "")),
            text=request.GET.get("q", "").replace("\x00", "").strip()[: settings.CHAT_MAX_CHARACTERS],
        )
    try:
        data = _data(request)
    except ValueError:
        return _refuse(
            request, wants_json, _("Your message did not arrive whole. Please send it again."), 400, {}
        )
    if data["case"]:
        return _take_over(request, data["case"], form)
    text = data["text"].replace("\x00", "").strip()
    if data["do"] == "forget":
        return _forget(request, wants_json, data)
    conversation = resume(data["conversation"])
    button = conversations.read_button(data["button"]) if data["button"] else None
    if data["button"] and button is None:
        return _refuse(
            request, wants_json, _("This button is too old. Please write your answer instead."), 400, data
        )
    if not text and not button:
        return _refuse(request, wants_json, _("Please write your question first."), 400, data)
    if len(text) > settings.CHAT_MAX_CHARACTERS:
        message = _(
            "Your message has %(length)s characters; at most %(limit)s are possible. Please shorten it."
        )
        return _refuse(
            request,
            wants_json,
            message % {"length": len(text), "limit": settings.CHAT_MAX_CHARACTERS},
            400,
            data,
        )
    if not wants_json and not data["agreed"] and assess(text).level != "certain":
        # A question typed elsewhere: what the chat is stands beside it before anything is sent on. Danger doesn't wait for that.
        return _page(request, text=text, must_agree=True, page=data["page"])
    if too_many(request, conversation.id):
        return _refuse(
            request, wants_json, _("That was very fast. Please wait a minute, then send it again."), 429, data
        )

    reply = reply_to(text, form=form, conversation=conversation, page=data["page"], button=button)
    turns = _turns(reply)
    token = reply.conversation.token()
    if wants_json:
        html = "".join(render_to_string("chat/_turn.html", {"turn": shown(turn)}, request) for turn in turns)
        response = JsonResponse(
            {
                "html": html_to_latin(html) if form.code == "sr-latn" else html,
                "conversation": token,
                "history": "",
                "answer": reply.answer,
            }
        )
        response.is_in_latin = True
        response["Cache-Control"] = "no-store"
        return response
    history = conversations.unpack_history(data["history"]) + turns
    return _page(
        request,
        turns=[shown(turn) for turn in history],
        conversation=token,
        history=conversations.pack_history(history),
        page=data["page"],
    )


def _take_over(request, token: str, form):
    """The chat begins with the answers of a self-check; without usable ones it begins as always."""
    case = Case.read(token)
    if case is None or not case.answers:
        return _page(request, notice=True, turns=[], conversation="", history="", page="")
    conversation = conversations.fresh()
    if too_many(request, conversation.id):
        return _refuse(
            request, False, _("That was very fast. Please wait a minute, then send it again."), 429, {}
        )
    reply = reply_to("", form=form, conversation=conversation, button=handed_over(case))
    turns = _turns(reply)
    return _page(
        request,
        turns=[shown(turn) for turn in turns],
        conversation=reply.conversation.token(),
        history=conversations.pack_history(turns),
        page="",
    )


def _turns(reply: Reply) -> list[dict]:
    return [
        {"who": "person", "text": reply.said, "redacted": reply.redacted},
        {"who": "bot", "answer": reply.answer},
    ]


def _data(request) -> dict:
    """The fields of the message, from a form or from JSON.

    Raises:
        ValueError: the JSON can't be read or isn't an object of texts.
    """
    if request.content_type == "application/json":
        given = json.loads(request.body.decode("utf-8"))
        if not isinstance(given, dict):
            raise ValueError("not an object")
    else:
        given = request.POST
    data = {
        name: given.get(name) or ""
        for name in ("text", "conversation", "history", "button", "page", "agreed", "do", "case")
    }
    if not all(isinstance(value, str) for value in data.values()):
        raise ValueError("not text")
    return data | {"page": _page_key(data["page"])}


def _page_key(value: str) -> str:
    return value if value.replace("-", "").isalnum() and len(value) <= 80 and value.isascii() else ""


def _page(request, *, status: int = 200, **context):
    turns = context.get("turns", [])
    context |= {
        "limit": settings.CHAT_MAX_CHARACTERS,
        "said_before": "\n".join(turn["text"] for turn in turns if turn["who"] == "person"),
        **getattr(request, "embedding", {}),
    }
    response = render(request, "chat/chat.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _forget(request, wants_json: bool, data: dict):
    """Deletes the conversation; what stands in the box stays there."""
    if not forget(data["conversation"]):
        message = _(
            "The conversation could not be deleted just now; it is deleted by itself after an hour. Please try again."
        )
        return _refuse(request, wants_json, message, 503, data)
    said = _("The conversation has been deleted.")
    if wants_json:
        return JsonResponse({"forgotten": said, "conversation": ""})
    return _page(request, said=said, text=data["text"], page=data["page"])


def _refuse(request, wants_json: bool, message: str, status: int, data: dict):
    """Says what is wrong and what to do; what was typed stays in the box."""
    if wants_json:
        return JsonResponse({"error": message, "conversation": data.get("conversation", "")}, status=status)
    history = conversations.unpack_history(data.get("history", ""))
    return _page(
        request,
        status=status,
        error=message,
        text=data.get("text", "")[: 20 * settings.CHAT_MAX_CHARACTERS],
        turns=[shown(turn) for turn in history],
        conversation=data.get("conversation", ""),
        history=data.get("history", "") if history else "",
        page=data.get("page", ""),
    )


def shown(turn: dict) -> dict:
    """A turn as the template shows it: paragraphs, local dates, addresses in the written form of the answer."""
    if turn["who"] == "person":
        return turn
    answer = turn["answer"]
    written = written_in(answer["language"], answer["script"])

    def day(value: str | None) -> str:
        if not value:
            return ""
        text = figures.long_date(dt.date.fromisoformat(value), written.language)
        return html_to_latin(text) if written.code == "sr-latn" else text

    return {
        "who": "bot",
        "language": written.html_lang,
        "answer": {
            **answer,
            "paragraphs": [line for line in answer["text"].split("\n") if line.strip()],
            "passages": [
                {**passage, "url": in_form(passage["url"], written), "checked_on": day(passage["checked_on"])}
                for passage in answer["passages"]
            ],
            "sources": [{**source, "checked_on": day(source["checked_on"])} for source in answer["sources"]],
            "offers": [
                {
                    **offer,
                    "url": in_form(offer.get("url", ""), written),
                    "phone_href": f"tel:{phone_href(offer['phone'])}" if offer.get("phone") else "",
                }
                for offer in answer["offers"]
            ],
        },
    }
