"""Servers that die in the middle of work: nothing written is lost, no search fails."""

import threading
import time

import pytest

from content.index import pair as pair_module
from content.index.elastic import ElasticStore, Server
from content.index.pair import Breaker, StorePair
from content.index.queries import search
from content.index.sqlite import SQLiteStore
from content.index.store import EngineAway

from .conftest import started
from .samples import found, passage

WRITERS, READERS, PAGES_EACH = 3, 3, 60


def test_one_of_three_nodes_is_killed_during_writes_and_searches():
    """The node that leads the cluster, at that. There is no embedded index here that could hide a failure."""
    with started(3) as cluster:
        server = Server(cluster.urls)
        store = ElasticStore(server)
        store.rebuild([passage("first", text="Viza e parë")], [("route", "first", {})], 0)
        cluster.wait_until_green()  # every document now has its second copy

        written, failed, slowest, half, stop = [], [], [0.0], threading.Event(), threading.Event()

        def write(number):
            own = ElasticStore(server)
            for n in range(PAGES_EACH):
                page, version = f"w{number}p{n:03}", n + 1
                try:
                    own.replace_page(page, "sq", [passage(page, text=f"Viza numër{number}x{n}")], version)
                    own.put_record("route", page, {"n": n}, version)
                except Exception as error:  # noqa: BLE001 - the test tells of all of them
                    failed.append(error)
                else:
                    written.append(page)
                if n == PAGES_EACH // 3:
                    half.set()

        def read():
            own = ElasticStore(server)
            while not stop.is_set():
                started_at = time.monotonic()
                try:
                    assert found(own, "parë") == ["first:sq:00"]
                    assert own.record("route", "first") == {}
                except Exception as error:  # noqa: BLE001
                    failed.append(error)
                slowest[0] = max(slowest[0], time.monotonic() - started_at)

        writers = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
        readers = [threading.Thread(target=read) for _ in range(READERS)]
        for thread in [*writers, *readers]:
            thread.start()
        assert half.wait(120)
        cluster.kill(cluster.master())
        for thread in writers:
            thread.join()
        stop.set()
        for thread in readers:
            thread.join()

        assert not failed
        assert len(written) == WRITERS * PAGES_EACH
        assert store.pages("sq") == {"first", *written}
        assert {record.id for record in store.records("route")} == {"first", *written}
        for page in written[:: len(written) // 20]:
            word = store.page(page, "sq")[0].text.split()[1]
            assert found(store, word, limit=1) == [f"{page}:sq:00"]
        print(f"slowest search {slowest[0]:.2f} s, {len(written)} pages kept")
        cluster.restart(next(node for node in cluster.nodes if node.process.returncode is not None))
        assert store.health()["nodes"] == 3 and "state" not in store.health()


@pytest.fixture
def alone():
    """A server of this test's own, to kill."""
    with started(1) as cluster:
        yield cluster


def test_a_dead_server_leaves_search_answering_and_what_was_written_follows(alone, tmp_path):
    now = [0.0]
    pair = StorePair(
        ElasticStore(Server(alone.urls)),
        SQLiteStore(tmp_path / "index.sqlite3", True),
        Breaker(pair_module.REST_SECONDS, lambda: now[0]),
    )
    pair.rebuild([passage(), passage("old", text="Afat")], [("route", "a", {"n": 1})], 1)
    assert pair.health()["engine"] == "elasticsearch"
    alone.kill(alone.nodes[0])

    started_at = time.monotonic()
    assert [hit.passage.id for hit in search("viza", "sq", store=pair).hits] == ["visa:sq:00"]
    assert time.monotonic() - started_at < 3
    assert pair.record("route", "a") == {"n": 1}
    writes = [
        lambda: pair.replace_page("visa", "sq", [passage(text="Termin")], 2),
        lambda: pair.remove_page("old", "sq", 3),
        lambda: pair.put_record("route", "a", {"n": 2}, 4),
    ]
    for write in writes:
        with pytest.raises(EngineAway):
            write()
    assert found(pair, "termin") == ["visa:sq:00"] and found(pair, "afat") == []
    assert pair.record("route", "a") == {"n": 2}
    assert pair.health()["state"] == "degraded"

    alone.restart(alone.nodes[0])
    now[0] += pair_module.REST_SECONDS
    for write in writes:  # as the outbox does
        assert write()
    assert pair.health()["engine"] == "elasticsearch" and "state" not in pair.health()
    embedded, server = pair.engines()
    for engine in (embedded, server):
        assert found(engine, "termin") == ["visa:sq:00"] and engine.pages("sq") == {"visa"}
        assert engine.record("route", "a") == {"n": 2}
