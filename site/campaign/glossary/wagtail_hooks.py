"""The glossary in the editors' menu."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Term


class TermViewSet(SnippetViewSet):
    model = Term
    icon = "openquote"
    menu_order = 170
    add_to_admin_menu = True
    list_display = ["name_en", "name_sq", "name_sr", "category", "explain"]
    list_filter = ["category", "explain"]


register_snippet(TermViewSet)
