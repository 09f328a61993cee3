"""An answer said back in words, and shown again in its form."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.figures import money, number
from content.rules.person import REFUSED

from .names import country_name, occupation_name
from .questions import GROSS, OFFERS, PERIODS, QUALIFICATIONS, QUESTIONS, RECOGNITION, Question

_COUNTRIES = ("nationality", "residence", "job_offer.country")


def said(name: str, value: Any, language: str) -> str:
    """An answer in words, also to what no question of ours asks for."""
    if value is None:
        return _("I don't know")
    if value == REFUSED:
        return _("I don't want to say")
    if isinstance(value, bool) and name != "job_offer":
        return _("Yes") if value else _("No")
    if name == "job_offer":
        return _offer(value, language)
    if name in _COUNTRIES:
        return country_name(value, language)
    if name in {"salary", "job_offer.salary"}:
        return _salary(value, language)
    if name in {"occupation", "job_offer.occupation"}:
        return occupation_name(value, language)
    question = QUESTIONS.get(name)
    if question and question.unit:
        return _amount(value, question.unit, language)
    if isinstance(value, str):
        return _choice(name, value)
    return number(value, language) if isinstance(value, int | float) else str(value)


def _choice(name: str, value: str) -> str:
    holder = name.partition(".")[0]
    options = (
        RECOGNITION if holder == "recognition" else QUALIFICATIONS if holder == "qualification" else ()
    ) or (QUESTIONS[name].options if name in QUESTIONS else ())
    return str(dict(options).get(value, value))


def _offer(value: Any, language: str) -> str:
    if not isinstance(value, Mapping):
        return str(dict(OFFERS)["none"])
    label = str(dict(OFFERS)[value.get("kind", "job")])
    return f"{label}: {country_name(value['country'], language)}" if value.get("country") else label


def _salary(value: Any, language: str) -> str:
    """A bare number is gross euros a year, as in `profile.schema.json`."""
    pay = value if isinstance(value, Mapping) else {"amount": value}
    amount, per = money(pay["amount"], "EUR", language), dict(PERIODS)[pay.get("per", "year")]
    return f"{amount} {per}, {dict(GROSS)['net' if pay.get('gross') is False else 'gross']}"


def _amount(value: float, unit: str, language: str) -> str:
    if unit == "euros":
        return money(value, "EUR", language)
    count = int(value) if float(value).is_integer() else 2
    return ngettext("%(number)s year", "%(number)s years", count) % {"number": number(value, language)}


def typed_of(question: Question, value: Any, language: str) -> dict[str, str]:
    """What the form shows for an earlier answer."""
    if value is None or value == REFUSED:
        return {}
    if question.kind == "offer":
        if not isinstance(value, Mapping):
            return {"answer": "none"}
        return {"answer": value.get("kind", "job"), "country": value.get("country", "")}
    if question.kind == "country":
        return {"country": value}
    if question.kind == "salary":
        pay = value if isinstance(value, Mapping) else {"amount": value}
        return {
            "answer": _typed_number(pay["amount"], language),
            "per": pay.get("per", "year"),
            "gross": "net" if pay.get("gross") is False else "gross",
        }
    if question.kind == "occupation":
        return {"answer": occupation_name(value, language)}
    if isinstance(value, bool):
        return {"answer": "yes" if value else "no"}
    return {"answer": _typed_number(value, language) if isinstance(value, int | float) else value}


def _typed_number(value: float, language: str) -> str:
    typed = f"{value:.9g}"
    return typed if language == "en" else typed.replace(".", ",")
