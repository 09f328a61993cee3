"""What search keeps in the database: the outbox of the index, searches that found nothing, what editors recommend."""

from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from campaign.languages.choices import Language
from content.index.analysis import terms


class OutboxRow(models.Model):
    """One thing that changed and is not yet in the index, written in the same transaction as the change. Its id is the version the index gets, so a late write never wins."""

    class Kind(models.TextChoices):
        PAGE = "page", _("page")
        FACT = "fact", _("fact")
        ROUTE = "route", _("route")
        CONTACT = "contact", _("contact")
        QUESTION = "question", _("questions of a page")
        SYNONYMS = "synonyms", _("synonyms")

    kind = models.CharField(max_length=8, choices=Kind)
    target = models.CharField(
        max_length=100
    )  # page, question: the page's key; synonyms: the language; the others: their key
    language = models.CharField(max_length=2, blank=True)  # pages only
    created_at = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("waiting for the index")
        verbose_name_plural = _("waiting for the index")
        ordering = ["id"]

    def __str__(self):
        return f"{self.kind} {self.target} {self.language}".strip()


class FruitlessSearch(models.Model):
    """Words that found nothing on a day, and how often. No trace of who asked."""

    day = models.DateField(_("day"))
    language = models.CharField(_("language"), max_length=2)
    query = models.CharField(_("words"), max_length=80)
    count = models.PositiveIntegerField(_("times"), default=1)

    class Meta:
        verbose_name = _("search that found nothing")
        verbose_name_plural = _("searches that found nothing")
        ordering = ["-day", "query"]
        constraints = [models.UniqueConstraint(fields=["day", "language", "query"], name="one_row_a_day")]

    def __str__(self):
        return self.query


class Recommendation(models.Model):
    """What editors want readers to see first who search for certain words: a page or a question."""

    language = models.CharField(_("language"), max_length=2, choices=Language)
    phrases = models.TextField(
        _("searched words"),
        help_text=_(
            "What readers type, one search a line. Spelling, script, word order and endings make no difference."
        ),
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("In any language: readers are led to the one they read."),
    )
    question = models.ForeignKey(
        "questions.Question",
        verbose_name=_("question"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Instead of a page."),
    )
    note = models.CharField(
        _("note"),
        max_length=200,
        blank=True,
        help_text=_("One sentence in the language above, shown with it. Serbian in Cyrillic."),
    )

    panels = [
        FieldPanel("language"),
        FieldPanel("phrases"),
        FieldPanel("page"),
        FieldPanel("question"),
        FieldPanel("note"),
    ]

    class Meta:
        verbose_name = _("recommended answer")
        verbose_name_plural = _("recommended answers")
        ordering = ["language", "id"]

    def __str__(self):
        return f"{self.first_phrase} → {self.question or self.page}"

    @property
    def first_phrase(self) -> str:
        """The first of the searched words, as a name in lists."""
        return next(iter(self.phrases.splitlines()), "")

    def searched_as(self) -> dict[frozenset[str], str]:
        """What each phrase is searched as, and how it is written."""
        lines = (" ".join(line.split()) for line in self.phrases.splitlines())
        return {search_key(line, self.language): line for line in lines if line}

    def clean(self):
        """Refuses two targets or none, phrases of filler words only, and phrases that lead somewhere else already."""
        super().clean()
        if bool(self.page_id) == bool(self.question_id):
            raise ValidationError({"page": _("Choose a page or a question, one of the two.")})
        if self.language not in Language.values:
            return  # the field's own message says so
        keys = self.searched_as()
        if not keys or frozenset() in keys:
            said = keys.get(frozenset(), "")
            raise ValidationError({"phrases": _("This says nothing one could search for: “%s”.") % said})
        for other in Recommendation.objects.filter(language=self.language).exclude(pk=self.pk):
            for key in keys.keys() & other.searched_as().keys():
                raise ValidationError(
                    {
                        "phrases": _("“%(phrase)s” already leads to “%(other)s”. Remove it here or there.")
                        % {"phrase": keys[key], "other": other.question or other.page}
                    }
                )


@lru_cache(maxsize=4096)
def search_key(text: str, language: str) -> frozenset[str]:
    """What a text is searched as: equal for every spelling, script, inflection and order of its words."""
    return frozenset(terms(text, language))
