"""What the parts of the pipeline share: Rasa creates them without storage, and they read the memory of the conversation."""

from typing import Any, Dict, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker

# Said to each part when it is made, so that its tables are read before the first person writes.
WARM_UP = "Jam elektricist, imam 28 godina and I speak German A2, 2.500 euro bruto, pa diplomë"


class Step(GraphComponent):
    """A part of the pipeline that keeps nothing. Rasa's graph check wants every argument typed, here and in the subclasses."""

    def __init__(self, config: Dict[str, Any]) -> None:
        self.config = config

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "Step":
        """The part as Rasa asks for it."""
        return cls(config)


def remembered(tracker: Optional[DialogueStateTracker], slot: str) -> Any:
    """The value of a slot; `None` before a conversation began."""
    return tracker.get_slot(slot) if tracker is not None and slot in tracker.slots else None


def metadata_of(message: Any) -> Dict[str, Any]:
    """What the site sent beside the text: `{language, script, page}`."""
    metadata = message.get("metadata")
    return metadata if isinstance(metadata, dict) else {}
