"""What only Elasticsearch has: several indices behind aliases, a wire that breaks, and an environment that says where it is."""

import http.server
import json
import os
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from content.index.analysis import ANALYSER_VERSION
from content.index.elastic import ElasticStore, RebuildFailed, Server, builds, cluster
from content.index.elastic.documents import SCHEMA_VERSION, index_action
from content.index.pair import Breaker, StorePair
from content.index.queries import open_store, search
from content.index.sqlite import SQLiteStore
from content.index.store import EngineAway, IndexMissing

from .samples import found, passage

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def store(server) -> ElasticStore:
    return ElasticStore(server)


def indices(store):
    """Every index of the store's prefix, with its aliases."""
    return {
        name: set(about["aliases"])
        for name, about in store.server.client().indices.get_alias(index=f"{store.server.prefix}-*").items()
    }


# --- Builds -----------------------------------------------------------------------------------------------------------


def test_each_language_has_an_alias_and_the_build_before_is_kept(store):
    expected = {f"{store.server.prefix}-{name}" for name in ("sq", "sr", "en", "records", "pages")}
    builds = []
    for version in (1, 2, 3):
        store.rebuild([passage(text=f"Viza {version}")], [], version)
        builds.append({name for name, aliases in indices(store).items() if aliases})
        assert {alias for aliases in indices(store).values() for alias in aliases} == expected
        assert len(builds[-1]) == 5
    assert set(indices(store)) == builds[1] | builds[2]


def test_roll_back_goes_to_the_build_before_and_can_be_written(store):
    store.rebuild([passage(text="Viza")], [("route", "a", {"n": 1})], 1)
    store.rebuild([passage(text="Termin")], [], 2)
    store.roll_back()
    assert found(store, "viza") == ["visa:sq:00"] and store.record("route", "a") == {"n": 1}
    assert store.replace_page("visa", "sq", [passage(text="Afat")], 3)
    assert found(store, "afat") == ["visa:sq:00"]
    with pytest.raises(IndexMissing, match="earlier"):
        store.roll_back()


def test_another_prefix_is_another_index(store):
    other = ElasticStore(Server(store.server.urls, f"{store.server.prefix}-sq"))
    store.rebuild([passage()], [], 1)
    other.rebuild([passage(text="Termin")], [], 1)
    store.rebuild([passage()], [], 2)
    store.rebuild([passage()], [], 3)
    assert found(other, "termin") == ["visa:sq:00"] and found(store, "viza") == ["visa:sq:00"]


def test_a_build_that_does_not_hold_everything_is_given_up(store, monkeypatch):
    store.rebuild([passage()], [], 1)
    before, bulk = indices(store), store.cluster.bulk
    monkeypatch.setattr(store.cluster, "bulk", lambda actions, *more: bulk(list(actions)[1:], *more))
    with pytest.raises(RebuildFailed, match="1 documents instead of 2"):
        store.rebuild([passage(text="Termin"), passage(place=1, text="Termin")], [], 2)
    assert indices(store) == before and found(store, "viza") == ["visa:sq:00"]


def test_what_is_written_while_the_aliases_move_follows(store, monkeypatch):
    """Writers that still mean the old index, after everything newer in it has been carried over."""
    store.rebuild([passage(text="Viza"), passage("work", text="Punë")], [], 1)
    late, swap = ElasticStore(store.server), store.builds.swap

    def written_meanwhile(new):
        late.replace_page("visa", "sq", [passage(text="Termin"), passage(place=1, text="Termin")], 7)
        late.remove_page("work", "sq", 8)
        late.put_record("route", "a", {"n": 9}, 9)
        swap(new)

    monkeypatch.setattr(store.builds, "swap", written_meanwhile)
    store.rebuild([passage(text="Viza"), passage("work", text="Punë")], [("route", "a", {"n": 1})], 2)
    assert [kept.text for kept in store.page("visa", "sq")] == ["Termin", "Termin"]
    assert store.pages("sq") == {"visa"} and store.record("route", "a") == {"n": 9}
    assert not store.replace_page("work", "sq", [passage("work")], 7)


