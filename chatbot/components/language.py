"""Language and script of each message."""

from typing import Any, Dict, List, Optional

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from chatbot.components.step import WARM_UP, Step, metadata_of, remembered
from chatbot.nlu.speech import Speech, follow


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageDetector(Step):
    """Adds `speech` to the message: `{language, script, locked}`."""

    def __init__(self, config: Dict[str, Any]) -> None:
        super().__init__(config)
        follow(WARM_UP, Speech())

    def process(
        self, messages: List[Message], tracker: Optional[DialogueStateTracker] = None
    ) -> List[Message]:
        """Reads the language, with what was spoken so far (else the page) as prior."""
        for message in messages:
            prior = Speech.of(remembered(tracker, "speech")) or Speech.of(metadata_of(message)) or Speech()
            message.set("speech", follow(message.get("text") or "", prior)._asdict(), add_to_output=True)
        return messages
