"""Editors lose nothing: what changes reaches the index, at once or later, and never the wrong way round."""

import pytest
from django.conf import settings as django_settings

from campaign.facts.models import Fact
from campaign.guides.models import GuidePage
from campaign.search import outbox
from campaign.search.models import OutboxRow
from content.index.queries import open_store, search

pytestmark = [pytest.mark.usefixtures("campaign"), pytest.mark.django_db]


@pytest.fixture
def index(settings, tmp_path):
    """An index of the test's own, so that others keep theirs."""
    settings.CONTENT_INDEX = tmp_path / "index.sqlite3"
    outbox.rebuild()
    return lambda: open_store(django_settings.CONTENT_INDEX)


@pytest.fixture
def page():
    return GuidePage.objects.get(key="embassy-appointments", locale__language_code="en")


def pages_found(index, query: str) -> list[str]:
    return [hit.passage.page for hit in search(query, "en", store=index()).hits]


def test_published_is_findable(index, page, django_capture_on_commit_callbacks):
    assert "embassy-appointments" not in pages_found(index, "quagga")
    with django_capture_on_commit_callbacks(execute=True):
        page.summary = "The quagga is in front of the embassy."
        page.save_revision().publish()
    assert pages_found(index, "quagga")[0] == "embassy-appointments"
    assert not OutboxRow.objects.exists()


def test_a_draft_is_not(index, page, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page.summary = "The quagga is in front of the embassy."
        page.save_revision()
    assert "embassy-appointments" not in pages_found(index, "quagga")


@pytest.mark.parametrize("how", ["unpublish", "delete"])
def test_what_is_withdrawn_is_found_no_more(index, page, how, django_capture_on_commit_callbacks):
    assert "embassy-appointments" in pages_found(index, "embassy appointment")
    with django_capture_on_commit_callbacks(execute=True):
        getattr(page, how)()
    assert "embassy-appointments" not in pages_found(index, "embassy appointment")


def test_a_new_slug_reaches_every_address_below(index, django_capture_on_commit_callbacks):
    from campaign.home.models import IndexPage

    parent = IndexPage.objects.get(key="practical", locale__language_code="en")
    with django_capture_on_commit_callbacks(execute=True):
        parent.slug = "moved"
        parent.save_revision().publish()
    hit = next(
        hit
        for hit in search("embassy appointment", "en", store=index()).hits
        if hit.passage.page == "embassy-appointments"
    )
    assert hit.passage.url.startswith("/en/moved/")


def test_a_changed_figure_reaches_the_pages_that_quote_it(index, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        fact = Fact.objects.get(key="de_national_visa_fee")
        fact.value = "4711"
        fact.save()
    texts = " ".join(
        hit.passage.text for hit in search("Western Balkans Regulation visa cost", "en", store=index()).hits
    )
    assert "€4,711" in texts


def test_publishing_stands_while_the_index_is_away_and_catches_up(
    index, page, monkeypatch, django_capture_on_commit_callbacks
):
    def away(*_, **__):
        raise OSError("the disk is gone")

    real = outbox.open_store
    monkeypatch.setattr(outbox, "open_store", away)
    with django_capture_on_commit_callbacks(execute=True):
        page.summary = "The quagga is in front of the embassy."
        page.save_revision().publish()
    page.refresh_from_db()
    assert page.live and "quagga" in page.summary
    assert OutboxRow.objects.exists() and outbox.lag()["since"]
    monkeypatch.setattr(outbox, "open_store", real)
    assert outbox.sync() and not OutboxRow.objects.exists()
    assert pages_found(index, "quagga")[0] == "embassy-appointments"
