"""The site's side of the index, on the embedded one alone and with Elasticsearch in front: outbox, check, repair, explanation."""

import io
import re
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from campaign.facts.models import Fact
from campaign.search.models import OutboxRow
from campaign.search.outbox import enqueue, lag, rebuilt_afterwards, sync, try_sync
from campaign.search.pages import live_page
from content.index import analysis
from content.index.elastic import Server
from content.index.pair import StorePair
from content.index.queries import open_store, search
from content.index.store import AnalyserMismatch, EngineAway

from .samples import passage

ROOT = Path(__file__).resolve().parents[2]
FEW = ("home", "risks", "debt", "smuggling")
FACT, ROUTE = "de_blue_card_salary", "de_blue_card"

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory):
    """The test database with a few pages of our content."""
    folder = tmp_path_factory.mktemp("content") / "content"
    ignored = shutil.ignore_patterns("pages", "routes", "*.py", "__pycache__")
    shutil.copytree(ROOT / "content", folder, ignore=ignored)
    shutil.copytree(ROOT / "content" / "routes" / "shared", folder / "routes" / "shared")
    shutil.copy(ROOT / "content" / "routes" / f"{ROUTE}.yaml", folder / "routes")
    for key in FEW:
        shutil.copytree(ROOT / "content" / "pages" / key, folder / "pages" / key)
    from django.conf import settings

    before, settings.CONTENT_INDEX = settings.CONTENT_INDEX, folder.parent / "index.sqlite3"
    with django_db_blocker.unblock():
        call_command("load_content", "--from", str(folder), stdout=io.StringIO(), stderr=io.StringIO())
    settings.CONTENT_INDEX = before


@pytest.fixture
def embedded(settings, tmp_path):
    """The index as the site opens it without a server, built from the database."""
    settings.CONTENT_INDEX = tmp_path / "index.sqlite3"
    run("rebuild_index")
    return open_store(settings.CONTENT_INDEX, writable=True)


@pytest.fixture
def pair(settings, tmp_path, monkeypatch, server):
    """The same with Elasticsearch in front."""
    settings.CONTENT_INDEX = tmp_path / "index.sqlite3"
    monkeypatch.setenv("ELASTICSEARCH_URL", ",".join(server.urls))
    monkeypatch.setenv("ELASTICSEARCH_PREFIX", server.prefix)
    run("rebuild_index")
    store = open_store(settings.CONTENT_INDEX, writable=True)
    assert isinstance(store, StorePair)
    return store


@pytest.fixture(params=["embedded", "pair"])
def store(request):
    """Either."""
    return request.getfixturevalue(request.param)


