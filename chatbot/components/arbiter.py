"""The last word on what a message is for."""

from typing import List, Optional

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from chatbot.components.step import Step, remembered
from chatbot.nlu.arbiter import Context, danger_level, decide
from chatbot.nlu.message import asks_something, contains, follows_up, supposes
from chatbot.nlu.tokens import tokenise


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Arbiter(Step):
    """Replaces the intent by the decision of `chatbot.nlu.arbiter`; the ranking stays as the classifier gave it."""

    def process(
        self, messages: List[Message], tracker: Optional[DialogueStateTracker] = None
    ) -> List[Message]:
        """Decides for each message."""
        topic = remembered(tracker, "topic") or {}
        context = Context(
            asked=remembered(tracker, "asked") or "",
            has_profile=bool(remembered(tracker, "profile")),
            known=frozenset(remembered(tracker, "profile") or {}),
            last_question=topic.get("intent", ""),
            in_danger=(remembered(tracker, "grounds") or {}).get("kind") == "danger",
        )
        for message in messages:
            text = message.get("text") or ""
            context = context._replace(follows_up=follows_up(text), supposes=supposes(text))
            context = context._replace(recalls=contains(text, "recalls"), meant=contains(text, "meant"))
            ranking = [(one["name"], one["confidence"]) for one in message.get("intent_ranking") or []]
            found = message.get("danger") or {}
            margin = message.get("danger_margin")
            score = (-1.0 if margin is None else margin) + found.get("score", -1.0)
            level = danger_level(found.get("level"), score, found.get("kinds") or ())
            message.set("danger", {**found, "level": level}, add_to_output=True)
            decision = decide(
                ranking,
                message.get("entities") or [],
                context,
                words=len(tokenise(text)),
                danger=level,
                asks="?" in text,
                tells=not asks_something(text),
            )
            message.set(
                "intent", {"name": decision.intent, "confidence": decision.confidence}, add_to_output=True
            )
            message.set("decided_by", decision.rule, add_to_output=True)
        return messages
