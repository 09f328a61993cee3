"""Recommended answers in the editors' menu, searches that found nothing among the reports."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Recommendation
from .reports import FruitlessSearchesView


class RecommendationViewSet(SnippetViewSet):
    model = Recommendation
    icon = "pick"
    menu_label = _("Recommendations")
    menu_order = 180
    add_to_admin_menu = True
    list_display = ["first_phrase", "language", "page", "question"]
    list_filter = ["language"]


register_snippet(RecommendationViewSet)


@hooks.register("register_reports_menu_item")
def fruitless_searches_menu_item():
    """In the menu "Reports"."""
    return MenuItem(
        _("Searches that found nothing"),
        reverse("fruitless_searches"),
        name="fruitless-searches",
        icon_name="search",
        order=750,
    )


@hooks.register("register_admin_urls")
def fruitless_searches_urls():
    """The report, and its rows alone for the page that is already open."""
    return [
        path("reports/searches/", FruitlessSearchesView.as_view(), name="fruitless_searches"),
        path(
            "reports/searches/results/",
            FruitlessSearchesView.as_view(results_only=True),
            name="fruitless_searches_results",
        ),
    ]
