"""The form of a route: blocks that mirror the route file, one for each kind of criterion with its own parameters."""

import copy
from functools import lru_cache

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from campaign.facts.models import Fact
from content.rules.kinds import GROUPS, KINDS
from content.rules.model import PURPOSES
from content.rules.person import LEVELS
from content.rules.points import COMBINES
from content.rules.profile import schema

from .conversion import CHOICE, CODES, COUNT, COUNTRY, LANGUAGES, LEVEL, NUMBER, PARAMETERS, SEVERAL, YES_NO
from .names import FIELD_NAMES, KIND_NAMES, LANGUAGE_NAMES

DEEPEST = 8  # groups within groups; the deepest law so far needs six

_OFFERS = [("job", _("a job")), ("training", _("a training contract")), ("seasonal", _("seasonal work"))]
_EDUCATION = [("vocational", _("vocational training")), ("degree", _("university degree"))]
_RECOGNITION = [
    ("full", _("full")), ("comparable", _("comparable degree")), ("partial", _("partial")), ("none", _("none"))
]  # fmt: skip
_YES_NO = [("yes", _("yes")), ("no", _("no"))]
_UNSAID = [("met", _("count it as met")), ("not_met", _("count it as not met"))]
_ELSE = [("depends", _("there is another way: it depends on others"))]
_PURPOSES = dict(zip(PURPOSES, (_("work"), _("vocational training"), _("study"), _("au pair")), strict=True))
_COMBINES = {
    "single": _("the one row"),
    "highest_only": _("only the highest row"),
    "sum": _("all rows together"),
    "sum_capped": _("all rows together, up to the most"),
    "sum_of_best_per_language": _("the best row of each language"),
}
_CHOICES = {
    "offer": _OFFERS,
    "of": [("person", _("the person's")), ("job", _("the job's"))],
    "at_least": _EDUCATION,
    "is": _EDUCATION,
    "states": _RECOGNITION,
}
_ICONS = {
    "citizenship": "globe", "residence": "home", "job_offer": "doc-full", "occupation": "cogs", "licence": "key",
    "language": "comment", "age": "user", "salary": "order", "funds": "order", "any_of": "list-ul",
    "all_of": "list-ol", "outside": "group", "points": "table", "entry_ban": "no-view", "recognition": "tick",
    "qualification": "doc-full-inverse", "experience": "history", "training_years": "time", "graduation": "date",
}  # fmt: skip


class FactBlock(SnippetChooserBlock):
    """Chooses a fact and keeps its key, which is what a route file says."""

    def __init__(self, **kwargs):
        super().__init__(Fact, **kwargs)

    def to_python(self, value):
        return Fact.objects.filter(key=value).first() if value else None

    def bulk_to_python(self, values):
        found = {fact.key: fact for fact in Fact.objects.filter(key__in=[value for value in values if value])}
        return [copy.copy(found.get(value)) for value in values]

    def get_prep_value(self, value):
        return value.key if value else None


class ValueBlock(blocks.StructBlock):
    """A fact or, where no fact states it, the value itself."""

    class Meta:
        label_format = "{fact} {value}"
        form_classname = "struct-block route-value"


# Fields that many kinds have in common are one block each: the browser is sent each block once.


@lru_cache(maxsize=1)
def _a_fact() -> FactBlock:
    return FactBlock(required=False, label=_("from a fact"))


@lru_cache(maxsize=1)
def _a_number() -> blocks.CharBlock:
    return blocks.CharBlock(required=False, label=_("or a number"), max_length=20)


def _value(label, written: blocks.Block) -> ValueBlock:
    return ValueBlock([("fact", _a_fact()), ("value", written)], label=label, required=False)


def _texts(name: str, *more: str, required: bool = False, rows: int = 2) -> blocks.StructBlock:
    children = [
        (language, blocks.TextBlock(label=label, required=required, rows=rows))
        for language, label in LANGUAGE_NAMES.items()
    ]
    children += [(other, blocks.CharBlock(label=FIELD_NAMES[other], required=False)) for other in more]
    return blocks.StructBlock(children, label=FIELD_NAMES[name], label_format="{en}")


def _sources() -> blocks.ListBlock:
    return blocks.ListBlock(
        SnippetChooserBlock("facts.Source", label=_("source")),
        label=FIELD_NAMES["sources"],
        default=[],
        help_text=_("Facts bring their own; without any, the sources of the route are shown."),
    )


def _choice(name: str, choices, *, required: bool = False, help_text="") -> blocks.ChoiceBlock:
    return blocks.ChoiceBlock(
        choices=choices, label=FIELD_NAMES[name], required=required, help_text=help_text
    )


