"""Stand-ins for the four providers: what they send, signed as they sign it, and a server at their address that records what they are sent."""

import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAYLOADS = Path(__file__).parent / "payloads"  # as in the providers' documentation
SECRET = "s3cret"
OPTIONS = {
    "telegram": {"token": "123:ABC", "secret": SECRET},
    "viber": {"token": SECRET, "sender": "Work abroad safely"},
    "messenger": {"app_secret": SECRET, "verify_token": "verify me", "token": "page key"},
    "whatsapp": {
        "app_secret": SECRET, "verify_token": "verify me", "token": "number key", "phone_number_id": "106540352242922",
    },
}  # fmt: skip
NAMES = tuple(OPTIONS)
FINE = {
    "telegram": {"ok": True, "result": {"message_id": 1}},
    "viber": {"status": 0, "status_message": "ok", "message_token": 5741311803571721087},
    "messenger": {"recipient_id": "1", "message_id": "m_1"},
    "whatsapp": {"messaging_product": "whatsapp", "messages": [{"id": "wamid.1"}]},
}


def signature(name: str, body: bytes, secret: str = SECRET) -> dict[str, str]:
    """The header that proves a body to be the provider's."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {
        "telegram": {"X-Telegram-Bot-Api-Secret-Token": secret},
        "viber": {"X-Viber-Content-Signature": digest},
        "messenger": {"X-Hub-Signature-256": f"sha256={digest}"},
        "whatsapp": {"X-Hub-Signature-256": f"sha256={digest}"},
    }[name]


def recorded(name: str, kind: str) -> dict:
    """A payload of the documentation."""
    return json.loads((PAYLOADS / f"{name}-{kind}.json").read_text(encoding="utf-8"))


def sent_now(name: str, kind: str = "text", *, text: str | None = None, button: str | None = None, key: str = "1", person: str = "4711") -> dict:  # fmt: skip
    """A recorded payload as if it were sent now, by this person, with this text or button."""
    payload = recorded(name, kind)
    now = time.time()
    if name == "telegram":
        payload["update_id"] = key
        part = payload.get("message") or payload["callback_query"]
        part["from"]["id"] = int(person)
        if "message" in payload:
            part["date"], part["chat"]["id"] = int(now), int(person)
        if text is not None:
            part["text"] = text
        if button is not None:
            part["data"] = button
    elif name == "viber":
        payload |= {"timestamp": int(now * 1000), "message_token": key}
        payload.get("sender", payload.get("user", {}))["id"] = person
        if text is not None:
            payload["message"]["text"] = text
    elif name == "messenger":
        event = payload["entry"][0]["messaging"][0]
        event |= {"timestamp": int(now * 1000), "sender": {"id": person}}
        message = event.get("message") or event["postback"]
        message["mid"] = key
        if text is not None:
            message["text"] = text
        if button is not None:
            message["quick_reply"]["payload"] = button
    else:
        message = payload["entry"][0]["changes"][0]["value"]["messages"][0]
        message |= {"timestamp": str(int(now)), "id": key}
        message["from" if "from" in message else "from_user_id"] = person
        if text is not None:
            message["text"]["body"] = text
        if button is not None:
            message["interactive"]["button_reply"]["id"] = button
    return payload


def text_of(name: str, body: dict) -> str:
    """What the person reads of a message that was sent to the provider."""
    if name == "messenger":
        return body["message"]["text"]
    if name == "whatsapp":
        return body["text"]["body"] if body["type"] == "text" else body["interactive"]["body"]["text"]
    return body["text"]


def buttons_of(name: str, body: dict) -> list[tuple[str, str]]:
    """Title and what comes back of each button."""
    if name == "telegram":
        rows = body.get("reply_markup", {}).get("inline_keyboard", [])
        return [(button["text"], button["callback_data"]) for row in rows for button in row]
    if name == "viber":
        return [(one["Text"], one["ActionBody"]) for one in body.get("keyboard", {}).get("Buttons", [])]
    if name == "messenger":
        return [(one["title"], one["payload"]) for one in body["message"].get("quick_replies", [])]
    action = body.get("interactive", {}).get("action", {})
    rows = [row for section in action.get("sections", []) for row in section["rows"]]
    return [
        (one["title"], one["id"]) for one in [*(each["reply"] for each in action.get("buttons", [])), *rows]
    ]


class Provider(ThreadingHTTPServer):
    """A server at a provider's address. `calls` are (path, headers, body); `answers` is what it says next, as (status, body, headers)."""

    def __init__(self, name: str):
        self.calls: list[tuple[str, dict, dict]] = []
        self.answers: list[tuple[int, dict, dict]] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                provider.calls.append((self.path, dict(self.headers), body))
                status, said, headers = provider.answers.pop(0) if provider.answers else (200, FINE[name], {})
                self.send_response(status)
                for header, value in headers.items():
                    self.send_header(header, value)
                raw = json.dumps(said).encode()
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            def log_message(self, *args):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(
            target=self.serve_forever, args=(0.02,), daemon=True
        ).start()  # seconds between two looks whether to stop

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def bodies(self) -> list[dict]:
        return [body for _, _, body in self.calls]
