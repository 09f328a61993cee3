"""The questions of the eligibility talk as the bot puts them: the sentence, and buttons wherever the answers are a closed list."""

import json
from dataclasses import dataclass

from chatbot.actions.catalogue import Say
from chatbot.actions.conversation import button
from content.rules.person import LEVELS
from content.rules.questions import question_text


@dataclass(frozen=True)
class Question:
    """A question for a field of the profile."""

    field: str
    text: str
    buttons: tuple[dict, ...]


def question(field: str, say: Say) -> Question | None:
    """How a field is asked; `None` for a field that has no question."""
    text = question_text(field, say.language)
    if not text:
        return None
    return Question(
        field,
        say.shown(text),
        (*_choices(field, say), _tell(field, say("I'd rather not say"), "refused")),
    )


def _choices(field: str, say: Say) -> list[dict]:
    holder, _, key = field.partition(".")
    if field == "job_offer":
        return [
            _tell(field, say("Yes, in Germany"), {"country": "DE"}),
            _tell(field, say("Yes, in Austria"), {"country": "AT"}),
            _tell(field, say("No, not yet"), False),
        ]
    if field == "job_offer.country":
        return [_tell(field, say("Germany"), "DE"), _tell(field, say("Austria"), "AT")]
    if field == "qualification":
        return [
            _tell(field, say("Vocational school"), "vocational"),
            _tell(field, say("University"), "degree"),
            _tell(field, say("Neither of them"), "none"),
        ]
    if holder == "languages":
        return [_tell(field, say("None"), "none"), *(_tell(field, level, level) for level in LEVELS[1:])]
    if holder == "recognition":
        return [
            _tell(field, say("Fully"), "full"),
            _tell(field, say("Partly"), "partial"),
            _tell(field, say("Not yet"), "none"),
        ]
    if field in _YES_NO or key in {"qualified", "tariff", "english_company"}:
        return [_tell(field, say("Yes"), True), _tell(field, say("No"), False)]
    return []


_YES_NO = frozenset(
    "matura asylum_benefits_recent entry_ban overstay pension_provision experience_until_now".split()
)


def _tell(field: str, title: str, value: object) -> dict:
    holder, _, key = field.partition(".")
    return button(title, "inform", json.dumps({holder: {key: value} if key else value}, ensure_ascii=False))