@lru_cache(maxsize=1)
def _questions() -> list[tuple[str, str]]:
    """What a person can be asked that has no kind of its own: every yes or no of the profile."""
    fields = schema()["properties"]
    offer = next(one for one in fields["job_offer"]["anyOf"] if one.get("type") == "object")["properties"]
    named = [*fields.items(), *((f"job_offer.{name}", one) for name, one in offer.items())]
    return [
        (name, name)
        for name, one in named
        if one.get("$ref", "").endswith("yes_no") or one.get("type") == "boolean"
    ]


def _parameter(kind: str, name: str) -> blocks.Block:
    """The field for one parameter of a kind."""
    shape, label = PARAMETERS[kind][name], FIELD_NAMES[name]
    if shape is NUMBER:
        if kind in {"salary", "funds"}:
            label = _("gross euros a year") if kind == "salary" else _("euros a month")
        return _value(label, _a_number())
    if shape is CODES:
        example = (
            _("With commas, for example 25, 2142")
            if name == "groups"
            else _("With commas, for example XK, AL")
        )
        return _value(label, blocks.CharBlock(required=False, label=_("or codes"), help_text=example))
    if shape is LEVEL:
        levels = [(level, level) for level in LEVELS if level != "none"]
        return _value(label, blocks.ChoiceBlock(choices=levels, required=False, label=_("or a level")))
    if shape is COUNTRY:
        return blocks.RegexBlock(
            regex=r"^[A-Z]{2}$",
            label=label,
            max_length=2,
            help_text=_("Two capital letters: DE, AT, XK."),
            error_messages={"invalid": _("Write the country as two capital letters, for example DE.")},
        )
    if shape is LANGUAGES:
        return blocks.CharBlock(label=label, help_text=_("de; several with commas when any of them counts"))
    if shape is SEVERAL:
        return blocks.MultipleChoiceBlock(
            choices=_CHOICES[name], label=label, widget=forms.CheckboxSelectMultiple
        )
    if shape is COUNT:
        return blocks.IntegerBlock(label=label, required=False, min_value=0)
    if shape is YES_NO:
        return blocks.ChoiceBlock(choices=_YES_NO, label=_("answer that is needed"))
    assert shape is CHOICE
    if name == "field":
        return blocks.ChoiceBlock(choices=_questions, label=label)
    return _choice(name, _CHOICES[name])


def _parameters(kind: str) -> list[tuple[str, blocks.Block]]:
    return [(name, _parameter(kind, name)) for name in PARAMETERS.get(kind, {})]


@lru_cache(maxsize=1)
def _name_in_file() -> blocks.RegexBlock:
    return blocks.RegexBlock(
        regex=r"^[a-z0-9_]*$",
        required=False,
        label=FIELD_NAMES["id"],
        help_text=_("Small letters, digits and _. Left empty, it is given."),
        error_messages={"invalid": _("Small letters, digits and _ only.")},
    )


@lru_cache(maxsize=8)
def _common(name: str) -> blocks.Block:
    """A field that every criterion has."""
    match name:
        case "why" | "change":
            return _texts(name)
        case "sources":
            return _sources()
        case "checked_on":
            return blocks.DateBlock(required=False, label=FIELD_NAMES[name])
        case "if_unsaid":
            return _choice(name, _UNSAID)
        case "else":
            return _choice(name, _ELSE)
    return _name_in_file()


class CriterionBlock(blocks.StructBlock):
    """One criterion of a kind, or a group of them; what is rarely needed is folded away."""

    def __init__(self, kind: str, parts: blocks.Block | None = None):
        parameters = _parameters(kind)
        settings = ["change", "sources", "checked_on", "if_unsaid", "else", "id"]
        children = [
            *parameters,
            ("why", _common("why")),
            *([("parts", parts)] if parts else []),
            *((name, _common(name)) for name in settings),
        ]
        shown = [name for name, _block in children if name not in settings and name != "cost"]
        settings += [name for name, _block in parameters if name == "cost"]
        super().__init__(
            children,
            label=KIND_NAMES.get(kind, kind),
            icon=_ICONS.get(kind, "tick"),
            label_format="{why}",
            form_layout=blocks.BlockGroup(children=shown, settings=settings),
        )


class ConditionBlock(blocks.StructBlock):
    """The condition of a row of points: no sentence and no source of its own."""

    def __init__(self, kind: str, parts: blocks.Block | None = None):
        parameters = _parameters(kind)
        children = [
            *parameters,
            *([("parts", parts)] if parts else []),
            ("change", _common("change")),
            ("if_unsaid", _common("if_unsaid")),
        ]
        settings = ["change", "if_unsaid", *(name for name, _block in parameters if name == "cost")]
        super().__init__(
            children,
            label=KIND_NAMES.get(kind, kind),
            icon=_ICONS.get(kind, "tick"),
            form_layout=blocks.BlockGroup(
                children=[name for name, _block in children if name not in settings], settings=settings
            ),
        )


