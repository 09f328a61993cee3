"""`make talk`: a conversation with the bot through the site's gateway and the real Rasa.

Without `FILE` a person types. With `FILE=messages.jsonl` (`-` streams) each line in is
`{conversation, text, language?, button?}` and each line out
`{conversation, messages[{text, buttons, sources, passages, offers}], status, understood, profile}` or
`{conversation, error}`. `language` is the page the person stands on (`sq sr sr-latn en`; the last one of the
conversation, else `sq`); `button` is the title or the payload of a button offered before; an unknown `conversation`
starts afresh.
"""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import requests

from tools.environments import Trouble
from tools.house import House, free_port
from tools.json_lines import BadRecord, run
from tools.preparation import bot_is_ready

FORMS = ("sq", "sr", "sr-latn", "en")
PATIENCE_S = 20


@dataclass
class Conversation:
    """What a browser carries from one message to the next."""

    form: str = "sq"
    token: str = ""
    buttons: dict[str, str] = field(default_factory=dict)


class Talk:
    """Talks to a running site as its chat page does."""

    def __init__(self, address: str):
        self.address = address
        self.session = requests.Session()
        self.session.trust_env = False
        self.conversations: dict[str, Conversation] = {}

    def say(self, conversation: Conversation, text: str, button: str = "") -> dict:
        """The site's JSON answer to one message; it has `error` when the message was refused."""
        response = self.session.post(
            f"{self.address}/{conversation.form}/chat/",
            json={"text": text, "button": button, "conversation": conversation.token},
            headers={"Accept": "application/json"},
            timeout=PATIENCE_S,
        )
        said = response.json()
        conversation.token = said.get("conversation") or conversation.token
        for one in said.get("answer", {}).get("buttons", []):
            conversation.buttons |= {one["title"]: one["payload"], one["payload"]: one["payload"]}
        return said

    def line(self, record: Mapping) -> dict:
        """The line out for a line in."""
        name, form = record.get("conversation"), record.get("language")
        text, button = record.get("text") or "", record.get("button") or ""
        if form is not None and form not in FORMS:
            raise BadRecord(f"language {form!r} isn't one of {', '.join(FORMS)}", _refused(name, "language"))
        if not isinstance(text, str) or not isinstance(button, str):
            raise BadRecord("text and button must be texts", _refused(name, "text and button must be texts"))
        conversation = self.conversations.setdefault(str(name), Conversation())
        conversation.form = form or conversation.form
        if button and button not in conversation.buttons:
            raise BadRecord(f"no button {button!r} was offered", _refused(name, "no such button"))
        said = self.say(conversation, text, conversation.buttons.get(button, ""))
        if "answer" not in said:
            return _refused(name, said.get("error", "no answer"))
        answer = said["answer"]
        shown = ("text", "buttons", "sources", "passages", "offers")
        return {
            "conversation": name,
            "messages": [{part: answer[part] for part in shown}],
            "status": answer["status"],
            "language": answer["language"],
            "script": answer["script"],
            "understood": answer.get("understood", {}),
            "profile": answer.get("profile", {}),
            **({"outcomes": answer["outcomes"]} if "outcomes" in answer else {}),
        }


def _refused(name: object, why: str) -> dict:
    return {"conversation": name, "error": why}


def converse(talk: Talk) -> None:
    """A person at the keyboard; an empty line or Ctrl-D ends it, a number presses a button."""
    conversation, offered = Conversation(os.environ.get("FORM", "sq")), []
    print("Write as you like, in Albanian, Serbian or English. An empty line ends the talk.\n")
    while text := input("> ").strip():
        chosen = text.isdigit() and 0 < int(text) <= len(offered)
        said = (
            talk.say(conversation, "", offered[int(text) - 1]["payload"])
            if chosen
            else talk.say(conversation, text)
        )
        if "answer" not in said:
            print(said.get("error", "no answer"), "\n")
            continue
        answer = said["answer"]
        print(f"\n{answer['text']}")
        for source in answer["sources"]:
            print(f"   {source['title']} <{source['url']}> {source['checked_on'] or ''}")
        for offer in answer["offers"]:
            print("  ", " ".join(filter(None, (offer["title"], offer.get("phone"), offer.get("url")))))
        offered = answer["buttons"]
        for number, one in enumerate(offered, 1):
            print(f"   [{number}] {one['title']}")
        print()


def main(name: str | None) -> int:
    """Starts the parts on free ports, talks, stops them."""
    unlimited = {"CHAT_MESSAGES_A_MINUTE": 10**9, "CHAT_MESSAGES_A_MINUTE_FROM_ONE_ADDRESS": 10**9}
    port = free_port()
    with House(port, bot_is_ready(), CHAT_SHOW_UNDERSTANDING=1, **unlimited):
        talk = Talk(f"http://127.0.0.1:{port}")
        if name:
            return run(talk.line, [__file__, name])
        try:
            converse(talk)
        except (EOFError, KeyboardInterrupt):
            print()
        return 0


if __name__ == "__main__":
    given = sys.argv[1] if len(sys.argv) > 1 else None
    if given not in (None, "-") and not Path(given).is_file():
        sys.exit(f"{given}: there is no such file")
    try:
        sys.exit(main(given))
    except Trouble as trouble:
        sys.exit(str(trouble))
