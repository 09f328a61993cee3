"""What is wrong with a route's data, told in the editor's language and at the field where it stands.

`content.files.routes.parse_route` alone judges. It names places by the line of a file; here each mapping of the
data is given a number in place of a line, so that its faults can be brought back to their block.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from campaign.facts.models import Fact
from campaign.search.documents import file_sources
from content.files.problems import ContentError
from content.files.routes import parse_route
from content.rules.model import Route

from .names import FIELD_NAMES, KIND_NAMES

_LINE = "__line__"
_REFERENCE = re.compile(r'"fact": "(\w+)"|\[\[(\w+)')
# What parse_route says -> what the editor reads. A group called `field` names the field.
_NEEDED = gettext_lazy("“%(field)s” is needed.")
_NO_FACT = gettext_lazy("There is no fact with this key: %(fact)s")
_SAYINGS = (
    (r"(?P<field>\w+) missing", _NEEDED),
    (r"(?P<field>name|who_for|why|change) needs sq, sr and en", gettext_lazy("“%(field)s” is needed in all three languages.")),
    (r"\w+ needs (?P<field>\w+(?: or \w+)*)", _NEEDED),
    (r"\[\[(?P<fact>\w+)\]\]: no such fact.*", _NO_FACT),
    (r"fact '(?P<fact>.*?)' isn't in .*", _NO_FACT),
    (r"(?P<field>level) '?(?P<value>.*?)'? isn't one of (?P<known>.*)", gettext_lazy("“%(field)s”: %(value)s is none of %(known)s.")),
    (r"(?P<field>\w+) '?(?P<value>.*?)'? isn't a number", gettext_lazy("“%(field)s”: %(value)s is not a number.")),
    (r"(?P<field>pass_mark|points) must be a number.*", gettext_lazy("“%(field)s” must be a whole number or a fact that is one.")),
    (r"(?P<field>id) '(?P<value>.*)' is missing or stands here twice", gettext_lazy("“%(field)s”: %(value)s stands here twice.")),
    (r"(?P<field>combine) .* isn't known.*", _NEEDED),
    (r"a criterion asks for points.*", gettext_lazy("A criterion asks for points, but there is no table of points.")),
    (r"a group that counts half-years needs (?P<field>max)", gettext_lazy("A group with points for half-years needs “%(field)s”.")),
    (r"a row needs either (?P<field>when) or per_half_year", gettext_lazy("A row needs either a condition or half-years to count, not both.")),
    (r"(?P<field>sources) (?P<value>\[.*\]) aren't in .*", gettext_lazy("“%(field)s”: %(value)s is not there any more.")),
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One fault: the way to the entry that has it, the field of it where that is known, and the sentence."""

    path: tuple[str | int, ...]
    field: str
    message: str


def judged(key: str, data: Mapping) -> tuple[Route | None, list[Fault]]:
    """The route that the data describe, or `None` and all that is wrong with them."""
    paths: list[tuple] = [()]
    marked = _marked(data, (), paths)
    named = {name for pair in _REFERENCE.findall(json.dumps(data)) for name in pair if name}
    facts = {row.key: row.as_fact() for row in Fact.objects.filter(key__in=named).prefetch_related("sources")}
    try:
        return parse_route(marked, Path(f"{key}.yaml"), facts, file_sources()), []
    except ContentError as error:
        found = [_fault(problem, paths, data) for problem in error.problems]
        return None, list(dict.fromkeys(found))


def _marked(entry: object, path: tuple, paths: list[tuple]) -> object:
    """The data with a number in place of each line of a file."""
    if isinstance(entry, list):
        return [_marked(one, (*path, number), paths) for number, one in enumerate(entry)]
    if not isinstance(entry, Mapping):
        return entry
    paths.append(path)
    line = len(paths) - 1
    return {name: _marked(one, (*path, name), paths) for name, one in entry.items()} | {_LINE: line}