def run(command, *arguments) -> str:
    out = io.StringIO()
    call_command(command, *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def version(store) -> int:
    return store.health()["version"]


def publish(key: str, summary: str, language: str = "sq") -> None:
    page = live_page(key, language)
    page.summary = summary
    page.save_revision().publish()


def cut_off(pair):
    """From now on the server is out of reach; the function returned ends that."""
    before = pair.server.cluster.server
    pair.server.cluster.server, pair.server.cluster._local = (
        Server(("http://127.0.0.1:9",), before.prefix),
        None,
    )

    def mend():
        pair.server.cluster.server, pair.server.cluster._local = before, None
        pair.breaker.succeeded()

    return mend


# --- check_index ------------------------------------------------------------------------------------------------------


def test_a_fresh_index_is_as_published(store):
    assert "exactly what is published" in run("check_index", "--dry-run")


def test_check_names_what_differs_and_repairs_each_engine(store):
    for engine in store.engines():
        now = version(engine)
        engine.remove_page("debt", "sq", now)
        shifted = engine.page("smuggling", "en")[1:]
        engine.replace_page("smuggling", "en", shifted, now)
        engine.replace_page("ghost", "sr", [passage("ghost", language="sr")], now)
        engine.put_record("fact", FACT, {"value": 1}, now)
        engine.put_record("route", ROUTE, None, now)
        engine.put_record("contact", "ghost", {}, now)
        name = type(engine).__name__
        out = io.StringIO()
        with pytest.raises(CommandError, match="differs in 6 things"):
            call_command("check_index", "--dry-run", stdout=out)
        for line in (
            "page debt sq missing", "page smuggling en different", "page ghost sr left over", f"fact {FACT} different",
            f"route {ROUTE} missing", "contact ghost  left over",
        ):  # fmt: skip
            assert f"{name}: {line}".split() in [said.split() for said in out.getvalue().splitlines()]
        said = run("check_index")
        assert said.index("Repaired") < said.index("exactly what is published")
        assert run("check_index", "--dry-run").startswith("The index holds exactly")
        assert engine.pages("sr") == engine.pages("sq")
    assert lag()["waiting"] == 0


def test_check_builds_an_index_that_is_not_there(store, settings, tmp_path):
    settings.CONTENT_INDEX = tmp_path / "other.sqlite3"
    said = run("check_index")
    assert "build it first" in said and "exactly what is published" in said
    assert open_store(settings.CONTENT_INDEX).size("sq") == store.size("sq")


def test_check_waits_for_a_server_that_is_away(pair):
    mend = cut_off(pair)
    pair.embedded.remove_page("debt", "sq", version(pair.embedded))
    with pytest.raises(CommandError, match="waits in the outbox"):
        run("check_index")
    assert pair.embedded.page("debt", "sq"), "the embedded index is repaired all the same"
    mend()
    assert "exactly what is published" in run("check_index")


def test_a_rebuild_wins_over_whatever_the_index_holds(store):
    """Also when nothing waits in the outbox that could say how new the database is."""
    for engine in store.engines():
        engine.replace_page("debt", "sq", [passage("debt", text="e vjetër")], version(engine) + 50)
    for _ in range(60):
        OutboxRow.objects.create(kind="page", target="debt", language="sq").delete()
    run("rebuild_index")
    assert "exactly what is published" in run("check_index", "--dry-run")


# --- The outbox -------------------------------------------------------------------------------------------------------


def test_what_is_published_is_found_at_once(store):
    publish("debt", "Fjala zhgënjehurish qëndron vetëm këtu.")
    assert sync() > 0
    for engine in store.engines():
        assert "zhgënjehurish" in engine.page("debt", "sq")[0].text
    assert search("zhgënjehurish", "sq", store=store).hits[0].passage.page == "debt"
    live_page("debt", "sq").unpublish()
    sync()
    assert not any(engine.page("debt", "sq") for engine in store.engines())


def test_everything_reaches_the_embedded_index_while_the_server_is_away(pair):
    mend = cut_off(pair)
    publish("debt", "Fjala zhgënjehurish qëndron vetëm këtu.")
    fact = Fact.objects.get(key=FACT)
    fact.value = "1"
    fact.save()
    assert try_sync() == 0
    publish("smuggling", "Fjala përgjithnakish qëndron vetëm këtu.")  # a row behind the ones that failed
    with pytest.raises(EngineAway):
        sync()
    assert OutboxRow.objects.count() >= 3 and all(
        row.attempts and "EngineAway" in row.last_error for row in OutboxRow.objects.all()
    )
    for word, page in (("zhgënjehurish", "debt"), ("përgjithnakish", "smuggling")):
        assert search(word, "sq", store=pair).hits[0].passage.page == page
    assert pair.record("fact", FACT)["value"] == 1
    assert pair.health()["state"] == "degraded"

    mend()
    assert try_sync() >= 3
    assert lag()["waiting"] == 0
    assert pair.server.record("fact", FACT)["value"] == 1
    assert "exactly what is published" in run("check_index", "--dry-run")


def test_waiting_rows_are_not_written_again_and_again(pair, monkeypatch):
    mend = cut_off(pair)
    publish("debt", "Përmbledhje e re.")
    publish("smuggling", "Përmbledhje e re.")
    try_sync()
    calls = []
    monkeypatch.setattr(pair.embedded, "replace_page", lambda *arguments: calls.append(arguments[0]) or True)
    try_sync()
    assert len(calls) == 1, "one row tries whether the server is back"
    mend()


def test_a_lost_index_is_built_by_the_next_change(store):
    for engine in store.engines():
        if hasattr(engine, "path"):
            engine.path.unlink()
        else:
            client = engine.server.client()
            client.indices.delete(index=list(client.indices.get_alias(index=f"{engine.server.prefix}-*")))
            engine._verified_until = 0.0
    publish("debt", "Fjala zhgënjehurish qëndron vetëm këtu.")
    sync()
    assert lag()["waiting"] == 0
    assert "exactly what is published" in run("check_index", "--dry-run")


def test_loading_much_content_does_not_fail_for_an_absent_server(pair):
    mend = cut_off(pair)
    with rebuilt_afterwards():
        publish("debt", "Fjala zhgënjehurish qëndron vetëm këtu.")
        enqueue("fact", FACT)
    assert "zhgënjehurish" in pair.embedded.page("debt", "sq")[0].text
    assert lag()["waiting"] >= 2
    mend()
    sync()
    assert "exactly what is published" in run("check_index", "--dry-run")


def test_loading_rebuilds_an_index_of_an_earlier_version(store, monkeypatch):
    monkeypatch.setattr(analysis, "ANALYSER_VERSION", "next")
    for engine in store.engines():
        if hasattr(engine, "server"):
            engine._verified_until = 0.0
    with pytest.raises(AnalyserMismatch):
        search("debt", "en", store=store)
    with rebuilt_afterwards():
        pass
    assert search("debt", "en", store=store).hits


# --- The other commands -----------------------------------------------------------------------------------------------


def test_explain_query_tells_words_corrections_and_scores(store):
    said = run("explain_query", "debt smugglign xyzzyq", "--language", "en", "--limit", "3")
    engine = "elasticsearch" if isinstance(store, StorePair) else "sqlite"
    assert said.startswith(
        f"{store.size('en')} passages in en, {engine}\ncorrected to: debt smuggling xyzzyq\n"
    )
    assert "  debt: weight " in said and "debt x1 (in " in said
    assert "smugglign -> smuggl: weight" in said and "smuggl x0.9 (in " in said
    hits = search("debt smugglign xyzzyq", "en", store=store).hits
    told = [line for line in said.splitlines() if line[:5].strip().rstrip(".").isdigit()]
    assert len(told) == 3
    for line, hit in zip(told, hits):
        assert line.split()[1:3] == [f"{hit.score:.3f}", hit.passage.id]
    assert re.search(r"\n     \d+\.\d{3} = .*\d smugglign\n     covers \d+%", said)
    assert "none that we search for" in run("explain_query", "the of", "--language", "en")


def test_explain_query_filters_as_search_does(store):
    said = run("explain_query", "debt", "--language", "en", "--kind", "contact")
    assert said.rstrip().endswith("passages\n  none")


def test_roll_back(pair):
    publish("debt", "Fjala zhgënjehurish qëndron vetëm këtu.")
    run("rebuild_index")
    run("rebuild_index", "--roll-back")
    assert "zhgënjehurish" not in pair.server.page("debt", "sq")[0].text
    assert "exactly what is published" in run("check_index")
    assert "zhgënjehurish" in pair.server.page("debt", "sq")[0].text


def test_only_a_server_can_roll_back(embedded):
    with pytest.raises(CommandError, match="Only Elasticsearch"):
        run("rebuild_index", "--roll-back")
