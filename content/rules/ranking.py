"""Which ways are judged for a person, and in which order they are shown. Site and bot both take it from here."""

import datetime as dt
import math
from collections.abc import Iterable, Mapping

from content.rules.changes import A_DEGREE
from content.rules.evaluate import evaluate
from content.rules.model import CriterionResult, Evaluation, Outcome, Route, Standing
from content.rules.person import Person

# Best news first; where more must be known, the way that needs least of it.
ORDER = (Outcome.ELIGIBLE, Outcome.DEPENDS, Outcome.NEED_MORE, Outcome.NOT_ELIGIBLE)
_PLACE = {outcome: place for place, outcome in enumerate(ORDER)}
# Where workers from Kosovo go, most of them first: decides between ways that ask for as much.
WHERE_PEOPLE_GO = ("DE", "AT", "HR", "SI", "IT", "FR", "BE", "SE")
EVERYWHERE = "EU"  # the country of a way that holds for the whole Union
# Countries with ways of their own for all we know; elsewhere what holds for the whole EU is worth a look.
_COMPLETE = ("DE", "AT", "CH")

# How much a person usually still lacks where a condition is open, by its kind: an age or the absence of a ban is
# mostly there, a recognised diploma mostly not. Only the order of what is shown rests on it.
_EFFORT = {
    "qualified_job": 1, "training_years": 1, "language": 1, "answer": 1, "job_offer": 2, "experience": 2, "funds": 2,
    "qualification": 3, "recognition": 3, "salary": 3,
}  # fmt: skip
_DEGREE, _POINTS_EFFORT, _BURDEN = 4, 12, 3


def routes_to(country: str | None, among: Iterable[Route]) -> list[Route]:
    """The ways to one country, with those of the whole EU where that adds some; all of them without a country, or to one that has none."""
    found = list(among)
    own = [route for route in found if route.country == country]
    if not country or not own or country in _COMPLETE:
        return own or found
    return [*own, *(route for route in found if route.country == EVERYWHERE)]


def judged(routes: Iterable[Route], profile: Mapping, today: dt.date | None = None) -> list[Evaluation]:
    """All ways with their outcome, in the order in which they are worth a person's time.

    The best news first. Within an outcome: what is out of reach last (`is_far`); ways to study or to be an au pair behind those to work for
    who looks for work, and ways to training first for who has a training contract; the country of the offer or the wished one before others;
    then the shortest way to it, counted in what must change (`Change.cost`), in conditions that lean on a way round, and in what is still open.
    """
    person = Person(profile)
    offer = person.offer
    is_trainee = offer.get("kind") == "training"
    looks_for_work = any(profile.get(field) for field in ("occupation", "job_offer", "experience_years"))
    wished = offer.get("country") or person.country

    def rank(one: Evaluation) -> tuple:
        route = one.route
        aside = route.purpose != "training" if is_trainee else looks_for_work and route.purpose != "work"
        elsewhere = 0 if wished in (None, route.country) else 1 if route.country == EVERYWHERE else 2
        return (
            _PLACE[one.outcome],
            is_far(one),
            aside,
            elsewhere,
            distance(one),
            _effort_of(one),
            _popularity(route.country),
            -sum(result.standing is Standing.HOLDS for result in one.criteria),
            route.id,
        )

    return sorted((evaluate(route, person, today) for route in routes), key=rank)


def distance(evaluation: Evaluation) -> float:
    """What must change before a closed way opens, in the costs of `changes`; infinite where nothing we know would open it, else 0."""
    if evaluation.outcome is not Outcome.NOT_ELIGIBLE:
        return 0
    costs = [(change.enough, change.cost) for change in evaluation.would_change]
    alone = [cost for is_enough, cost in costs if is_enough]
    return min(alone) if alone else sum(cost for _, cost in costs) if costs else math.inf


def is_far(evaluation: Evaluation) -> bool:
    """Whether a closed way is another life: it takes a degree more, or nothing we know opens it."""
    return distance(evaluation) >= A_DEGREE


def _effort_of(evaluation: Evaluation) -> float:
    effort: float = sum(map(_effort, evaluation.criteria))
    effort += _BURDEN * sum(
        result.standing is Standing.DEPENDS and result.criterion.kind != "outside"
        for result in evaluation.criteria
    )
    if points := evaluation.points:
        effort += _POINTS_EFFORT * max(points.pass_mark - points.total, 0) / points.pass_mark
    return effort


def _effort(result: CriterionResult) -> int:
    if result.standing is not Standing.OPEN:
        return 0
    if result.parts:
        return (min if result.criterion.kind == "any_of" else sum)(
            _effort(part) for part in result.parts if part.standing is Standing.OPEN
        )
    if result.criterion.kind == "qualification" and "degree" in result.criterion.parameters.values():
        return _DEGREE
    return _EFFORT.get(result.criterion.kind, 0)


def _popularity(country: str) -> int:
    return WHERE_PEOPLE_GO.index(country) if country in WHERE_PEOPLE_GO else len(WHERE_PEOPLE_GO)
