"""Conversations in memory that are forgotten: the oldest when there are many, each after an idle hour, and of each its distant past.

Rasa's own in-memory store keeps all for ever and serialises each conversation whole at each message, so that the answer to the 240th message
takes ten times as long as the first.
"""

import time
from collections import OrderedDict
from typing import Any, Iterable, List, Optional, Text, Tuple

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


class ForgetfulTrackerStore(TrackerStore):
    """Keeps events as objects. One process only; several share `chatbot.shared` instead."""

    def __init__(
        self,
        domain: Domain,
        event_broker: Optional[EventBroker] = None,
        most_conversations: int = 20_000,
        idle_seconds: float = 3_600,
        most_events: int = 60,
        **kwargs: Any,
    ) -> None:
        """Creates an empty store.

        Args:
            domain: the assistant's domain.
            event_broker: where events are sent on; we use none.
            most_conversations: beyond this the one that was silent longest is forgotten.
            idle_seconds: after this time without a message a conversation is forgotten.
            most_events: a conversation is cut to its newest messages beyond this.
            kwargs: what Rasa adds (host and such), which means nothing here.
        """
        self._conversations: OrderedDict[Text, Tuple[float, List[Event]]] = OrderedDict()
        self._most_conversations = int(most_conversations)
        self._idle_seconds = float(idle_seconds)
        self._most_events = int(most_events)
        super().__init__(domain, event_broker)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Remembers a conversation, cut to its present."""
        await self.stream_events(tracker)
        self._conversations[tracker.sender_id] = (time.monotonic(), self._present(tracker))
        self._conversations.move_to_end(tracker.sender_id)
        self._forget()

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """The conversation, or `None` when there is none or it was forgotten."""
        self._forget()
        kept = self._conversations.get(sender_id)
        if kept is None:
            return None
        tracker = self.init_tracker(sender_id)
        for event in kept[1]:
            tracker.update(event)
        return tracker

    async def keys(self) -> Iterable[Text]:
        """The ids of all conversations."""
        self._forget()
        return list(self._conversations)

    async def delete(self, sender_id: Text) -> None:
        """Forgets one conversation at once."""
        self._conversations.pop(sender_id, None)

    def _present(self, tracker: DialogueStateTracker) -> List[Event]:
        """The events of the current session; of a long one what the slots hold and the newest messages."""
        events = list(tracker.events)
        begins = max(
            (place for place, event in enumerate(events) if isinstance(event, SessionStarted)), default=0
        )
        events = events[begins:]
        if len(events) <= self._most_events:
            return events
        cut = len(events) - self._most_events // 2
        while cut < len(events) and not isinstance(events[cut], UserUttered):
            cut += 1
        if cut == len(events):
            return events
        slots = [
            SlotSet(name, slot.value)
            for name, slot in tracker.slots.items()
            if slot.value is not None and slot.value != slot.initial_value
        ]
        head = [event for event in events[:1] if isinstance(event, SessionStarted)]
        return head + slots + events[cut - 1 if cut else 0 :]

    def _forget(self) -> None:
        limit = time.monotonic() - self._idle_seconds
        while self._conversations:
            oldest, (touched, _) = next(iter(self._conversations.items()))
            if touched >= limit and len(self._conversations) <= self._most_conversations:
                return
            del self._conversations[oldest]
