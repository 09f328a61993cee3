"""The clock moves on, and what people entrusted to us is gone: texts, contacts, codes, log entries, sessions; from the file as well."""

import datetime as dt
import sqlite3

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from campaign.counsel.models import Enquiry, OpenQuestion, Waiting, in_days
from campaign.counsel.retention import forget
from campaign.settings import env
from tests.site.counsel.conftest import QUESTION


def later(days: int) -> dt.datetime:
    return timezone.now() + dt.timedelta(days=days)


@pytest.fixture
def answered(send):
    send(way="contact", contact="arta@example.org")
    enquiry = Enquiry.objects.get()
    Enquiry.objects.update(
        state=Enquiry.State.ANSWERED, answer="Yes.", answered_at=timezone.now(), keep_until=in_days(30)
    )
    return enquiry


def test_on_its_last_day_everything_is_there(answered):
    forget(later(30))
    enquiry = Enquiry.objects.get()
    assert (enquiry.question, enquiry.contact, enquiry.answer) == (QUESTION, "arta@example.org", "Yes.")


def test_a_day_later_text_contact_and_answer_are_gone(answered):
    assert forget(later(31))["emptied"] == 1
    enquiry = Enquiry.objects.get()
    assert not (
        enquiry.question or enquiry.contact or enquiry.answer or enquiry.details or enquiry.claimed_by
    )
    assert enquiry.state == Enquiry.State.EXPIRED


def test_the_bare_code_goes_some_weeks_later(answered, settings):
    forget(later(31 + settings.COUNSEL_EXPIRED_DAYS))
    assert not Enquiry.objects.exists()


def test_what_nobody_answered_goes_as_well(ask, settings):
    ask()
    forget(later(settings.COUNSEL_WAITING_DAYS))
    assert Enquiry.objects.get().question
    forget(later(settings.COUNSEL_WAITING_DAYS + 1))
    assert not Enquiry.objects.get().question


def test_open_questions_go_when_nobody_waits_or_asks(settings):
    asked = OpenQuestion.objects.create(language="sq", text="sa kushton")
    Waiting.objects.create(
        digest="d", form="sq", asked=asked, keep_until=in_days(settings.COUNSEL_WAITING_DAYS)
    )
    log(instance=asked, action="wagtail.edit")
    assert ModelLogEntry.objects.filter(content_type__app_label="counsel").count() == 1
    forget(later(settings.COUNSEL_OPEN_QUESTION_DAYS - 1))
    assert OpenQuestion.objects.exists() and not Waiting.objects.exists()
    forget(later(settings.COUNSEL_OPEN_QUESTION_DAYS + 1))
    assert not OpenQuestion.objects.exists()
    assert not ModelLogEntry.objects.filter(content_type__app_label="counsel").exists()


def test_other_log_entries_stay(django_user_model):
    from campaign.facts.models import Fact

    log(instance=Fact.objects.first(), action="wagtail.edit")
    before = ModelLogEntry.objects.count()
    forget(later(5000))
    assert ModelLogEntry.objects.count() == before


def test_sessions_of_staff_end(counsellor):
    counsellor("arta")
    assert Session.objects.exists()
    forget(later(30))
    assert not Session.objects.exists()


def test_the_command_says_what_it_did(answered, capsys):
    Enquiry.objects.update(keep_until=in_days(-1))
    call_command("forget")
    assert "emptied: 1" in capsys.readouterr().out
    assert not Enquiry.objects.get().question


def test_deleted_text_is_overwritten_in_the_file(tmp_path):
    """The settings of our SQLite: a deleted row must not be readable in the file."""
    options = env.database(f"sqlite:///{tmp_path / 'a.sqlite3'}")["OPTIONS"]
    connection = sqlite3.connect(tmp_path / "a.sqlite3", isolation_level=None)
    connection.executescript(options["init_command"])
    connection.execute("CREATE TABLE t (a TEXT)")
    connection.executemany("INSERT INTO t VALUES (?)", [(f"secret-{number}" * 20,) for number in range(200)])
    connection.execute("DELETE FROM t")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    for path in tmp_path.iterdir():
        assert b"secret-1" not in path.read_bytes(), path.name
    connection.close()
