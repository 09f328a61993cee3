"""Danger in each message, by the patterns that site and bot share."""

from typing import Any, Dict, List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from chatbot.components.step import WARM_UP, Step
from content.text import danger


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class Danger(Step):
    """Adds `danger` to the message: `{level, kinds, score}`, with level `certain`, `possible` or `none`."""

    def __init__(self, config: Dict[str, Any]) -> None:
        super().__init__(config)
        danger.assess(WARM_UP)

    def process(self, messages: List[Message]) -> List[Message]:
        """Assesses each message."""
        for message in messages:
            found = danger.assess(message.get("text") or "")
            told = {"level": found.level, "kinds": list(found.kinds), "score": round(found.score, 3)}
            message.set("danger", told, add_to_output=True)
        return messages
