"""How each field of a profile is asked on a page: what can be chosen or typed, how it is read, how it is said back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy

from content.rules import answers, occupations
from content.rules.answers import AnswerError
from content.rules.profile import validate

from .names import ELSEWHERE, FIRST, OTHERS, countries, country_name, occupation_names

LEVELS = (
    ("none", gettext_lazy("None")),
    ("A1", gettext_lazy("A1: a few words and simple sentences")),
    ("A2", gettext_lazy("A2: everyday things")),
    ("B1", gettext_lazy("B1: I manage alone at work and in offices")),
    ("B2", gettext_lazy("B2: I speak fluently")),
    ("C1", gettext_lazy("C1: almost like my own language")),
    ("C2", gettext_lazy("C2: like my own language")),
)
YES_NO = (("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))
QUALIFICATIONS = (
    ("vocational", gettext_lazy("Vocational school or training for an occupation")),
    ("degree", gettext_lazy("University degree")),
    ("none", gettext_lazy("Neither of them (also: general secondary school)")),
)
RECOGNITION = (
    ("full", gettext_lazy("Fully recognised")),
    ("comparable", gettext_lazy("My degree is declared comparable")),
    ("partial", gettext_lazy("Partly: something is still asked of me")),
    ("none", gettext_lazy("Not yet")),
)
OFFERS = (
    ("none", gettext_lazy("No, not yet")),
    ("job", gettext_lazy("Yes, a job")),
    ("training", gettext_lazy("Yes, a training contract")),
    ("seasonal", gettext_lazy("Yes, seasonal work")),
)
PERIODS = (
    ("month", gettext_lazy("a month")),
    ("year", gettext_lazy("a year")),
    ("hour", gettext_lazy("an hour")),
)
GROSS = (("gross", gettext_lazy("gross, before tax")), ("net", gettext_lazy("net, what arrives")))


@dataclass(frozen=True)
class Question:
    """A question for one field. `kind` names its template; `hint` says how to answer."""

    field: str
    kind: str
    options: tuple = ()
    hint: Any = ""
    unit: str = ""
    may_be_refused: bool = True


# No question of ours leads to these: they are counted when they were told to the assistant, and can be changed here.
_COUNTED_WHEN_TOLD = (
    "pension_provision", "spouse_qualifies", "de_stay_6m", "mint", "phd", "leading_salary_50", "leading_salary_60", "leading_salary_70",
    "research", "awards", "at_work_6m", "at_studies_half", "at_studies_full",
)  # fmt: skip
_ALL = (
    Question("job_offer", "offer", OFFERS, gettext_lazy("Count only an offer in writing from an employer with a name.")),
    Question("job_offer.country", "country", may_be_refused=False),
    Question("job_offer.salary", "salary", PERIODS, gettext_lazy("In euros, as the contract says, for example 3200.")),
    Question("job_offer.qualified", "choice", YES_NO),
    Question("job_offer.tariff", "choice", YES_NO),
    Question("job_offer.english_company", "choice", YES_NO),
    Question("qualification", "choice", QUALIFICATIONS, gettext_lazy("Choose the highest one that you have finished.")),
    Question("training_years", "number", hint=gettext_lazy("For example 3 or 2.5."), unit="years"),
    Question("graduated_years_ago", "number", hint=gettext_lazy("For example 4. Less than a year: 0."), unit="years"),
    Question("matura", "choice", YES_NO),
    Question("occupation", "occupation", hint=gettext_lazy("Write it as you say it, for example electrician or nurse.")),
    Question("age", "number", hint=gettext_lazy("In whole years, for example 28."), unit="years"),
    Question("experience_years", "number", hint=gettext_lazy("In years, for example 6 or 2.5. None: 0."), unit="years"),
    Question("experience_until_now", "choice", YES_NO, may_be_refused=False),
    Question("experience_last5", "number", hint=gettext_lazy("A number from 0 to 5."), unit="years"),
    Question("experience_last7", "number", hint=gettext_lazy("A number from 0 to 7."), unit="years"),
    Question("funds", "number", hint=gettext_lazy("In euros a month, for example 1100. None: 0."), unit="euros"),
    Question("asylum_benefits_recent", "choice", YES_NO),
    Question("entry_ban", "choice", YES_NO),
    Question("overstay", "choice", YES_NO),
    Question("experience_at_years", "number", hint=gettext_lazy("In years, for example 6 or 2.5. None: 0."), unit="years"),
    *(Question(name, "choice", YES_NO) for name in _COUNTED_WHEN_TOLD),
    *(Question(f"languages.{code}", "choice", LEVELS, gettext_lazy("With a certificate, or what you would reach in a test.")) for code in ("de", "en", "fr", "es", "it", "sr")),
    *(Question(f"recognition.{code}", "choice", RECOGNITION) for code in (*FIRST, *OTHERS)),
)  # fmt: skip
QUESTIONS: Mapping[str, Question] = {question.field: question for question in _ALL}


def asked(name: str, profile: Mapping) -> Question:
    """The question as this person gets it: a comparable degree is only for who has one."""
    question = QUESTIONS[name]
    if name.startswith("recognition.") and profile.get("qualification") != "degree":
        return replace(question, options=tuple(one for one in RECOGNITION if one[0] != "comparable"))
    return question


class Unclear(ValueError):
    """The answer was understood in part; `choices` are (value, name) to choose from."""

    def __init__(self, choices: list[tuple[str, str]]):
        super().__init__("unclear")
        self.choices = choices


def read(question: Question, typed: Mapping[str, str], language: str) -> Any:
    """The value of an answer.

    Raises:
        AnswerError: it can't be read.
        Unclear: several occupations may be meant, or none is known.
    """
    return _READERS[question.kind](question, typed, language)


def _choice(question: Question, typed: Mapping, language: str) -> Any:
    chosen = typed.get("answer", "")
    if chosen not in dict(question.options):
        raise AnswerError("empty")
    return {"yes": True, "no": False}.get(chosen, chosen)


def _number(question: Question, typed: Mapping, language: str) -> float:
    value = answers.read_number(question.field, typed.get("answer", ""))
    for fault in validate({question.field: value}):
        if fault.is_blocking:
            raise Fault(fault.message)
    return value


class Fault(AnswerError):
    """A fault that the rules have found; they say it in all languages."""

    def __init__(self, texts: Mapping[str, str]):
        ValueError.__init__(self, texts["en"])
        self.texts = texts


def _country(question: Question, typed: Mapping, language: str) -> str:
    code = typed.get("country", "")
    if code not in (*FIRST, *OTHERS, ELSEWHERE):
        raise AnswerError("empty")
    return code


def _offer(question: Question, typed: Mapping, language: str) -> Any:
    kind = _choice(question, typed, language)
    return False if kind == "none" else {"kind": kind, "country": _country(question, typed, language)}


def _salary(question: Question, typed: Mapping, language: str) -> dict:
    value = answers.read_salary(typed.get("answer", ""), typed.get("per", ""), typed.get("gross") != "net")
    for fault in validate({"job_offer": {"salary": value}}):
        raise Fault(fault.message)
    return value


def _occupation(question: Question, typed: Mapping, language: str) -> Any:
    chosen = typed.get("choice", "")
    if chosen in occupations.occupations() and typed.get("answer", "") == typed.get("typed", ""):
        return chosen
    if not typed.get("answer", "").strip():
        raise AnswerError("empty")
    certain, near = occupations.find(typed["answer"])
    if certain is None:
        raise Unclear([(one.slug, one.names[language][0]) for one in near])
    return certain.slug


_READERS: dict[str, Callable] = {
    "choice": _choice,
    "number": _number,
    "country": _country,
    "offer": _offer,
    "salary": _salary,
    "occupation": _occupation,
}


def choices_of(question: Question, language: str) -> dict:
    """Lists a template needs besides the options."""
    if question.kind in {"offer", "country"}:
        return {"countries": [*countries(language), (ELSEWHERE, country_name(ELSEWHERE, language))]}
    if question.kind == "occupation":
        return {"names": occupation_names(language)}
    if question.kind == "salary":
        return {"gross": GROSS}
    return {}
