"""The words a rule is written in: routes, criteria, point tables, and what an evaluation says about them.

A route is one file, `content/routes/<id>.yaml`:

    id: de_chancenkarte
    country: DE
    open_to_kosovo: true
    page: opportunity-card              # key of the page that explains it
    name: {sq: ..., sr: ..., en: ..., official: Chancenkarte}
    who_for: {sq: ..., sr: ..., en: ...}
    sources: [116, 117, 118]            # the legal basis; a criterion without sources of its own cites these
    checked_on: 2026-11-23
    criteria:                           # all of them are necessary
    - id: livelihood
      kind: funds
      fact: de_chancenkarte_money_month # the figure, from content/facts/; its sources come along
      why: {sq: ..., sr: ..., en: ...}  # what is needed; [[fact_id]] writes the figure
      change: {sq: ..., sr: ..., en: ...}   # what would help; only where no general sentence fits
      sources: [116]
    points:                             # at most one table; the criterion of kind `points` asks for it
      pass_mark: {fact: de_chancenkarte_pass_mark}
      max_total: 90                     # where the law names one
      groups:
      - id: german
        combine: highest_only
        max: 25
        name: {sq: ..., sr: ..., en: ...}
        items:
        - id: german_a2
          points: {fact: de_chancenkarte_points_german_a2}
          law: § 20b(1) no. 4
          when: {kind: language, language: de, level: A2}
        - {id: half_year, points: 1, per_half_year: experience_years, less: experience_at_years}

In place of any value, `{fact: <id>}` takes it from `content/facts/`, with its sources and its last day;
`fact: <id>` in a criterion is short for `value: {fact: <id>}`. `use: <id>` takes a criterion from
`content/routes/shared/criteria.yaml`; lines beside it overwrite lines of it. `combine` is one of single,
highest_only, sum, sum_capped and sum_of_best_per_language; rows with the same `family` replace each other.

Kinds of criteria and their parameters (all readable as law; nothing is evaluated as code):

| kind | parameters | asks for |
|---|---|---|
| citizenship | `in` or `not_in`: countries | `nationality` (Kosovo is presumed) |
| residence | `in` or `not_in`: countries | `residence` |
| job_offer | `country`; `offer`: job, training or seasonal; `min_months` | `job_offer` |
| qualified_job | | `job_offer.qualified` |
| occupation | `groups`: ISCO-08 groups of any length; `of`: person or job | `occupation` |
| licence | `country`: where the occupation may be regulated | `recognition.<country>` |
| qualification | `at_least` or `is`: vocational, degree | `qualification` |
| training_years | `min` | `training_years` |
| recognition | `country`, `states`: full, comparable, partial, none | `recognition.<country>` |
| experience | `min` years; `window`: in the last N years | `experience_years`, `experience_lastN` |
| language | `language` (one or several), `level` by CEFR | `languages.<language>` |
| age | `max` (not older than), `below`, `min` | `age` |
| salary | `fact` (gross a year), `payments`: 12, or 14 in Austria | `job_offer.salary` |
| funds | `fact` (a month) | `funds` |
| graduation | `max_years_ago` | `graduated_years_ago` |
| entry_ban, overstay, asylum_benefits_recent | | the field of that name; met when it is false |
| answer | `field`, `is` | the field |
| outside | | nobody: a quota, a priority check, an authority's discretion |
| points | | the point table of the route |
| any_of, all_of | `parts`: criteria | |

A criterion of kind `age` with `max` carries a note when the person is exactly that old: "not older than 35"
can be read up to the 35th birthday or to the end of that year, and calculators of the authorities take the
second.

Two more words work on every criterion:

* `if_unsaid: met | not_met`: how the judgement goes on when the person says nothing. `not_met` is for a way
  out that few people have (an adequate pension at 45): counted when it is told, else named as a change that
  would help. `met` is for an obstacle that few people meet.
* `else: depends`: the law or practice has another way that is not a question to the person (a sponsor's
  declaration instead of own money), so that failing it leaves the outcome open instead of ending it.

A row's condition (`when`) takes its id from the row and has no `why`; `change` is the sentence shown when the
row would help.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import NamedTuple

PURPOSES = ("work", "training", "study", "au_pair")
Texts = Mapping[str, str]

_WORK = frozenset({"occupation", "isco", "job_offer"})
# The fields of a profile each kind looks at; a kind without a line of its own looks at the field of its name.
READS: dict[str, frozenset[str]] = {
    "citizenship": frozenset({"nationality"}),
    "qualified_job": _WORK,
    "occupation": _WORK,
    "licence": _WORK | {"recognition"},
    "training_years": frozenset({"training_years", "qualification"}),
    "recognition": frozenset({"recognition", "qualification"}),
    "experience": frozenset(
        {"experience_years", "experience_last5", "experience_last7", "experience_until_now"}
    ),
    "language": frozenset({"languages"}),
    "salary": frozenset({"job_offer", "salary"}),
    "graduation": frozenset({"graduated_years_ago"}),
    "outside": frozenset(),
    "any_of": frozenset(),
    "all_of": frozenset(),
}


class State(StrEnum):
    """Whether a condition is met. UNKNOWN is not NOT_MET: nobody is told "no" for want of an answer."""

    MET = "MET"
    NOT_MET = "NOT_MET"
    UNKNOWN = "UNKNOWN"


class Standing(IntEnum):
    """How far a condition is settled: of necessary ones the worst counts, of alternatives the best."""

    FAILS = 0
    OPEN = 1
    DEPENDS = 2
    HOLDS = 3


class Outcome(StrEnum):
    """What can be said about a route. Never "you will get a visa": the authority decides."""

    NOT_ELIGIBLE = "not_eligible"
    NEED_MORE = "need_more"
    DEPENDS = "depends"
    ELIGIBLE = "eligible"


OUTCOME_OF = {
    Standing.FAILS: Outcome.NOT_ELIGIBLE,
    Standing.OPEN: Outcome.NEED_MORE,
    Standing.DEPENDS: Outcome.DEPENDS,
    Standing.HOLDS: Outcome.ELIGIBLE,
}


@dataclass(frozen=True)
class Source:
    """Who says so, and the day of their page as it was read."""

    title: str
    url: str
    dated: str = "undated"


@dataclass(frozen=True)
class Criterion:
    """One condition, or a group of them (`kind` any_of or all_of, with `parts`)."""

    id: str
    kind: str
    parameters: Mapping = field(default_factory=dict)
    why: Texts = field(default_factory=dict)
    change: Texts = field(default_factory=dict)
    sources: tuple[Source, ...] = ()
    checked_on: dt.date | None = None
    valid_until: dt.date | None = None
    parts: tuple["Criterion", ...] = ()
    if_unsaid: str = ""
    otherwise: str = ""

    @cached_property
    def reads(self) -> frozenset[str]:
        """The fields of a profile it looks at, so that what an answer does not touch is not judged anew."""
        if self.kind == "answer":
            return frozenset({self.parameters["field"].partition(".")[0]})
        return frozenset(READS.get(self.kind, {self.kind})).union(*(part.reads for part in self.parts))


@dataclass(frozen=True)
class PointItem:
    """A row: `points` when the condition holds, or for each full half-year of a field, `less` another's."""

    id: str
    points: int
    when: Criterion | None = None
    per_half_year: str = ""
    less: str = ""
    family: str = ""
    law: str = ""


