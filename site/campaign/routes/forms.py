"""The form of a route: three fields of blocks over the one JSON of the route file."""

import json
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.telepath import JSContext
from wagtail.blocks import BlockField
from wagtail.blocks.base import BlockWidget

from .blocks import DEEPEST, about_block, criteria_block, points_block
from .conversion import blocks_of, data_of, in_the_manner_of, is_shown_whole
from .faults import errors_by_field, judged

BLOCKS = {"about": about_block, "criteria": criteria_block, "points": points_block}


class RulesWidget(BlockWidget):
    """Wagtail's widget for blocks; what describes them to the browser is made once for each language."""

    def _build_block_json(self):
        self._js_context, self._block_json = _described(self.block_def.name, get_language())


@lru_cache(maxsize=16)
def _described(name: str, language: str) -> tuple:
    context = JSContext()
    return context, json.dumps(context.pack(BLOCKS[name]()))


def _field(name: str, **options) -> BlockField:
    block = BLOCKS[name]()
    block.set_name(name)
    return BlockField(block=block, widget=RulesWidget(block), **options)


def _with_ids(shown, place: str):
    """The form value with an id for each block, which folds and moves by it; the same for the same data."""
    if isinstance(shown, list):
        return [
            one | {"id": f"{place}-{number}", "value": _with_ids(one["value"], f"{place}-{number}")}
            for number, one in enumerate(shown)
        ]
    if isinstance(shown, dict):
        return {
            name: _with_ids(one, f"{place}-{name}") if _holds_blocks(one) else one
            for name, one in shown.items()
        }
    return shown


def _holds_blocks(value) -> bool:
    return isinstance(value, dict) or isinstance(value, list) and all(isinstance(one, dict) for one in value)


class RouteForm(WagtailAdminModelForm):
    """Shows `Route.data` as blocks and writes them back. A draft may be unfinished; what is published may not."""

    about = _field("about", label=gettext_lazy("About the route"))
    criteria = _field(
        "criteria",
        label=gettext_lazy("Criteria"),
        help_text=gettext_lazy("All of them are necessary; alternatives stand together in a group."),
    )
    points = _field(
        "points",
        label=gettext_lazy("Table of points"),
        required=False,
        help_text=gettext_lazy("Only where the law counts points; a criterion “enough points” asks for it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        shown = blocks_of(self.instance.data or {})
        for name, block in BLOCKS.items():
            self.initial[name] = block().to_python(_with_ids(shown[name], name))

    def clean(self):
        """Refuses what `parse_route` refuses, at the field that is wrong."""
        cleaned = super().clean() or self.cleaned_data
        before = self.instance.data or {}
        if before and not is_shown_whole(before, DEEPEST):
            raise ValidationError(
                _(
                    "This route holds something that this form can't show. Change its file instead, so that nothing is lost."
                )
            )
        if not cleaned.keys() >= BLOCKS.keys():
            return cleaned  # a block has said already what is wrong with it
        raw = {name: block().get_prep_value(cleaned[name]) for name, block in BLOCKS.items()}
        data = in_the_manner_of(before, data_of(self.instance.key, raw))
        if not self.is_deferred_validation:
            _route, faults = judged(self.instance.key, data)
            values = {name: cleaned[name] for name in BLOCKS}
            for name, error in errors_by_field(
                faults, values, {name: block() for name, block in BLOCKS.items()}
            ).items():
                self.add_error(name, error)
        self.instance.data = data
        return cleaned
