"""Viber bots: https://developers.viber.com/docs/api/rest-bot-api/ and https://developers.viber.com/docs/tools/keyboards/"""

from html import escape

from .base import Button, Channel, Incoming, Refused, TryLater, answer_of, hmac_sha256, post, same

OK, INVALID_TOKEN, TOO_MANY = 0, 2, 12  # "Error codes" of the REST API
MOST_NAME = 28  # of the sender


class Viber(Channel):
    """Each callback is signed with the bot's authentication token."""

    name, title = "viber", "Viber"
    most_characters = most_characters_with_buttons = 7000  # "Text message": at most 7,000 characters
    most_buttons, most_title = 24, 250  # keyboards: 24 rows; a button's text at most 250 characters

    def is_genuine(self, headers, body: bytes) -> bool:
        """ "Callbacks": header X-Viber-Content-Signature, the HMAC-SHA256 of the body with the authentication token as key."""
        return same(
            headers.get("X-Viber-Content-Signature", "").lower(), hmac_sha256(self.options["token"], body)
        )

    def messages(self, payload: dict) -> list[Incoming]:
        """`message` and `conversation_started`; receipts, (un)subscriptions and the check of the address need no answer."""
        event, key = payload["event"], str(payload.get("message_token", ""))
        if event == "conversation_started":
            user = payload["user"]
            # "Sending a welcome message": only as the answer to the callback; the person hasn't subscribed yet.
            return [self._incoming(key, user, payload, kind="start", answered_in_response=True)]
        if event != "message":
            return []
        message = payload["message"]
        text = message.get("text", "") if message["type"] == "text" else ""
        return [self._incoming(key, payload["sender"], payload, kind="text" if text else "other", text=text)]

    def _incoming(self, key: str, user: dict, payload: dict, **more) -> Incoming:
        return Incoming(
            id=key,
            person=user["id"],
            locale=user.get("language", ""),
            sent_at=payload["timestamp"] / 1000,
            recipient={"receiver": user["id"]},
            **more,
        )

    def part(self, text: str, buttons: list[Button]) -> dict:
        """ "Text message" with a keyboard. A pressed button comes back as its title, which the person then sees as their own words."""
        body = {
            "type": "text",
            "min_api_version": 1,
            "sender": {"name": self.options.get("sender", "")[:MOST_NAME]},
            "text": text,
        }
        if buttons:
            body["keyboard"] = {
                "Type": "keyboard",
                "DefaultHeight": False,
                "Buttons": [
                    {
                        "Columns": 6,
                        "Rows": 1,
                        "ActionType": "reply",
                        "ActionBody": button.title,
                        "Text": escape(self.short(button.title)),  # the field takes HTML
                    }
                    for button in buttons
                ],
            }
        return body

    def send(self, part: dict, recipient: dict) -> None:
        """ "Send message": HTTP 200 always, and a status of its own."""
        response = post(
            f"{self.options['api']}/pa/send_message",
            recipient | part,
            headers={"X-Viber-Auth-Token": self.options["token"]},
        )
        status = answer_of(response).get("status")
        if status in (TOO_MANY, INVALID_TOKEN):
            raise TryLater(f"status {status}")
        if status != OK:
            raise Refused(f"status {status}")
