"""What all actions share: one answer for each message, possible danger never passed over, and an honest word when the index is away."""

import logging
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from chatbot.actions.conversation import Answer, Turn, contact_offer
from chatbot.actions.knowledge import contacts
from content.index.store import AnalyserMismatch, IndexMissing

logger = logging.getLogger(__name__)


class BotAction(Action, ABC):
    """An action that answers one message. Subclasses have a `named` and say it in `answer`."""

    named = ""
    # Whether the message was understood: it then ends the count of misunderstandings.
    understands = True

    def name(self) -> str:
        """The name rules use."""
        return self.named

    @abstractmethod
    def answer(self, turn: Turn) -> Answer:
        """The answer to a turn."""

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Answers, and returns what to remember."""
        turn = Turn(tracker.slots, tracker.latest_message)
        try:
            answer = self.answer(turn)
            _add_line_for_possible_danger(turn, answer)
        except (IndexMissing, AnalyserMismatch) as error:
            logger.error("The content index can't be used: %s", type(error).__name__)
            answer = Answer(
                turn.say("I cannot look into our pages at the moment. Please try again in a few minutes."),
                status="failure",
            )
        dispatcher.utter_message(json_message=turn.to_json(answer))
        memory = {
            "profile": turn.before if turn.supposes else turn.profile,
            "speech": turn.speech,
            **({"strikes": 0} if self.understands else {}),
            **answer.remember,
        }
        return [SlotSet(slot, value) for slot, value in memory.items()]


def _add_line_for_possible_danger(turn: Turn, answer: Answer) -> None:
    """Possible danger adds one sentence with the line to whatever the answer is."""
    if turn.danger != "possible" or answer.status == "sensitive" or _is_about_the_talk(turn):
        return
    line = next((contact for contact in contacts("trafficking", "emergency") if contact.get("phone")), None)
    if line:
        sentence = turn.say(
            "If you feel threatened or someone holds your documents, you can call {phone} ({name}).",
            phone=line["phone"],
            name=turn.say.shown(line["name"][turn.language]),
        )
        answer.text = f"{answer.text}\n{sentence}"
        answer.offers = [*answer.offers, contact_offer(line, turn.language)]


# What is said of the talk itself. Without a word of danger, and surely understood, it hides none.
_ABOUT_THE_TALK = frozenset(
    "affirm change_language correct deny explain_why goodbye greet restart summary thanks".split()
)
_SURELY = 0.9


def _is_about_the_talk(turn: Turn) -> bool:
    refuses = turn.entities and all(one.get("value") == "refused" for one in turn.entities)
    return not turn.danger_words and (
        turn.intent in _ABOUT_THE_TALK and turn.confidence >= _SURELY or bool(refuses)
    )