@dataclass(frozen=True)
class PointGroup:
    """Rows that count together: the highest or the sum up to `max`, in which one family counts once."""

    id: str
    combine: str
    name: Texts
    items: tuple[PointItem, ...]
    max: int | None = None

    @cached_property
    def reads(self) -> frozenset[str]:
        """The fields of a profile its rows look at."""
        counted = {name for item in self.items for name in (item.per_half_year, item.less) if name}
        work = READS["experience"] if counted else frozenset()
        return frozenset(counted).union(work, *(item.when.reads for item in self.items if item.when))


@dataclass(frozen=True)
class PointTable:
    """An official table of points with its pass mark."""

    pass_mark: int
    groups: tuple[PointGroup, ...]
    max_total: int | None = None


@dataclass(frozen=True)
class Route:
    """A legal way to work or train in a country. All `criteria` are necessary.

    `purpose` is what one goes for: one of `PURPOSES`.
    """

    id: str
    country: str
    open_to_kosovo: bool
    name: Texts
    who_for: Texts
    page: str
    sources: tuple[Source, ...]
    checked_on: dt.date
    criteria: tuple[Criterion, ...]
    points: PointTable | None = None
    purpose: str = "work"


NO_NOTE: Texts = {}


class CriterionResult(
    NamedTuple
):  # made hundreds of times a person, so not a frozen dataclass, which is three times as slow
    """A criterion and what the profile makes of it; `note` warns of a boundary or a figure of a past year."""

    criterion: Criterion
    state: State
    standing: Standing
    note: Texts = NO_NOTE
    parts: tuple["CriterionResult", ...] = ()


@dataclass(frozen=True)
class GroupPoints:
    """Points in one group: `total` is certain, `possible` counts the unknown in the person's favour."""

    group: PointGroup
    total: int
    possible: int


@dataclass(frozen=True)
class Points:
    """Points of a table, certain and possible."""

    total: int
    possible: int
    pass_mark: int
    groups: tuple[GroupPoints, ...]


@dataclass(frozen=True)
class Change:
    """One thing that would help. `enough` says whether it alone opens the route."""

    criterion: str
    texts: Texts
    cost: int
    enough: bool


@dataclass(frozen=True)
class Evaluation:
    """What a profile comes to for one route: the outcome and each reason for it."""

    route: Route
    outcome: Outcome
    criteria: tuple[CriterionResult, ...]
    points: Points | None
    missing: tuple[str, ...]
    would_change: tuple[Change, ...]
