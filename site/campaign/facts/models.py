"""Facts, sources and contacts as editors keep them. A page refers to a fact by its key and never repeats its value."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from content import figures

KEY = RegexValidator(r"^[a-z0-9_]+$", _("Small letters, digits and _ only."))
WORDS = {"phone", "level"}  # units whose value is text as it stands


class Source(index.Indexed, models.Model):
    """Who says so: a law text, an authority's page, or a secondary page."""

    class Kind(models.TextChoices):
        LAW_TEXT = "law_text", _("Law text")
        OFFICIAL = "official", _("Page of an authority")
        SECONDARY = "secondary", _("Press, guide, law firm")

    title = models.CharField(_("title"), max_length=300)
    url = models.URLField(_("address"), max_length=500)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    dated = models.CharField(
        _("day of the page"), max_length=60, help_text=_("The day of the page or law text, or “undated”.")
    )
    site_only = models.BooleanField(
        _("site only"),
        default=False,
        help_text=_("The exact page is not known; the address leads to the publisher's site."),
    )

    panels = [
        FieldPanel("title"),
        FieldPanel("url"),
        FieldPanel("kind"),
        FieldPanel("dated"),
        FieldPanel("site_only"),
    ]
    search_fields = [index.AutocompleteField("title"), index.SearchField("title")]

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["id"]

    def __str__(self):
        return f"{self.title} ({self.dated})"

    @property
    def language(self) -> str:
        """The language of the title, for `lang`: titles are kept in English with the original's names."""
        return "en"


class Fact(index.Indexed, ClusterableModel):
    """One figure with its proof."""

    key = models.CharField(
        _("key"), max_length=80, unique=True, validators=[KEY], help_text=_("Written in texts as [[key]].")
    )
    label_sq = models.CharField(_("what it says (Albanian)"), max_length=200)
    label_sr = models.CharField(_("what it says (Serbian, Cyrillic)"), max_length=200)
    label_en = models.CharField(_("what it says (English)"), max_length=200)
    value = models.CharField(
        _("value"),
        max_length=2000,
        help_text=_(
            "A number without signs (50700 or 13.9), a date (2026-01-31), a phone number, or codes with commas."
        ),
    )
    unit = models.CharField(
        _("unit"), max_length=16, choices=[(unit, unit.replace("_", " ")) for unit in figures.UNITS]
    )
    gross = models.BooleanField(_("gross"), default=False, help_text=_("Pay before tax and insurance."))
    year = models.PositiveSmallIntegerField(
        _("year"),
        null=True,
        blank=True,
        help_text=_("The year the figure is for; empty when it does not change yearly."),
    )
    sources = ParentalManyToManyField(Source, verbose_name=_("sources"), related_name="facts")
    checked_on = models.DateField(_("checked on"))
    checked_by = models.CharField(_("checked by"), max_length=80, blank=True)
    valid_until = models.DateField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("After this day readers see that it is being checked."),
    )
    confidence = models.CharField(_("confidence"), max_length=40, blank=True)
    being_checked = models.BooleanField(
        _("being checked"),
        default=False,
        help_text=_("The source is weak: readers see that it is being checked."),
    )

    panels = [
        FieldPanel("key"),
        MultiFieldPanel(
            [FieldPanel("label_sq"), FieldPanel("label_sr"), FieldPanel("label_en")], _("What it says")
        ),
        FieldRowPanel([FieldPanel("value"), FieldPanel("unit"), FieldPanel("year"), FieldPanel("gross")]),
        FieldPanel("sources"),
        FieldRowPanel([FieldPanel("checked_on"), FieldPanel("checked_by"), FieldPanel("valid_until")]),
        FieldRowPanel([FieldPanel("being_checked"), FieldPanel("confidence")]),
    ]
    search_fields = [
        index.AutocompleteField("key"),
        index.SearchField("key"),
        index.SearchField("label_en"),
        index.FilterField("unit"),
    ]

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        ordering = ["key"]

    def __str__(self):
        return f"{self.key}: {self.value} {self.unit}"

    def clean(self):
        """Refuses a value that doesn't fit its unit, and a validity that ended before the check."""
        super().clean()
        try:
            self.parsed_value()
        except ValueError as error:
            raise ValidationError({"value": str(error)}) from error
        if self.valid_until and self.checked_on and self.valid_until < self.checked_on:
            raise ValidationError({"valid_until": _("This day is before the day it was checked.")})

    def parsed_value(self):
        """The value as its unit means it: number, ISO date, text or list.

        Raises:
            ValueError: with what to write instead.
        """
        text = self.value.strip()
        if self.unit == "codes":
            return [int(code) if code.strip().isdigit() else code.strip() for code in text.split(",")]
        if self.unit == "date":
            try:
                return dt.date.fromisoformat(text).isoformat()
            except ValueError as error:
                raise ValueError(_("Write the date as 2026-01-31.")) from error
        if self.unit in WORDS:
            return text
        try:
            number = float(text)
        except ValueError as error:
            raise ValueError(_("Write a number without signs: 50700 or 13.9.")) from error
        return int(number) if number.is_integer() else number

    def as_fact(self) -> figures.Fact:
        """The fact as `content` knows it."""
        return figures.Fact(
            id=self.key,
            label={"sq": self.label_sq, "sr": self.label_sr, "en": self.label_en},
            value=self.parsed_value(),
            unit=self.unit,
            sources=tuple(source.pk for source in self.sources.all()),
            checked_on=self.checked_on,
            year=self.year,
            gross=self.gross,
            valid_until=self.valid_until,
            confidence=self.confidence,
            being_checked=self.being_checked,
            checked_by=self.checked_by,
        )

    @property
    def is_expired(self) -> bool:
        """Past its last day: shown with a note, and listed for editors."""
        return bool(self.valid_until and timezone.localdate() > self.valid_until)


