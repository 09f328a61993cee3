"""Route data as the editor's form holds them, and back. Pure: plain data in, plain data out, nothing lost.

The route file's format (`content/rules/model.py`) is the one truth. A form value is what Wagtail's blocks call
raw: a struct is a mapping, a stream a list of `{type, value}`, a list one of `{type: item, value}`. A value of a
rule is either a fact or written out: `{fact: <id> or None, value: <text>}`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from content.rules.kinds import GROUPS

TEXTS = ("sq", "sr", "en")


@dataclass(frozen=True)
class Shape:
    """How one kind of value stands in the form (`shown`) and in the file (`stored`)."""

    shown: Callable
    stored: Callable
    empty: object = ""
    takes_fact: bool = False


def _number(text: object) -> object:
    """A number where there is one; else the text as it was typed, for the reader of routes to name the fault."""
    try:
        number = float(str(text).replace(",", "."))
    except ValueError:
        return text
    return int(number) if number.is_integer() and re.fullmatch(r"\s*-?\d+\s*", str(text)) else number


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s,;]+", text) if word]


def _one_or_several(text: str) -> object:
    words = _words(text)
    return words[0] if len(words) == 1 else words


def _listed(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


NUMBER = Shape(str, _number, takes_fact=True)
CODES = Shape(_listed, _words, takes_fact=True)
LEVEL = Shape(str, str, takes_fact=True)
COUNTRY = Shape(str, str)
CHOICE = Shape(str, str)
LANGUAGES = Shape(_listed, _one_or_several)
SEVERAL = Shape(list, list, empty=())
COUNT = Shape(int, int, empty=None)
YES_NO = Shape(lambda value: "yes" if value else "no", lambda value: value == "yes")

# The parameters of each kind (content.rules.kinds judges by them); a kind without a line has none.
PARAMETERS: dict[str, dict[str, Shape]] = {
    "citizenship": {"in": CODES, "not_in": CODES},
    "residence": {"in": CODES, "not_in": CODES},
    "job_offer": {"country": COUNTRY, "offer": CHOICE, "min_months": NUMBER},
    "occupation": {"groups": CODES, "of": CHOICE},
    "licence": {"country": COUNTRY},
    "qualification": {"at_least": CHOICE, "is": CHOICE},
    "training_years": {"min": NUMBER},
    "recognition": {"country": COUNTRY, "states": SEVERAL},
    "experience": {"min": NUMBER, "window": NUMBER},
    "language": {"language": LANGUAGES, "level": LEVEL},
    "age": {"max": NUMBER, "below": NUMBER, "min": NUMBER},
    "salary": {"value": NUMBER, "payments": COUNT},
    "funds": {"value": NUMBER},
    "graduation": {"max_years_ago": NUMBER},
    "answer": {"field": CHOICE, "is": YES_NO, "cost": COUNT},
}
SHORT = {"salary", "funds"}  # kinds that write `fact: <id>` for `value: {fact: <id>}`


# From the file to the form --------------------------------------------------------------------------------------------


def blocks_of(data: Mapping) -> dict[str, object]:
    """A route's data as the three fields of the form: about, criteria, points."""
    about = {
        "country": data.get("country", ""),
        "open_to_kosovo": data.get("open_to_kosovo") is True,
        "purpose": data.get("purpose", ""),
        "page": data.get("page", ""),
        "name": _texts_shown(data.get("name"), "official"),
        "who_for": _texts_shown(data.get("who_for")),
        "sources": _items(data.get("sources")),
        "checked_on": data.get("checked_on"),
    }
    return {
        "about": [{"type": "route", "value": about}],
        "criteria": [_criterion_shown(one) for one in data.get("criteria") or ()],
        "points": [{"type": "table", "value": _table_shown(data["points"])}] if data.get("points") else [],
    }


def _items(values: object) -> list[dict]:
    return [{"type": "item", "value": value, "id": None} for value in values or ()]


def _texts_shown(texts: Mapping | None, *more: str) -> dict[str, str]:
    return {name: str((texts or {}).get(name, "")) for name in (*TEXTS, *more)}


def _value_shown(shape: Shape, value: object) -> object:
    if not shape.takes_fact:
        return shape.empty if value is None else shape.shown(value)
    if isinstance(value, Mapping):
        return {"fact": value.get("fact"), "value": ""}
    return {"fact": None, "value": "" if value is None else shape.shown(value)}


