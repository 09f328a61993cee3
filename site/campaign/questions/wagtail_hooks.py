"""Questions in the editors' menu."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Question


class QuestionViewSet(SnippetViewSet):
    model = Question
    icon = "help"
    menu_order = 160
    add_to_admin_menu = True
    list_display = ["question_en", "page_key", "checked_on", "review_sq", "review_sr", "review_en"]
    list_filter = ["page_key", "country", "review_sq", "review_sr", "review_en"]


register_snippet(QuestionViewSet)
