"""Synonyms in the editors' menu. Saving one tells what its test query finds."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .forms import SynonymSetForm
from .models import SynonymSet
from .trial import trial


class SynonymSetViewSet(SnippetViewSet):
    model = SynonymSet
    icon = "link"
    menu_label = gettext_lazy("Synonyms")
    menu_order = 185
    add_to_admin_menu = True
    list_display = ["line", "language", "reason", "query"]
    list_filter = ["language"]
    edit_handler = ObjectList(SynonymSet.panels, base_form_class=SynonymSetForm)


register_snippet(SynonymSetViewSet)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def tell_what_the_test_finds(request, instance):
    """A warning when the test query misses its page; the set is saved all the same."""
    if not isinstance(instance, SynonymSet):
        return
    tried = trial(instance)
    if tried is None:
        messages.warning(
            request,
            _("The set is saved, but the index can't be read now, so the test query could not be tried."),
        )
        return
    said = (
        _("The test query “%s” finds the page among the first three.")
        if tried.passes
        else _("The set is saved, but the test query “%s” does not find the page among the first three.")
    ) % instance.query
    result = _("Without this set: %(without)s. With it: %(found)s.") % {
        "without": _listed(tried.without),
        "found": _listed(tried.found),
    }
    tell = messages.success if tried.passes else messages.warning
    edit = reverse(SynonymSet.snippet_viewset.get_url_name("edit"), args=[instance.pk])
    tell(request, f"{said} {result}", buttons=[messages.button(edit, _("Edit"))])


def _listed(titles: list[str]) -> str:
    return " · ".join(titles) or _("nothing")