def _parameters_shown(entry: Mapping) -> dict:
    kind = entry.get("kind", "")
    if kind in SHORT and "fact" in entry:
        entry = entry | {"value": {"fact": entry["fact"]}}
    return {name: _value_shown(shape, entry.get(name)) for name, shape in PARAMETERS.get(kind, {}).items()}


def _criterion_shown(entry: Mapping) -> dict:
    value = _parameters_shown(entry) | {
        "id": entry.get("id", ""),
        "why": _texts_shown(entry.get("why")),
        "change": _texts_shown(entry.get("change")),
        "sources": _items(entry.get("sources")),
        "checked_on": entry.get("checked_on"),
        "if_unsaid": entry.get("if_unsaid", ""),
        "else": entry.get("else", ""),
    }
    if entry.get("kind") in GROUPS:
        value["parts"] = [_criterion_shown(part) for part in entry.get("parts") or ()]
    return {"type": entry.get("kind", ""), "value": value}


def _condition_shown(entry: Mapping) -> dict:
    value = _parameters_shown(entry) | {
        "change": _texts_shown(entry.get("change")),
        "if_unsaid": entry.get("if_unsaid", ""),
    }
    if entry.get("kind") in GROUPS:
        value["parts"] = [_condition_shown(part) for part in entry.get("parts") or ()]
    return {"type": entry.get("kind", ""), "value": value}


def _table_shown(table: Mapping) -> dict:
    return {
        "pass_mark": _value_shown(NUMBER, table.get("pass_mark")),
        "max_total": _value_shown(NUMBER, table.get("max_total")),
        "groups": _items([_group_shown(group) for group in table.get("groups") or ()]),
    }


def _group_shown(group: Mapping) -> dict:
    return {
        "name": _texts_shown(group.get("name")),
        "combine": group.get("combine", ""),
        "max": _value_shown(NUMBER, group.get("max")),
        "items": _items([_row_shown(row) for row in group.get("items") or ()]),
        "id": group.get("id", ""),
    }


def _row_shown(row: Mapping) -> dict:
    return {
        "points": _value_shown(NUMBER, row.get("points")),
        "when": [_condition_shown(row["when"])] if row.get("when") else [],
        **{name: row.get(name, "") for name in ("law", "per_half_year", "less", "family", "id")},
    }


# From the form to the file --------------------------------------------------------------------------------------------


def data_of(key: str, blocks: Mapping) -> dict:
    """The three fields of the form as a route's data. What is empty is left out, as a file would leave it out."""
    about = (blocks["about"] or blocks_of({})["about"])[0]["value"]
    names = _Names()
    data = {
        "id": key,
        "country": about["country"],
        "purpose": about["purpose"],
        "open_to_kosovo": bool(about["open_to_kosovo"]),
        "page": about["page"],
        "name": _texts_stored(about["name"]),
        "who_for": _texts_stored(about["who_for"]),
        "sources": _values(about["sources"]),
        "checked_on": _day(about["checked_on"]),
        "criteria": [_criterion_stored(one, names) for one in blocks["criteria"]],
        "points": _table_stored(blocks["points"][0]["value"]) if blocks["points"] else None,
    }
    return _filled(data)


def _filled(entry: dict) -> dict:
    return {name: value for name, value in entry.items() if value not in (None, "", [], {}, ())}


def _values(items: list) -> list:
    found = (one["value"] for one in items)
    return [value for value in found if value is not None]


def _day(value: object) -> str | None:
    return str(value) if value else None


def _texts_stored(texts: Mapping) -> dict[str, str]:
    return {name: text for name, text in texts.items() if text}


def _value_stored(shape: Shape, shown: object) -> object:
    if shape.takes_fact:
        if shown["fact"]:
            return {"fact": shown["fact"]}
        shown = shown["value"]
    return None if shown in ("", None, [], ()) else shape.stored(shown)


class _Names:
    """Gives a name to what an editor left unnamed: readers never see it, but each must differ."""

    def __init__(self):
        self.taken: set[str] = set()

    def of(self, name: str, otherwise: str) -> str:
        number = 1
        found = name or otherwise
        while not name and found in self.taken:
            number += 1
            found = f"{otherwise}_{number}"
        self.taken.add(found)
        return found


