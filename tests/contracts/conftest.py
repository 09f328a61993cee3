"""Both engines of the index for every contract: a file, and a real Elasticsearch (the one at ELASTICSEARCH_URL, or one started here)."""

import os
import secrets
from collections.abc import Callable, Iterator

import pytest

from content.index.elastic import ElasticStore, Server
from content.index.pair import StorePair
from content.index.sqlite import SQLiteStore
from content.index.store import Store
from tests.elasticsearch.server import Cluster, NoServer, forget

ENGINES = ("sqlite", "elasticsearch")
GIVEN = os.environ.get("ELASTICSEARCH_URL", "")


@pytest.fixture(autouse=True)
def _no_server_by_accident(monkeypatch):
    """Only who asks for it gets Elasticsearch from the environment."""
    monkeypatch.delenv("ELASTICSEARCH_URL", raising=False)


@pytest.fixture(scope="session")
def given() -> Iterator[Server]:
    """The Elasticsearch of this run."""
    if GIVEN:
        yield Server.from_environment()
        return
    with started(1) as cluster:
        yield Server(cluster.urls)


def started(count: int) -> Cluster:
    """A cluster to enter. A missing server fails the tests: skipped, they would say nothing about half of our users."""
    return _FailingCluster(count)


class _FailingCluster(Cluster):
    def __enter__(self) -> "Cluster":
        try:
            return super().__enter__()
        except NoServer as error:
            pytest.fail(str(error))


@pytest.fixture
def server(given) -> Iterator[Server]:
    """The Elasticsearch of this run, with a prefix of this test's own; what the test leaves there goes."""
    own = Server(given.urls, f"test{secrets.token_hex(4)}", given.api_key, given.ca_certs)
    yield own
    forget(own.client(), own.prefix)


@pytest.fixture(params=ENGINES)
def opened(request, tmp_path) -> Callable[[], Store]:
    """Opens the engine anew, as another process would; nothing has been built yet."""
    if request.param == "sqlite":
        return lambda: SQLiteStore(tmp_path / "index.sqlite3", writable=True)
    server = request.getfixturevalue("server")
    return lambda: ElasticStore(server)


@pytest.fixture
def store(opened) -> Store:
    """An engine with an empty index."""
    store = opened()
    store.rebuild([], [], 0)
    return store


class Silent(SQLiteStore):
    """An embedded index that only serves as the vocabulary, so that a test can be sure who answered."""

    def search_terms(self, *arguments, **options):
        raise AssertionError("Elasticsearch should have answered")

    frequencies = size = pages = page = record = records = search_terms


@pytest.fixture
def both(server, tmp_path) -> tuple[SQLiteStore, StorePair]:
    """The embedded index, and Elasticsearch in front of one that stays silent. Both empty."""
    embedded = SQLiteStore(tmp_path / "index.sqlite3", writable=True)
    pair = StorePair(ElasticStore(server), Silent(tmp_path / "silent.sqlite3", writable=True))
    embedded.rebuild([], [], 0)
    pair.rebuild([], [], 0)
    return embedded, pair
