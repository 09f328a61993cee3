"""Point tables: certain and possible points. What is unknown makes them differ and is never guessed."""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping

from content.rules.kinds import spoken
from content.rules.model import Criterion, GroupPoints, PointGroup, PointItem, Points, PointTable, Standing
from content.rules.person import Person

StandingOf = Callable[[Criterion], Standing]
Bounds = tuple[int, int]
COMBINES = ("single", "highest_only", "sum", "sum_capped", "sum_of_best_per_language")


def count(
    table: PointTable, person: Person, standing_of: StandingOf, known: Mapping[str, GroupPoints]
) -> Points:
    """The points of a table for a person.

    Args:
        table: the table.
        person: who is counted.
        standing_of: judges the condition of a row.
        known: groups that were counted before and are still right, by id.
    """
    groups = []
    for group in table.groups:
        if group.id in known:
            groups.append(known[group.id])
            continue
        total, possible = _group_bounds(group, person, standing_of)
        groups.append(GroupPoints(group, total, possible))
    total, possible = sum(group.total for group in groups), sum(group.possible for group in groups)
    return Points(total, possible, table.pass_mark, tuple(groups))


def standing(points: Points) -> Standing:
    """Whether the pass mark is reached, is out of reach, or is still open."""
    if points.total >= points.pass_mark:
        return Standing.HOLDS
    return Standing.FAILS if points.possible < points.pass_mark else Standing.OPEN


def row_bounds(item: PointItem, person: Person, standing_of: StandingOf, cap: int) -> Bounds:
    """Certain and possible points of one row. Only full half-years count."""
    if item.per_half_year:
        least, most = half_years(item, person)
        return min(least * item.points, cap), cap if math.isinf(most) else min(int(most) * item.points, cap)
    found = standing_of(item.when)
    if found >= Standing.DEPENDS:
        return item.points, item.points
    return (0, item.points) if found is Standing.OPEN else (0, 0)


def half_years(item: PointItem, person: Person) -> tuple[int, float]:
    """Full half-years of a row, at least and at most; work in the country itself counts when it is told."""
    told = person.number(item.per_half_year)
    least, most = (
        person.experience(None) if item.per_half_year == "experience_years" else (told or 0, told or 0)
    )
    elsewhere = person.number(item.less) or 0 if item.less else 0
    return int(max(least - elsewhere, 0) * 2), most if math.isinf(most) else int(max(most - elsewhere, 0) * 2)


def family(group: PointGroup, item: PointItem) -> str:
    """The rows that replace each other: those of one language, those of one degree; else the row alone."""
    if item.family:
        return item.family
    if group.combine == "sum_of_best_per_language":
        return "/".join(spoken(item.when.parameters))
    return item.id


def _group_bounds(group: PointGroup, person: Person, standing_of: StandingOf) -> Bounds:
    best: dict[str, Bounds] = defaultdict(lambda: (0, 0))
    for item in group.items:
        key = "" if group.combine in {"single", "highest_only"} else family(group, item)
        least, most = row_bounds(item, person, standing_of, group.max or 0)
        best[key] = (max(best[key][0], least), max(best[key][1], most))
    least, most = sum(low for low, _ in best.values()), sum(high for _, high in best.values())
    return (least, most) if group.max is None else (min(least, group.max), min(most, group.max))
