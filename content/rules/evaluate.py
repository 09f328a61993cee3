"""What a profile comes to for a route. Nothing here knows a country, a file or a language.

A route's criteria are all necessary; groups nest alternatives. Each criterion stands at one of four places
(`Standing`), and the worst of what is necessary, or the best of what is alternative, decides. So an unknown
answer can never turn into "no", and a known failure of a necessary condition ends the matter at once.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

from content.rules import changes, points
from content.rules.kinds import JUDGES, question
from content.rules.model import (
    NO_NOTE,
    OUTCOME_OF,
    Criterion,
    CriterionResult,
    Evaluation,
    GroupPoints,
    Outcome,
    Route,
    Standing,
    State,
)
from content.rules.person import Person
from content.rules.questions import USUAL_WEIGHT, WEIGHT
from content.rules.texts import BOUNDARY_NOTE, EXPIRED_NOTE

# By position, because hashing an enum member costs more than all else in this module.
_STATES = (State.NOT_MET, State.UNKNOWN, State.UNKNOWN, State.MET)
_BOUNDED = ("age", "points")


class Judgement:
    """How one person stands with one route."""

    def __init__(self, route: Route, person: Person, before: "Judgement | None" = None):
        """A judgement from the start or, with `before`, of the same person after a change of some answers."""
        self.route = route
        self.person = person
        self._before = before
        self._changed = person.differs_from(before.person) if before else frozenset()
        self._standings: dict[int, Standing] = {}
        self._counted: points.Points | None = None

    @cached_property
    def standing(self) -> Standing:
        """The worst of all necessary criteria."""
        return min(map(self.of, self.route.criteria), default=Standing.OPEN)

    def is_open_way(self, doubtful_first: Iterable[Criterion]) -> bool:
        """Whether nothing the person can answer stands in the way; stops at the first obstacle."""
        return all(self.of(criterion) >= Standing.DEPENDS for criterion in doubtful_first)

    def of(self, criterion: Criterion) -> Standing:
        """Where one criterion or group stands."""
        known = self._standings.get(id(criterion))
        if known is None:
            before = self._before
            if before and "points" not in criterion.reads and self._changed.isdisjoint(criterion.reads):
                known = before.of(criterion)
            elif criterion.if_unsaid or criterion.otherwise:
                known = self._judged(criterion)
            else:
                known = self._bare(criterion)
            self._standings[id(criterion)] = known
        return known

    def _judged(self, criterion: Criterion) -> Standing:
        """Where a criterion stands that has a presumption or a way round."""
        found = self._bare(criterion)
        if found is Standing.OPEN and criterion.if_unsaid:
            found = Standing.HOLDS if criterion.if_unsaid == "met" else Standing.FAILS
        if found < Standing.DEPENDS and criterion.otherwise == "depends":
            return Standing.DEPENDS
        return found

    def _bare(self, criterion: Criterion) -> Standing:
        kind = criterion.kind
        if judge := JUDGES.get(kind):
            state = judge(criterion.parameters, self.person)
            if state is State.UNKNOWN:
                return Standing.OPEN
            return Standing.HOLDS if state is State.MET else Standing.FAILS
        match kind:
            case "any_of":
                best = Standing.FAILS
                for part in criterion.parts:
                    if (found := self.of(part)) is Standing.HOLDS:
                        return found
                    best = max(best, found)
                return best
            case "all_of":
                worst = Standing.HOLDS
                for part in criterion.parts:
                    if (found := self.of(part)) is Standing.FAILS:
                        return found
                    worst = min(worst, found)
                return worst
            case "points":
                return points.standing(self.points())
            case _:
                return Standing.DEPENDS

    def points(self) -> points.Points | None:
        """The points of the route's table, counted once."""
        if self._counted is None and self.route.points:
            self._counted = points.count(self.route.points, self.person, self.of, self._untouched_groups())
        return self._counted

    def state(self, criterion: Criterion) -> State:
        """The state as it is shown, before any presumption or way round; a group's follows from its parts."""
        has_more = criterion.if_unsaid or criterion.otherwise
        return _STATES[self._bare(criterion) if has_more and not criterion.parts else self.of(criterion)]

    def result(self, criterion: Criterion, today: dt.date) -> CriterionResult:
        """The criterion as it is shown: what nobody asked or only an authority knows is UNKNOWN."""
        parts = tuple([self.result(part, today) for part in criterion.parts]) if criterion.parts else ()
        note = NO_NOTE
        if criterion.valid_until and today > criterion.valid_until:
            note = EXPIRED_NOTE
        elif criterion.kind in _BOUNDED and self._is_at_boundary(criterion):
            note = BOUNDARY_NOTE
        return CriterionResult(criterion, self.state(criterion), self.of(criterion), note, parts)

    def _untouched_groups(self) -> dict[str, GroupPoints]:
        if self._before is None:
            return {}
        counted = self._before.points().groups
        return {one.group.id: one for one in counted if self._changed.isdisjoint(one.group.reads)}

    def _is_at_boundary(self, criterion: Criterion) -> bool:
        """Whether the age is the last one of a "not older than", which can be read in two ways."""
        if criterion.kind == "points":
            rows = (item.when for group in self.route.points.groups for item in group.items if item.when)
            return any(self._is_at_boundary(row) for row in rows)
        return (
            criterion.kind == "age"
            and self.person.age is not None
            and self.person.age == criterion.parameters.get("max")
        )

    def missing(self) -> list[str]:
        """The fields that could still change the outcome, each once, never one that was refused."""
        if self.standing is Standing.FAILS:
            return []
        fields = [field for criterion in self.route.criteria for field in self._open_fields(criterion)]
        return list(dict.fromkeys(field for field in fields if not self.person.was_refused(field)))

    def _open_fields(self, criterion: Criterion) -> list[str]:
        standing = self.of(criterion)
        if criterion.if_unsaid or standing is Standing.HOLDS:
            return []
        if criterion.parts:
            if standing is Standing.FAILS and criterion.kind == "all_of":
                return []
            return [field for part in criterion.parts for field in self._open_fields(part)]
        if criterion.kind == "points":
            return self._open_rows()
        is_open = (self._bare(criterion) if criterion.otherwise else standing) is Standing.OPEN
        return [question(criterion, self.person)] if is_open else []

    def _open_rows(self) -> list[str]:
        fields = []
        for group in self.points().groups:
            if group.total == group.possible:
                continue
            for item in group.group.items:
                if item.when is not None:
                    fields += self._open_fields(item.when)
                elif (
                    item.per_half_year == "experience_years"
                    and self.person.number("experience_years") is None
                ):
                    fields.append("experience_years")
        return fields


