"""Where a person's conversation on a channel stands. The chat page carries this in its form; a messenger has no form to carry it."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from campaign.chat import conversations, gateway
from campaign.languages.forms import FORMS, WrittenForm, for_accept_language

from .base import Button, Incoming
from .models import Correspondence
from .once import keyed

MOST_OFFERED = 60  # choices of earlier answers that can still be pressed
REFERENCE = 16  # characters; Telegram takes 64 bytes, our signed payloads have more


class Letters:
    """One person's conversation: id and turns (rotated as everywhere), written form, choices on offer."""

    def __init__(self, row: Correspondence):
        self.row = row
        self.state = row.state

    @property
    def conversation(self) -> conversations.Conversation:
        """The conversation with the bot; a fresh one after an hour or thirty turns."""
        current = gateway.resume(self.state["conversation"])
        self.state["conversation"] = current.token()
        return current

    @property
    def form(self) -> WrittenForm:
        """The written form the last answer had, at first what the provider says of the person's phone."""
        return FORMS[self.state["form"]]

    def went_on(self, conversation: conversations.Conversation, form: WrittenForm) -> None:
        """Notes the conversation after a turn, and the form of its answer."""
        self.state |= {"conversation": conversation.token(), "form": form.code}

    def offer(self, choices: list[dict]) -> list[Button]:
        """Keeps what an answer's buttons do; what leaves is a reference to it, so nobody can make up a payload."""
        offered = self.state.get("offered", {})
        buttons = []
        for choice in choices:
            reference = keyed("button", self.row.key, choice["title"], choice["payload"])[:REFERENCE]
            offered.pop(reference, None)
            offered[reference] = [choice["title"], choice["payload"]]
            buttons.append(Button(choice["title"], reference))
        self.state["offered"] = dict(list(offered.items())[-MOST_OFFERED:])
        self.state["newest"] = [button.reference for button in buttons]
        return buttons

    def pressed(self, incoming: Incoming) -> tuple[str, str] | None:
        """Title and payload of the choice that was made: a button, or the words of one in the newest answer, typed."""
        offered = self.state.get("offered", {})
        if incoming.kind == "button":
            found = offered.get(incoming.button)
            return tuple(found) if found else None
        typed = incoming.text.strip().casefold()
        for reference in self.state.get("newest", []):
            title, payload = offered[reference]
            if title.casefold() == typed:
                return title, payload
        return None

    def save(self) -> None:
        """Keeps it for an hour from now, with what another message of the same person was offered meanwhile."""
        with transaction.atomic():
            row = Correspondence.objects.select_for_update().filter(key=self.row.key).first()
            if row and row.touched_at >= _limit():
                offered = row.state.get("offered", {}) | self.state.get("offered", {})
                self.state["offered"] = dict(list(offered.items())[-MOST_OFFERED:])
            Correspondence.objects.update_or_create(
                key=self.row.key, defaults={"state": self.state, "touched_at": timezone.now()}
            )


def letters_of(channel: str, incoming: Incoming) -> Letters:
    """The correspondence of whoever sent this; a new one when there is none or it was forgotten."""
    now = timezone.now()
    row, _made = Correspondence.objects.get_or_create(
        key=keyed("person", channel, incoming.person),
        defaults={"touched_at": now, "state": _begin(incoming)},
    )
    if row.touched_at < _limit():
        row.state = _begin(incoming)
    return Letters(row)


def _begin(incoming: Incoming) -> dict:
    return {
        "conversation": conversations.fresh().token(),
        "form": for_accept_language(incoming.locale.replace("_", "-")).code,
    }


def _limit() -> dt.datetime:
    return timezone.now() - dt.timedelta(seconds=conversations.MAX_AGE_S)


def forget() -> None:
    """Removes what is an hour old."""
    Correspondence.objects.filter(touched_at__lt=_limit()).delete()
