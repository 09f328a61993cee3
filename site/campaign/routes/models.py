"""Legal routes and the countries they lead to."""

from django.contrib import admin
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.html import escape
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin

from campaign.base.models import CampaignPage, FramedPreview
from campaign.base.pictures import shapes
from campaign.facts.rendering import with_figures
from campaign.languages.forms import current
from content.countries import country_name
from content.figures import plain
from content.text.scripts import to_latin


class Route(
    FramedPreview,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    models.Model,
):
    """The criteria of one route, as `content.rules` judges them.

    `data` is what is published, kept as the route file has it; a draft is a revision. Editors see blocks
    (`forms.RouteForm`), loading and exporting see the file's format.
    """

    key = models.CharField(_("key"), max_length=80, unique=True)
    data = models.JSONField(_("criteria"), help_text=_("The route file: see content/rules/model.py."))
    revisions = GenericRelation("wagtailcore.Revision", related_query_name="route")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="route",
        for_concrete_model=False,
    )

    class Meta:
        verbose_name = _("route criteria")
        verbose_name_plural = _("route criteria")
        ordering = ["key"]

    def __str__(self):
        return f"{self.title()} ({self.key})"

    @admin.display(description=_("name"), ordering="key")
    def title(self) -> str:
        """The name in the language of the request."""
        form = current()
        name = plain(self.data.get("name", {}).get(form.language) or self.key, {}, form.language)
        return to_latin(name) if form.code == "sr-latn" else name

    @admin.display(description=_("country"))
    def country(self) -> str:
        """Where the route leads."""
        return self.data.get("country", "")

    @admin.display(description=_("checked on"))
    def checked_on(self) -> str:
        """The day someone last read the law."""
        return self.data.get("checked_on", "")

    def make_preview_request(self, original_request=None, preview_mode=None, extra_request_attrs=None):
        """Takes the editor's language along: the preview passes the middleware like a public page."""
        extra = (extra_request_attrs or {}) | {"editors_language": get_language()}
        return super().make_preview_request(original_request, preview_mode, extra)

    def serve_preview(self, request, mode_name):
        """The preview in the editor's language."""
        with override(getattr(request, "editors_language", None) or get_language()):
            return super().serve_preview(request, mode_name).render()

    def get_preview_template(self, request, mode_name):
        """What the draft would change for the example profiles."""
        return "routes/preview.html"

    def get_preview_context(self, request, mode_name):
        """The comparison, and what the frame of a page of its own needs."""
        from .outcomes import comparison

        published = Route.objects.filter(pk=self.pk, live=True).first()
        return super().get_preview_context(request, mode_name) | {
            "comparison": comparison(self.key, published.data if published else None, self.data),
            "title": self.title(),
            "html_lang": current().html_lang,
        }


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
            name, language = self.criteria.data.get("name", {}), self.locale.language_code
            context["route"] = {
                "name": with_figures(escape(name.get(language, self.title)), {}, language),
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

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        context["shapes"] = shapes(self.country)
        context["country"] = country_name(self.country, self.locale.language_code)
        return context
