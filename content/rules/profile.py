"""Checks what a person has told us, and says in their language what does not make
sense.

The vocabulary itself is `profile.schema.json`; every field there has its meaning, unit and the rule that
needs it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jsonschema import Draft202012Validator

from content.rules.model import Texts

SCHEMA = Path(__file__).with_name("profile.schema.json")

# The one sentence for each field that people get wrong; for every other the general one.
_MESSAGES: dict[str, Texts] = {
    "age": {
        "sq": "Mosha duhet të jetë numër vjetësh nga 14 deri në 99, p.sh. 28.",
        "sr": "Године живота напишите као број од 14 до 99, на пример 28.",
        "en": "Give your age as a number of years from 14 to 99, for example 28.",
    },
    "currency": {
        "sq": "Shkruajeni pagën në euro (EUR). Lekët ose dinarët nuk krahasohen me ligjin.",
        "sr": "Плату напишите у еврима (EUR). Динари и леки не могу да се упореде са законом.",
        "en": "Give the salary in euros (EUR). Lek or dinars cannot be compared with the law.",
    },
    "amount": {
        "sq": "Shuma duhet të jetë numër në euro, p.sh. 3200, pa shkronja.",
        "sr": "Износ напишите као број у еврима, на пример 3200, без слова.",
        "en": "Give the amount as a number in euros, for example 3200, without letters.",
    },
    "per": {
        "sq": "Thoni për çfarë është paga: në vit, në muaj apo në orë.",
        "sr": "Реците за шта је плата: годишње, месечно или на сат.",
        "en": "Say what the salary is for: a year, a month or an hour.",
    },
    "years": {
        "sq": "Shkruani vitet si numër nga 0 deri në 60, p.sh. 6 ose 2.5.",
        "sr": "Године напишите као број од 0 до 60, на пример 6 или 2.5.",
        "en": "Give the years as a number from 0 to 60, for example 6 or 2.5.",
    },
    "languages": {
        "sq": "Niveli i gjuhës është një nga: none, A1, A2, B1, B2, C1, C2.",
        "sr": "Ниво језика је један од: none, A1, A2, B1, B2, C1, C2.",
        "en": "A language level is one of: none, A1, A2, B1, B2, C1, C2.",
    },
    "country_code": {
        "sq": "Shkruani vendin me dy shkronja, p.sh. XK, DE ose AT.",
        "sr": "Земљу напишите са два слова, на пример XK, DE или AT.",
        "en": "Give the country as two letters, for example XK, DE or AT.",
    },
    "unknown_field": {
        "sq": "Këtë të dhënë nuk e njohim.",
        "sr": "Овај податак не познајемо.",
        "en": "We do not know this field.",
    },
    "windows": {
        "sq": "Vitet e punës nuk përputhen: 5 vitet e fundit nuk mund të kenë më shumë se 7 ose gjithsej.",
        "sr": "Године рада се не слажу: у последњих 5 не може бити више него у 7 или укупно.",
        "en": "The years of work do not fit: the last 5 cannot hold more than the last 7 or than all.",
    },
    "age_and_work": {
        "sq": "Vitet e punës janë më shumë se sa lejon mosha. Kontrolloni të dyja.",
        "sr": "Година рада је више него што дозвољава ваша старост. Проверите оба податка.",
        "en": "The years of work are more than the age allows. Check both.",
    },
    "other": {
        "sq": "Kjo përgjigje nuk kuptohet. Shkruajeni ndryshe ose kalojeni pyetjen.",
        "sr": "Овај одговор није јасан. Напишите га другачије или прескочите питање.",
        "en": "This answer is not clear. Write it differently or skip the question.",
    },
}
_MESSAGE_OF = {
    "age": "age", "funds": "amount", "salary": "amount", "amount": "amount", "currency": "currency",
    "per": "per", "languages": "languages", "nationality": "country_code", "residence": "country_code",
    "country": "country_code", "training_years": "years", "experience_years": "years",
    "experience_last5": "years", "experience_last7": "years",
    "experience_at_years": "years", "graduated_years_ago": "years", "months": "years",
}  # fmt: skip
YOUNGEST_WORKER = 14


@dataclass(frozen=True)
class ProfileError:
    """A field that makes no sense and what to write instead; `field` is dotted, as in `missing`.

    `is_blocking` is false where the rest can be judged all the same: an unknown field, or answers that are
    fine alone and impossible together.
    """

    field: str
    value: object
    message: Texts
    is_blocking: bool = True


@lru_cache(maxsize=1)
def schema() -> dict:
    """The vocabulary of a profile as JSON Schema."""
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def _validator() -> Draft202012Validator:
    return Draft202012Validator(schema())


def validate(profile: Mapping) -> list[ProfileError]:
    """What does not make sense in a profile, each field once; an empty list when it can be judged as it is.

    `evaluate` treats such values as not said, so that a wrong one can never decide anything.
    """
    if not isinstance(profile, Mapping):
        return [ProfileError("", profile, _MESSAGES["other"])]
    profile = _said(profile)
    found: dict[str, ProfileError] = {}
    for error in _validator().iter_errors(profile):
        for path, value in _places(error):
            field = ".".join(str(step) for step in path)
            name = _message(path, error)
            found.setdefault(field, ProfileError(field, value, _MESSAGES[name], name != "unknown_field"))
    for name in [] if any(one.is_blocking for one in found.values()) else _contradictions(profile):
        message = _MESSAGES["age_and_work" if name == "age" else "windows"]
        found.setdefault(name, ProfileError(name, profile.get(name), message, is_blocking=False))
    return list(found.values())


def _said(profile: Mapping) -> dict:
    """The profile without its nulls: JSON's null says nothing, except that there is no job offer."""
    said = {}
    for name, value in profile.items():
        if isinstance(value, Mapping):
            said[name] = _said(value)
        elif value is not None or name == "job_offer":
            said[name] = value
    return said


def _places(error) -> list[tuple[list, object]]:
    """The innermost places an error is about: alternatives are entered where their type fits."""
    path = list(error.absolute_path)
    if error.validator == "additionalProperties":
        extra = [name for name in error.instance if name not in error.schema.get("properties", {})]
        return [([*path, name], error.instance[name]) for name in extra]
    if error.validator == "anyOf" and isinstance(error.instance, Mapping):
        inner = [
            one
            for one in error.context
            if one.absolute_path != error.absolute_path or one.validator == "additionalProperties"
        ]
        if inner:
            return [place for one in inner for place in _places(one)]
    return [(path, error.instance)]


def _message(path: list, error) -> str:
    known = schema()["properties"]
    if path and path[0] not in known:
        return "unknown_field"
    for step in reversed(path):
        if step in _MESSAGE_OF:
            return _MESSAGE_OF[step]
    return "other"


def _contradictions(profile: Mapping) -> list[str]:
    """Fields that are fine alone and impossible together."""

    def number(name: str) -> float | None:
        value = profile.get(name)
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    total, five, seven, age = (
        number(name) for name in ("experience_years", "experience_last5", "experience_last7", "age")
    )
    found = []
    if five is not None and (
        (seven is not None and five > seven) or (total is not None and five > total) or five > 5
    ):
        found.append("experience_last5")
    if seven is not None and ((total is not None and seven > total) or seven > 7):
        found.append("experience_last7")
    worked = max((years for years in (total, five, seven) if years is not None), default=None)
    if age is not None and worked is not None and worked > age - YOUNGEST_WORKER:
        found.append("age")
    return found
