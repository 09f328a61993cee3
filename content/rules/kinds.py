"""How each kind of criterion is judged, three-valued throughout, and which question settles it."""

from collections.abc import Callable, Mapping

from content.rules.model import Criterion, State
from content.rules.person import LEVELS, QUALIFICATIONS, Person

Judge = Callable[[Mapping, Person], State]


def state_of(truth: bool | None) -> State:
    """MET for true, NOT_MET for false, UNKNOWN for what is not known."""
    if truth is None:
        return State.UNKNOWN
    return State.MET if truth else State.NOT_MET


def at_least(bounds: tuple[float, float], needed: float) -> State:
    """Whether a quantity known only as (at least, at most) reaches what is needed."""
    least, most = bounds
    if least >= needed:
        return State.MET
    return State.NOT_MET if most < needed else State.UNKNOWN


def _listed(parameters: Mapping, value: str | None) -> State:
    if value is None:
        return State.UNKNOWN
    if "in" in parameters:
        return state_of(value in parameters["in"])
    return state_of(value not in parameters["not_in"])


def _citizenship(parameters: Mapping, person: Person) -> State:
    return _listed(parameters, person.nationality)


def _residence(parameters: Mapping, person: Person) -> State:
    return _listed(parameters, person.residence)


def _job_offer(parameters: Mapping, person: Person) -> State:
    """An offer in the country. Of no stated kind it is ordinary work; of no stated length it is not short."""
    if not person.has_offer:
        return state_of(person.has_offer)
    country = person.offer.get("country")
    if country is not None and country != parameters["country"]:
        return State.NOT_MET
    if person.offer.get("kind", "job") != parameters.get("offer", "job"):
        return State.NOT_MET
    months = person.offer.get("months")
    if isinstance(months, int | float) and months < parameters.get("min_months", 0):
        return State.NOT_MET
    return state_of(None if country is None else True)


def _qualified_job(parameters: Mapping, person: Person) -> State:
    """Whether the job asks for a training or a degree (§ 2(12b) AufenthG); unknown while there is no offer.

    Where nobody said so, the kind of job tells: ISCO-08 puts managers, professionals and technicians (groups
    1 to 3) on the levels that take such an education, and elementary occupations (9) below it. In between
    both occur.
    """
    if not person.has_offer:
        return State.UNKNOWN
    told = person.answer("job_offer.qualified")
    if told is None and not person.was_refused("job_offer.qualified"):
        told = {"1": True, "2": True, "3": True, "9": False}.get((person.isco("job") or " ")[0])
    return state_of(told)


def _occupation(parameters: Mapping, person: Person) -> State:
    """The occupation belongs to one of the ISCO-08 groups. Too few digits of a code leave it open."""
    isco = person.isco(parameters.get("of", "person"))
    if isco is None:
        return State.UNKNOWN
    groups = [str(group) for group in parameters["groups"]]
    if any(isco.startswith(group) for group in groups):
        return State.MET
    return state_of(None if any(group.startswith(isco) for group in groups) else False)


def _licence(parameters: Mapping, person: Person) -> State:
    """The licence to practise, where the occupation is regulated (§ 18(2) no. 3 AufenthG)."""
    if not person.is_regulated(parameters["country"]):
        return State.MET
    recognised = person.recognised(parameters["country"])
    return state_of(None if recognised is None else recognised == "full")


def _qualification(parameters: Mapping, person: Person) -> State:
    if person.qualification is None:
        return State.UNKNOWN
    if "is" in parameters:
        return state_of(person.qualification == parameters["is"])
    return state_of(
        QUALIFICATIONS.index(person.qualification) >= QUALIFICATIONS.index(parameters["at_least"])
    )


def _training_years(parameters: Mapping, person: Person) -> State:
    years = person.number("training_years")
    if person.qualification == "none":
        return State.NOT_MET
    return state_of(None if years is None else years >= parameters["min"])


def _recognition(parameters: Mapping, person: Person) -> State:
    """The state of recognition. What is not a qualification can't be recognised."""
    if person.qualification == "none":
        return State.NOT_MET
    recognised = person.recognised(parameters["country"])
    if recognised is None:
        return State.UNKNOWN
    if recognised not in parameters["states"]:
        return State.NOT_MET
    return state_of(None if person.qualification is None else True)


def _experience(parameters: Mapping, person: Person) -> State:
    return at_least(person.experience(parameters.get("window")), parameters["min"])


def _language(parameters: Mapping, person: Person) -> State:
    """The level in the language, or in any that the law treats as one (Bosnian, Croatian, Serbian)."""
    needed = LEVELS.index(parameters["level"])
    levels = [person.level(language) for language in spoken(parameters)]
    if any(level is not None and level >= needed for level in levels):
        return State.MET
    return state_of(None if None in levels else False)


