"""Editors see on their first screen what waits for the index, why, and whether search and bot answer."""

import datetime as dt
import re

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import override
from wagtail.users.models import UserProfile

from campaign.base.dashboard import plain_words
from campaign.chat import rasa
from campaign.search.models import OutboxRow

pytestmark = [pytest.mark.usefixtures("campaign"), pytest.mark.django_db]


@pytest.fixture
def shown(client, own_index):
    """The first screen in a language, over an index of the test's own."""
    user = get_user_model().objects.create_superuser("editor", "editor@example.org", "x")
    client.force_login(user)

    def show(language: str = "en") -> str:
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = language
        profile.save()
        return client.get("/admin/").content.decode()

    return show


def states(page: str) -> dict[str, str]:
    return dict(re.findall(r'data-part="(\w+)" data-state="(\w+)"', page))


def waits(error: str = "", minutes: int = 0) -> None:
    row = OutboxRow.objects.create(kind="page", target="home", language="en", last_error=error)
    OutboxRow.objects.filter(pk=row.pk).update(created_at=timezone.now() - dt.timedelta(minutes=minutes))


def test_nothing_waits(shown):
    page = shown()
    assert "0 changes wait for the index" in page and "Last error" not in page
    assert states(page)["index"] == "ok" and "Search is up to date" in page


def test_what_waits_is_told_with_its_age_and_reason(shown):
    waits("EngineAway('connection refused at 10.0.0.7')", minutes=95)
    waits()
    page = shown()
    assert "2 changes wait for the index" in page and "1\xa0hour, 35\xa0minutes" in page
    assert "search server does not answer" in page and "10.0.0.7" not in page
    assert states(page)["index"] == "degraded"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("sq", "1 ndryshim pret për indeksin"),
        ("sr", "1 измена чека на индекс"),
        ("sr-latn", "1 izmena čeka na indeks"),
    ],
)
def test_it_speaks_the_editors_language(shown, language, told):
    waits("IndexMissing('x')")
    assert told in shown(language)


def test_an_index_that_is_gone_is_told_and_the_screen_stands(shown, settings, tmp_path):
    settings.CONTENT_INDEX = tmp_path / "nowhere.sqlite3"
    assert states(shown())["index"] == "down"


@pytest.mark.parametrize(("up", "state"), [(True, "ok"), (False, "down")])
def test_the_bot_is_as_health_says(shown, settings, monkeypatch, up, state):
    settings.RASA_URL = "http://127.0.0.1:1"
    monkeypatch.setattr(rasa, "is_up", lambda: up)
    assert states(shown())["bot"] == state


def test_every_error_has_plain_words():
    with override("en"):
        unknown = plain_words("KeyError('x')")
        assert unknown == plain_words("") and "unexpected" in unknown
        assert plain_words("OSError(28, 'No space left')") != unknown != plain_words("AnalyserMismatch('x')")
