"""What `content.index.store.Store` promises, held against every engine."""

import threading

import pytest

from content.index import analysis
from content.index.analysis import passage_terms
from content.index.documents import Record
from content.index.store import AnalyserMismatch, IndexMissing
from content.languages import LANGUAGES

from .samples import found, passage

# --- Beginning --------------------------------------------------------------------------------------------------------


def test_without_an_index_everybody_is_told(opened):
    store = opened()
    calls = [
        lambda: store.size("sq"),
        lambda: store.search_terms("sq", [{"viz": 1.0}]),
        lambda: store.frequencies("sq", ["viz"]),
        lambda: store.pages("sq"),
        lambda: store.page("visa", "sq"),
        lambda: store.record("route", "a"),
        lambda: store.records("route"),
        lambda: store.health(),
        lambda: store.replace_page("visa", "sq", [passage()], 1),
        lambda: store.put_record("route", "a", {}, 1),
    ]
    for call in calls:
        with pytest.raises(IndexMissing):
            call()


def test_a_refused_write_begins_no_index(opened):
    with pytest.raises(IndexMissing):
        opened().replace_page("visa", "sq", [passage()], 1)
    with pytest.raises(IndexMissing):
        opened().size("sq")


def test_another_analyser_is_refused_until_the_index_is_rebuilt(store, opened, monkeypatch):
    store.replace_page("visa", "sq", [passage()], 1)
    store.put_record("route", "a", {}, 1)
    monkeypatch.setattr(analysis, "ANALYSER_VERSION", "next")
    later = opened()
    calls = [
        lambda: found(later, "viza"),
        lambda: later.size("sq"),
        lambda: later.record("route", "a"),
        lambda: later.records("route"),
        lambda: later.health(),
        lambda: later.replace_page("visa", "sq", [passage()], 2),
        lambda: later.remove_page("visa", "sq", 2),
        lambda: later.put_record("route", "a", {}, 2),
    ]
    for call in calls:
        with pytest.raises(AnalyserMismatch, match="rebuild"):
            call()
    later.rebuild([passage("work", text="Punë")], [], 3)
    assert found(later, "punë") == ["work:sq:00"]
    assert found(later, "viza") == [] and later.records("route") == []


@pytest.mark.parametrize("language", ["de", "", "sr-latn"])
def test_only_our_languages(store, language):
    for call in (
        lambda: store.size(language),
        lambda: store.search_terms(language, [{"a": 1.0}]),
        lambda: store.replace_page("visa", language, [], 1),
    ):
        with pytest.raises(ValueError, match="none of sq, sr, en"):
            call()


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_a_written_page_is_found_at_once_and_only_in_its_language(store):
    assert store.replace_page("visa", "sq", [passage(), passage(place=1, text="Termin")], 1)
    assert found(store, "viza") == ["visa:sq:00"]
    assert found(store, "termin") == ["visa:sq:01"]
    assert store.search_terms("en", [{"termin": 1.0}]) == []
    assert store.size("sq") == 2 and store.size("en") == 0


def test_a_passage_comes_back_as_it_was(store):
    given = passage(
        text="Текст са 'ë' ç đ 🙂 \u202e \"\\ \x00",
        language="sr",
        kind="faq",
        title="Наслов",
        heading_path=("Наслов", "Део"),
        country="DE",
        topics=("work", "offer"),
    )
    store.replace_page("visa", "sr", [given], 1)
    assert store.page("visa", "sr") == [given]
    assert [
        scored.passage for scored in store.search_terms("sr", [{term: 1.0} for term in passage_terms(given)])
    ] == [given]


def test_a_new_version_replaces_the_page_as_a_whole(store):
    store.replace_page(
        "visa",
        "sq",
        [passage(place=n, text=f"Viza {word}") for n, word in enumerate(("kombëtare", "termin", "afat"))],
        1,
    )
    store.replace_page("work", "sq", [passage("work", text="Viza dhe puna")], 1)
    assert store.replace_page(
        "visa", "sq", [passage(text="Lejet e qëndrimit"), passage(place=7, text="Viza")], 2
    )
    assert store.pages("sq") == {"visa", "work"}
    assert [kept.id for kept in store.page("visa", "sq")] == ["visa:sq:00", "visa:sq:07"]
    assert set(found(store, "viza termin afat kombëtare")) == {"visa:sq:07", "work:sq:00"}
    assert store.size("sq") == 3 and store.frequencies("sq", ["termin", "afat"]) == {}


