"""Reads route files into the engine's objects. Every fault is named with file, line and cure.

The format stands in `content/rules/model.py`. Two words belong to files alone: `{fact: <id>}` in place of any
value takes it from `content/facts/` together with its sources and last day, and `use: <id>` takes a criterion
from `content/routes/shared/criteria.yaml`.
"""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from content.figures import REFERENCE, Fact, plain
from content.files.problems import ContentError, Problem
from content.files.read import CONTENT, Source, read_facts, read_sources
from content.files.yaml_file import load_yaml
from content.languages import LANGUAGES
from content.rules import model
from content.rules.kinds import GROUPS, KINDS, PARAMETERS
from content.rules.person import LEVELS
from content.rules.points import COMBINES

_WORDS = {
    "id",
    "kind",
    "why",
    "change",
    "sources",
    "checked_on",
    "parts",
    "if_unsaid",
    "else",
    "use",
    "__line__",
}


def read_routes(
    root: Path = CONTENT, *, facts: dict[str, Fact] | None = None, sources: dict[int, Source] | None = None
):
    """All routes by id, and the faults of those that can't be used.

    Args:
        root: the content folder.
        facts: by id; read from `root` when not given, and so are `sources`.

    Returns:
        `(routes, problems)`: a dict of `content.rules.model.Route` and a list of `Problem`.
    """
    problems: list[Problem] = []
    if facts is None or sources is None:
        facts, sources = _facts_and_sources(root, problems)
    shared = {}
    try:
        shared = read_shared(root)
    except ContentError as error:
        problems.extend(error.problems)
    routes: dict[str, model.Route] = {}
    for path in sorted((root / "routes").glob("*.yaml")):
        try:
            route = read_route(path, facts, sources, shared)
        except ContentError as error:
            problems.extend(error.problems)
            continue
        routes[route.id] = route
    return routes, problems


def _facts_and_sources(root: Path, problems: list[Problem]) -> tuple[dict[str, Fact], dict[int, Source]]:
    """What rules refer to, without the pages, which no rule needs."""
    try:
        sources = read_sources(root / "sources.yaml")
    except ContentError as error:
        problems.extend(error.problems)
        return {}, {}
    facts: dict[str, Fact] = {}
    for path in sorted((root / "facts").glob("*.yaml")):
        try:
            facts.update(read_facts(path, sources))
        except ContentError as error:
            problems.extend(error.problems)
    return facts, sources


def read_route(
    path: Path, facts: dict[str, Fact], sources: dict[int, Source], shared: dict[str, dict] | None = None
) -> model.Route:
    """One route.

    Raises:
        ContentError: anything of the file is wrong; all its faults are listed.
    """
    return parse_route(load_yaml(path), path, facts, sources, shared)


def parse_route(
    entry: object,
    path: Path,
    facts: dict[str, Fact],
    sources: dict[int, Source],
    shared: dict[str, dict] | None = None,
) -> model.Route:
    """The route that a file's data describe, wherever they are kept; `path` names them when they are faulty.

    Raises:
        ContentError: anything is wrong; all faults are listed.
    """
    if not isinstance(entry, dict):
        raise ContentError(
            [Problem(path, 1, "must be a mapping; the format stands in content/rules/model.py")]
        )
    return _Reader(path, facts, sources, shared or {}).route(entry)


def read_shared(root: Path) -> dict[str, dict]:
    """The criteria that several routes use, by id.

    Raises:
        ContentError: the file can't be read.
    """
    path = root / "routes" / "shared" / "criteria.yaml"
    return {entry.get("id"): entry for entry in load_yaml(path) or []} if path.exists() else {}


def complete(entry: dict, shared: dict[str, dict]) -> dict:
    """A route's data with every `use: <id>` written out, so that it stands for itself."""

    def criterion(one: dict) -> dict:
        if not isinstance(one, dict):
            return one
        if one.get("use") in shared:
            one = shared[one["use"]] | {name: one[name] for name in one if name != "use"}
        parts = one.get("parts")
        return one | {"parts": [criterion(part) for part in parts]} if isinstance(parts, list) else one

    criteria = entry.get("criteria")
    return entry | {"criteria": [criterion(one) for one in criteria]} if isinstance(criteria, list) else entry


