"""Ask later: a question the bot could not answer goes to the editors without its asker, who gets a code for the day it is answered."""

import json
import re
import secrets

from django.conf import settings
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from campaign.languages.forms import written_in
from content.text.folding import fold

from . import codes
from .models import OpenQuestion, Waiting, in_days

KIND = "later"  # the kind of offer by which the bot says that the editors should be asked
PREFIX = "later:"
LONGEST = 1000


def with_wish(answer: dict, question: str, can_carry: bool) -> dict:
    """The answer with the bot's offer to ask the editors as a button that carries the question. The site signs it.

    On a messenger a button would lie in our database until it is pressed, and its code in the provider's: there the offer is left out
    (`can_carry` false), and the way to a counsellor stays.
    """
    offers = [offer for offer in answer["offers"] if offer["kind"] != KIND]
    if len(offers) == len(answer["offers"]):
        return answer
    if not can_carry:
        return answer | {"offers": offers}
    title = next(offer["title"] for offer in answer["offers"] if offer["kind"] == KIND)
    wish = [secrets.token_urlsafe(9), answer["language"], answer["script"], question[:LONGEST]]
    button = {"title": title, "payload": PREFIX + json.dumps(wish)}
    return answer | {"offers": offers, "buttons": [*answer["buttons"], button]}


def is_wish(payload: str) -> bool:
    """Whether a signed button asks the editors."""
    return payload.startswith(PREFIX)


def grant(payload: str) -> dict:
    """Puts the question on the editors' list and gives an Answer with the code. The same button pressed twice gives the same code."""
    seed, language, script, question = json.loads(payload.removeprefix(PREFIX))
    form = written_in(language, script)
    code = codes.code_of(f"later {seed}")
    _keep(codes.digest_of(code), form.code, language, in_bare_words(question))
    with override(form.code):
        text = _(
            "Your question goes to the editors, without anything about you. This is your code: {code}. "
            "With it you can read the answer here as soon as there is one. Write it down: we cannot show it again."
        ).format(code=code)
        title = _("Pick up an answer")
        address = reverse("answer")
    return {
        "status": "answered", "text": text, "language": language, "script": script,
        "passages": [], "sources": [], "buttons": [],
        "offers": [{"kind": "page", "title": title, "url": address}],
    }  # fmt: skip


def in_bare_words(question: str) -> str:
    """The question without capitals, signs and diacritics: what differs only in these is one question, and tells less of its writer."""
    return " ".join(re.findall(r"\w+", fold(question)))[:LONGEST]


def _keep(digest: str, form: str, language: str, text: str) -> None:
    asked, _is_new = OpenQuestion.objects.get_or_create(language=language, text=text)
    _waiting, is_new = Waiting.objects.get_or_create(
        digest=digest,
        defaults={"form": form, "asked": asked, "keep_until": in_days(settings.COUNSEL_WAITING_DAYS)},
    )
    if is_new:
        OpenQuestion.objects.filter(pk=asked.pk).update(times=F("times") + 1, asked_at=timezone.now())