def spoken(parameters: Mapping) -> tuple[str, ...]:
    """The languages a language criterion accepts."""
    language = parameters["language"]
    return (language,) if isinstance(language, str) else tuple(language)


def _age(parameters: Mapping, person: Person) -> State:
    """The age in completed years: `max` is "not older than" as calculators of the authorities read it."""
    age = person.age
    if age is None:
        return State.UNKNOWN
    age = int(age)
    return state_of(
        parameters.get("min", 0) <= age <= parameters.get("max", age)
        and age < parameters.get("below", age + 1)
    )


def _salary(parameters: Mapping, person: Person) -> State:
    if person.has_offer is False:
        return State.NOT_MET
    return at_least(person.salary(parameters.get("payments", 12)), parameters["value"])


def _funds(parameters: Mapping, person: Person) -> State:
    return state_of(None if person.funds is None else person.funds >= parameters["value"])


def _graduation(parameters: Mapping, person: Person) -> State:
    years = person.number("graduated_years_ago")
    return state_of(None if years is None else years <= parameters["max_years_ago"])


def _absence_of(field: str) -> Judge:
    def judge(parameters: Mapping, person: Person) -> State:
        answer = person.answer(field)
        return state_of(None if answer is None else not answer)

    return judge


def _answer(parameters: Mapping, person: Person) -> State:
    answer = person.answer(parameters["field"])
    return state_of(None if answer is None else answer == parameters["is"])


JUDGES: dict[str, Judge] = {
    "citizenship": _citizenship,
    "residence": _residence,
    "job_offer": _job_offer,
    "qualified_job": _qualified_job,
    "occupation": _occupation,
    "licence": _licence,
    "qualification": _qualification,
    "training_years": _training_years,
    "recognition": _recognition,
    "experience": _experience,
    "language": _language,
    "age": _age,
    "salary": _salary,
    "funds": _funds,
    "graduation": _graduation,
    "entry_ban": _absence_of("entry_ban"),
    "overstay": _absence_of("overstay"),
    "asylum_benefits_recent": _absence_of("asylum_benefits_recent"),
    "answer": _answer,
}
GROUPS = ("any_of", "all_of")
KINDS = (*JUDGES, *GROUPS, "outside", "points")

# What must stand beside a criterion of a kind. One of several names is written with a bar.
PARAMETERS: dict[str, tuple[str, ...]] = {
    "citizenship": ("in|not_in",),
    "residence": ("in|not_in",),
    "job_offer": ("country",),
    "occupation": ("groups",),
    "licence": ("country",),
    "qualification": ("at_least|is",),
    "training_years": ("min",),
    "recognition": ("country", "states"),
    "experience": ("min",),
    "language": ("language", "level"),
    "age": ("max|below|min",),
    "salary": ("value",),
    "funds": ("value",),
    "graduation": ("max_years_ago",),
    "answer": ("field", "is"),
}


def question(criterion: Criterion, person: Person) -> str:
    """The field whose answer settles the criterion; empty where no person can answer."""
    parameters = criterion.parameters
    match criterion.kind:
        case "job_offer":
            return "job_offer" if person.has_offer is None else "job_offer.country"
        case "qualified_job":
            return "job_offer.qualified" if person.has_offer else "job_offer"
        case "salary":
            return "job_offer.salary" if person.has_offer else "job_offer"
        case "occupation":
            return "occupation"
        case "licence" | "recognition":
            if criterion.kind == "recognition" and person.qualification is None:
                return "qualification"
            return f"recognition.{parameters['country']}"
        case "training_years":
            return "qualification" if person.qualification is None else "training_years"
        case "experience":
            return _experience_question(parameters.get("window"), person)
        case "language":
            return _language_question(parameters, person)
        case "graduation":
            return "graduated_years_ago"
        case "citizenship":
            return "nationality"
        case "answer":
            return parameters["field"]
        case "outside" | "points" | "any_of" | "all_of":
            return ""
        case kind:
            return kind


def _language_question(parameters: Mapping, person: Person) -> str:
    accepted = spoken(parameters)
    return f"languages.{next((one for one in accepted if person.level(one) is None), accepted[0])}"


def _experience_question(window: int | None, person: Person) -> str:
    """The total, which most people know; whether it reaches until today; then the years in the window."""
    total_known = person.number("experience_years") is not None
    if window is None or not (total_known or person.was_refused("experience_years")):
        return "experience_years"
    if (
        total_known
        and person.answer("experience_until_now") is None
        and not person.was_refused("experience_until_now")
    ):
        return "experience_until_now"
    return f"experience_last{window}"
