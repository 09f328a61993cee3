"""The form of a route: three fields of blocks over the one JSON of the route file."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.blocks import BlockField

from .blocks import DEEPEST, about_block, criteria_block, points_block
from .conversion import blocks_of, data_of, in_the_manner_of, is_shown_whole
from .faults import errors_by_field, judged

BLOCKS = {"about": about_block, "criteria": criteria_block, "points": points_block}


class RouteForm(WagtailAdminModelForm):
    """Shows `Route.data` as blocks and writes them back. A draft may be unfinished; what is published may not."""

    about = BlockField(block=about_block(), label=gettext_lazy("About the route"))
    criteria = BlockField(
        block=criteria_block(),
        label=gettext_lazy("Criteria"),
        help_text=gettext_lazy("All of them are necessary; alternatives stand together in a group."),
    )
    points = BlockField(
        block=points_block(),
        label=gettext_lazy("Table of points"),
        required=False,
        help_text=gettext_lazy("Only where the law counts points; a criterion “enough points” asks for it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        shown = blocks_of(self.instance.data or {})
        for name, block in BLOCKS.items():
            self.initial[name] = block().to_python(shown[name])

    def clean(self):
        """Refuses what `parse_route` refuses, at the field that is wrong."""
        cleaned = super().clean() or self.cleaned_data
        before = self.instance.data or {}
        if before and not is_shown_whole(before, DEEPEST):
            raise ValidationError(
                _("This route holds something that this form can't show. Change its file instead, so that nothing is lost.")
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