def evaluate(route: Route, profile: Mapping | Person, today: dt.date | None = None) -> Evaluation:
    """The outcome of one route for one profile, with every reason, what is missing and what would help.

    Args:
        route: criteria and point table.
        profile: the shared vocabulary (`profile.schema.json`); an absent key was not said, "refused" is not
            asked again. What makes no sense counts as not said, so that this never raises; `validate` tells
            the person. A `Person` is a profile that was read before, for who judges many routes.
        today: the day whose figures count; only notes on figures past their year depend on it.
    """
    today = today or dt.date.today()
    person = profile if isinstance(profile, Person) else Person(profile)
    judgement = Judgement(route, person)
    standing = judgement.standing
    return Evaluation(
        route=route,
        outcome=OUTCOME_OF[standing],
        criteria=tuple(judgement.result(criterion, today) for criterion in route.criteria),
        points=judgement.points(),
        missing=tuple(judgement.missing()),
        would_change=tuple(changes.would_change(judgement, Judgement)) if standing < Standing.HOLDS else (),
    )


def next_question(routes: Iterable[Route], profile: Mapping) -> str | None:
    """The field whose answer settles most of what is open, or `None` when nothing is.

    A field counts for each route it is missing in, more where little else is missing.
    """
    person = Person(profile)
    score: Counter[str] = Counter()
    for route in routes:
        judgement = Judgement(route, person)
        missing = judgement.missing()
        urgent = 1.0 if judgement.standing is Standing.OPEN else 0.1
        for field in missing:
            score[field] += urgent * WEIGHT.get(field, USUAL_WEIGHT) / (1 + len(missing))
    return max(score, key=lambda field: (score[field], field)) if score else None


def outcomes(routes: Iterable[Route], profile: Mapping) -> dict[str, Outcome]:
    """Only the outcome of each route, by route id: cheap enough for previews over many profiles."""
    person = Person(profile)
    return {route.id: OUTCOME_OF[Judgement(route, person).standing] for route in routes}
