"""The form of a set: the page is chosen by its title."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from .trial import page_titles


def _pages() -> list[tuple[str, str]]:
    return [("", "---------"), *sorted(page_titles().items(), key=lambda item: item[1].casefold())]


class SynonymSetForm(WagtailAdminModelForm):
    """Offers every published page."""

    page_key = forms.ChoiceField(
        label=_("page to be found"),
        choices=_pages,
        help_text=_("The test query must find this page among the first three."),
    )