class Contact(index.Indexed, ClusterableModel):
    """A place where a person gets help. What isn't confirmed stays empty; phone numbers exist only as facts."""

    key = models.CharField(_("key"), max_length=80, unique=True, validators=[KEY])
    name_sq = models.CharField(_("name (Albanian)"), max_length=160)
    name_sr = models.CharField(_("name (Serbian, Cyrillic)"), max_length=160)
    name_en = models.CharField(_("name (English)"), max_length=160)
    role_sq = models.TextField(_("what they do (Albanian)"))
    role_sr = models.TextField(_("what they do (Serbian, Cyrillic)"))
    role_en = models.TextField(_("what they do (English)"))
    country = models.CharField(_("country"), max_length=2)
    city = models.CharField(_("city"), max_length=80, blank=True)
    address = models.CharField(_("street address"), max_length=200, blank=True)
    website = models.URLField(_("website"), blank=True)
    phone_fact = models.ForeignKey(
        Fact,
        verbose_name=_("phone number"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    purposes = models.CharField(
        _("for"),
        max_length=200,
        help_text=_("Words with commas: emergency, trafficking, advice, return, embassy …"),
    )
    sources = ParentalManyToManyField(Source, verbose_name=_("sources"), blank=True, related_name="+")
    checked_on = models.DateField(_("checked on"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    panels = [
        FieldPanel("key"),
        MultiFieldPanel([FieldPanel("name_sq"), FieldPanel("name_sr"), FieldPanel("name_en")], _("Name")),
        MultiFieldPanel(
            [FieldPanel("role_sq"), FieldPanel("role_sr"), FieldPanel("role_en")], _("What they do")
        ),
        FieldRowPanel([FieldPanel("country"), FieldPanel("city"), FieldPanel("address")]),
        FieldRowPanel([FieldPanel("website"), FieldPanel("phone_fact")]),
        FieldRowPanel([FieldPanel("purposes"), FieldPanel("order")]),
        FieldPanel("sources"),
        FieldPanel("checked_on"),
    ]
    search_fields = [index.AutocompleteField("name_en"), index.SearchField("name_en")]

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["order", "key"]

    def __str__(self):
        return self.name_en

    @property
    def phone(self) -> str:
        """The number, or nothing."""
        return self.phone_fact.value if self.phone_fact else ""

    def purpose_list(self) -> list[str]:
        """What the contact is for, as words."""
        return [word.strip() for word in self.purposes.split(",") if word.strip()]