def test_a_change_carried_over_does_not_undo_a_later_one(store, monkeypatch):
    """Between the move of the aliases and the last look at the old index somebody writes a newer version to the new one."""
    store.rebuild([passage(text="Viza")], [("route", "a", {})], 1)
    close = store.builds.close_to_writers
    later = ElasticStore(store.server)

    def written_meanwhile(old):
        close(old)
        later.replace_page("visa", "sq", [passage(place=1, text="Afat")], 9)
        later.put_record("route", "a", None, 9)

    monkeypatch.setattr(store.builds, "close_to_writers", written_meanwhile)
    later.replace_page("visa", "sq", [passage(text="Termin")], 8)
    later.put_record("route", "a", {"n": 8}, 8)
    store.rebuild([passage(text="Viza")], [("route", "a", {"n": 2})], 2)
    assert [(kept.id, kept.text) for kept in store.page("visa", "sq")] == [("visa:sq:01", "Afat")]
    assert store.record("route", "a") is None


def test_long_lists_are_read_to_their_end(store, monkeypatch):
    monkeypatch.setattr(cluster, "PAGE_SIZE", 3)
    monkeypatch.setattr(cluster, "CHUNK", 4)
    store.rebuild([passage(f"p{n:02}") for n in range(11)], [("route", f"r{n:02}", {}) for n in range(9)], 1)
    assert len(store.pages("sq")) == 11
    assert [record.id for record in store.records("route")] == [f"r{n:02}" for n in range(9)]
    store.replace_page("p00", "sq", [passage("p00", n) for n in range(9)], 2)
    store.replace_page("p00", "sq", [passage("p00", 99)], 3)
    assert [kept.id for kept in store.page("p00", "sq")] == ["p00:sq:99"]


def test_a_write_makes_up_no_index(store):
    with pytest.raises(IndexMissing):
        store.replace_page("visa", "sq", [passage()], 1)
    store._verified_until = time.monotonic() + 60  # as if the index had gone a moment ago
    with pytest.raises(IndexMissing):
        store.put_record("route", "a", {}, 1)
    with pytest.raises(IndexMissing):
        store.replace_page("visa", "sq", [passage()], 1)
    assert not indices(store)


def test_a_writer_overtaken_half_way_takes_back_what_it_wrote(store, monkeypatch):
    """The newer one comes in between the older one's claim and its passages."""
    store.rebuild([], [], 0)
    newer, claimed = ElasticStore(store.server), store._put

    def overtaken(name, body):
        done = claimed(name, body)
        newer.replace_page("visa", "sq", [passage(text="Termin")], 9)
        return done

    monkeypatch.setattr(store, "_put", overtaken)
    assert not store.replace_page("visa", "sq", [passage(place=n, text="Viza") for n in range(3)], 8)
    assert [(kept.id, kept.text) for kept in store.page("visa", "sq")] == [("visa:sq:00", "Termin")]


def test_a_writer_that_died_half_way_leaves_nothing_once_it_is_repeated(store, monkeypatch):
    """It was overtaken, wrote all the same, and died before it could notice; the outbox repeats it."""
    store.rebuild([], [], 0)
    newer, dying = ElasticStore(store.server), ElasticStore(store.server)
    bulk = dying.cluster.bulk

    def dies(actions, patience):
        newer.replace_page("visa", "sq", [passage(text="Termin")], 9)
        bulk(actions, patience)
        raise EngineAway("killed")

    monkeypatch.setattr(dying.cluster, "bulk", dies)
    older = [passage(place=n, text="Viza") for n in range(3)]
    with pytest.raises(EngineAway):
        dying.replace_page("visa", "sq", older, 8)
    assert not store.replace_page("visa", "sq", older, 8)
    assert [(kept.id, kept.text) for kept in store.page("visa", "sq")] == [("visa:sq:00", "Termin")]


# --- A wire that breaks -----------------------------------------------------------------------------------------------


class Wire:
    """Stands between client and nothing: answers as the test says, and notes what it was asked."""

    def __init__(self, tls: ssl.SSLContext | None = None):
        self.answers, self.asked = [], []
        wire = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                wire.asked.append((time.monotonic(), self.path, self.headers))
                status, body, delay = wire.answers.pop(0) if wire.answers else (200, {}, 0)
                time.sleep(delay)
                text = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("X-Elastic-Product", "Elasticsearch")
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_POST = do_PUT = do_GET

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if tls:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"


@pytest.fixture
def wire():
    wire = Wire()
    yield wire
    wire.server.shutdown()


OURS = {"i": {"mappings": {"_meta": {"analyser": ANALYSER_VERSION, "schema": SCHEMA_VERSION}}}}


