"""Other names for our terms, by which search and bot understand a question. Each set comes with a query that tests it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from campaign.languages.choices import Language
from content.files import synonyms

from .messages import message_of
from .panels import TrialPanel

FIELDS = {"said": "names", "meant": "meant", "reason": "reason", "query": "query", "page": "page_key"}


class SynonymSet(index.Indexed, models.Model):
    """One set of names in one language."""

    key = models.CharField(max_length=120, editable=False)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    names = models.TextField(
        _("names"),
        help_text=_(
            "What people say, with commas or one a line: a word or several. Spelling, script and endings make no difference."
        ),
    )
    meant = models.TextField(
        _("may mean"),
        blank=True,
        help_text=_(
            "Leave empty when all names mean the same. Else: what those who say one of the names may mean, but not the other way round."
        ),
    )
    reason = models.CharField(
        _("reason"), max_length=200, help_text=_("Why people say so, in a few words for your colleagues.")
    )
    query = models.CharField(
        _("test query"), max_length=200, help_text=_("What somebody would type who uses one of these names.")
    )
    page_key = models.CharField(
        _("page to be found"),
        max_length=80,
        help_text=_("The test query must find this page among the first three."),
    )

    panels = [
        FieldPanel("language"),
        MultiFieldPanel([FieldPanel("names"), FieldPanel("meant"), FieldPanel("reason")], _("Names")),
        FieldRowPanel([FieldPanel("query"), FieldPanel("page_key")], _("Test")),
        TrialPanel(heading=_("What the test query finds"), icon="search"),
    ]
    search_fields = [
        index.AutocompleteField("names"),
        index.SearchField("names"),
        index.SearchField("meant"),
        index.FilterField("language"),
    ]

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["language", "pk"]
        constraints = [models.UniqueConstraint(fields=["language", "key"], name="one_set_of_a_name")]

    def __str__(self):
        return self.line

    def save(self, *args, **kwargs):
        """Gives a new set its key, which it keeps, unless the language it moves to has one of that key: by it a file finds its set again."""
        taken = set(self._others().values_list("key", flat=True))
        if not self.key or self.key in taken:
            first = self.as_set().key
            self.key = next(
                key
                for key in (first, *(f"{first}-{n}" for n in range(2, len(taken) + 3)))
                if key not in taken
            )
        super().save(*args, **kwargs)

    @classmethod
    def from_db(cls, db, field_names, values, *, fetch_mode=None):
        """Remembers the language, so that a set that moves is also taken from the other one."""
        row = super().from_db(db, field_names, values, fetch_mode=fetch_mode)
        row.language_before = row.__dict__.get("language", "")
        return row

    def clean(self):
        """Refuses what would be useless or couldn't be written to a file. What the test query finds refuses nothing."""
        super().clean()
        found = self.as_set()
        errors: dict[str, list] = {}
        for fault in synonyms.faults(found):
            errors.setdefault(FIELDS[fault.field], []).append(message_of(fault))
        other = next((row for row in self._others() if row.as_set().key == found.key), None)
        if found.said and other:
            errors.setdefault("names", []).append(
                _("There is a set that begins with this name: “%s”. Add your names there.") % other.line
            )
        if errors:
            raise ValidationError(errors)

    def _others(self):
        return type(self).objects.filter(language=self.language).exclude(pk=self.pk)

    def as_set(self) -> synonyms.SynonymSet:
        """The set as `content` knows it."""
        return synonyms.SynonymSet(
            self.language,
            synonyms.split_names(self.names),
            synonyms.split_names(self.meant),
            " ".join(self.reason.split()),
            " ".join(self.query.split()),
            self.page_key,
        )

    @property
    def line(self) -> str:
        """The names with their direction, for lists."""
        found = self.as_set()
        said = ", ".join(found.said) if found.meant else " = ".join(found.said)
        return f"{said} → {', '.join(found.meant)}" if found.meant else said
