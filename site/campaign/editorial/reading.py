"""The report of who has read which text: per language, with a filter for what nobody has read."""

import django_filters
from django.db.models import Case, Count, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.reports import PageReportView
from wagtail.models import Locale, Page

from campaign.base.models import Review
from campaign.search.pages import page_types


def pages_with_review():
    """All pages of the campaign with the `review` mark and the day of their own type, unread ones first."""
    models = [model._meta.model_name for model in page_types()]
    return (
        Page.objects.annotate(
            review=Coalesce(*(f"{name}__review" for name in models)),
            checked_on=Coalesce(*(f"{name}__checked_on" for name in models)),
        )
        .filter(review__isnull=False)
        .select_related("locale")
        .order_by(Case(*(When(review=state, then=place) for place, state in enumerate(Review))), "path")
    )


class ReadingFilterSet(WagtailFilterSet):
    """By language and by who has read the text."""

    locale = django_filters.ModelChoiceFilter(
        label=_("Language"), queryset=lambda request: Locale.objects.all()
    )
    review = django_filters.ChoiceFilter(label=_("review"), choices=Review.choices)

    class Meta:
        model = Page
        fields = ["locale", "review"]


class ReadingView(PageReportView):
    """Every text with its mark; above it the number of texts per language and mark."""

    page_title = _("Who has read which text")
    header_icon = "glasses"
    results_template_name = "editorial/reading_results.html"
    index_url_name = "reading_report"
    index_results_url_name = "reading_report_results"
    filterset_class = ReadingFilterSet
    any_permission_required = ["add", "change", "publish"]
    list_export = ["title", "locale", "review", "checked_on"]
    export_headings = {"locale": _("Language"), "review": _("review"), "checked_on": _("checked on")}

    def get_base_queryset(self):
        """The pages, before any filter."""
        return pages_with_review()

    def get_context_data(self, **kwargs):
        """Adds the counts of all texts, whatever is filtered."""
        rows = (
            pages_with_review()
            .order_by()
            .values("locale__language_code", "review")
            .annotate(texts=Count("pk"))
        )
        counted = {(row["locale__language_code"], row["review"]): row["texts"] for row in rows}
        return super().get_context_data(**kwargs) | {
            "states": Review.labels,
            "counts": [
                {
                    "language": locale.get_display_name(),
                    "texts": [counted.get((locale.language_code, state), 0) for state in Review.values],
                }
                for locale in Locale.objects.all()
            ],
            "labels": dict(Review.choices),
        }
