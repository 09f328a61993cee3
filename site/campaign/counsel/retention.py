"""What people entrusted to us ends on its day: texts and contacts first, the bare code some weeks later, and every trace beside them."""

import datetime as dt

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry

from .models import Enquiry, OpenQuestion, Waiting

EMPTY = {
    "question": "", "details": "", "contact": "", "answer": "",
    "claimed_by": None, "answered_at": None, "is_urgent": False, "state": Enquiry.State.EXPIRED,
}  # fmt: skip


def forget(now: dt.datetime | None = None) -> dict[str, int]:
    """Deletes everything whose day is over. Returns how many of each were emptied or deleted.

    An enquiry is emptied after `keep_until`; its code alone stays for `COUNSEL_EXPIRED_DAYS`, so that the person reads "expired" and
    doesn't doubt the code.
    """
    now = now or timezone.now()
    today = timezone.localtime(now).date()
    gone_for_good = today - dt.timedelta(days=settings.COUNSEL_EXPIRED_DAYS)
    stale = now - dt.timedelta(days=settings.COUNSEL_OPEN_QUESTION_DAYS)
    counts = {
        "emptied": Enquiry.objects.filter(keep_until__lt=today)
        .exclude(state=Enquiry.State.EXPIRED)
        .update(**EMPTY),
        "codes": _delete(Enquiry.objects.filter(keep_until__lt=gone_for_good))
        + _delete(Waiting.objects.filter(keep_until__lt=gone_for_good)),
        # A question goes when nobody waits for it and nobody has asked it for long.
        "questions": _delete(OpenQuestion.objects.filter(asked_at__lt=stale, waiting__isnull=True)),
        "sessions": _delete(Session.objects.filter(expire_date__lt=now)),
    }
    counts["log"] = _forget_log()
    wipe()
    return counts


def erase(kept: Enquiry | Waiting) -> None:
    """Deletes what a person asked, at once and for good, because they want it."""
    if isinstance(kept, Waiting):
        asked = kept.asked
        kept.delete()
        if not asked.waiting.exists() and asked.state == OpenQuestion.State.OPEN:
            asked.delete()
    else:
        kept.delete()
    _forget_log()
    wipe()


def _delete(rows) -> int:
    return rows.delete()[0]


def _forget_log() -> int:
    """Wagtail's log entries of questions that are gone."""
    kind = ContentType.objects.get_for_model(OpenQuestion)
    alive = [str(number) for number in OpenQuestion.objects.values_list("pk", flat=True)]
    return _delete(ModelLogEntry.objects.filter(content_type=kind).exclude(object_id__in=alive))


def wipe() -> None:
    """Takes what SQLite has overwritten out of its journal as well; other databases have their own housekeeping."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
