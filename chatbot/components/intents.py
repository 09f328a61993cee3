"""The linear intent classifier as a part of Rasa's graph."""

from pathlib import Path
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from chatbot.nlu import gazetteer
from chatbot.nlu.arbiter import DANGER
from chatbot.nlu.linear import Example, LinearModel, train

# How many of the intents travel with a message: enough for "did you mean".
SHOWN = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntent(GraphComponent):
    """Adds `intent` and `intent_ranking`."""

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, model: Optional[LinearModel] = None
    ) -> None:
        self._storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LinearIntent":
        """An untrained classifier."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "LinearIntent":
        """The classifier that was trained.

        Raises:
            chatbot.nlu.linear.ModelMismatch: it was trained with other features or another folding.
        """
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, LinearModel.load(Path(folder)))

    def train(self, training_data: TrainingData) -> Resource:
        """Fits the model to the examples and stores it without pickle."""
        examples = [
            Example(text, tuple({one.entity for one in gazetteer.read(text)}), message.get("intent"))
            for message in training_data.intent_examples
            for text in [message.get("text")]
        ]
        self._model = train(examples)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(Path(folder))
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Ranks the intents of each message, and says how near it is to danger."""
        for message in messages:
            kinds = [entity["entity"] for entity in message.get("entities") or []]
            margins = self._model.margins(message.get("text") or "", kinds)
            ranking = [
                {"name": name, "confidence": confidence}
                for name, confidence in self._model.ranked(margins)[:SHOWN]
            ]
            message.set("danger_margin", float(margins[self._model.labels.index(DANGER)]))
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages
