"""WhatsApp Cloud API: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages"""

from django.utils.translation import gettext as _

from .base import Button, Incoming
from .meta import MetaChannel

SILENT = {"reaction", "system", "request_welcome"}  # nothing was said
MOST_REPLY_BUTTONS, MOST_REPLY_TITLE = 3, 20  # .../messages/interactive-reply-buttons-messages
MOST_ROW_TITLE, MOST_ROW_DESCRIPTION = 24, 72  # .../messages/interactive-list-messages


class WhatsApp(MetaChannel):
    """Messages to the campaign's number."""

    name, title = "whatsapp", "WhatsApp"
    most_characters = 4096  # .../messages/text-messages
    most_characters_with_buttons = 1024  # body of an interactive message
    most_buttons, most_title = 10, MOST_ROW_TITLE  # a list has at most ten rows

    def messages(self, payload: dict) -> list[Incoming]:
        """`messages` to our number; statuses need no answer."""
        found = []
        if payload["object"] != "whatsapp_business_account":
            return found
        for entry in payload["entry"]:
            for change in entry["changes"]:
                value = change["value"]
                if change["field"] != "messages" or not value.get("messages"):
                    continue
                if value["metadata"]["phone_number_id"] != self.options["phone_number_id"]:
                    continue
                found += [_read(message) for message in value["messages"] if message["type"] not in SILENT]
        return found

    def part(self, text: str, buttons: list[Button]) -> dict:
        """Up to three short choices are reply buttons, more or longer ones a list."""
        body = {"messaging_product": "whatsapp", "recipient_type": "individual"}
        if not buttons:
            return body | {"type": "text", "text": {"preview_url": False, "body": text}}
        few = len(buttons) <= MOST_REPLY_BUTTONS
        if few and all(len(button.title) <= MOST_REPLY_TITLE for button in buttons):
            kind, action = "button", {"buttons": [_reply_button(button) for button in buttons]}
        else:
            rows = [self._row(button) for button in buttons]
            kind, action = "list", {"button": _("Choose")[:MOST_REPLY_TITLE], "sections": [{"rows": rows}]}
        return body | {
            "type": "interactive",
            "interactive": {"type": kind, "body": {"text": text}, "action": action},
        }

    def _row(self, button: Button) -> dict:
        row = {"id": button.reference, "title": self.short(button.title)}
        if row["title"] != button.title:
            row["description"] = button.title[:MOST_ROW_DESCRIPTION]
        return row

    def send(self, part: dict, recipient: dict) -> None:
        """POST /<phone number id>/messages"""
        self.call(f"{self.options['phone_number_id']}/messages", recipient | part)


def _reply_button(button: Button) -> dict:
    return {"type": "reply", "reply": {"id": button.reference, "title": button.title}}


def _read(message: dict) -> Incoming:
    # People with a user name may hide their number: .../whatsapp/business-scoped-user-ids
    person = message.get("from_user_id") or message["from"]
    kind, text, button = message["type"], "", ""
    if kind == "text":
        text = message["text"]["body"]
    elif kind == "interactive":
        answer = message["interactive"]
        button = answer[answer["type"]]["id"]  # button_reply or list_reply
    elif kind == "button":
        text = message["button"]["text"]
    return Incoming(
        id=message["id"],
        person=person,
        kind="button" if button else "text" if text else "other",
        text=text,
        button=button,
        sent_at=float(message["timestamp"]),
        recipient={"to": message["from"]} if message.get("from") else {"recipient": person},
    )