def test_what_may_pass_is_tried_again_after_pauses(wire):
    store = ElasticStore(Server((f"http://{wire.address}",)))
    busy = {"error": {"type": "busy"}, "status": 503}
    wire.answers = [(503, busy, 0), (429, busy, 0), (200, OURS, 0), (200, {"responses": [busy]}, 0)]
    wire.answers += [(200, {"responses": [{"hits": {"total": {"value": 7}}}]}, 0)]
    assert store.size("sq") == 7
    moments = [moment for moment, _, _ in wire.asked]
    assert len(moments) == 5 and moments[1] - moments[0] > 0.02 and moments[4] - moments[3] > 0.02


def test_what_does_not_pass_is_not_tried_again(wire):
    store = ElasticStore(Server((f"http://{wire.address}",)))
    wire.answers = [(401, {"error": {"type": "security_exception"}, "status": 401}, 0)]
    with pytest.raises(EngineAway, match="security_exception"):
        store.size("sq")
    assert len(wire.asked) == 1


def test_a_reader_waits_once_and_not_long(wire, monkeypatch):
    monkeypatch.setattr(builds, "SEARCHING", cluster.Patience(0.2, (0.05, 0.1), also_after_timeout=False))
    store = ElasticStore(Server((f"http://{wire.address}",)))
    wire.answers = [(200, OURS, 2)]
    started = time.monotonic()
    with pytest.raises(EngineAway, match="imeout"):
        store.size("sq")
    assert time.monotonic() - started < 1.5 and len(wire.asked) == 1
    assert cluster.Patience.__dataclass_fields__.keys() == {"seconds", "pauses", "also_after_timeout"}


def test_patience_is_two_seconds_for_a_search_and_thirty_for_bulk():
    assert cluster.SEARCHING.seconds == 2 and not cluster.SEARCHING.also_after_timeout
    assert cluster.BULK.seconds == 30


def test_the_part_of_a_bulk_that_may_pass_is_sent_again(wire):
    store = ElasticStore(Server((f"http://{wire.address}",)))
    item = lambda status, **more: {"index": {"_id": "a", "status": status, **more}}  # noqa: E731
    busy = {"error": {"type": "es_rejected_execution_exception", "reason": "full"}}
    wire.answers = [
        (200, {"items": [item(201), item(429, **busy), item(409, error={"type": "version_conflict"})]}, 0),
        (200, {"items": [item(201)]}, 0),
    ]
    store.cluster.bulk([index_action("i", {"key": name, "version": 1}) for name in "abc"], cluster.WRITING)
    assert [path for _, path, _ in wire.asked] == ["/_bulk", "/_bulk"]
    assert [int(headers["content-length"]) for _, _, headers in wire.asked][1] < int(
        wire.asked[0][2]["content-length"]
    ) / 2


def test_the_environment_says_where_and_how(wire, monkeypatch, tmp_path):
    monkeypatch.setenv("ELASTICSEARCH_URL", f" http://{wire.address} , http://127.0.0.1:1 ")
    monkeypatch.setenv("ELASTICSEARCH_API_KEY", "c2VjcmV0")
    monkeypatch.setenv("ELASTICSEARCH_PREFIX", "other")
    server = Server.from_environment()
    assert server.urls == (f"http://{wire.address}", "http://127.0.0.1:1")
    wire.answers = [(200, OURS, 0), (200, {"responses": [{"hits": {"total": {"value": 1}}}]}, 0)] * 2
    assert ElasticStore(server).size("sq") == 1
    assert wire.asked[0][1].startswith("/other-sq,other-sr,other-en,")
    assert wire.asked[0][2]["authorization"] == "ApiKey c2VjcmV0"
    monkeypatch.delenv("ELASTICSEARCH_PREFIX")
    assert Server.from_environment().prefix == "campaign"


def test_a_server_is_believed_by_its_certificate(tmp_path):
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    wire = Wire(tls)
    wire.answers = [(200, OURS, 0), (200, {"responses": [{"hits": {"total": {"value": 3}}}]}, 0)]
    assert ElasticStore(Server((f"https://{wire.address}",), ca_certs=str(certificate))).size("sq") == 3
    with pytest.raises(EngineAway, match=r"(?i)certificate|tls|ssl"):
        ElasticStore(Server((f"https://{wire.address}",))).size("sq")
    wire.server.shutdown()


