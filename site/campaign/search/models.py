"""The outbox: what changed in the database and is not yet in the index. Written in the same transaction as the change."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxRow(models.Model):
    """One thing to bring up to date. Its id is the version the index gets, so a late write never wins."""

    class Kind(models.TextChoices):
        PAGE = "page", _("page")
        FACT = "fact", _("fact")
        ROUTE = "route", _("route")
        CONTACT = "contact", _("contact")
        QUESTION = "question", _("questions of a page")

    kind = models.CharField(max_length=8, choices=Kind)
    target = models.CharField(max_length=100)  # page, question: the page's key; the others: their key
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
