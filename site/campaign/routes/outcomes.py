"""Which published outcomes a draft would change: the stored example profiles, judged by both."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from campaign.languages.forms import current
from content.files.yaml_file import load_yaml
from content.rules.evaluate import evaluate
from content.rules.model import CriterionResult, Evaluation, Route
from content.text.scripts import to_latin

from .faults import described, judged
from .names import OUTCOME_NAMES

SHOWN_REASONS = 3
RANK = ("not_eligible", "need_more", "depends", "eligible")


@lru_cache(maxsize=1)
def examples() -> tuple[dict, ...]:
    """The stored example profiles: `{id, label: {sq, sr, en}, profile}`."""
    entries = load_yaml(settings.CONTENT / "rules" / "example_profiles.yaml")
    return tuple(
        {"id": one["id"], "label": one["label"], "profile": _plain(one["profile"])} for one in entries
    )


def _plain(data):
    if isinstance(data, dict):
        return {name: _plain(value) for name, value in data.items() if name != "__line__"}
    return [_plain(one) for one in data] if isinstance(data, list) else data


@dataclass(frozen=True)
class Verdict:
    """An outcome as it is shown."""

    outcome: str
    points: str

    @property
    def name(self):
        """The outcome in the editor's language."""
        return OUTCOME_NAMES[self.outcome]


@dataclass(frozen=True)
class Row:
    """One example: what readers are told now, what the draft would tell them, and which conditions differ."""

    label: str
    now: Verdict | None
    then: Verdict | None
    reasons: tuple[str, ...]

    @property
    def is_changed(self) -> bool:
        """Whether the outcome itself would be another."""
        return bool(self.now and self.then and self.now.outcome != self.then.outcome)

    @property
    def is_counted_anew(self) -> bool:
        """Whether only the points would be others."""
        return bool(self.now and self.then and not self.is_changed and self.now != self.then)

    @property
    def is_better(self) -> bool:
        """Whether the person would be told more than now."""
        return self.is_changed and RANK.index(self.then.outcome) > RANK.index(self.now.outcome)


def comparison(key: str, published: Mapping | None, draft: Mapping) -> dict:
    """All that the panel and the preview show: rows, changed ones first, how many change, and the draft's faults."""
    now, _faults = judged(key, published) if published else (None, [])
    then, faults = judged(key, draft)
    rows = [_row(example, now, then) for example in examples()]
    rows.sort(key=lambda row: (not row.is_changed, not row.is_counted_anew))
    return {
        "rows": rows,
        "changed": sum(row.is_changed for row in rows),
        "is_draft_equal": published == draft,
        "faults": [described(fault, draft) for fault in faults],
        "is_compared": bool(then) and published != draft,
    }


def _row(example: Mapping, now: Route | None, then: Route | None) -> Row:
    before = evaluate(now, example["profile"]) if now else None
    after = evaluate(then, example["profile"]) if then else None
    return Row(
        label=_said(example["label"]),
        now=_verdict(before),
        then=_verdict(after),
        reasons=_reasons(before, after) if before and after else (),
    )


def _verdict(evaluation: Evaluation | None) -> Verdict | None:
    if evaluation is None:
        return None
    points = evaluation.points
    return Verdict(evaluation.outcome.value, f"{points.total}/{points.pass_mark}" if points else "")


def _reasons(before: Evaluation, after: Evaluation) -> tuple[str, ...]:
    """The conditions that now stand otherwise, in the draft's words, or in the published ones where they are gone."""
    old, new = _leaves(before), _leaves(after)
    changed = [
        new.get(name) or old[name]
        for name in dict.fromkeys([*new, *old])
        if name not in old or name not in new or old[name].standing != new[name].standing
    ]
    said = (_said(one.criterion.why) if one.criterion.why else one.criterion.id for one in changed)
    return tuple(dict.fromkeys(said))[:SHOWN_REASONS]


def _leaves(evaluation: Evaluation) -> dict[str, CriterionResult]:
    found: dict[str, CriterionResult] = {}

    def collect(result: CriterionResult) -> None:
        for part in result.parts:
            collect(part)
        if not result.parts:
            found[result.criterion.id] = result

    for result in evaluation.criteria:
        collect(result)
    return found


def _said(texts: Mapping[str, str]) -> str:
    form = current()
    text = texts.get(form.language, "")
    return to_latin(text) if form.code == "sr-latn" else text
