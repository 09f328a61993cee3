"""An evaluation as the JSON that web, bot and door share; a route as the JSON that the index keeps."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict

from content.rules.model import (
    Criterion,
    CriterionResult,
    Evaluation,
    PointGroup,
    PointItem,
    PointTable,
    Route,
    Source,
    Standing,
)
from content.rules.texts import OUTCOME_WORDS, STATE_WORDS


def to_dict(evaluation: Evaluation, language: str) -> dict:
    """The result in one language (`sq`, `sr` in Cyrillic, `en`).

    Returns:
        `{route, country, name, page, outcome, summary, criteria, points, missing, would_change}`. A criterion
        is `{id, state, state_text, why, outside, note, source, sources, checked_on, parts}`; `source` is the
        first of `sources`, each `{title, url, dated, checked_on}`; `parts` are the alternatives of a group.
        `points` is `{total, possible, pass_mark, groups[{id, name, points, possible, max}]}` or `None`.
        `missing` lists fields of the profile, a nested one as `languages.de`. A change is `{criterion, text,
        enough}`.
    """
    route = evaluation.route
    return {
        "route": route.id,
        "country": route.country,
        "name": route.name[language],
        "page": route.page,
        "outcome": str(evaluation.outcome),
        "summary": OUTCOME_WORDS[evaluation.outcome][language],
        "criteria": [_criterion(result, language) for result in evaluation.criteria],
        "points": _points(evaluation, language),
        "missing": list(evaluation.missing),
        "would_change": [
            {"criterion": change.criterion, "text": change.texts[language], "enough": change.enough}
            for change in evaluation.would_change
        ],
    }


def _criterion(result: CriterionResult, language: str) -> dict:
    criterion = result.criterion
    checked_on = criterion.checked_on.isoformat() if criterion.checked_on else None
    sources = [asdict(source) | {"checked_on": checked_on} for source in criterion.sources]
    return {
        "id": criterion.id,
        "state": str(result.state),
        "state_text": STATE_WORDS[result.state][language],
        "why": criterion.why.get(language, ""),
        "outside": result.standing is Standing.DEPENDS,
        "note": result.note.get(language, ""),
        "source": sources[0] if sources else None,
        "sources": sources,
        "checked_on": checked_on,
        "parts": [_criterion(part, language) for part in result.parts],
    }


def _points(evaluation: Evaluation, language: str) -> dict | None:
    counted = evaluation.points
    if counted is None:
        return None
    return {
        "total": counted.total,
        "possible": counted.possible,
        "pass_mark": counted.pass_mark,
        "groups": [
            {
                "id": one.group.id,
                "name": one.group.name[language],
                "points": one.total,
                "possible": one.possible,
                "max": one.group.max,
            }
            for one in counted.groups
        ],
    }


def to_record(route: Route) -> dict:
    """The route as JSON, its facts resolved, for the index."""
    return _plain(asdict(route))


def _plain(value: object) -> object:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def from_record(record: Mapping) -> Route:
    """The route of a record: the inverse of `to_record`."""
    return Route(
        **{
            **record,
            "sources": _sources(record["sources"]),
            "checked_on": dt.date.fromisoformat(record["checked_on"]),
            "criteria": tuple(_from_criterion(one) for one in record["criteria"]),
            "points": _from_table(record["points"]) if record.get("points") else None,
        }
    )


def _sources(records: list[Mapping]) -> tuple[Source, ...]:
    return tuple(Source(**record) for record in records)


def _from_criterion(record: Mapping) -> Criterion:
    return Criterion(
        **{
            **record,
            "sources": _sources(record["sources"]),
            "checked_on": _day(record["checked_on"]),
            "valid_until": _day(record["valid_until"]),
            "parts": tuple(_from_criterion(part) for part in record["parts"]),
        }
    )


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _from_table(record: Mapping) -> PointTable:
    groups = tuple(
        PointGroup(
            **{
                **group,
                "items": tuple(
                    PointItem(**{**item, "when": _from_criterion(item["when"]) if item["when"] else None})
                    for item in group["items"]
                ),
            }
        )
        for group in record["groups"]
    )
    return PointTable(record["pass_mark"], groups, record.get("max_total"))
