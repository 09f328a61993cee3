"""Legal routes and the countries they lead to."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet

from campaign.base.models import CampaignPage


@register_snippet
class Route(models.Model):
    """The criteria of one route, as `content.rules` judges them. Kept as the route file has them."""

    key = models.CharField(_("key"), max_length=80, unique=True)
    data = models.JSONField(_("criteria"), help_text=_("The route file: see content/rules/model.py."))

    panels = [FieldPanel("key", read_only=True), FieldPanel("data", read_only=True)]

    class Meta:
        verbose_name = _("route criteria")
        verbose_name_plural = _("route criteria")
        ordering = ["key"]

    def __str__(self):
        return self.key


class RoutePage(CampaignPage):
    """One legal way to work in one country."""

    kind = "route"
    template = "pages/content_page.html"

    country = models.CharField(_("country"), max_length=2, blank=True)
    # Not `route`: that is the method by which Wagtail finds a page for an address.
    criteria = models.ForeignKey(
        Route,
        verbose_name=_("criteria"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="pages",
    )

    content_panels = [*CampaignPage.content_panels, FieldPanel("country"), FieldPanel("criteria")]

    class Meta:
        verbose_name = _("route")

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        if self.criteria:
            name = self.criteria.data.get("name", {})
            context["route"] = {
                "name": name.get(self.locale.language_code, self.title),
                "official": name.get("official", ""),
                "open": self.criteria.data.get("open_to_kosovo") is True,
            }
        return context


class CountryPage(CampaignPage):
    """What a country offers and asks."""

    kind = "country"
    template = "pages/content_page.html"

    country = models.CharField(_("country"), max_length=2)

    content_panels = [*CampaignPage.content_panels, FieldPanel("country")]

    class Meta:
        verbose_name = _("country")