def _parameters_stored(kind: str, value: Mapping) -> dict:
    found = {name: _value_stored(shape, value[name]) for name, shape in PARAMETERS.get(kind, {}).items()}
    if kind in SHORT and isinstance(found["value"], dict):
        found = {"fact": found.pop("value")["fact"]} | found
    return {name: one for name, one in found.items() if one is not None}


def _criterion_stored(one: Mapping, names: _Names) -> dict:
    kind, value = one["type"], one["value"]
    entry = {"id": names.of(value["id"], kind), "kind": kind, **_parameters_stored(kind, value)}
    more = {
        "if_unsaid": value["if_unsaid"],
        "else": value["else"],
        "why": _texts_stored(value["why"]),
        "change": _texts_stored(value["change"]),
        "sources": _values(value["sources"]),
        "checked_on": _day(value["checked_on"]),
        "parts": [_criterion_stored(part, names) for part in value.get("parts", ())],
    }
    return entry | _filled(more)


def _condition_stored(one: Mapping) -> dict:
    kind, value = one["type"], one["value"]
    more = {
        "if_unsaid": value["if_unsaid"],
        "change": _texts_stored(value["change"]),
        "parts": [_condition_stored(part) for part in value.get("parts", ())],
    }
    return {"kind": kind, **_parameters_stored(kind, value)} | _filled(more)


def _table_stored(table: Mapping) -> dict:
    groups, rows = _Names(), _Names()
    return _filled(
        {
            "pass_mark": _value_stored(NUMBER, table["pass_mark"]),
            "max_total": _value_stored(NUMBER, table["max_total"]),
            "groups": [_group_stored(group, groups, rows) for group in _values(table["groups"])],
        }
    )


def _group_stored(group: Mapping, groups: _Names, rows: _Names) -> dict:
    return _filled(
        {
            "id": groups.of(group["id"], "group"),
            "combine": group["combine"],
            "max": _value_stored(NUMBER, group["max"]),
            "name": _texts_stored(group["name"]),
            "items": [_row_stored(row, rows) for row in _values(group["items"])],
        }
    )


def _row_stored(row: Mapping, names: _Names) -> dict:
    return _filled(
        {
            "id": names.of(row["id"], "row"),
            "law": row["law"],
            "family": row["family"],
            "points": _value_stored(NUMBER, row["points"]),
            "per_half_year": row["per_half_year"],
            "less": row["less"],
            "when": _condition_stored(row["when"][0]) if row["when"] else None,
        }
    )


# Beside each other ----------------------------------------------------------------------------------------------------


def is_same(one: object, other: object) -> bool:
    """Whether two pieces of data say the same: an occupation group may be written as a number or as text."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        one, other = _short(one), _short(other)
        return one.keys() == other.keys() and all(is_same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    return type(one) is type(other) and one == other or _is_code(one, other) or _is_code(other, one)


def _is_code(one: object, other: object) -> bool:
    return isinstance(one, str) and type(other) is int and one == str(other)


def _short(entry: Mapping) -> Mapping:
    value = entry.get("value")
    if entry.get("kind") in SHORT and isinstance(value, Mapping):
        return {name: one for name, one in entry.items() if name != "value"} | {"fact": value["fact"]}
    return entry


def in_the_manner_of(old: object, new: object) -> object:
    """The new data, written as the old were where they say the same: an exported file differs only in what changed."""
    if is_same(old, new):
        return old
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        order = [*(name for name in old if name in new), *(name for name in new if name not in old)]
        return {name: in_the_manner_of(old.get(name), new[name]) for name in order}
    if isinstance(old, list) and isinstance(new, list):
        before = {one["id"]: one for one in old if isinstance(one, Mapping) and "id" in one}
        return [
            in_the_manner_of(before[one["id"]], one)
            if isinstance(one, Mapping) and one.get("id") in before
            else one
            for one in new
        ]
    return new


def is_shown_whole(data: Mapping, deepest: int) -> bool:
    """Whether the form can hold all of the data, so that saving it loses nothing."""
    deep = max((_depth(one) for one in _all_criteria(data)), default=0)
    return deep <= deepest and is_same(data_of(data.get("id", ""), blocks_of(data)), dict(data))


def _all_criteria(data: Mapping) -> Iterator[Mapping]:
    yield from data.get("criteria") or ()
    for group in (data.get("points") or {}).get("groups") or ():
        yield from (row["when"] for row in group.get("items") or () if row.get("when"))


def _depth(entry: Mapping) -> int:
    return 1 + max((_depth(part) for part in entry.get("parts") or ()), default=0)
