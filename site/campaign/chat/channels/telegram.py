"""Telegram bots: https://core.telegram.org/bots/api (setWebhook, Update, sendMessage, InlineKeyboardButton)."""

from .base import Button, Channel, Incoming, Refused, answer_of, post, same

START = "/start"


class Telegram(Channel):
    """Updates carry the secret given to `setWebhook`; there is no signature of the body."""

    name, title = "telegram", "Telegram"
    most_characters = most_characters_with_buttons = 4096  # sendMessage: 1-4096 characters
    most_buttons, most_title = (
        12,
        60,
    )  # our choice: more would fill a small screen; `callback_data` has 1-64 bytes

    def is_genuine(self, headers, body: bytes) -> bool:
        """https://core.telegram.org/bots/api#setwebhook: header X-Telegram-Bot-Api-Secret-Token."""
        return same(headers.get("X-Telegram-Bot-Api-Secret-Token", ""), self.options["secret"])

    def messages(self, payload: dict) -> list[Incoming]:
        """https://core.telegram.org/bots/api#update: `message` and `callback_query` of private chats; edits and groups are left alone."""
        key = str(payload["update_id"])
        if pressed := payload.get("callback_query"):
            person = str(pressed["from"]["id"])
            return [
                Incoming(
                    id=key,
                    person=person,
                    kind="button",
                    button=str(pressed.get("data", "")),
                    locale=pressed["from"].get("language_code", ""),
                    recipient={"chat_id": pressed["from"]["id"]},
                    # Takes the waiting sign off the button, without a call of its own ("Making requests when getting updates").
                    response={"method": "answerCallbackQuery", "callback_query_id": pressed["id"]},
                )
            ]
        message = payload.get("message")
        if not message or message["chat"]["type"] != "private" or message["from"].get("is_bot"):
            return []
        text = message.get("text", "")
        kind = "text" if text else "other"
        return [
            Incoming(
                id=key,
                person=str(message["chat"]["id"]),
                kind="start" if text.split(" ")[0] == START else kind,
                text=text,
                locale=message["from"].get("language_code", ""),
                sent_at=float(message["date"]),
                recipient={"chat_id": message["chat"]["id"]},
            )
        ]

    def part(self, text: str, buttons: list[Button]) -> dict:
        """https://core.telegram.org/bots/api#sendmessage"""
        body = {"text": text, "link_preview_options": {"is_disabled": True}}
        if buttons:
            rows = [
                [{"text": self.short(button.title), "callback_data": button.reference}] for button in buttons
            ]
            body["reply_markup"] = {"inline_keyboard": rows}
        return body

    def send(self, part: dict, recipient: dict) -> None:
        """403: the person has blocked the bot."""
        response = post(f"{self.options['api']}/bot{self.options['token']}/sendMessage", recipient | part)
        if not answer_of(response).get("ok"):
            raise Refused(f"HTTP {response.status_code}")
