"""What we change in Rasa 3.6.21 while it runs, each with the reason that was measured. Applied by `chatbot.launch` only."""

from typing import Any, Dict, Optional, Text

# Sanic reads a whole body before any handler sees it; its own limit is 100 MB.
MOST_BODY_BYTES = 65_536


def apply() -> None:
    """Applies all patches; twice changes nothing."""
    _reuse_the_validator()
    _remember_event_classes()
    _send_actions_what_they_read()
    _limit_bodies()


def _reuse_the_validator() -> None:
    """`jsonschema.validate` checks the schema itself against its metaschema at every action call: about 20 ms of a 34 ms step."""
    from jsonschema.validators import validator_for
    from rasa.core.actions.action import RemoteAction

    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def _validate_action_result(self: RemoteAction, result: Dict[Text, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = _validate_action_result


def _remember_event_classes() -> None:
    """`Event.resolve_by_type` walks all subclasses for every stored event: 40 % of the time in long conversations."""
    from rasa.shared.core.events import Event

    if hasattr(Event, "_resolve_slowly"):
        return
    Event._resolve_slowly = Event.resolve_by_type
    known: Dict[Text, Any] = {}

    def resolve_by_type(type_name: Text, default: Optional[Any] = None) -> Any:
        if type_name not in known:
            found = Event._resolve_slowly(type_name, default)
            if found is None or found is default:
                return found
            known[type_name] = found
        return known[type_name]

    Event.resolve_by_type = staticmethod(resolve_by_type)


def _send_actions_what_they_read() -> None:
    """An action call carries the whole domain and every event, 35 kB at 30 messages. Our actions read slots and the last message.

    The empty domain must stand there: rasa-sdk 3.21 answers 449 when it is missing, which Rasa 3.6 doesn't understand.
    """
    import rasa
    from rasa.core.actions.action import RemoteAction
    from rasa.shared.core.trackers import EventVerbosity

    def _action_call_format(self: RemoteAction, tracker: Any, domain: Any) -> Dict[Text, Any]:
        state = tracker.current_state(EventVerbosity.NONE)
        return {
            "next_action": self._name,
            "sender_id": tracker.sender_id,
            "tracker": {**state, "events": []},
            "version": rasa.__version__,
            "domain": {},
        }

    RemoteAction._action_call_format = _action_call_format


def _limit_bodies() -> None:
    """A megabyte of text kept the server busy for 5.7 s; a body that size is refused before it is read whole."""
    import rasa.core.run as run

    if hasattr(run, "_create_unlimited_app"):
        return
    run._create_unlimited_app = run._create_app_without_api

    def _create_app_without_api(cors: Any = None) -> Any:
        app = run._create_unlimited_app(cors)
        app.config.REQUEST_MAX_SIZE = MOST_BODY_BYTES
        return app

    run._create_app_without_api = _create_app_without_api
