"""What people ask other people, and what nobody could answer yet. Each row has a day after which it is emptied (`retention`)."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.models import Locale, Page

from campaign.languages.forms import FORMS
from campaign.questions.models import Question


def in_days(days: int) -> dt.date:
    """The day that many days from today."""
    return timezone.localdate() + dt.timedelta(days=days)


class Kept(models.Model):
    """A row that a pick-up code opens until its day."""

    digest = models.CharField(max_length=64, unique=True, editable=False)  # codes.digest_of
    form = models.CharField(
        max_length=8, editable=False, choices=[(form.code, form.name) for form in FORMS.values()]
    )
    created_at = models.DateTimeField(_("asked"), default=timezone.now, editable=False)
    keep_until = models.DateField(_("kept until"), editable=False)

    class Meta:
        abstract = True

    @property
    def is_past(self) -> bool:
        """Whether its day is over; then nobody is shown anything of it, emptied or not."""
        return timezone.localdate() > self.keep_until


class Enquiry(Kept):
    """A question to the counsellors: what the person agreed to send, and the answer.

    No Wagtail snippet on purpose: its history and its log would keep texts that must be forgotten.
    """

    class State(models.TextChoices):
        NEW = "new", _("New")
        ANSWERED = "answered", _("Answered")
        EXPIRED = "expired", _("Expired")

    question = models.TextField(_("question"))
    details = models.TextField(_("sent along"), blank=True)
    contact = models.CharField(_("contact"), max_length=120, blank=True)
    is_urgent = models.BooleanField(_("tells of danger"), default=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.NEW)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    version = models.PositiveIntegerField(
        default=0
    )  # grows with each change by staff: nobody overwrites another

    class Meta:
        default_permissions = ()
        permissions = [("answer_enquiry", _("Can read and answer questions to the counsellors"))]
        verbose_name = _("question to the counsellors")
        verbose_name_plural = _("questions to the counsellors")
        ordering = ["-is_urgent", "created_at"]

    def __str__(self):
        return f"{self.pk}"  # never its text: what is printed may be logged

    @property
    def is_overdue(self) -> bool:
        """Whether it has waited longer than the campaign wants anybody to wait."""
        waited = timezone.now() - self.created_at
        return self.state == self.State.NEW and waited > dt.timedelta(days=settings.COUNSEL_OVERDUE_DAYS)


class OpenQuestion(models.Model):
    """A question the bot could not answer, once for all who asked it in the same words: redacted, folded, without a person."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        LINKED = "linked", _("Answered by a page")
        DECLINED = "declined", _("Will not be answered")

    language = models.CharField(_("language"), max_length=2, editable=False)
    text = models.CharField(_("question"), max_length=1000, editable=False)
    times = models.PositiveIntegerField(_("asked how often"), default=0, editable=False)
    asked_at = models.DateTimeField(_("last asked"), default=timezone.now, editable=False)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN, editable=False)
    question = models.ForeignKey(
        Question, verbose_name=_("answered question"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+", help_text=_("A question with its answer, from the list of questions."),
    )  # fmt: skip
    page = models.ForeignKey(
        Page, verbose_name=_("page"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+",
        help_text=_("A published page that answers it."),
    )  # fmt: skip
    sentence = models.CharField(
        _("why it will not be answered"), max_length=400, blank=True,
        help_text=_("One sentence in the language of the question. Whoever asked will read it."),
    )  # fmt: skip

    panels = [
        HelpPanel(template="counsel/open_question_help.html"),
        FieldPanel("question"),
        FieldPanel("page"),
        FieldPanel("sentence"),
    ]

    class Meta:
        verbose_name = _("unanswered question")
        verbose_name_plural = _("unanswered questions")
        ordering = ["state", "-times", "-asked_at"]
        constraints = [models.UniqueConstraint(fields=("language", "text"), name="one_open_question")]

    def __str__(self):
        # Wagtail writes this into its log, where it would outlive the question.
        return f"{self._meta.verbose_name} {self.pk}"

    def save(self, *args, **kwargs):
        linked = self.question_id or self.page_id
        self.state = (
            self.State.LINKED if linked else self.State.DECLINED if self.sentence.strip() else self.State.OPEN
        )
        super().save(*args, **kwargs)

    def clean(self):
        """Refuses two endings at once, and a page that isn't published in the language of the question."""
        super().clean()
        if sum(map(bool, (self.question_id, self.page_id, self.sentence.strip()))) > 1:
            raise ValidationError(_("Choose one: a question, a page, or a sentence."))
        if self.page_id and self.page_in_language() is None:
            raise ValidationError({"page": _("This page is not published in the language of the question.")})

    def page_in_language(self) -> Page | None:
        """The linked page as the asker reads it, if it is published."""
        locale = Locale.objects.filter(language_code=self.language).first()
        page = locale and self.page and self.page.get_translation_or_none(locale)
        return page.specific if page and page.live else None


class Waiting(Kept):
    """Somebody who waits for the answer to an open question. All that is known of them is their written form."""

    asked = models.ForeignKey(OpenQuestion, on_delete=models.CASCADE, related_name="waiting")

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.pk}"
