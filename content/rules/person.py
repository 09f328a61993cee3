"""What a rule may ask of a profile. Nothing here knows a route.

A value that was not said, was refused, or makes no sense is `None`: unknown, which is never "no".
"""

import math
from collections.abc import Mapping

from content.rules.occupations import occupations

REFUSED = "refused"
LEVELS = ("none", "A1", "A2", "B1", "B2", "C1", "C2")
QUALIFICATIONS = ("none", "vocational", "degree")
# The service is for people in Kosovo: who does not say otherwise is taken to hold that citizenship.
PRESUMED_NATIONALITY = "XK"
# The same as in profile.schema.json; whatever has no line of its own is a number of years.
LIMITS = {"age": (14, 99), "funds": (0, 100_000)}
UNKNOWN_RANGE = (0.0, math.inf)


def is_number(value: object) -> bool:
    """Whether the value is a usable quantity: a finite number, not negative, and not a truth value."""
    return (
        isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value >= 0
    )


def _mapping(value: object) -> Mapping:
    return value if isinstance(value, Mapping) else {}


class Person:
    """A profile, read once. A property is a value or `None` for unknown; ranges are (at least, at most)."""

    def __init__(self, profile: Mapping):
        self.profile = profile
        self.nationality = self._code("nationality") or PRESUMED_NATIONALITY
        self.residence = self._code("residence")
        self.country = self._code("country")  # where the person wants to go
        self.age = self.number("age")
        self.funds = self.number("funds")
        qualification = profile.get("qualification")
        self.qualification = qualification if qualification in QUALIFICATIONS else None
        self.recognition = _mapping(profile.get("recognition"))
        self.languages = _mapping(profile.get("languages"))
        # null and false both say "I have none"; only an absent key was never asked.
        offer = profile.get("job_offer", REFUSED)
        self.has_offer = (
            True if isinstance(offer, Mapping) else False if offer is None or offer is False else None
        )
        self.offer = _mapping(offer)

    def differs_from(self, other: "Person") -> frozenset[str]:
        """The fields that were answered differently."""
        names = self.profile.keys() | other.profile.keys()
        return frozenset(name for name in names if self.profile.get(name) is not other.profile.get(name))

    def _code(self, name: str) -> str | None:
        value = self.profile.get(name)
        return value.upper() if isinstance(value, str) and len(value) == 2 else None

    def number(self, name: str) -> float | None:
        """The number under this field; one that no life holds (age 900) counts as not said."""
        value = self.profile.get(name)
        least, most = LIMITS.get(name, (0, 60))
        return value if is_number(value) and least <= value <= most else None

    def answer(self, name: str) -> bool | None:
        """The yes or no under this field; `job_offer.tariff` looks into the offer."""
        holder, _, key = name.rpartition(".")
        value = (self.offer if holder == "job_offer" else self.profile).get(key)
        return value if isinstance(value, bool) else None

    def was_refused(self, name: str) -> bool:
        """Whether the person declined to answer, so that the question is not put again."""
        first, _, rest = name.partition(".")
        value = self.profile.get(first)
        return value == REFUSED or bool(rest) and _mapping(value).get(rest) == REFUSED

    def level(self, language: str) -> int | None:
        """The CEFR level as a position in `LEVELS`."""
        value = self.languages.get(language)
        return LEVELS.index(value) if value in LEVELS else None

    def recognised(self, country: str) -> str | None:
        """The state of recognition in a country."""
        value = self.recognition.get(country)
        return value if isinstance(value, str) and value != REFUSED else None

    def isco(self, of: str) -> str | None:
        """The ISCO-08 group of the job on offer (`job`), else of the person; as digits, at most four."""
        places = (self.offer, self.profile) if of == "job" else (self.profile,)
        for place in places:
            known = occupations().get(_slug(place.get("occupation")))
            code = place.get("isco") or (known.isco if known else None)
            if code is not None and str(code).isdigit():
                return str(code)
        return None

    def is_regulated(self, country: str) -> bool:
        """Whether the occupation at hand needs a licence there, as far as we know it."""
        for place in (self.offer, self.profile):
            known = occupations().get(_slug(place.get("occupation")))
            if known:
                return country in known.regulated_in
        isco = self.isco("job")
        return isco is not None and any(
            country in o.regulated_in for o in occupations().values() if o.isco == isco
        )

    def experience(self, window: int | None) -> tuple[float, float]:
        """Years of work in the occupation, in the last `window` years or in all.

        Only what follows from the answers: the total bounds every window from above, a shorter window bounds
        a longer one from below, and work that goes on until now (`experience_until_now`) fills the windows
        from today backwards.
        """
        total = self.number("experience_years")
        five, seven = self.number("experience_last5"), self.number("experience_last7")
        if window is None:
            return (total, total) if total is not None else (max(five or 0, seven or 0), math.inf)
        said = {5: five, 7: seven}.get(window)
        if said is not None:
            return min(said, window), min(said, window)
        most = min(window, math.inf if total is None else total)
        least = 0.0
        if window == 5 and seven is not None:
            least, most = max(least, seven - 2), min(most, seven)
        if window == 7 and five is not None:
            least, most = max(least, five), min(most, five + 2)
        if total is not None and self.answer("experience_until_now"):
            least = max(least, min(total, window))
        return min(least, most), most

    def salary(self, payments: int) -> tuple[float, float]:
        """Gross euros a year on offer.

        A month counts `payments` times, as the law counts it. A net amount is only a lower bound of the gross
        one. An hourly wage says nothing about a year while the hours are not fixed.
        """
        offered = self.offer.get("salary", self.profile.get("salary"))
        if is_number(offered):
            return offered, offered
        offered = _mapping(offered)
        amount = offered.get("amount")
        if not is_number(amount) or offered.get("currency", "EUR") != "EUR":
            return UNKNOWN_RANGE
        times = {"year": 1, "month": payments}.get(offered.get("per", "year"))
        if times is None:
            return UNKNOWN_RANGE
        return amount * times, math.inf if offered.get("gross") is False else amount * times


def _slug(value: object) -> str:
    return value if isinstance(value, str) else ""
