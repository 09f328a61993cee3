"""The site on a database of its own with all content loaded once, and an index beside it."""

from sqlite3 import connect

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


@pytest.fixture(scope="session")
def built_index(django_db_setup, django_db_blocker, tmp_path_factory):
    """An index of all content that no test writes to: to be copied, since building one takes seconds."""
    from campaign.search.outbox import rebuild

    before, settings.CONTENT_INDEX = (
        settings.CONTENT_INDEX,
        tmp_path_factory.mktemp("built") / "index.sqlite3",
    )
    with django_db_blocker.unblock():
        rebuild()
    built, settings.CONTENT_INDEX = settings.CONTENT_INDEX, before
    return built


@pytest.fixture
def own_index(built_index, settings, tmp_path):
    """An index of the test's own, so that others keep theirs. Returns its path."""
    settings.CONTENT_INDEX = tmp_path / "index.sqlite3"
    with connect(built_index) as built, connect(settings.CONTENT_INDEX) as own:
        built.backup(own)
    return settings.CONTENT_INDEX
