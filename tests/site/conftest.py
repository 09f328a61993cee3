"""The site on a database of its own with all content loaded once, and an index beside it."""

import pytest
from django.conf import settings
from django.core.management import call_command

from campaign.chat import rasa
from tests.site.stand import Stand


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory):
    """The test database with the content of `content/`, as `make run` loads it."""
    settings.CONTENT_INDEX = tmp_path_factory.mktemp("index") / "index.sqlite3"
    with django_db_blocker.unblock():
        call_command("load_content")


@pytest.fixture
def campaign(db):
    """The site with its content; what a test changes in the database is undone, the index is not."""


@pytest.fixture
def stand(settings, monkeypatch):
    """A stand-in for Rasa: what it heard, and what it says."""
    server = Stand()
    settings.RASA_URL = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(rasa, "_resume_at", 0.0)
    yield server
    server.shutdown()
    server.server_close()
