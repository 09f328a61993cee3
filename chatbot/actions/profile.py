"""What a person has told so far: facts put together, checked against the shared vocabulary, and said back in a few words."""

from dataclasses import dataclass, field
from typing import Any

from chatbot.actions.catalogue import Say
from content import countries
from content.figures import number
from content.rules.occupations import occupations
from content.rules.profile import schema, validate
from content.rules.texts import LANGUAGE_NAMES

_HOLDERS = ("languages", "recognition")
ABOUT_PLANS = frozenset({"country"})


@dataclass
class Merged:
    """A profile after a message: which fields are new, which replaced an older answer, and what made no sense (messages by language)."""

    profile: dict
    new: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    faults: list[dict] = field(default_factory=list)


def merge(
    before: dict, entities: list[dict], *, asks_in_general: bool = False, moves_offer: bool = False
) -> Merged:
    """Adds the facts of a message to what was known.

    Args:
        before: the profile until now; it stays as it is.
        entities: facts as the bot understood them, or as a button carries them.
        asks_in_general: the message is a question about rules; the country in it is what it asks about, not where the person goes.
        moves_offer: a country that is told alone in it is also that of the offer ("I said Germany but it's Austria").
    """
    merged = Merged(dict(before))
    for entity in entities:
        name, value = entity.get("entity"), entity.get("value")
        if name not in schema()["properties"] or asks_in_general and name in ABOUT_PLANS:
            continue
        candidate = _with(merged.profile, name, value)
        # Contradictions between fields (more years of work than years of life) are told, but neither answer is thrown away for them.
        faults = [
            fault
            for fault in validate(candidate)
            if fault.field.partition(".")[0] in {name, "job_offer" if name == "salary" else name}
        ]
        broken = (
            [fault for fault in faults if validate({name: candidate[name]})] if name in candidate else faults
        )
        if broken:
            merged.faults.append(dict(broken[0].message))
            continue
        if candidate != merged.profile:
            (merged.updated if _replaces(before, candidate, name) else merged.new).append(name)
        merged.profile = candidate
    _imply_offer(merged, entities, moves_offer)
    offer = merged.profile.get("job_offer")
    if (
        isinstance(offer, dict)
        and "country" not in offer
        and merged.profile.get("country") not in {None, "refused"}
        and ("job_offer" in merged.new + merged.updated)
    ):
        merged.profile["job_offer"] = offer | {"country": merged.profile["country"]}
    return merged


# Who names a country and a pay that nobody earns in Kosovo has been promised it. Euros a year.
_PAY_ABROAD = 16_000
_A_YEAR = {"year": 1, "month": 12, "hour": 1_900}


def _imply_offer(merged: Merged, entities: list[dict], moves_offer: bool) -> None:
    """Adds to the profile what was said about an offer without the word."""
    told = {entity.get("entity"): entity.get("value") for entity in entities}
    country, offer = merged.profile.get("country"), merged.profile.get("job_offer")
    if "job_offer" in told or "country" not in told or country != told["country"]:
        return
    salary = told.get("salary")
    if isinstance(offer, dict):
        if moves_offer and offer.get("country") not in {None, country}:
            merged.profile["job_offer"] = offer | {"country": country}
            merged.updated.append("job_offer")
    elif (
        isinstance(salary, dict)
        and salary.get("amount", 0) * _A_YEAR.get(salary.get("per", "year"), 1) >= _PAY_ABROAD
    ):
        rest = {name: value for name, value in merged.profile.items() if name != "salary"}
        merged.profile = rest | {"job_offer": {"country": country, "salary": salary}}
        merged.new.append("job_offer")


def _with(profile: dict, name: str, value: Any) -> dict:
    old = profile.get(name)
    if name in _HOLDERS and isinstance(value, dict):
        return profile | {name: (old if isinstance(old, dict) else {}) | value}
    if name == "job_offer" and isinstance(value, dict):
        return profile | {name: (old if isinstance(old, dict) else {}) | value}
    if name == "salary" and isinstance(profile.get("job_offer"), dict):
        return profile | {"job_offer": profile["job_offer"] | {"salary": value}}
    return profile | {name: value}


def _replaces(before: dict, after: dict, name: str) -> bool:
    """Whether an older answer was changed, not only added to."""
    if name == "salary" and isinstance(after.get("job_offer"), dict):
        old = (before.get("job_offer") or {}) if isinstance(before.get("job_offer"), dict) else {}
        return "salary" in old and old["salary"] != after["job_offer"].get("salary")
    old, new = before.get(name), after.get(name)
    if isinstance(old, dict) and isinstance(new, dict):
        return any(key in old and old[key] != value for key, value in new.items())
    return name in before and old != new


def personal(profile: dict) -> dict:
    """The profile without what is only a plan, and what was refused."""
    return {name: value for name, value in profile.items() if name not in ABOUT_PLANS and value != "refused"}


