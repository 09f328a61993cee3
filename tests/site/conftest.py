"""The site on a database of its own with all content loaded once, and an index beside it."""

import pytest
from django.conf import settings
from django.core.management import call_command


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory):
    """The test database with the content of `content/`, as `make run` loads it."""
    settings.CONTENT_INDEX = tmp_path_factory.mktemp("index") / "index.sqlite3"
    with django_db_blocker.unblock():
        call_command("load_content")


@pytest.fixture
def campaign(db):
    """The site with its content; what a test changes in the database is undone, the index is not."""