def _fault(problem, paths: list[tuple], data: Mapping) -> Fault:
    path = paths[problem.line]
    for pattern, sentence in _SAYINGS:
        if found := re.fullmatch(pattern, problem.message, flags=re.DOTALL):
            said = found.groupdict()
            fields = (said.get("field") or "").split(" or ")
            field = fields[0] or _holder(data, path, said.get("fact"))
            names = gettext(" or ").join(str(FIELD_NAMES.get(name, name)) for name in fields)
            return Fault(path, field, sentence % (said | {"field": names}))
    return Fault(path, "", problem.message)


def _entry(data: object, path: Iterable) -> object:
    for step in path:
        data = data[step]
    return data


def _holder(data: Mapping, path: tuple, fact: str | None) -> str:
    """The field of an entry that refers to a fact."""
    entry = _entry(data, path)
    for name, value in entry.items() if fact and isinstance(entry, Mapping) else ():
        if name not in {"parts", "criteria", "points", "items", "groups"}:
            text = json.dumps({name: value})
            if f'"fact": "{fact}"' in text or f"[[{fact}" in text:
                return "value" if name == "fact" else name
    return ""


def described(fault: Fault, data: Mapping) -> str:
    """The fault as one line, with the criterion it is about, for where no form is at hand."""
    entry = _entry(data, fault.path)
    kind = entry.get("kind") if isinstance(entry, Mapping) else None
    return f"{KIND_NAMES.get(kind, kind)}: {fault.message}" if kind else fault.message


# At the field ---------------------------------------------------------------------------------------------------------


def errors_by_field(
    faults: Iterable[Fault], values: Mapping, form_blocks: Mapping
) -> dict[str, ValidationError]:
    """The errors of the form's fields about, criteria and points, each at the block it concerns."""
    sorted_out = defaultdict(list)
    for fault in faults:
        first = fault.path[0] if fault.path else fault.field
        if first == "points":
            path = (0, *fault.path[1:]) if fault.path else ()
            sorted_out["points"].append((path, fault.field, fault.message))
        elif first == "criteria":
            sorted_out["criteria"].append((fault.path[1:], fault.field, fault.message))
        elif first == "" and "points" in fault.message.lower() or not fault.path and not fault.field:
            sorted_out["points"].append(((), "", fault.message))
        else:
            sorted_out["about"].append(((0, *(fault.path or (fault.field,))), fault.field, fault.message))
    return {name: _error(form_blocks[name], values[name], found) for name, found in sorted_out.items()}


def _error(block: blocks.Block, value, found: list[tuple]) -> ValidationError:
    """The validation error of a block, with those of the blocks within it."""
    inner, own = defaultdict(list), []
    for path, field, message in found:
        if isinstance(block, blocks.StructBlock):
            step = path[0] if path else field
            known = step in block.child_blocks
        else:
            step = path[0] if path else None
            known = step is not None and step < len(value)
        if known:
            inner[step].append((_within(block, step, path), field if path else "", message))
        else:
            own.append(ValidationError(message))
    if isinstance(block, blocks.StructBlock):
        children = {step: _error(block.child_blocks[step], value[step], some) for step, some in inner.items()}
        return StructBlockValidationError(block_errors=children, non_block_errors=own)
    if isinstance(block, blocks.StreamBlock):
        children = {step: _error(value[step].block, value[step].value, some) for step, some in inner.items()}
        return StreamBlockValidationError(block_errors=children, non_block_errors=own)
    if isinstance(block, blocks.ListBlock):
        children = {step: _error(block.child_block, value[step], some) for step, some in inner.items()}
        return ListBlockValidationError(block_errors=children, non_block_errors=own)
    return ValidationError([message for _path, _field, message in found])


def _within(block: blocks.Block, step, path: tuple) -> tuple:
    """The rest of the way; a row's condition is a stream of one in the form."""
    rest = path[1:]
    return (0, *rest) if isinstance(block, blocks.StructBlock) and step == "when" and path else rest
