"""Facts about the person in each message."""

from typing import Any, Dict, List, Optional

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from chatbot.components.step import WARM_UP, Step, remembered
from chatbot.nlu import gazetteer


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class Gazetteer(Step):
    """Adds the entities of the shared vocabulary, read with the question that was asked last."""

    def __init__(self, config: Dict[str, Any]) -> None:
        super().__init__(config)
        gazetteer.read(WARM_UP)

    def process(
        self, messages: List[Message], tracker: Optional[DialogueStateTracker] = None
    ) -> List[Message]:
        """Reads each message; `text` is what stands there, `value` what it means."""
        profile = remembered(tracker, "profile") or {}
        for message in messages:
            text = message.get("text") or ""
            found = gazetteer.read(text, remembered(tracker, "asked"), profile.get("country") or "DE")
            entities = [
                {name: value for name, value in one._asdict().items() if name != "isco" or value}
                | {"text": text[one.start : one.end], "extractor": "Gazetteer"}
                for one in found
            ]
            message.set("entities", entities, add_to_output=True)
        return messages