class _Reader:
    def __init__(
        self, path: Path, facts: dict[str, Fact], sources: dict[int, Source], shared: dict[str, dict]
    ):
        self.path, self.facts, self.known, self.shared = path, facts, sources, shared
        self.problems: list[Problem] = []
        self.ids: set[str] = set()
        self.checked_on: dt.date | None = None
        self.legal_basis: tuple[model.Source, ...] = ()

    def fault(self, entry: dict, message: str) -> None:
        self.problems.append(Problem(self.path, entry.get("__line__", 1), message))

    def route(self, entry: dict) -> model.Route:
        for name in ("id", "country", "page", "name", "who_for", "sources", "checked_on", "criteria"):
            if entry.get(name) in (None, "", [], {}):
                self.fault(entry, f"{name} missing")
        if entry.get("id") != self.path.stem:
            self.fault(entry, f"id {entry.get('id')!r} must be the name of the file, {self.path.stem!r}")
        if entry.get("purpose", "work") not in model.PURPOSES:
            self.fault(entry, f"purpose {entry['purpose']!r} isn't one of {', '.join(model.PURPOSES)}")
        if not isinstance(entry.get("open_to_kosovo"), bool):
            self.fault(entry, "open_to_kosovo must be true or false")
        self.checked_on = self.day(entry, "checked_on")
        self.legal_basis = self.sources(entry, entry.get("sources") or ())
        points = self.table(entry["points"]) if entry.get("points") else None
        criteria = tuple(self.criterion(one) for one in self.entries(entry, "criteria"))
        if points is None and any(one.kind == "points" for one in _all(criteria)):
            self.fault(entry, "a criterion asks for points, but there is no table under points")
        if self.problems:
            raise ContentError(self.problems)
        return model.Route(
            id=entry["id"],
            country=entry["country"],
            open_to_kosovo=entry["open_to_kosovo"],
            name=self.texts(entry, "name") | {"official": str(entry["name"].get("official", ""))},
            who_for=self.texts(entry, "who_for"),
            page=entry["page"],
            sources=self.legal_basis,
            checked_on=self.checked_on,
            criteria=criteria,
            points=points,
            purpose=entry.get("purpose", "work"),
        )

    def entries(self, entry: dict, name: str) -> list[dict]:
        found = entry.get(name) or []
        if not isinstance(found, list) or any(not isinstance(one, dict) for one in found):
            self.fault(entry, f"{name} must be a list, each with an id")
            return []
        return found

    def day(self, entry: dict, name: str) -> dt.date | None:
        value = entry.get(name)
        if value is None or isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fault(entry, f"{name}: {value!r} isn't a date; write it as 2026-11-23")
            return None

    def sources(self, entry: dict, ids: Iterable) -> tuple[model.Source, ...]:
        unknown = [one for one in ids if one not in self.known]
        if unknown:
            self.fault(entry, f"sources {unknown} aren't in content/sources.yaml")
        cited = [self.known[one] for one in dict.fromkeys(ids) if one in self.known]
        return tuple(model.Source(one.title, one.url, one.dated) for one in cited)

    def texts(self, entry: dict, name: str) -> dict[str, str]:
        value = entry.get(name)
        if not isinstance(value, dict) or any(not value.get(language) for language in LANGUAGES):
            self.fault(entry, f"{name} needs sq, sr and en")
            return {}
        for text in value.values():
            for reference in REFERENCE.finditer(str(text)):
                if reference["id"] and reference["id"] not in self.facts:
                    self.fault(entry, f"[[{reference['id']}]]: no such fact in content/facts/")
        return {language: plain(str(value[language]), self.facts, language) for language in LANGUAGES}

    def resolve(self, entry: dict, value: object, used: list[Fact]) -> object:
        if isinstance(value, dict) and set(value) - {"__line__"} == {"fact"}:
            fact = self.facts.get(value["fact"])
            if fact is None:
                self.fault(
                    entry, f"fact {value['fact']!r} isn't in content/facts/; correct the id or add the fact"
                )
                return None
            used.append(fact)
            return fact.value
        if isinstance(value, list):
            return [self.resolve(entry, one, used) for one in value]
        return value

    def criterion(self, entry: dict) -> model.Criterion:
        if "use" in entry:
            if entry["use"] not in self.shared:
                self.fault(entry, f"use: {entry['use']!r} isn't in content/routes/shared/criteria.yaml")
                return model.Criterion(str(entry["use"]), "outside")
            entry = (
                {"__line__": entry["__line__"]}
                | self.shared[entry["use"]]
                | {key: entry[key] for key in entry if key != "use"}
            )
        kind, name = entry.get("kind"), str(entry.get("id", ""))
        if kind not in KINDS:
            self.fault(entry, f"kind {kind!r} isn't known; use one of {', '.join(KINDS)}")
            return model.Criterion(name, "outside")
        if not name or name in self.ids:
            self.fault(entry, f"id {name!r} is missing or stands here twice")
        self.ids.add(name)
        used: list[Fact] = []
        parameters = {
            key: self.resolve(entry, value, used) for key, value in entry.items() if key not in _WORDS
        }
        if "fact" in parameters:  # `fact: <id>` is short for `value: {fact: <id>}`
            parameters["value"] = self.resolve(entry, {"fact": parameters.pop("fact")}, used)
        self.check(entry, kind, parameters)
        ids = [*(entry.get("sources") or ()), *(source for fact in used for source in fact.sources)]
        days = [fact.checked_on for fact in used]
        return model.Criterion(
            id=name,
            kind=kind,
            parameters=parameters,
            why=self.texts(entry, "why"),
            change=self.texts(entry, "change") if "change" in entry else {},
            sources=self.sources(entry, ids) if ids else self.legal_basis,
            checked_on=self.day(entry, "checked_on") or min(days, default=self.checked_on),
            valid_until=min((fact.valid_until for fact in used if fact.valid_until), default=None),
            parts=tuple(self.criterion(part) for part in self.entries(entry, "parts")),
            if_unsaid=entry.get("if_unsaid", ""),
            otherwise=entry.get("else", ""),
        )

    def check(self, entry: dict, kind: str, parameters: dict) -> None:
        for needed in PARAMETERS.get(kind, ()):
            if not any(parameters.get(name) is not None for name in needed.split("|")):
                self.fault(entry, f"{kind} needs {needed.replace('|', ' or ')}")
        if kind in GROUPS and not entry.get("parts"):
            self.fault(entry, f"{kind} needs parts")
        if "level" in parameters and parameters["level"] not in LEVELS:
            self.fault(entry, f"level {parameters['level']!r} isn't one of {', '.join(LEVELS)}")
        for name in ("min", "max", "below", "value", "min_months", "max_years_ago"):
            if not isinstance(parameters.get(name, 0), int | float):
                self.fault(entry, f"{name} {parameters[name]!r} isn't a number")
        if entry.get("if_unsaid", "met") not in {"met", "not_met"}:
            self.fault(entry, "if_unsaid must be met or not_met")
        if entry.get("else", "depends") != "depends":
            self.fault(entry, "else must be depends")

    def table(self, entry: dict) -> model.PointTable:
        pass_mark = self.resolve(entry, entry.get("pass_mark"), [])
        if not isinstance(pass_mark, int):
            self.fault(entry, "pass_mark must be a number or {fact: <id>}")
        groups = tuple(self.group(one) for one in self.entries(entry, "groups"))
        if not groups:
            self.fault(entry, "groups missing")
        return model.PointTable(pass_mark, groups, self.resolve(entry, entry.get("max_total"), []))

    def group(self, entry: dict) -> model.PointGroup:
        if entry.get("combine") not in COMBINES:
            self.fault(
                entry, f"combine {entry.get('combine')!r} isn't known; use one of {', '.join(COMBINES)}"
            )
        items = tuple(self.item(one) for one in self.entries(entry, "items"))
        top = self.resolve(entry, entry.get("max"), [])
        if top is None and any(item.per_half_year for item in items):
            self.fault(entry, "a group that counts half-years needs max")
        return model.PointGroup(
            str(entry.get("id", "")), entry.get("combine", ""), self.texts(entry, "name"), items, top
        )

    def item(self, entry: dict) -> model.PointItem:
        used: list[Fact] = []
        points = self.resolve(entry, entry.get("points"), used)
        if not isinstance(points, int):
            self.fault(entry, "points must be a number or {fact: <id>}")
        if bool(entry.get("when")) == bool(entry.get("per_half_year")):
            self.fault(entry, "a row needs either when or per_half_year")
        when = None
        if isinstance(entry.get("when"), dict):
            when = self.condition(entry, entry["when"])
        return model.PointItem(
            id=str(entry.get("id", "")),
            points=points,
            when=when,
            per_half_year=entry.get("per_half_year", ""),
            less=entry.get("less", ""),
            family=entry.get("family", ""),
            law=entry.get("law", ""),
        )

    def condition(self, row: dict, entry: dict) -> model.Criterion:
        """The condition of a row: its id is the row's, and it needs no sentence of its own."""
        kind = entry.get("kind")
        if kind not in KINDS or kind in {"points", "outside"}:
            self.fault(entry, f"kind {kind!r} can't stand in a row")
            return model.Criterion(str(row.get("id")), "outside")
        used: list[Fact] = []
        parameters = {
            key: self.resolve(entry, value, used) for key, value in entry.items() if key not in _WORDS
        }
        self.check(entry, kind, parameters)
        return model.Criterion(
            id=str(row.get("id", "")),
            kind=kind,
            parameters=parameters,
            change=self.texts(entry, "change") if "change" in entry else {},
            sources=self.legal_basis,
            checked_on=self.checked_on,
            parts=tuple(
                self.condition({"id": f"{row.get('id')}_{n}"}, part)
                for n, part in enumerate(self.entries(entry, "parts"), 1)
            ),
            if_unsaid=entry.get("if_unsaid", ""),
        )


def _all(criteria: Iterable[model.Criterion]) -> Iterable[model.Criterion]:
    for criterion in criteria:
        yield criterion
        yield from _all(criterion.parts)
