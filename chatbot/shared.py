"""What several Rasa processes share through Redis: conversations that expire by themselves, and a lock that one message holds at a time."""

import asyncio
import json
import os
import secrets
from contextlib import asynccontextmanager
from typing import Any, AsyncGenerator, Iterable, Optional, Text

from rasa.core.brokers.broker import EventBroker
from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from chatbot.tracker_store import ForgetfulTrackerStore

PATIENCE_S = 2  # the site waits five seconds for an answer
LIFETIME_S = 10  # a process that was killed with a message holds up the next one no longer than this
POLL_S = 0.03  # Rasa's own store asks once a second
CONVERSATION, QUEUE, WAITING = "chat:conversation:", "chat:queue:", "chat:waiting:"

# Rasa's own RedisLockStore reads a lock, adds a ticket and writes it back: two processes that read at the same time draw the same ticket, and both
# go on. Here the queue is a Redis list, and who is first is decided inside Redis. A process that died no longer renews its place and is passed over.
_IS_FIRST = """
redis.call('SET', ARGV[1] .. ARGV[2], 1, 'PX', ARGV[3])
while true do
  local first = redis.call('LINDEX', KEYS[1], 0)
  if first == false then return -1 end
  if first == ARGV[2] then return 1 end
  if redis.call('EXISTS', ARGV[1] .. first) == 1 then return 0 end
  redis.call('LPOP', KEYS[1])
end
"""


def client() -> Any:
    """A connection pool to the Redis of `REDIS_URL`."""
    from redis import asyncio as redis

    return redis.Redis.from_url(
        os.environ["REDIS_URL"], socket_timeout=PATIENCE_S, socket_connect_timeout=PATIENCE_S
    )


class SharedTrackerStore(ForgetfulTrackerStore):
    """As its parent, but in Redis: the same present of a conversation, under an expiry of its own."""

    def __init__(self, domain: Domain, event_broker: Optional[EventBroker] = None, **kwargs: Any) -> None:
        """Creates the store; arguments as of `ForgetfulTrackerStore` (how many conversations fit, Redis decides)."""
        super().__init__(domain, event_broker, **kwargs)
        self._redis = client()

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Remembers a conversation, cut to its present, for an idle hour."""
        await self.stream_events(tracker)
        events = json.dumps([event.as_dict() for event in self._present(tracker)], ensure_ascii=False)
        await self._redis.set(CONVERSATION + tracker.sender_id, events, px=int(self._idle_seconds * 1000))

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """The conversation, or `None` when there is none or it was forgotten."""
        kept = await self._redis.get(CONVERSATION + sender_id)
        if kept is None:
            return None
        tracker = self.init_tracker(sender_id)
        for parameters in json.loads(kept):
            event = Event.from_parameters(parameters)
            if event is not None:
                tracker.update(event)
        return tracker

    async def keys(self) -> Iterable[Text]:
        """The ids of all conversations."""
        return [
            key.decode()[len(CONVERSATION) :] async for key in self._redis.scan_iter(match=f"{CONVERSATION}*")
        ]

    async def delete(self, sender_id: Text) -> None:
        """Forgets one conversation at once."""
        await self._redis.delete(CONVERSATION + sender_id)


class FairLockStore(LockStore):
    """Messages of one conversation one after the other, in the order they came, whichever process has them."""

    def __init__(self, endpoint_config: Any = None, **kwargs: Any) -> None:
        """Creates the store; Rasa hands over its part of endpoints.yml, which holds nothing for us."""
        self._redis = client()
        self._is_first = self._redis.register_script(_IS_FIRST)

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: Text,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = POLL_S,
    ) -> AsyncGenerator[TicketLock, None]:
        """Holds the conversation.

        Args:
            lock_lifetime: seconds after which a place that isn't renewed is free, and the most that anybody waits; ten at most.
            wait_time_in_seconds: between two looks.

        Raises:
            LockError: the wait was too long. Errors of Redis as they come, when it is away.
        """
        queue, place = QUEUE + conversation_id, secrets.token_hex(8)
        seconds = min(lock_lifetime, LIFETIME_S)
        milliseconds = int(seconds * 1000)
        try:
            await self._join(queue, place, milliseconds)
            until = asyncio.get_running_loop().time() + seconds
            while (await self._first(queue, place, milliseconds)) != 1:
                if asyncio.get_running_loop().time() > until:
                    raise LockError("the conversation is busy for too long")
                await asyncio.sleep(min(wait_time_in_seconds, POLL_S))
            yield TicketLock(conversation_id)
        finally:
            await self._leave(queue, place)

    async def _join(self, queue: Text, place: Text, milliseconds: int) -> None:
        async with self._redis.pipeline(transaction=True) as together:
            together.set(WAITING + place, 1, px=milliseconds)
            together.rpush(queue, place)
            together.pexpire(queue, 10 * milliseconds)
            await together.execute()

    async def _first(self, queue: Text, place: Text, milliseconds: int) -> int:
        state = await self._is_first(keys=[queue], args=[WAITING, place, milliseconds])
        if state == -1:  # Redis was emptied meanwhile
            await self._join(queue, place, milliseconds)
        return state

    async def _leave(self, queue: Text, place: Text) -> None:
        async with self._redis.pipeline(transaction=True) as together:
            together.lrem(queue, 1, place)
            together.delete(WAITING + place)
            await together.execute()
