"""The one list of blocks an editor builds a text from."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

RICH_TEXT = ["bold", "ol", "ul", "link"]


class SectionBlock(blocks.StructBlock):
    """A question of the reader and its answer. Each section is found by search on its own."""

    heading = blocks.CharBlock(
        label=_("heading"), required=False, max_length=160, help_text=_("What the reader would ask.")
    )
    text = blocks.RichTextBlock(
        label=_("text"),
        features=RICH_TEXT,
        required=False,
        help_text=_("Write figures as references: [[fact_id]]. Foreign names: [[de:Ausbildung]]."),
    )

    class Meta:
        icon = "title"
        label = _("Section")


class CalloutBlock(blocks.StructBlock):
    """A short text that must be seen."""

    kind = blocks.ChoiceBlock(
        label=_("kind"),
        choices=[
            ("danger", _("Danger")),
            ("warning", _("Warning")),
            ("good", _("Good to know")),
            ("note", _("Note")),
        ],
        default="warning",
    )
    text = blocks.RichTextBlock(label=_("text"), features=RICH_TEXT)

    class Meta:
        icon = "warning"
        label = _("Callout")


def body_blocks() -> list[tuple[str, blocks.Block]]:
    """Section and callout: what every page's text is made of."""
    return [("section", SectionBlock()), ("callout", CalloutBlock())]
