"""What a person has answered so far. It travels in a signed token inside the form, and in the address only when they ask for a link."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.core import signing

from content.rules.evaluate import next_question
from content.rules.model import Route
from content.rules.person import REFUSED
from content.rules.profile import schema

from .questions import QUESTIONS

SALT = "check.case"
MAX_AGE_S = 180 * 24 * 3600
MOST_QUESTIONS = 9
LONGEST_TOKEN = 4000

# What makes no sense any more once the answer it hung on is another one.
_HANG_ON = {
    "job_offer": ("job_offer.",),
    "qualification": ("training_years", "graduated_years_ago", "recognition."),
    "experience_years": ("experience_last5", "experience_last7", "experience_until_now"),
}
# An offer is one answer with these two; what else is told about it is a field of its own.
_OFFER = ("kind", "country")
_HOLDERS = ("languages", "recognition")


def is_field(name: str) -> bool:
    """Whether the rules know this field, also where no question of ours asks for it."""
    return name.partition(".")[0] in schema()["properties"]


@dataclass(frozen=True)
class Case:
    """Answers by field in the order they were given (`languages.de` is a field of its own); `None` means "I don't know"."""

    answers: dict = field(default_factory=dict)
    country: str = ""
    limit: int = MOST_QUESTIONS

    def token(self) -> str:
        """The case as the form and the link carry it."""
        return signing.dumps([self.country, self.limit, self.answers], salt=SALT, compress=True)

    @classmethod
    def read(cls, token: str) -> "Case | None":
        """The case of a token; `None` when it was changed on the way or is too old."""
        try:
            country, limit, answers = signing.loads(token[:LONGEST_TOKEN], salt=SALT, max_age=MAX_AGE_S)
        except (signing.BadSignature, ValueError, TypeError):
            return None
        return cls({name: value for name, value in answers.items() if is_field(name)}, country, limit)

    @classmethod
    def of_profile(cls, profile: Mapping) -> "Case":
        """The case of what was told elsewhere, to the assistant for example: `profile()` gives it back."""
        answers: dict = {}
        for name, value in profile.items():
            if name == "country" or value is None and name != "job_offer" or not is_field(name):
                continue
            if name == "job_offer" and isinstance(value, Mapping):
                answers[name] = {key: value[key] for key in _OFFER if key in value}
                answers |= {f"{name}.{key}": told for key, told in value.items() if key not in _OFFER}
            elif name in _HOLDERS and isinstance(value, Mapping):
                answers |= {f"{name}.{key}": told for key, told in value.items() if told is not None}
            else:
                answers[name] = False if value is None else value
        country = profile.get("country")
        return cls(answers, country if country not in {None, REFUSED} else "")

    def with_answer(self, name: str, value: object) -> "Case":
        """The case after an answer; what hung on another answer to the same question is dropped."""
        answers = dict(self.answers)
        if name in answers and answers[name] != value:
            for other in list(answers):
                if any(other.startswith(prefix) for prefix in _HANG_ON.get(name, ())):
                    del answers[other]
        answers[name] = value
        return replace(self, answers=answers)

    def without(self, name: str) -> "Case":
        """The case as if the question had not been put."""
        return replace(self, answers={key: value for key, value in self.answers.items() if key != name})

    def profile(self) -> dict:
        """What the rules judge: `profile.schema.json`. What the person doesn't know is simply not said."""
        profile: dict = {"country": self.country} if self.country else {}
        for name, value in self.answers.items():
            holder, _, key = name.partition(".")
            asked = QUESTIONS.get(name)
            if value is None or value == REFUSED and asked and not asked.may_be_refused:
                continue
            if not key:
                profile[name] = dict(value) if isinstance(value, dict) else value
            elif holder != "job_offer":
                profile.setdefault(holder, {})[key] = value
            elif isinstance(profile.get("job_offer"), dict):
                profile["job_offer"][key] = value
        return profile

    def next_question(self, routes: list[Route]) -> str | None:
        """The question that settles most, until the limit; never one that was put already, or that has no form."""
        if len(self.answers) >= self.limit:
            return None
        asked = self.profile()
        for name, value in self.answers.items():
            if value is None:
                _decline(asked, name)
        for _ in range(len(QUESTIONS)):
            name = next_question(routes, asked)
            if name is None or name in QUESTIONS and name not in self.answers:
                return name
            _decline(asked, name)
        return None


def _decline(profile: dict, name: str) -> None:
    """Marks a field as not to be asked."""
    holder, _, key = name.partition(".")
    if not key:
        profile[name] = REFUSED
    elif isinstance(profile.get(holder, {}), dict):
        profile[holder] = {**profile.get(holder, {}), key: REFUSED}