def test_the_same_version_may_be_written_again_with_other_content(store):
    store.replace_page("visa", "sq", [passage(), passage(place=1)], 5)
    assert store.replace_page("visa", "sq", [passage(text="Termin")], 5)
    assert [kept.text for kept in store.page("visa", "sq")] == ["Termin"]


def test_a_stale_write_never_wins(store):
    store.replace_page("visa", "sq", [passage(text="Termin")], 9)
    assert not store.replace_page("visa", "sq", [passage(text="Afat"), passage(place=1, text="Afat")], 8)
    assert not store.remove_page("visa", "sq", 8)
    assert [kept.text for kept in store.page("visa", "sq")] == ["Termin"]
    assert found(store, "termin") == ["visa:sq:00"] and found(store, "afat") == []


def test_a_removed_page_stays_removed(store):
    store.replace_page("visa", "sq", [passage()], 1)
    store.replace_page("visa", "en", [passage(language="en", text="Visa")], 1)
    assert store.remove_page("visa", "sq", 7)
    assert not store.replace_page("visa", "sq", [passage()], 6)
    assert found(store, "viza") == [] and store.page("visa", "sq") == [] and store.pages("sq") == set()
    assert store.pages("en") == {"visa"}
    assert store.replace_page("visa", "sq", [passage()], 8)
    assert found(store, "viza") == ["visa:sq:00"]


def test_a_page_that_never_was_can_be_removed(store):
    assert store.remove_page("visa", "sq", 4)
    assert not store.replace_page("visa", "sq", [passage()], 3)


def test_a_passage_of_another_page_is_refused(store):
    for wrong in (passage("work"), passage(language="en")):
        with pytest.raises(ValueError, match="does not belong"):
            store.replace_page("visa", "sq", [passage(), wrong], 1)
    assert store.size("sq") == 0


