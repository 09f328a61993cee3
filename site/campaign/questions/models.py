"""Questions as people ask them, with a short answer that refers to facts. Each belongs to a page and stands at its end."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from campaign.base.models import Review
from campaign.facts.models import KEY, Fact, Source
from content import figures
from content.languages import LANGUAGES

_ANSWER = _("One to three sentences. Write figures as references: [[fact_id]].")
_ALSO = _("Other wordings, one a line, as people write them. Readers never see them; search finds by them.")


class Question(index.Indexed, ClusterableModel):
    """One question with its answer in all languages."""

    key = models.CharField(_("key"), max_length=80, unique=True, validators=[KEY])
    page_key = models.SlugField(
        _("page"), max_length=80, help_text=_("The key of the page at whose end the question stands.")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    question_sq = models.CharField(_("question (Albanian)"), max_length=200)
    question_sr = models.CharField(_("question (Serbian, Cyrillic)"), max_length=200)
    question_en = models.CharField(_("question (English)"), max_length=200)
    answer_sq = models.TextField(_("answer (Albanian)"), help_text=_ANSWER)
    answer_sr = models.TextField(_("answer (Serbian, Cyrillic)"), help_text=_ANSWER)
    answer_en = models.TextField(_("answer (English)"), help_text=_ANSWER)
    also_sq = models.TextField(_("other wordings (Albanian)"), blank=True, help_text=_ALSO)
    also_sr = models.TextField(_("other wordings (Serbian)"), blank=True, help_text=_ALSO)
    also_en = models.TextField(_("other wordings (English)"), blank=True, help_text=_ALSO)
    sources = ParentalManyToManyField(Source, verbose_name=_("sources"), blank=True, related_name="questions")
    topics = models.CharField(_("topics"), max_length=200, blank=True, help_text=_("Words with commas."))
    country = models.CharField(_("country"), max_length=2, blank=True)
    checked_on = models.DateField(_("checked on"))
    review_sq = models.CharField(
        _("review (Albanian)"), max_length=16, choices=Review, default=Review.MACHINE_DRAFTED
    )
    review_sr = models.CharField(
        _("review (Serbian)"), max_length=16, choices=Review, default=Review.MACHINE_DRAFTED
    )
    review_en = models.CharField(
        _("review (English)"), max_length=16, choices=Review, default=Review.MACHINE_DRAFTED
    )

    panels = [
        FieldRowPanel([FieldPanel("key"), FieldPanel("page_key"), FieldPanel("order")]),
        MultiFieldPanel(
            [FieldPanel("question_sq"), FieldPanel("answer_sq"), FieldPanel("also_sq")], _("Albanian")
        ),
        MultiFieldPanel(
            [FieldPanel("question_sr"), FieldPanel("answer_sr"), FieldPanel("also_sr")], _("Serbian")
        ),
        MultiFieldPanel(
            [FieldPanel("question_en"), FieldPanel("answer_en"), FieldPanel("also_en")], _("English")
        ),
        FieldPanel("sources"),
        FieldRowPanel([FieldPanel("topics"), FieldPanel("country"), FieldPanel("checked_on")]),
        FieldRowPanel([FieldPanel("review_sq"), FieldPanel("review_sr"), FieldPanel("review_en")]),
    ]
    search_fields = [
        index.AutocompleteField("question_en"),
        index.SearchField("question_en"),
        index.SearchField("question_sq"),
        index.SearchField("question_sr"),
        index.FilterField("page_key"),
    ]

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["page_key", "order", "key"]

    def __str__(self):
        return self.question_en

    @classmethod
    def from_db(cls, db, field_names, values, *, fetch_mode=None):
        """Remembers the page, so that a question that moves is also taken from the old one."""
        row = super().from_db(db, field_names, values, fetch_mode=fetch_mode)
        row.page_before = row.__dict__.get("page_key", "")
        return row

    def clean(self):
        """Refuses an answer that quotes a fact nobody has."""
        super().clean()
        for language in LANGUAGES:
            quoted = set(figures.references(self.answer_in(language)))
            known = set(Fact.objects.filter(key__in=quoted).values_list("key", flat=True))
            if missing := sorted(quoted - known):
                raise ValidationError(
                    {f"answer_{language}": _("There is no fact with this key: %s") % ", ".join(missing)}
                )

    def question_in(self, language: str) -> str:
        """The question in `sq`, `sr` or `en`."""
        return getattr(self, f"question_{language}")

    def answer_in(self, language: str) -> str:
        """The answer in `sq`, `sr` or `en`, with its references."""
        return getattr(self, f"answer_{language}")

    def also_in(self, language: str) -> tuple[str, ...]:
        """The other wordings in `sq`, `sr` or `en`."""
        lines = (" ".join(line.split()) for line in getattr(self, f"also_{language}").splitlines())
        return tuple(line for line in lines if line)

    def topic_list(self) -> list[str]:
        """The topics as words."""
        return [word.strip() for word in self.topics.split(",") if word.strip()]

    @property
    def anchor(self) -> str:
        """Where the answer stands on its page. Inside the `<details>`, so that a link opens it."""
        return f"q-{self.key}"
