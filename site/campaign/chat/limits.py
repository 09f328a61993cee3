"""How many messages a minute: per conversation, and, generously, per network address (a lecture hall shares one)."""

import hashlib
import hmac
import logging

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

logger = logging.getLogger(__name__)
MINUTE_S = 60


def too_many(request, conversation_id: str) -> bool:
    """Counts this message; true when the conversation or the address has had its share of this minute."""
    mine = messages_this_minute(conversation_id) > settings.CHAT_MESSAGES_A_MINUTE
    ours = too_often(request, "chat", settings.CHAT_MESSAGES_A_MINUTE_FROM_ONE_ADDRESS)
    return mine or ours


def too_often(request, what: str, a_minute: int) -> bool:
    """Counts one more try of `what` by this address; true when it has had its share of this minute."""
    minute = timezone.now().strftime("%d%H%M")
    return _count(f"{what}:{_address(request)}:{minute}") > a_minute


def messages_this_minute(conversation_id: str) -> int:
    """Counts this message of a conversation; how many there are in this minute."""
    return _count(f"chat:{conversation_id}:{timezone.now().strftime('%d%H%M')}")


def _count(key: str) -> int:
    try:
        return 1 if cache.add(key, 1, 2 * MINUTE_S) else cache.incr(key)
    except ValueError:  # it went between the two calls
        return 1
    except Exception as error:  # noqa: BLE001 - Redis is away: better unlimited than silent
        logger.warning("Messages can't be counted: %s", type(error).__name__)
        return 1


def _address(request) -> str:
    """The network address, hashed with a salt of the day: no address is kept, not even in memory."""
    salt = f"{settings.SECRET_KEY}{timezone.localdate()}".encode()
    return hmac.new(salt, request.META.get(settings.CLIENT_ADDRESS, "").encode(), hashlib.sha256).hexdigest()[
        :16
    ]