def test_of_many_writers_the_newest_remains(store, opened):
    """Each version has other passages; whatever the order of arrival, those of the last stand alone."""
    versions = [3, 9, 1, 12, 7, 10, 2, 11, 5, 8, 4, 6]

    def write(mine):
        own = opened()
        for version in mine:
            own.replace_page(
                "visa",
                "sq",
                [passage(place=n, text=f"Viza {version}") for n in range(version % 4, 4)],
                version,
            )

    threads = [threading.Thread(target=write, args=(versions[start::4],)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(kept.id, kept.text) for kept in store.page("visa", "sq")] == [
        (f"visa:sq:{n:02}", "Viza 12") for n in range(4)
    ]
    assert store.size("sq") == 4


# --- Records ----------------------------------------------------------------------------------------------------------


def test_records_are_kept_by_kind_and_id(store):
    data = {
        "criteria": [{"id": "a", "value": None, "text": "Ћирилица"}],
        "nested": {"deep": {"a.b": 1}},
        "empty": {},
    }
    assert store.put_record("route", "b", data, 1)
    assert store.put_record("route", "a", {"n": 1.5}, 2)
    assert store.put_record("contact", "a", {"phone": "112"}, 3)
    assert store.record("route", "b") == data
    assert store.record("contact", "b") is None
    assert store.records("route") == [Record("route", "a", 2, {"n": 1.5}), Record("route", "b", 1, data)]
    assert store.records("nothing") == []


def test_a_record_is_not_what_another_kind_and_id_spell_together(store):
    store.put_record("a", "b:c", {"n": 1}, 1)
    assert store.record("a:b", "c") is None


def test_a_stale_record_never_wins_also_after_its_removal(store):
    assert store.put_record("route", "a", {"n": 2}, 5)
    assert not store.put_record("route", "a", {"n": 1}, 4)
    assert store.put_record("route", "a", {"n": 3}, 5)
    assert store.record("route", "a") == {"n": 3}
    assert store.put_record("route", "a", None, 6)
    assert not store.put_record("route", "a", {"n": 4}, 5)
    assert store.record("route", "a") is None and store.records("route") == []
    assert store.put_record("route", "a", {}, 7)
    assert store.record("route", "a") == {}


# --- Rebuilding -------------------------------------------------------------------------------------------------------


def test_a_rebuild_replaces_everything(store):
    store.replace_page("visa", "sq", [passage()], 1)
    store.put_record("route", "a", {}, 1)
    progress = []
    store.rebuild(
        [passage("work", text="Punë"), passage("work", language="en", text="Work")],
        [("contact", "b", {"n": 1})],
        2,
        progress=lambda done, total: progress.append((done, total)),
    )
    assert store.pages("sq") == {"work"} and store.pages("en") == {"work"}
    assert store.records("route") == [] and store.record("contact", "b") == {"n": 1}
    assert not store.replace_page("work", "sq", [], 1)
    assert progress[-1] == (2, 2)


def test_what_is_newer_than_a_rebuild_stays(store):
    store.replace_page("newer", "sq", [passage("newer", text="Termin"), passage("newer", 1, "Afat")], 8)
    store.replace_page("older", "sq", [passage("older")], 3)
    store.remove_page("removed", "sq", 9)
    store.put_record("route", "newer", {"n": 8}, 8)
    store.put_record("route", "removed", None, 9)
    old = [passage(page, place, "Viza") for page in ("newer", "older", "removed") for place in (0, 1, 2)]
    store.rebuild(old, [("route", name, {"n": 5}) for name in ("newer", "older", "removed")], 5)
    assert [kept.text for kept in store.page("newer", "sq")] == ["Termin", "Afat"]
    assert len(store.page("older", "sq")) == 3
    assert store.pages("sq") == {"newer", "older"} and store.size("sq") == 5
    assert [(kept.id, kept.data) for kept in store.records("route")] == [
        ("newer", {"n": 8}),
        ("older", {"n": 5}),
    ]
    assert not store.replace_page("removed", "sq", [passage("removed")], 8)
    assert not store.put_record("route", "removed", {}, 8)
    assert not store.replace_page("newer", "sq", [passage("newer")], 7)
    assert store.replace_page("older", "sq", [passage("older")], 6)


def test_what_is_written_during_a_rebuild_is_not_lost(store, opened):
    store.replace_page("old", "sq", [passage("old")], 1)

    def write():
        other = opened()
        other.replace_page("visa", "sq", [passage(text="Termin")], 12)
        other.remove_page("old", "sq", 13)
        other.put_record("route", "a", {"n": 14}, 14)

    writer = threading.Thread(target=write)

    def meanwhile(done, total):
        if not writer.ident:
            writer.start()
            writer.join(1)  # a file lets writers wait until the rebuild has ended; a server does not

    store.rebuild(
        [passage("old"), passage("work", text="Punë")], [("route", "a", {"n": 1})], 10, progress=meanwhile
    )
    writer.join()
    assert store.pages("sq") == {"visa", "work"}
    assert found(store, "termin") == ["visa:sq:00"]
    assert store.record("route", "a") == {"n": 14}


def test_two_passages_with_one_id_change_nothing(store):
    store.rebuild([passage()], [], 1)
    with pytest.raises(ValueError, match="two passages have the id visa:sq:00"):
        store.rebuild([passage(text="Termin"), passage(text="Afat")], [], 2)
    with pytest.raises(ValueError, match="two passages"):
        store.replace_page("visa", "sq", [passage(text="Termin"), passage(text="Afat")], 2)
    assert found(store, "viza") == ["visa:sq:00"]


def test_readers_never_notice_a_rebuild(store, opened):
    """Every answer is wholly the old index or wholly the new one."""
    old, new = ([passage(f"{name}{n:02}", text="Viza") for n in range(30)] for name in ("old", "new"))
    store.rebuild(old, [], 1)
    sides, stop = [{kept.id for kept in side} for side in (old, new)], threading.Event()
    seen, wrong = [], []

    def read():
        reader = opened()
        while not stop.is_set():
            try:
                answer = set(found(reader, "viza"))
            except Exception as error:  # noqa: BLE001 - any error is what this test looks for
                wrong.append(error)
            else:
                (seen if answer in sides else wrong).append(answer)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for version in (2, 3, 4):
        store.rebuild(new if version % 2 == 0 else old, [], version)
    stop.set()
    for reader in readers:
        reader.join()
    assert not wrong
    assert sides[0] in seen and len(seen) > 20


# --- Health -----------------------------------------------------------------------------------------------------------


def test_health_counts(store):
    store.replace_page("visa", "sq", [passage(), passage(place=1)], 3)
    store.replace_page("visa", "en", [passage(language="en")], 4)
    store.put_record("route", "a", {}, 9)
    store.put_record("route", "b", None, 11)
    health = store.health()
    assert health["passages"] == dict.fromkeys(LANGUAGES, 0) | {"sq": 2, "en": 1}
    assert health["records"] == 1 and health["version"] == 11
    assert health["analyser"] == analysis.ANALYSER_VERSION
    assert health["engine"] in {"sqlite", "elasticsearch"}
    assert store.engines() == (store,)
