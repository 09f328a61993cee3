"""Facebook Messenger: https://developers.facebook.com/docs/messenger-platform/reference/webhook-events/messages"""

from .base import Button, Incoming
from .meta import MetaChannel

START = "start"  # the payload of the "Get started" button, as docs/operations.md sets it


class Messenger(MetaChannel):
    """Messages to the campaign's page."""

    name, title = "messenger", "Messenger"
    most_characters = most_characters_with_buttons = 2000  # Send API: `text` at most 2,000 characters
    most_buttons, most_title = 13, 20  # .../send-messages/quick-replies: 13, titles of 20 characters

    def messages(self, payload: dict) -> list[Incoming]:
        """`messages` and `messaging_postbacks` of a page; our own echoes, receipts and reads need no answer."""
        found = []
        if payload["object"] != "page":
            return found
        for entry in payload["entry"]:
            for event in entry.get("messaging", []):
                message, postback = event.get("message"), event.get("postback")
                if message and not message.get("is_echo"):
                    pressed = (message.get("quick_reply") or {}).get("payload", "")
                    text = message.get("text", "")
                    kind = "button" if pressed else "text" if text else "other"
                    found.append(self._incoming(event, message["mid"], kind, text=text, button=pressed))
                elif postback:
                    pressed = postback.get("payload", "")
                    kind = "start" if pressed == START else "button"
                    key = postback.get("mid") or f"{event['sender']['id']}:{event['timestamp']}"
                    found.append(
                        self._incoming(event, key, kind, text=postback.get("title", ""), button=pressed)
                    )
        return found

    def _incoming(self, event: dict, key: str, kind: str, **more) -> Incoming:
        return Incoming(
            id=key,
            person=event["sender"]["id"],
            kind=kind,
            sent_at=event["timestamp"] / 1000,
            recipient={"recipient": {"id": event["sender"]["id"]}},
            **more,
        )

    def part(self, text: str, buttons: list[Button]) -> dict:
        """https://developers.facebook.com/docs/messenger-platform/send-messages/quick-replies"""
        message = {"text": text}
        if buttons:
            message["quick_replies"] = [
                {"content_type": "text", "title": self.short(button.title), "payload": button.reference}
                for button in buttons
            ]
        return {"messaging_type": "RESPONSE", "message": message}

    def send(self, part: dict, recipient: dict) -> None:
        """Send API: POST /me/messages with the page's key."""
        self.call("me/messages", recipient | part)
