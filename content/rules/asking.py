"""Why a question is put: the conditions that wait for its answer, route by route."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from content.rules.evaluate import evaluate
from content.rules.kinds import question
from content.rules.model import CriterionResult, Route, Standing, Texts
from content.rules.person import Person


@dataclass(frozen=True)
class Reason:
    """A route that needs an answer, and the condition in words; empty where only its points need it."""

    route: Route
    why: Texts


def reasons(routes: Iterable[Route], profile: Mapping, field: str) -> list[Reason]:
    """The routes in which a field is still missing, each with the condition that asks for it."""
    person, found = Person(profile), []
    for route in routes:
        evaluation = evaluate(route, profile, dt.date.min)
        if field in evaluation.missing:
            waiting = (one for one in evaluation.criteria for one in _waiting(one, person, field))
            found.append(Reason(route, next((one.criterion.why for one in waiting if one.criterion.why), {})))
    return found


def _waiting(result: CriterionResult, person: Person, field: str) -> Iterator[CriterionResult]:
    """The innermost open conditions that this answer settles."""
    if result.standing is not Standing.OPEN:
        return
    for part in result.parts:
        yield from _waiting(part, person, field)
    if not result.parts and question(result.criterion, person) == field:
        yield result
