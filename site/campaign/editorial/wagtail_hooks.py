"""The report of read and unread texts in the editors' menu."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .reading import ReadingView


@hooks.register("register_reports_menu_item")
def reading_in_the_menu():
    """Under "Reports"."""
    return MenuItem(_("Who has read which text"), reverse("reading_report"), icon_name="glasses", order=50)


@hooks.register("register_admin_urls")
def reading_addresses():
    """The report, and its results alone for filtering without a new page."""
    return [
        path("reports/reading/", ReadingView.as_view(), name="reading_report"),
        path(
            "reports/reading/results/", ReadingView.as_view(results_only=True), name="reading_report_results"
        ),
    ]
