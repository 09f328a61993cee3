"""The questions of the eligibility talk as the bot puts them: the sentence, and buttons wherever the answers are a closed list."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chatbot.actions.catalogue import Say
from chatbot.actions.conversation import button
from chatbot.actions.profile import country_name
from content.rules.model import Route
from content.rules.person import LEVELS
from content.rules.questions import question_text
from content.rules.ranking import WHERE_PEOPLE_GO

MOST_COUNTRIES = 8


@dataclass(frozen=True)
class Question:
    """A question for a field of the profile."""

    field: str
    text: str
    buttons: tuple[dict, ...]


def question(field: str, say: Say, countries: Sequence[str] = WHERE_PEOPLE_GO[:2]) -> Question | None:
    """How a field is asked; `None` for a field that has no question. `countries` are the choices for where an offer is from."""
    text = question_text(field, say.language)
    if not text:
        return None
    return Question(
        field,
        say.shown(text),
        (*_choices(field, say, countries), _tell(field, say("I'd rather not say"), "refused")),
    )


def offer_countries(routes: Iterable[Route], wished: str | None = None) -> list[str]:
    """The countries of an offer as buttons: those for which ways to work are known, the wished one first, then where most people go."""
    covered = {route.country for route in routes if route.purpose == "work"} - {"EU", None}
    likely = [code for code in (wished, *WHERE_PEOPLE_GO) if code in covered]
    return list(dict.fromkeys([*likely, *sorted(covered)]))[:MOST_COUNTRIES]


def _choices(field: str, say: Say, countries: Sequence[str]) -> list[dict]:
    holder, _, key = field.partition(".")
    if field == "job_offer":
        offers = [
            _tell(field, say("Yes: {country}", country=country_name(code, say)), {"country": code})
            for code in countries
        ]
        return [*offers, _tell(field, say("No, not yet"), False)]
    if field == "job_offer.country":
        return [_tell(field, country_name(code, say), code) for code in countries]
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
