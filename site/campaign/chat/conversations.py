"""Who is talking, without knowing who: a random id in a signed token that the page carries. Nothing is stored here."""

import secrets
import time
from dataclasses import dataclass

from django.conf import settings
from django.core import signing

CONVERSATION_SALT = "chat.conversation"
HISTORY_SALT = "chat.history"
BUTTON_SALT = "chat.button"
MAX_AGE_S = 3600
HISTORY_TURNS = 6  # what a page without JavaScript shows again; each turn travels with the form
BUTTON_MAX_AGE_S = 24 * 3600


@dataclass(frozen=True)
class Conversation:
    """One conversation with the bot; `id` is known to the site and Rasa only inside signed tokens."""

    id: str
    turns: int
    started_at: int

    def token(self) -> str:
        """What the page carries."""
        return signing.dumps([self.id, self.turns, self.started_at], salt=CONVERSATION_SALT)

    def next(self) -> "Conversation":
        """The conversation after one more turn."""
        return Conversation(self.id, self.turns + 1, self.started_at)


def fresh() -> Conversation:
    """A new conversation with a random id."""
    return Conversation(secrets.token_urlsafe(18), 0, int(time.time()))


def of_token(token: str) -> Conversation | None:
    """The conversation of a token, whatever its turns; `None` when there is none, it was forged or is an hour old."""
    try:
        identity, turns, started_at = signing.loads(token, salt=CONVERSATION_SALT, max_age=MAX_AGE_S)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Conversation(identity, turns, started_at)


def resume(token: str) -> Conversation:
    """The conversation of a token; a fresh one when there is none, it was forged, is an hour old or has had its turns.

    Rotation keeps Rasa fast (its work grows with the length of a conversation) and keeps nobody traceable.
    """
    known = of_token(token)
    if (
        known is None
        or known.turns >= settings.CHAT_TURNS_BEFORE_ROTATION
        or time.time() - known.started_at > MAX_AGE_S
    ):
        return fresh()
    return known


def pack_history(turns: list[dict]) -> str:
    """The last turns as a signed, compressed text for the form."""
    return signing.dumps(turns[-HISTORY_TURNS:], salt=HISTORY_SALT, compress=True)


def unpack_history(packed: str) -> list[dict]:
    """The turns a form carries; none when it was tampered with."""
    try:
        return signing.loads(packed, salt=HISTORY_SALT, max_age=MAX_AGE_S)
    except (signing.BadSignature, ValueError):
        return []


def sign_button(title: str, payload: str) -> str:
    """A button the bot offered, as only we can have written it."""
    return signing.dumps([title, payload], salt=BUTTON_SALT)


def read_button(token: str) -> tuple[str, str] | None:
    """Title and payload of a button, or None when we didn't write it or it is a day old."""
    try:
        title, payload = signing.loads(token, salt=BUTTON_SALT, max_age=BUTTON_MAX_AGE_S)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return title, payload
