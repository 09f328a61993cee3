"""Rasa's REST channel with limits: what is too big, no object, or has no text is refused before Rasa works on it."""

import logging
import re
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from chatbot.nlu.arbiter import ANSWERS, CONTROL, QUESTIONS

logger = logging.getLogger(__name__)
MOST_BYTES = 16_384
# The site allows fewer. One megabyte of text blocked the server for 5.7 s.
MOST_CHARACTERS = 1_500
MOST_SENDER_CHARACTERS = 100
# What a button may say. Any other leading slash is text: Rasa itself would obey /session_start, /back and such from anybody.
COMMAND = re.compile(r"/([a-z_]+)(?:\{.*\})?", re.DOTALL)
COMMANDS = QUESTIONS | CONTROL | ANSWERS | {"check_eligibility", "correct"}


class LimitedRest(RestInput):
    """`POST /webhooks/rest/webhook` with `{sender, message, metadata}`; `POST .../forget` with `{sender}`; `GET /webhooks/rest/` tells that it is up."""

    def blueprint(self, on_new_message):
        """The three addresses. Streaming isn't offered; a failure is logged without the text."""
        blueprint = Blueprint("limited_rest", __name__)

        @blueprint.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @blueprint.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            if len(request.body) > MOST_BYTES:
                return response.json({"error": "too long"}, status=413)
            body = request.json
            if (
                not isinstance(body, dict)
                or not isinstance(body.get("message"), str)
                or not isinstance(body.get("sender"), str)
            ):
                return response.json({"error": "sender and message must be texts"}, status=400)
            metadata = body.get("metadata") if isinstance(body.get("metadata"), dict) else {}
            collector = CollectingOutputChannel()
            message = UserMessage(
                without_foreign_commands(body["message"][:MOST_CHARACTERS]),
                collector,
                body["sender"][:MOST_SENDER_CHARACTERS],
                input_channel=self.name(),
                metadata=metadata,
            )
            try:
                await on_new_message(message)
            except Exception as error:  # noqa: BLE001 - whatever broke: the site answers itself when nothing comes back
                logger.error("A message could not be answered: %s", type(error).__name__)
            return response.json(collector.messages)

        @blueprint.route("/forget", methods=["POST"])
        async def forget(request: Request) -> HTTPResponse:
            body = request.json
            if not isinstance(body, dict) or not isinstance(body.get("sender"), str):
                return response.json({"error": "sender must be a text"}, status=400)
            await forget_conversation(request.app.ctx.agent, body["sender"][:MOST_SENDER_CHARACTERS])
            return response.json({"forgotten": True})

        return blueprint


async def forget_conversation(agent: Any, sender: str) -> None:
    """Deletes a conversation. Waits for a message of it that is being answered, which would write it anew."""
    store = agent.tracker_store
    store = getattr(store, "_tracker_store", store)  # Rasa wraps every store; its wrapper has no `delete`
    async with agent.lock_store.lock(sender):
        await store.delete(sender)


def without_foreign_commands(text: str) -> str:
    """The message; a leading slash goes unless one of our buttons could have sent it."""
    match = COMMAND.fullmatch(text.strip())
    return text if match and match[1] in COMMANDS else text.lstrip("/ \t\r\n\u200b\ufeff")
