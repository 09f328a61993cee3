"""Words with one plain sentence each. Texts use the first name; the others are how people say it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from campaign.facts.models import KEY
from content.files import glossary
from content.languages import LANGUAGES

_MEANING = _("One plain sentence without figures.")
_ALSO = _("Other names, one a line, as people say them. Readers never see them.")


class Term(index.Indexed, models.Model):
    """A word with its meaning in all languages."""

    key = models.CharField(_("key"), max_length=80, unique=True, validators=[KEY])
    category = models.CharField(
        _("category"), max_length=12, choices=[(category, category) for category in glossary.CATEGORIES]
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    name_sq = models.CharField(_("name (Albanian)"), max_length=120)
    name_sr = models.CharField(_("name (Serbian, Cyrillic)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120)
    meaning_sq = models.TextField(_("meaning (Albanian)"), help_text=_MEANING)
    meaning_sr = models.TextField(_("meaning (Serbian, Cyrillic)"), help_text=_MEANING)
    meaning_en = models.TextField(_("meaning (English)"), help_text=_MEANING)
    also_sq = models.TextField(_("other names (Albanian)"), blank=True, help_text=_ALSO)
    also_sr = models.TextField(_("other names (Serbian)"), blank=True, help_text=_ALSO)
    also_en = models.TextField(_("other names (English)"), blank=True, help_text=_ALSO)
    original_language = models.CharField(_("language of the form"), max_length=2, blank=True)
    original_name = models.CharField(_("name on the form"), max_length=120, blank=True)
    page_key = models.SlugField(
        _("page"), max_length=80, blank=True, help_text=_("The key of the page where more is said.")
    )
    explain = models.BooleanField(
        _("explain in texts"),
        default=False,
        help_text=_("For hard words: where one first occurs in a text, a tap shows its meaning."),
    )

    panels = [
        FieldRowPanel([FieldPanel("key"), FieldPanel("category"), FieldPanel("page_key")]),
        FieldPanel("explain"),
        MultiFieldPanel(
            [FieldPanel("name_sq"), FieldPanel("meaning_sq"), FieldPanel("also_sq")], _("Albanian")
        ),
        MultiFieldPanel(
            [FieldPanel("name_sr"), FieldPanel("meaning_sr"), FieldPanel("also_sr")], _("Serbian")
        ),
        MultiFieldPanel(
            [FieldPanel("name_en"), FieldPanel("meaning_en"), FieldPanel("also_en")], _("English")
        ),
        FieldRowPanel([FieldPanel("original_language"), FieldPanel("original_name")]),
    ]
    search_fields = [
        index.AutocompleteField("name_en"),
        index.SearchField("name_en"),
        index.FilterField("category"),
    ]

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("glossary")
        ordering = ["order", "key"]

    def __str__(self):
        return self.name_en

    def as_term(self) -> glossary.Term:
        """The term as `content` knows it."""
        also = {
            language: tuple(
                line.strip() for line in getattr(self, f"also_{language}").splitlines() if line.strip()
            )
            for language in LANGUAGES
        }
        return glossary.Term(
            id=self.key,
            category=self.category,
            name={language: getattr(self, f"name_{language}") for language in LANGUAGES},
            meaning={
                language: " ".join(getattr(self, f"meaning_{language}").split()) for language in LANGUAGES
            },
            also={language: names for language, names in also.items() if names},
            original=(self.original_language, self.original_name) if self.original_name else None,
            page=self.page_key,
            explain=self.explain,
        )
