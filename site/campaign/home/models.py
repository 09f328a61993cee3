"""The front page, the pages that list others, and what we say about ourselves."""

from django.utils.translation import gettext_lazy as _

from campaign.base.models import CampaignPage, item_of


class HomePage(CampaignPage):
    """The front page of one language."""

    kind = "home"
    explains_words = False
    template = "pages/home_page.html"
    parent_page_types = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("front page")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["cards"] = [
            {**item_of(page, request), "icon": page.specific.key}
            for page in self.get_children().live().in_menu()
        ]
        return context


class IndexPage(CampaignPage):
    """A page that lists its children."""

    kind = "index"
    explains_words = False
    template = "pages/index_page.html"

    class Meta:
        verbose_name = _("list page")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["children"] = [item_of(page, request) for page in self.get_children().live()]
        context["has_map"] = any(child["shapes"] for child in context["children"])
        return context


class AboutPage(CampaignPage):
    """Who we are, how facts are checked, privacy, accessibility."""

    kind = "about"
    explains_words = False
    template = "pages/content_page.html"

    class Meta:
        verbose_name = _("about page")
