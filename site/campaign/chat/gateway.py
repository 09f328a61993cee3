"""One message of a person to one answer. The browser never meets Rasa: everything a person sends passes here."""

import json
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from campaign.check.case import Case
from campaign.counsel import later
from campaign.languages.forms import WrittenForm

from . import conversations, rasa
from .conversations import Conversation
from .own_answer import own_answer
from .redaction import redact

HIDDEN_FIELDS = ("understood", "profile")


@dataclass(frozen=True)
class Reply:
    """What came of a message: the conversation after it, what the person is shown to have said, and the Answer."""

    conversation: Conversation
    said: str
    answer: dict
    redacted: bool


def reply_to(
    text: str,
    *,
    form: WrittenForm,
    conversation: Conversation,
    page: str = "",
    button: tuple[str, str] | None = None,
    sign: bool = True,
) -> Reply:
    """Asks the bot; answers from search when the bot can't.

    Args:
        text: what was typed, already within the length limit; ignored when a button was pressed.
        button: title and payload of a button that we signed.
        sign: whether the answer's buttons leave with the reply; a channel keeps them instead.
    """
    if button:
        said, message, redacted = button[0], button[1], False
    else:
        said, redacted = redact(text)
        # A typed leading slash is text. To Rasa it would be a command: /restart, /inform{"age": 99}.
        message = said.lstrip("/ \t\r\n\u200b\ufeff")
    if button and later.is_wish(message):
        return Reply(conversation.next(), said, _public(later.grant(message), sign), False)
    metadata = {"language": form.language, "script": form.script, "page": page}
    try:
        answer = rasa.ask(conversation.id, message, metadata)
    except rasa.NoAnswer:
        answer = own_answer(said, form)
    return Reply(
        conversation.next(), said, _public(later.with_wish(answer, said, can_carry=sign), sign), redacted
    )


def resume(token: str) -> Conversation:
    """The conversation of a token. One that is rotated away is deleted at the bot: nothing of it is needed any more."""
    known, conversation = conversations.of_token(token), conversations.resume(token)
    if known and known.id != conversation.id:
        rasa.forget(known.id)
    return conversation


def forget(token: str) -> bool:
    """Deletes the conversation of a token, here and at the bot; False when the bot could not be reached."""
    conversation = conversations.of_token(token)
    return conversation is None or rasa.forget(conversation.id)


def handed_over(case: Case) -> tuple[str, str]:
    """The answers of the self-check as the button that a person would have pressed to tell them all: title and payload."""
    title = _("I have answered the questions of the self-check. These are my answers.")
    return title, f"/check_eligibility{json.dumps(case.profile(), ensure_ascii=False)}"


def _public(answer: dict, sign: bool) -> dict:
    """The answer as it may leave: buttons signed, what was understood only through the evaluation door.

    The way to the self-check takes along what the person has told, in the token that the self-check itself uses.
    """
    shown = {
        name: value
        for name, value in answer.items()
        if settings.CHAT_SHOW_UNDERSTANDING or name not in HIDDEN_FIELDS
    }
    if sign:
        shown["buttons"] = [
            {
                "title": button["title"],
                "payload": conversations.sign_button(button["title"], button["payload"]),
            }
            for button in answer["buttons"]
        ]
    case = Case.of_profile(answer.get("profile") or {})
    if case.answers:
        shown["offers"] = [
            offer | {"case": case.token()} if offer["kind"] == "check" else offer
            for offer in answer["offers"]
        ]
    return shown
