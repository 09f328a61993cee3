"""From what a person sent on a channel to what goes back, through the same gateway as the chat page.

Everything happens inside the provider's own request. It is told 200 only when the person has the reply; until then the message stays in the
provider's queue and comes again. So nothing is lost when a process dies or the provider is away, and nothing of a person waits in a table of ours.
"""

import logging
import time

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from campaign.chat.gateway import reply_to
from campaign.chat.limits import messages_this_minute
from campaign.languages.forms import written_in

from . import once
from .base import Channel, Incoming, Refused, TryLater
from .correspondence import Letters, letters_of
from .models import Received
from .wording import absolute, as_text

logger = logging.getLogger(__name__)
TRIES, PAUSES_S, LONGEST_PAUSE_S = 3, (0.3, 1.0), 2.0
GREETINGS = {"sq": "përshëndetje", "sr": "здраво", "en": "hello"}  # what opening a conversation says


def answer(channel: Channel, incoming: Incoming) -> dict | None:
    """Answers one message. Returns what the webhook's own answer must carry, if anything.

    Raises:
        TryLater: it isn't answered; the provider must send it again.
    """
    if once.is_stale(incoming.sent_at):
        return None
    note = once.claim(once.keyed("message", channel.name, incoming.person, incoming.id))
    if note is None:
        return None
    try:
        response = _answer(channel, incoming, note)
    except BaseException:
        once.release(note)
        raise
    once.settle(note)
    return response


def _answer(channel: Channel, incoming: Incoming, note: Received) -> dict | None:
    # The bot has counted a turn whose reply could not be sent: it isn't asked again.
    parts = note.unsent or _compose(channel, incoming)
    if incoming.answered_in_response:
        return parts[0] if parts else None
    try:
        while parts:
            note.unsent = parts
            _send(channel, parts[0], incoming.recipient)
            parts = parts[1:]
    except Refused as error:
        logger.warning("%s refused a reply: %s", channel.name, error)
    return incoming.response


def _send(channel: Channel, part: dict, recipient: dict) -> None:
    """Tries a few times at once; a longer fault is left to the provider's queue."""
    for attempt in range(TRIES):
        try:
            return channel.send(part, recipient)
        except TryLater as error:
            pause = max(error.seconds, PAUSES_S[min(attempt, len(PAUSES_S) - 1)])
            if attempt == TRIES - 1 or pause > LONGEST_PAUSE_S:
                raise
            time.sleep(pause)
    raise AssertionError("unreachable")


def _compose(channel: Channel, incoming: Incoming) -> list[dict]:
    """The reply as the provider's messages; none for the hundredth message of a flood."""
    letters = letters_of(channel.name, incoming)
    form = letters.form
    with override(form.code):
        sent = messages_this_minute(letters.row.key)
        if sent > settings.CHAT_MESSAGES_A_MINUTE:
            too_fast = _("That was very fast. Please wait a minute, then send it again.")
            return channel.parts(too_fast, []) if sent == settings.CHAT_MESSAGES_A_MINUTE + 1 else []
        if refusal := _refusal(incoming, letters):
            return channel.parts(refusal, [])
    conversation = letters.conversation
    text = GREETINGS[form.language] if incoming.kind == "start" else incoming.text.replace("\x00", "").strip()
    button = None if incoming.kind == "start" else letters.pressed(incoming)
    reply = reply_to(text, form=form, conversation=conversation, button=button, sign=False)
    answered = written_in(reply.answer["language"], reply.answer["script"])
    letters.went_on(reply.conversation, answered)
    with override(answered.code):
        blocks = [as_text(reply.answer)]
        if reply.redacted:
            blocks.append(_("Personal data was removed before the assistant read it."))
        if conversation.turns == 0:
            in_danger = reply.answer["status"] == "sensitive"
            blocks.insert(len(blocks) if in_danger else 0, _consent(channel))
        parts = channel.parts("\n\n".join(blocks), letters.offer(reply.answer["buttons"]))
    letters.save()
    return parts


def _refusal(incoming: Incoming, letters: Letters) -> str:
    """Why a message can't be put to the bot, in the person's language; empty when it can."""
    if incoming.kind == "other":
        return _("I can read only written text. Please write your question in words.")
    if incoming.kind == "button" and not letters.pressed(incoming):
        return _("This button is too old. Please write your answer instead.")
    if incoming.kind == "text" and not incoming.text.replace("\x00", "").strip():
        return _("Please write your question first.")
    if incoming.kind == "text" and len(incoming.text) > settings.CHAT_MAX_CHARACTERS:
        message = _(
            "Your message has %(length)s characters; at most %(limit)s are possible. Please shorten it."
        )
        return message % {"length": len(incoming.text), "limit": settings.CHAT_MAX_CHARACTERS}
    return ""


def _consent(channel: Channel) -> str:
    """What a person should know before going on, said once a conversation."""
    said = _(
        "You are writing with a program, not with a person. Do not write names, phone numbers or document numbers. We do not store the conversation, but %(provider)s may. To chat without %(provider)s: %(address)s"
    )
    return said % {"provider": channel.title, "address": absolute(reverse("chat"))}