def test_a_fork_has_a_client_of_its_own(store):
    store.rebuild([passage()], [], 1)
    child = os.fork()
    if child == 0:
        os._exit(0 if store.size("sq") == 1 and store.cluster._local[0] == os.getpid() else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert store.size("sq") == 1


# --- The pair ---------------------------------------------------------------------------------------------------------


def test_without_the_variable_the_client_is_not_even_imported(tmp_path):
    code = (
        "import sys; from content.index.queries import open_store, search; store = open_store(sys.argv[1], True);"
        "store.rebuild([], [], 1); search('viza', 'sq', store=store); print(type(store).__name__, 'elasticsearch' in sys.modules)"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ELASTICSEARCH")}
    run = [sys.executable, "-c", code, tmp_path / "index.sqlite3"]
    done = subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["SQLiteStore", "False"]


def test_with_the_variable_the_server_is_in_front(server, monkeypatch, tmp_path):
    monkeypatch.setenv("ELASTICSEARCH_URL", ",".join(server.urls))
    monkeypatch.setenv("ELASTICSEARCH_PREFIX", server.prefix)
    store = open_store(tmp_path / "index.sqlite3", writable=True)
    assert open_store(tmp_path / "index.sqlite3", writable=True) is store
    store.rebuild([passage()], [], 1)
    assert store.health()["engine"] == "elasticsearch"
    assert [engine.size("sq") for engine in store.engines()] == [1, 1]


def test_a_breaker_rests_and_lets_one_try():
    now = [0.0]
    breaker = Breaker(30, lambda: now[0])
    assert breaker.lets_through() and breaker.lets_through()
    breaker.failed("broken")
    assert not breaker.lets_through() and breaker.why == "broken"
    now[0] = 29.9
    assert not breaker.lets_through()
    now[0] = 30
    assert [breaker.lets_through() for _ in range(3)] == [True, False, False]
    breaker.succeeded()
    assert breaker.lets_through() and breaker.lets_through()


def test_a_resting_server_is_not_asked_and_comes_back(wire, tmp_path):
    now = [0.0]
    server = ElasticStore(Server((f"http://{wire.address}",)))
    pair = StorePair(server, SQLiteStore(tmp_path / "index.sqlite3", True), Breaker(30, lambda: now[0]))
    pair.embedded.rebuild([passage()], [], 1)
    wire.answers = [(500, {}, 0)]
    assert found(pair, "viza") == ["visa:sq:00"] and len(wire.asked) == 1
    for _ in range(5):
        assert [hit.passage.id for hit in search("viza", "sq", store=pair).hits] == ["visa:sq:00"]
    assert pair.health()["state"] == "degraded" and "500" in pair.health()["why"]
    with pytest.raises(EngineAway, match="resting"):
        pair.replace_page("visa", "sq", [passage(text="Termin")], 2)
    assert found(pair, "termin") == ["visa:sq:00"], "the embedded index is written all the same"
    assert len(wire.asked) == 1
    now[0] = 31
    wire.answers = [(200, OURS, 0), (200, {"responses": [{"hits": {"total": {"value": 5}}}]}, 0)]
    assert pair.size("sq") == 5


def test_a_server_without_an_index_leaves_the_embedded_one_to_answer(server, tmp_path):
    pair = StorePair(ElasticStore(server), SQLiteStore(tmp_path / "index.sqlite3", True))
    pair.embedded.rebuild([passage()], [], 1)
    assert found(pair, "viza") == ["visa:sq:00"]
    assert pair.health()["state"] == "degraded" and "build it first" in pair.health()["why"]
    pair.breaker.succeeded()
    with pytest.raises(IndexMissing):  # the outbox then rebuilds both
        pair.replace_page("visa", "sq", [passage(text="Termin")], 2)
    pair.rebuild([passage(text="Termin")], [], 3)
    assert pair.health()["engine"] == "elasticsearch" and "state" not in pair.health()


def test_health_tells_when_the_two_differ(server, tmp_path):
    pair = StorePair(ElasticStore(server), SQLiteStore(tmp_path / "index.sqlite3", True))
    pair.rebuild([passage(), passage("work")], [], 1)
    pair.server.remove_page("work", "sq", 2)
    assert pair.health()["state"] == "degraded" and "check_index" in pair.health()["why"]