def describe(profile: dict, say: Say) -> list[str]:
    """The profile in short phrases, in the order in which people tell it: "electrician", "German A2", "no offer yet"."""
    phrases = []
    for name, put in _PHRASES.items():
        if name in profile and profile[name] != "refused":
            phrases += put(profile[name], say)
    return [phrase for phrase in phrases if phrase]


def _occupation(slug: str, say: Say) -> list[str]:
    known = occupations().get(slug)
    return [say.shown(known.names[say.language][0])] if known else []


def _age(age: float, say: Say) -> list[str]:
    return [say.count("{number} year old", "{number} years old", int(age))]


def _qualification(value: str, say: Say) -> list[str]:
    texts = {
        "none": say("no vocational training"),
        "vocational": say("vocational training"),
        "degree": say("university degree"),
    }
    return [texts[value]] if value in texts else []


def _years(one: str, many: str):
    def put(years: float, say: Say) -> list[str]:
        return [say.count(one, many, years, number=number(years, say.language))]

    return put


def _languages(levels: Any, say: Say) -> list[str]:
    if not isinstance(levels, dict):
        return []
    phrases = []
    for code, level in levels.items():
        name = say.shown(LANGUAGE_NAMES.get(code, {}).get(say.language, code.upper()))
        if level == "none":
            phrases.append(say("{language}: none", language=name))
        elif level != "refused":
            phrases.append(f"{name} {level}")
    return phrases


def _offer(offer: Any, say: Say) -> list[str]:
    if offer is None or offer is False:
        return [say("no job offer yet")]
    if not isinstance(offer, dict):
        return []
    kinds = {"training": say("a training contract"), "seasonal": say("an offer of seasonal work")}
    phrase = kinds.get(offer.get("kind"), say("a job offer"))
    if offer.get("country"):
        phrase += f" ({country_name(offer['country'], say)})"
    return [phrase, *(_salary(offer["salary"], say) if "salary" in offer else [])]


def _salary(salary: Any, say: Say) -> list[str]:
    if not isinstance(salary, dict) or "amount" not in salary:
        return []
    amount = (
        f"€{number(salary['amount'], 'en')}"
        if say.language == "en"
        else f"{number(salary['amount'], say.language)}\u00a0€"
    )
    sentences = {
        "year": say("{amount} a year", amount=amount),
        "month": say("{amount} a month", amount=amount),
        "hour": say("{amount} an hour", amount=amount),
    }
    phrase = sentences[salary.get("per", "year")]
    kind = {True: say("gross"), False: say("net")}.get(salary.get("gross"))
    return [f"{phrase} {kind}" if kind else phrase]


def _funds(amount: float, say: Say) -> list[str]:
    shown = f"€{number(amount, 'en')}" if say.language == "en" else f"{number(amount, say.language)}\u00a0€"
    return [say("{amount} a month to live on", amount=shown)]


def _recognition(states: Any, say: Say) -> list[str]:
    if not isinstance(states, dict):
        return []
    texts = {
        "full": say("diploma recognised"),
        "partial": say("diploma partly recognised"),
        "none": say("diploma not recognised yet"),
    }
    return [f"{texts[state]} ({country_name(code, say)})" for code, state in states.items() if state in texts]


def _yes_no(yes: str, no: str):
    def put(value: Any, say: Say) -> list[str]:
        return [say(yes) if value is True else say(no)] if isinstance(value, bool) else []

    return put


def _nationality(code: str, say: Say) -> list[str]:
    return [say("citizenship: {country}", country=country_name(code, say))]


def _destination(code: str, say: Say) -> list[str]:
    return [country_name(code, say)]


def country_name(code: str, say: Say) -> str:
    """The name of a country by its ISO code, in the person's language and script."""
    return say.shown(countries.country_name(code, say.language))


_PHRASES = {
    "occupation": _occupation,
    "age": _age,
    "qualification": _qualification,
    "training_years": _years("training of {number} year", "training of {number} years"),
    "experience_years": _years("{number} year of work", "{number} years of work"),
    "experience_last5": _years(
        "{number} year of work in the last 5 years", "{number} years of work in the last 5 years"
    ),
    "experience_last7": _years(
        "{number} year of work in the last 7 years", "{number} years of work in the last 7 years"
    ),
    "languages": _languages,
    "recognition": _recognition,
    "job_offer": _offer,
    "salary": _salary,
    "funds": _funds,
    "matura": _yes_no("Matura", "no Matura"),
    "graduated_years_ago": _years("graduated {number} year ago", "graduated {number} years ago"),
    "asylum_benefits_recent": _yes_no(
        "asylum-seeker benefits in the last two years", "no asylum-seeker benefits in the last two years"
    ),
    "entry_ban": _yes_no("an entry ban", "no entry ban"),
    "nationality": _nationality,
    "country": _destination,
}
