"""The only door to Rasa, at its inner address. Whatever goes wrong there ends here as `NoAnswer`."""

import functools
import json
import logging
import threading
import time
from pathlib import Path

import jsonschema
import requests
from django.conf import settings

logger = logging.getLogger(__name__)
SCHEMA = Path(settings.CONTENT) / "index" / "answer.schema.json"
PAUSE_S = 15  # after a time-out nobody else waits five seconds for a bot that hangs

_local = threading.local()
_resume_at = 0.0


class NoAnswer(Exception):
    """Rasa is down, slow, or gave nothing usable; the site answers itself."""


@functools.cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _session() -> requests.Session:
    if not hasattr(_local, "session"):
        _local.session = requests.Session()
        _local.session.trust_env = False  # an inner address never goes through a proxy
    return _local.session


def ask(conversation_id: str, message: str, metadata: dict) -> dict:
    """The bot's Answer (`content/index/answer.schema.json`) to one message.

    Raises:
        NoAnswer: no answer within the time, an empty one, or one that breaks the contract.
    """
    global _resume_at
    if not settings.RASA_URL or time.monotonic() < _resume_at:
        raise NoAnswer("no bot")
    try:
        response = _session().post(
            f"{settings.RASA_URL}/webhooks/rest/webhook",
            json={"sender": conversation_id, "message": message, "metadata": metadata},
            timeout=(1, settings.RASA_TIMEOUT_S),
        )
        response.raise_for_status()
        replies = response.json()
    except requests.Timeout as error:
        _resume_at = time.monotonic() + PAUSE_S
        raise NoAnswer("time-out") from error
    except (requests.RequestException, ValueError) as error:
        raise NoAnswer(type(error).__name__) from error
    # Rasa answers [] when the actions are down: for a person that is silence, so it is an error.
    answer = next(
        (reply["custom"] for reply in replies if isinstance(reply, dict) and reply.get("custom")), None
    )
    if answer is None:
        raise NoAnswer("empty")
    fault = next(_validator().iter_errors(answer), None)
    if fault is not None:
        logger.error("The bot broke the answer contract at %s", "/".join(map(str, fault.absolute_path)))
        raise NoAnswer("contract")
    if (
        answer["status"] == "failure"
    ):  # the bot can't read the index: the site has contacts of its own, for danger above all
        raise NoAnswer("failure")
    return answer


def forget(conversation_id: str) -> bool:
    """Has the bot delete a conversation. False when it could not be reached; it then forgets by itself after an hour."""
    if not settings.RASA_URL:
        return True  # there is no bot that could remember
    try:
        return (
            _session()
            .post(
                f"{settings.RASA_URL}/webhooks/rest/forget", json={"sender": conversation_id}, timeout=(1, 3)
            )
            .ok
        )
    except requests.RequestException:
        return False


def is_up() -> bool:
    """Whether Rasa's channel answers its health check."""
    try:
        return _session().get(f"{settings.RASA_URL}/webhooks/rest/", timeout=1).ok
    except requests.RequestException:
        return False