def _stream(children, label, **meta) -> blocks.StreamBlock:
    return blocks.StreamBlock(list(children), label=label, required=False, **meta)


def _nested(block_class, kinds, deepest: int, **meta) -> blocks.StreamBlock:
    """A choice of all kinds in which groups hold the same choice again. Simple kinds are the same block at any depth."""
    simple = [(kind, block_class(kind)) for kind in kinds if kind not in GROUPS]
    stream = _stream(simple, FIELD_NAMES["parts"])
    for depth in range(deepest - 1, 0, -1):
        groups = [(kind, block_class(kind, stream)) for kind in GROUPS]
        own = meta if depth == 1 else {"label": FIELD_NAMES["parts"]}
        stream = _stream([*simple, *groups], own.pop("label"), collapsed=True, **own)
    return stream


class RowBlock(blocks.StructBlock):
    """A row of the table: points under a condition, or for each half-year of something."""

    def __init__(self, when: blocks.Block):
        counted = [
            (name, name)
            for name in ("experience_years", "experience_at_years", "experience_last5", "experience_last7")
        ]
        super().__init__(
            [
                ("points", _value(FIELD_NAMES["points"], _a_number())),
                ("when", when),
                ("law", blocks.CharBlock(required=False, label=FIELD_NAMES["law"])),
                ("per_half_year", _choice("per_half_year", counted)),
                ("less", _choice("less", counted)),
                ("family", _name_like("family")),
                ("id", _name_in_file()),
            ],
            label=_("row"),
            label_format="{id}: {points}",
            form_layout=blocks.BlockGroup(
                children=["points", "when", "law"], settings=["per_half_year", "less", "family", "id"]
            ),
        )


def _name_like(name: str) -> blocks.RegexBlock:
    return blocks.RegexBlock(regex=r"^[a-z0-9_]*$", required=False, label=FIELD_NAMES[name])


@lru_cache(maxsize=1)
def criteria_block() -> blocks.StreamBlock:
    """All criteria of a route."""
    return _nested(CriterionBlock, KINDS, DEEPEST, label=FIELD_NAMES["criteria"])


@lru_cache(maxsize=1)
def points_block() -> blocks.StreamBlock:
    """No table of points, or one."""
    kinds = [kind for kind in KINDS if kind not in {"points", "outside"}]
    when = _nested(ConditionBlock, kinds, DEEPEST, label=FIELD_NAMES["when"], max_num=1)
    group = blocks.StructBlock(
        [
            ("name", _texts("name", rows=1)),
            ("combine", _choice("combine", [(name, _COMBINES.get(name, name)) for name in COMBINES])),
            ("max", _value(FIELD_NAMES["max"], _a_number())),
            (
                "items",
                blocks.ListBlock(RowBlock(when), label=FIELD_NAMES["items"], default=[], collapsed=True),
            ),
            ("id", _name_in_file()),
        ],
        label=_("group of rows"),
        label_format="{name}",
        form_layout=blocks.BlockGroup(children=["name", "combine", "max", "items"], settings=["id"]),
    )
    table = blocks.StructBlock(
        [
            ("pass_mark", _value(FIELD_NAMES["pass_mark"], _a_number())),
            ("max_total", _value(FIELD_NAMES["max_total"], _a_number())),
            ("groups", blocks.ListBlock(group, label=_("groups of rows"), default=[], collapsed=True)),
        ],
        label=_("table of points"),
        icon="table",
    )
    return _stream([("table", table)], FIELD_NAMES["points"], max_num=1)


@lru_cache(maxsize=1)
def about_block() -> blocks.StreamBlock:
    """What the route is, before its criteria. A stream of one: Wagtail's form fields take no bare struct."""
    about = blocks.StructBlock(
        [
            ("name", _texts("name", "official", rows=1)),
            ("who_for", _texts("who_for")),
            (
                "open_to_kosovo",
                blocks.BooleanBlock(
                    required=False,
                    label=FIELD_NAMES["open_to_kosovo"],
                    help_text=_("Not ticked, readers are told that this way is closed to them."),
                ),
            ),
            ("country", _parameter("job_offer", "country")),
            ("purpose", _choice("purpose", list(_PURPOSES.items()), help_text=_("Empty means work."))),
            (
                "page",
                blocks.CharBlock(
                    label=FIELD_NAMES["page"], help_text=_("The key of the page."), max_length=80
                ),
            ),
            ("sources", _sources()),
            ("checked_on", blocks.DateBlock(label=FIELD_NAMES["checked_on"])),
        ],
        label=_("About the route"),
        label_format="",
    )
    return blocks.StreamBlock([("route", about)], min_num=1, max_num=1)
