"""Each message is answered once, however often and to whichever process the provider sends it."""

import datetime as dt
import hashlib
import hmac

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from .base import TryLater
from .models import Received

State = Received.State

# WhatsApp sends again for up to seven days, the others for less; what is older than that was answered or is stale.
OLDEST = dt.timedelta(days=7)
KEPT = OLDEST + dt.timedelta(days=1)
UNSENT_KEPT = dt.timedelta(hours=1)
ABANDONED = dt.timedelta(minutes=2)  # whoever claimed it was killed


def keyed(*parts: str) -> str:
    """A hash nobody can undo or recompute without the site's secret key."""
    return hmac.new(settings.SECRET_KEY.encode(), "\0".join(parts).encode(), hashlib.sha256).hexdigest()


def claim(key: str) -> Received | None:
    """Takes a message for answering; None when it was answered.

    Raises:
        TryLater: another process is at it.
    """
    now = timezone.now()
    row, made = Received.objects.get_or_create(key=key, defaults={"claimed_at": now})
    if made:
        return row
    free = Q(state=State.WAITING) | Q(state=State.CLAIMED, claimed_at__lt=now - ABANDONED)
    if Received.objects.filter(free, key=key).update(state=State.CLAIMED, claimed_at=now):
        row.refresh_from_db()
        return row
    if Received.objects.filter(key=key, state=State.DONE).exists():
        return None
    raise TryLater("another process is at it")


def settle(row: Received) -> None:
    """Notes that a message was answered."""
    row.state, row.unsent = State.DONE, []
    row.save(update_fields=["state", "unsent"])


def release(row: Received) -> None:
    """Gives a message back: the next time the provider sends it, it is answered, or the rest of its reply sent."""
    row.state = State.WAITING
    row.save(update_fields=["state", "unsent"])


def is_stale(sent_at: float | None) -> bool:
    """Whether a message is so old that we no longer know if it was answered; a recorded request can't be played again."""
    return sent_at is not None and timezone.now().timestamp() - sent_at > OLDEST.total_seconds()


def forget() -> None:
    """Removes notes that no provider can ask for any more, and after an hour replies that could not be sent."""
    now = timezone.now()
    unsent = Q(claimed_at__lt=now - UNSENT_KEPT) & ~Q(state=State.DONE)
    Received.objects.filter(Q(claimed_at__lt=now - KEPT) | unsent).delete()
