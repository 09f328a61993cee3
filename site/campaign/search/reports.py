"""The editors' report of searches that found nothing: the most frequent first, over the last 90 days, to look at or to take along."""

import datetime as dt

from django.db.models import Max, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView

from campaign.languages.choices import Language

from .fruitless import KEPT_DAYS
from .models import FruitlessSearch


class FruitlessSearchFilters(WagtailFilterSet):
    language = ChoiceFilter(label=_("Language"), choices=Language.choices)

    class Meta:
        model = FruitlessSearch
        fields = ["language"]


class FruitlessSearchesView(ReportView):
    """Open to everybody who may enter the editors' pages: the words are redacted and belong to nobody."""

    page_title = _("Searches that found nothing")
    header_icon = "search"
    model = FruitlessSearch
    filterset_class = FruitlessSearchFilters
    is_searchable = True
    search_fields = ["query"]
    default_ordering = "-total"
    index_url_name = "fruitless_searches"
    index_results_url_name = "fruitless_searches_results"
    columns = [
        Column("query", label=_("Words"), sort_key="query"),
        Column("language", label=_("Language"), sort_key="language"),
        NumberColumn("total", label=_("Times"), sort_key="total"),
        Column("last", label=_("Last on"), sort_key="last"),
    ]
    export_headings = {
        "query": _("Words"),
        "language": _("Language"),
        "total": _("Times"),
        "last": _("Last on"),
    }
    list_export = ["query", "language", "total", "last"]
    export_filename = "searches-that-found-nothing"

    def get_base_queryset(self):
        """One row for each query and language, with its sum and its last day."""
        since = timezone.localdate() - dt.timedelta(days=KEPT_DAYS)
        rows = FruitlessSearch.objects.filter(day__gte=since).order_by()
        return rows.values("query", "language").annotate(total=Sum("count"), last=Max("day"))

    def get_filterset_kwargs(self):
        """Filters work on the sums, too."""
        return super().get_filterset_kwargs() | {"queryset": self.get_base_queryset()}
