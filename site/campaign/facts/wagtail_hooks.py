"""Facts, sources and contacts in the editors' menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from .models import Contact, Fact, Source


class FactViewSet(SnippetViewSet):
    model = Fact
    icon = "tag"
    list_display = ["key", "value", "unit", "year", "checked_on", "valid_until"]
    list_filter = ["unit", "year", "being_checked", "valid_until"]
    ordering = ["key"]


class SourceViewSet(SnippetViewSet):
    model = Source
    icon = "link"
    list_display = ["title", "kind", "dated"]
    list_filter = ["kind"]


class ContactViewSet(SnippetViewSet):
    model = Contact
    icon = "group"
    list_display = ["name_en", "country", "phone", "checked_on"]


class FactsGroup(SnippetViewSetGroup):
    menu_label = _("Facts and sources")
    menu_icon = "clipboard-list"
    menu_order = 150
    items = (FactViewSet, SourceViewSet, ContactViewSet)


register_snippet(FactsGroup)
