"""What the index holds: passages to search in, and records to read by their id."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from content.languages import LANGUAGES

KINDS = ("page", "faq", "fact", "route", "event", "contact")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement comes from. `dated` is the day of the page or law text, or "undated"; `checked_on` the day we read it."""

    title: str
    url: str
    dated: str = ""
    checked_on: dt.date | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON takes it, dates in ISO form."""
        return _plain(asdict(self))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Source":
        """The source `to_dict` wrote."""
        return cls(**_dates(_known(cls, data)))


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a page that answers a question by itself. `url` is a path in the address of its language, with the anchor.

    `also`: other wordings of a question (kind `faq`) or of a page's subject (its first passage), by which it is found too.
    """

    id: str
    version: int
    language: str
    kind: str
    page: str
    title: str
    heading_path: tuple[str, ...]
    text: str
    url: str
    sources: tuple[Source, ...] = ()
    checked_on: dt.date | None = None
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None
    audience: str = "everyone"
    country: str = ""
    topics: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise ValueError(
                f"passage {self.id}: language {self.language!r} is none of {', '.join(LANGUAGES)}"
            )
        if self.kind not in KINDS:
            raise ValueError(f"passage {self.id}: kind {self.kind!r} is none of {', '.join(KINDS)}")

    @property
    def heading(self) -> str:
        """The passage's own heading; empty where it has none beside the title."""
        last = self.heading_path[-1] if self.heading_path else ""
        return "" if last == self.title else last

    def to_dict(self) -> dict[str, Any]:
        """As JSON takes it, dates in ISO form."""
        return _plain(asdict(self))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Passage":
        """The passage `to_dict` wrote."""
        values = _dates(_known(cls, data))
        for name in ("heading_path", "topics", "also"):
            values[name] = tuple(values.get(name) or ())
        values["sources"] = tuple(Source.from_dict(source) for source in values.get("sources") or ())
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Record:
    """A JSON document by `(kind, id)`, such as a route's criteria or a contact."""

    kind: str
    id: str
    version: int
    data: dict[str, Any]


_DATES = ("checked_on", "valid_from", "valid_until")


def _known(cls: type, data: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.name for field in fields(cls)}
    return {name: value for name, value in data.items() if name in names}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    def plain(value: Any) -> Any:
        if isinstance(value, dt.date):
            return value.isoformat()
        if isinstance(value, (list, tuple)):
            return [plain(item) for item in value]
        return _plain(value) if isinstance(value, dict) else value

    return {name: plain(value) for name, value in values.items()}


def _dates(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: dt.date.fromisoformat(value)
        if name in _DATES and isinstance(value, str) and value
        else value or None
        if name in _DATES
        else value
        for name, value in values.items()
    }
