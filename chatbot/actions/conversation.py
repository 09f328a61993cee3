"""One turn of a conversation as the actions see it: what was said and understood, what is remembered, and the answer to it."""

from dataclasses import dataclass, field
from typing import Any

from chatbot.actions import profile as profiles
from chatbot.actions.catalogue import Say
from chatbot.nlu.message import follows_up, supposes
from content.languages import LANGUAGES


@dataclass
class Answer:
    """What an action says; `answer.schema.json` is its form as JSON. `remember` are slots to be set."""

    text: str
    status: str = "answered"
    passages: list[dict] = field(default_factory=list)
    sources: list[dict] = field(default_factory=list)
    buttons: list[dict] = field(default_factory=list)
    offers: list[dict] = field(default_factory=list)
    outcomes: list[dict] = field(default_factory=list)
    remember: dict[str, Any] = field(default_factory=dict)


class Turn:
    """A message of a person with the memory of the conversation.

    Args:
        slots: the memory, as Rasa keeps it.
        message: Rasa's `latest_message`: text, intent, entities, metadata, and what our components added.
    """

    def __init__(self, slots: dict[str, Any], message: dict[str, Any]):
        self.text: str = message.get("text") or ""
        self.is_button = self.text.startswith("/")
        intent = message.get("intent") or {}
        self.intent: str = intent.get("name") or "nlu_fallback"
        self.confidence: float = round(float(intent.get("confidence") or 0.0), 3)
        self.ranking: list[tuple[str, float]] = [
            (one["name"], one["confidence"]) for one in message.get("intent_ranking") or []
        ]
        self.entities: list[dict] = [one for one in message.get("entities") or [] if isinstance(one, dict)]
        self.decided_by: str = message.get("decided_by") or ""
        found = message.get("danger") or {}
        self.danger: str | None = found.get("level")
        # The words of danger in it; empty where only the classifier suspects some.
        self.danger_words: list = list(found.get("kinds") or ())
        self.asked: str = slots.get("asked") or ""
        self.topic: dict = slots.get("topic") or {}
        self.grounds: dict = slots.get("grounds") or {}
        self.strikes: int = int(slots.get("strikes") or 0)
        self.speech = _speech(message.get("speech"), slots.get("speech"), message.get("metadata"))
        self.say = Say(self.language, self.script)
        self.before: dict = dict(slots.get("profile") or {})
        # "What if I had B1?": judged, but not noted. Who has told nothing yet begins a case even so.
        self.supposes = bool(self.before) and not self.is_button and supposes(self.text)
        # "And if I had an offer?" after "what if I learn A2?" supposes both.
        earlier = self.grounds.get("supposed") if self.supposes and follows_up(self.text) else None
        self.supposed: list[dict] = [*(earlier or ()), *self._told()] if self.supposes else []
        self.merged = self._merge(self.supposed if self.supposes else self._told())

    def _told(self) -> list[dict]:
        """The facts of the message. The "no" of "no, actually B1" answers no question: it goes with what is put right, or supposed."""
        rest = [one for one in self.entities if not self._is_whole(one)]
        corrects = any(one.get("entity") in self.before for one in rest)
        return self.entities if self.is_button or not (self.supposes or corrects) else rest

    def _is_whole(self, entity: dict) -> bool:
        """Whether a fact was read from the message as a whole, as the yes or no to a question is."""
        start, end = entity.get("start"), entity.get("end")
        return (
            start == 0
            and isinstance(end, int)
            and end >= len(self.text.rstrip(" .!?"))
            and " " in self.text.strip()
        )

    def _merge(self, entities: list[dict]) -> profiles.Merged:
        return profiles.merge(
            self.before,
            entities,
            asks_in_general=self.intent.startswith("ask_") or self.intent in {"nlu_fallback", "out_of_scope"},
            moves_offer=self.supposes or self.intent == "correct",
        )

    def leave_out(self, field: str) -> None:
        """Notes that a question was not to be answered, as the button for it does."""
        holder, _, key = field.partition(".")
        refused = {"entity": holder, "value": {key: "refused"} if key else "refused"}
        self.merged = self._merge([*self._told(), refused])

    @property
    def profile(self) -> dict:
        """What the person has told, this message included."""
        return self.merged.profile

    @property
    def language(self) -> str:
        """The language to answer in."""
        return self.speech["language"]

    @property
    def script(self) -> str:
        """The script to answer in."""
        return self.speech["script"]

    @property
    def form(self) -> str:
        """The part of an address that stands for language and script."""
        return "sr-latn" if (self.language, self.script) == ("sr", "Latn") else self.language

    def value(self, entity: str) -> Any:
        """The last value of an entity in this message."""
        return next(
            (one.get("value") for one in reversed(self.entities) if one.get("entity") == entity), None
        )

    def address(self, url: str) -> str:
        """An address of the site in the person's written form; foreign ones stay."""
        if self.form == "sr-latn" and (url == "/sr" or url.startswith("/sr/")):
            return f"/sr-latn{url[3:]}"
        return url

    def speak(self, language: str, script: str, script_follows: bool = False) -> None:
        """Changes the language of the answer, for good; the script too, unless it follows the person's."""
        self.speech = {
            "language": language,
            "script": script,
            "locked": True,
            "script_follows": script_follows,
        }
        self.say = Say(language, script)

    def understood(self) -> dict:
        """What was understood, for the evaluation door."""
        shown = ("entity", "value", "start", "end", "isco")
        return {
            "intent": self.intent,
            "confidence": self.confidence,
            "entities": [{name: one[name] for name in shown if name in one} for one in self.entities],
            "language": self.language,
            "script": self.script,
        }

    def to_json(self, answer: Answer) -> dict:
        """The answer by `content/index/answer.schema.json`, in the person's script, addresses in their form."""
        shown = self.say.shown
        body = {
            "status": answer.status,
            "text": shown(answer.text),
            "language": self.language,
            "script": self.script,
            "passages": [
                one
                | {"title": shown(one["title"]), "text": shown(one["text"]), "url": self.address(one["url"])}
                for one in answer.passages
            ],
            "sources": [one | {"title": shown(one["title"])} for one in answer.sources],
            "buttons": [{"title": shown(one["title"]), "payload": one["payload"]} for one in answer.buttons],
            "offers": [self._offer(one) for one in answer.offers],
            "understood": self.understood(),
            "profile": self.profile,
        }
        if answer.outcomes:
            body["outcomes"] = [self._in_script(one) for one in answer.outcomes]
        return body

    def _offer(self, offer: dict) -> dict:
        shown = {
            name: self.say.shown(value) if name in {"title", "text"} else value
            for name, value in offer.items()
        }
        return shown | ({"url": self.address(offer["url"])} if offer.get("url") else {})

    def _in_script(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {
                name: item if name in {"url", "id", "route", "page", "field"} else self._in_script(item)
                for name, item in value.items()
            }
        if isinstance(value, list):
            return [self._in_script(item) for item in value]
        return self.say.shown(value) if isinstance(value, str) else value


def _speech(*candidates: Any) -> dict:
    """The first usable of: what the message was found to be in, what was spoken before, the page."""
    for one in candidates:
        if isinstance(one, dict) and one.get("language") in LANGUAGES:
            script = "Cyrl" if one["language"] == "sr" and one.get("script") != "Latn" else "Latn"
            is_locked, follows = bool(one.get("locked")), bool(one.get("script_follows"))
            return {
                "language": one["language"],
                "script": script,
                "locked": is_locked,
                "script_follows": follows,
            }
    return {"language": "sq", "script": "Latn", "locked": False, "script_follows": False}


def source_json(source: Any, checked_on: Any = None) -> dict:
    """A source of a passage, as the answer shows it."""
    day = source.checked_on or checked_on
    shown = {
        "title": source.title,
        "url": source.url,
        "checked_on": day.isoformat() if hasattr(day, "isoformat") else day,
    }
    return shown | ({"dated": source.dated} if source.dated else {})


def contact_offer(contact: dict, language: str) -> dict:
    """A contact as an offer."""
    offer = {"kind": "contact", "title": contact["name"][language]}
    if contact.get("phone"):
        offer["phone"] = contact["phone"]
    if contact.get("website"):
        offer["url"] = contact["website"]
    role = (contact.get("role") or {}).get(language)
    return offer | ({"text": role} if role else {})


def ask_offer(turn: Turn) -> dict:
    """The site's form to write to a counsellor."""
    return {"kind": "ask", "title": turn.say("Write to a counsellor"), "url": f"/{turn.language}/ask/"}


def later_offer(turn: Turn) -> dict:
    """Has the editors answer the question; the site makes a button of it that gives a code."""
    return {"kind": "later", "title": turn.say("Tell me when there is an answer")}


def button(title: str, intent: str, values: str = "") -> dict:
    """A button that says an intent, with facts as JSON where it carries some. The site signs it."""
    return {"title": title, "payload": f"/{intent}{values}"}
