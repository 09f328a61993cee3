"""What would help: for each condition that fails, the nearest thing a person can do, tried on the
profile itself.

Costs are not money: they order changes by how long they usually take, from a paper to be fetched to a new
profession. A change that nobody can make (a birthday, a nationality) is not offered.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from content.rules import texts
from content.rules.kinds import spoken
from content.rules.model import Change, Criterion, PointItem, Standing, State, Texts
from content.rules.person import LEVELS, Person

A_PAPER, MONEY, A_LEVEL, WAITING = 4, 8, 10, 25
PARTIAL_RECOGNITION, RECOGNITION, AN_OFFER, MORE_PAY = 22, 30, 40, 45
A_YEAR, A_TRAINING, A_DEGREE = 20, 100, 160
MOST_SHOWN = 4
PATIENCE = 200  # beyond this a list of changes is another life, not advice


@dataclass(frozen=True)
class Remedy:
    """A change and what the profile would then say."""

    criterion: str
    cost: float
    texts: Texts
    patch: Mapping


def would_change(judgement, judge: type) -> list[Change]:
    """The cheapest changes first: those that alone open the route, else one for each condition that fails.

    On a way that is open already, what would replace another's decision: own money instead of a sponsor.

    Args:
        judgement: the person's standing with the route.
        judge: makes such a judgement, so that a change can be tried.
    """
    route, person = judgement.route, judgement.person
    if judgement.standing is Standing.DEPENDS:
        unmet = [c for c in route.criteria if c.otherwise and judgement.state(c) is State.NOT_MET]
        helpful = _distinct(r for c in unmet for r in _leaf(c, person, route.country))
        return [Change(r.criterion, r.texts, int(r.cost), enough=False) for r in helpful]
    remedies = _distinct(r for c in route.criteria for r in _remedies(judgement, c))
    # Single conditions before groups of many: the sooner an obstacle is met, the less is judged.
    doubtful_first = sorted(
        route.criteria, key=lambda criterion: (judgement.of(criterion), len(criterion.parts))
    )
    obstacles = [c.reads for c in doubtful_first if judgement.of(c) < Standing.DEPENDS]
    enough: dict[tuple, Remedy] = {}
    for remedy in remedies:
        if any(reads.isdisjoint(remedy.patch) and "points" not in reads for reads in obstacles):
            continue  # what it leaves untouched would still stand in the way
        if _subject(remedy) not in enough and judge(route, _changed(person, remedy), judgement).is_open_way(
            doubtful_first
        ):
            enough[_subject(remedy)] = remedy
    if enough:
        return [
            Change(r.criterion, r.texts, int(r.cost), enough=True) for r in list(enough.values())[:MOST_SHOWN]
        ]
    if judgement.standing is not Standing.FAILS:
        return []
    steps: list[Remedy] = []
    for criterion in route.criteria:
        needed = _steps(judgement, judge, criterion)
        if needed is None:
            return []
        steps += needed
    # Of two demands on one thing (an offer; an offer with enough pay) only the higher one is said.
    highest = {_subject(step): step for step in sorted(steps, key=lambda r: r.cost)}
    if sum(step.cost for step in highest.values()) > PATIENCE:
        return []
    return [
        Change(r.criterion, r.texts, int(r.cost), enough=False)
        for r in _distinct(highest.values())[:MOST_SHOWN]
    ]


def _distinct(remedies: Iterable[Remedy]) -> list[Remedy]:
    """Cheapest first, each sentence once."""
    found: dict[str, Remedy] = {}
    for remedy in sorted(remedies, key=lambda r: r.cost):
        found.setdefault(remedy.texts["en"], remedy)
    return list(found.values())


def _subject(remedy: Remedy) -> tuple:
    """What a remedy is about: German B1 need not be named where German A2 is enough."""
    return tuple(
        (name, *value) if name in {"languages", "recognition"} else name
        for name, value in remedy.patch.items()
    )


def _changed(person: Person, remedy: Remedy) -> Person:
    profile = dict(person.profile)
    for name, value in remedy.patch.items():
        old = profile.get(name)
        profile[name] = {**old, **value} if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return Person(profile)


def _remedies(judgement, criterion: Criterion) -> Iterator[Remedy]:
    """Every single change that moves a failing part of the criterion."""
    if judgement.of(criterion) >= Standing.DEPENDS:
        return
    if criterion.parts:
        for part in criterion.parts:
            yield from _remedies(judgement, part)
    elif criterion.kind == "points":
        for group in judgement.route.points.groups:
            for item in group.items:
                yield from _row_remedies(judgement, item)
    elif judgement.of(criterion) is Standing.FAILS:
        yield from _leaf(criterion, judgement.person, judgement.route.country)


def _row_remedies(judgement, item: PointItem) -> Iterator[Remedy]:
    if item.when is not None:
        yield from _remedies(judgement, item.when)
        return
    years = judgement.person.number(item.per_half_year)
    counted = judgement.points()
    short = counted.pass_mark - counted.total
    if years is not None and short > 0:
        needed = int(years * 2) / 2 + math.ceil(short / item.points) / 2
        yield Remedy(
            item.id,
            A_YEAR * (needed - years),
            texts.more_experience(needed, None),
            {item.per_half_year: needed},
        )


def _steps(judgement, judge: type, criterion: Criterion) -> list[Remedy] | None:
    """The cheapest set of changes that brings a failing criterion to hold; `None` where no change can."""
    if judgement.of(criterion) > Standing.FAILS:
        return []
    if criterion.kind == "all_of":
        sets = [_steps(judgement, judge, part) for part in criterion.parts]
        return None if None in sets else [step for steps in sets for step in steps]
    if criterion.kind == "any_of":
        sets = [steps for part in criterion.parts if (steps := _steps(judgement, judge, part))]
        return min(sets, key=lambda steps: sum(step.cost for step in steps), default=None)
    if criterion.kind == "points":
        return _steps_to_pass_mark(judgement, judge)
    return _distinct(_leaf(criterion, judgement.person, judgement.route.country))[:1] or None


def _steps_to_pass_mark(judgement, judge: type) -> list[Remedy] | None:
    """Changes by points gained for their cost, until the pass mark is reached."""
    route = judgement.route
    total = judgement.points().total
    gains = []
    for remedy in _distinct(
        r for group in route.points.groups for item in group.items for r in _row_remedies(judgement, item)
    ):
        if remedy.cost <= PATIENCE:
            gain = (
                min(
                    judge(route, _changed(judgement.person, remedy), judgement).points().total,
                    route.points.pass_mark,
                )
                - total
            )
            gains.append((gain / remedy.cost, remedy))
    taken: list[Remedy] = []
    for gain, remedy in sorted(gains, key=lambda one: -one[0]):
        if total >= route.points.pass_mark or gain <= 0:
            break
        judgement = judge(route, _changed(judgement.person, remedy), judgement)
        if judgement.points().total > total:
            taken.append(remedy)
            total = judgement.points().total
    return taken if total >= route.points.pass_mark else None


def _leaf(criterion: Criterion, person: Person, country: str) -> Iterator[Remedy]:
    """What can be done about one failing condition."""
    parameters = criterion.parameters

    def remedy(cost: float, sentence: Texts, patch: Mapping) -> Remedy:
        return Remedy(criterion.id, cost, criterion.change or sentence, patch)

    match criterion.kind:
        case "language":
            yield _language(criterion, person)
        case "job_offer":
            offer = parameters.get("offer", "job")
            patch = {
                "country": parameters["country"],
                "kind": offer,
                "months": max(12, parameters.get("min_months", 0)),
                "qualified": True,
            }
            yield remedy(AN_OFFER, texts.an_offer(parameters["country"], offer), {"job_offer": patch})
        case "qualified_job":
            yield remedy(
                AN_OFFER,
                texts.an_offer(country, "job"),
                {"job_offer": {"country": country, "kind": "job", "qualified": True}},
            )
        case "salary":
            patch = {
                "salary": {"amount": parameters["value"], "currency": "EUR", "per": "year", "gross": True}
            }
            if not person.has_offer:
                patch |= {"country": country, "kind": "job", "qualified": True}
            yield remedy(MORE_PAY, texts.more_salary(parameters["value"]), {"job_offer": patch})
        case "funds":
            yield remedy(MONEY, texts.more_funds(parameters["value"]), {"funds": parameters["value"]})
        case "experience":
            window, needed = parameters.get("window"), parameters["min"]
            fields = {"experience_years": max(needed, person.number("experience_years") or 0)}
            if window:
                fields |= {f"experience_last{window}": needed}
            short = needed - person.experience(window)[0]
            yield remedy(A_YEAR * max(short, 1), texts.more_experience(needed, window), fields)
        case "recognition" if person.qualification in {"vocational", "degree"}:
            state = "partial" if "partial" in parameters["states"] else "full"
            cost = PARTIAL_RECOGNITION if state == "partial" else RECOGNITION
            sentence = texts.a_recognition(parameters["country"], state)
            yield remedy(cost, sentence, {"recognition": {parameters["country"]: state}})
        case "licence":
            yield remedy(
                RECOGNITION,
                texts.a_recognition(parameters["country"], "full"),
                {"recognition": {parameters["country"]: "full"}},
            )
        case "qualification" | "training_years":
            yield from _qualification(criterion, person)
        case "entry_ban" | "overstay" | "asylum_benefits_recent" if criterion.change:
            yield remedy(WAITING, criterion.change, {criterion.kind: False})
        case "answer" if criterion.change:
            holder, _, key = parameters["field"].rpartition(".")
            patch = {key: parameters["is"]}
            yield remedy(
                parameters.get("cost", A_PAPER), criterion.change, {holder: patch} if holder else patch
            )


def _language(criterion: Criterion, person: Person) -> Remedy:
    """The step in the language the person already knows best of those that count."""
    accepted, level = spoken(criterion.parameters), criterion.parameters["level"]
    language = max(accepted, key=lambda one: person.level(one) or 0)
    now = person.level(language) or 0
    sentence = criterion.change or texts.more_language(language, level, LEVELS[now])
    return Remedy(
        criterion.id, A_LEVEL * (LEVELS.index(level) - now), sentence, {"languages": {language: level}}
    )


def _qualification(criterion: Criterion, person: Person) -> Iterator[Remedy]:
    wanted = criterion.parameters.get("at_least") or criterion.parameters.get("is") or "vocational"
    if wanted == "degree":
        patch = {"qualification": "degree", "training_years": max(4, person.number("training_years") or 0)}
        yield Remedy(criterion.id, A_DEGREE, criterion.change or texts.a_degree(), patch)
        return
    if person.qualification == "degree":
        return  # nobody is sent back to school for less than they have
    years = criterion.parameters.get("min")
    patch = {"qualification": "vocational", "training_years": max(years or 2, 2)}
    yield Remedy(criterion.id, A_TRAINING, criterion.change or texts.a_qualification(years), patch)
