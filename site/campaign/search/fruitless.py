"""Counts searches that found nothing, so that editors see what is missing. Nothing of the person who asked is kept."""

import datetime as dt
import logging

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from campaign.chat.redaction import redact
from content.index.analysis import words
from content.text.folding import fold

from .models import FruitlessSearch

logger = logging.getLogger(__name__)
LONGEST = 80  # characters that are kept
MOST_A_DAY = 500  # different searches; who asks at random must not fill the disk
KEPT_DAYS = 90
LONGEST_WORD = 30  # letters; longer ones are no words


def count(query: str, language: str) -> None:
    """Counts a search that found nothing. Raises nothing: a reader gets the page whatever the database does."""
    said = as_kept(query, language)
    if not said:
        return
    today = timezone.localdate()
    try:
        with transaction.atomic():
            _count(said, language, today)
    except DatabaseError as error:
        logger.warning("A search without results was not counted: %s", type(error).__name__)


def _count(said: str, language: str, today: dt.date) -> None:
    known = FruitlessSearch.objects.filter(day=today, language=language, query=said)
    if known.update(count=F("count") + 1):
        return
    rows = FruitlessSearch.objects.filter(day=today).count()
    if not rows:
        forget_old(today)
    if rows < MOST_A_DAY:
        FruitlessSearch.objects.create(day=today, language=language, query=said)


def forget_old(today: dt.date) -> None:
    """Deletes what is older than 90 days; called with the first row of a day."""
    FruitlessSearch.objects.filter(day__lt=today - dt.timedelta(days=KEPT_DAYS)).delete()


def as_kept(query: str, language: str) -> str:
    """The query folded, without numbers that could name a person, at most 80 characters; empty where it holds no word.

    Redacted before and after folding: folding turns other digits into ours, and could bring together what stood apart.
    """
    meant = [word for word in words(query, language) if word.terms]
    if not any(word.folded.isalpha() and 1 < len(word.folded) <= LONGEST_WORD for word in meant):
        return ""
    folded = " ".join(fold(redact(query)[0]).split())
    return redact(folded)[0][:LONGEST].strip()
