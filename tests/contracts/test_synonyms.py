"""Other names travel in the index: both engines give the same results, at once when they change."""

import pytest

from content.files.synonyms import SynonymSet
from content.index.queries import search
from content.index.sqlite import SQLiteStore
from content.index.synonyms import KIND, record, synonyms, table

from .samples import passage

PAGES = [passage("pay", text="Paga minimale"), passage("fish", text="Peshku në liqen")]


def names(*said: str, meant: tuple[str, ...] = ()) -> dict:
    return record([SynonymSet("sq", said, meant)], [])


def pages(store, query: str, **options) -> list[str]:
    return [hit.passage.page for hit in search(query, "sq", store=store, **options).hits]


@pytest.fixture
def stores(both):
    """The embedded index and Elasticsearch with the same passages and one set."""
    for store in both:
        store.rebuild(PAGES, [(KIND, "sq", names("pagë", "zog"))], 1)
    return both


def test_both_engines_find_by_the_names_of_the_index(stores):
    assert [pages(store, "zogu") for store in stores] == [["pay"], ["pay"]]


def test_a_change_counts_for_the_next_question_in_every_process(stores):
    reader = SQLiteStore(stores[0].path)
    assert pages(reader, "zogu") == ["pay"]
    for store in stores:
        store.put_record(KIND, "sq", names("peshk", "zog"), 2)
    assert [pages(store, "zogu") for store in (*stores, reader)] == [["fish"]] * 3
    for store in stores:
        store.put_record(KIND, "sq", names("pagë", "zog"), 1)
    assert [pages(store, "zogu") for store in (*stores, reader)] == [["fish"]] * 3  # a stale write


def test_names_in_one_direction_count_only_so(stores):
    for store in stores:
        store.put_record(KIND, "sq", names("zog", meant=("pagë",)), 2)
        store.replace_page("bird", "sq", [passage("bird", text="Zogu këndon")], 3)
    for store in stores:
        assert set(pages(store, "zogu")) == {"bird", "pay"}
        assert pages(store, "paga") == ["pay"]


def test_names_are_tried_without_being_written(stores):
    tried = table(names("peshk", "zog"), "sq")
    assert [pages(store, "zogu", names=tried) for store in stores] == [["fish"], ["fish"]]
    assert [pages(store, "zogu") for store in stores] == [["pay"], ["pay"]]


def test_what_questions_need_is_the_same_object_until_it_changes(tmp_path):
    store = SQLiteStore(tmp_path / "index.sqlite3", writable=True)
    store.rebuild([], [(KIND, "sq", names("a", "b"))], 1)
    kept, made = store.kept(KIND, "sq"), synonyms("sq", store)
    assert store.kept(KIND, "sq") is kept and synonyms("sq", store) is made
    store.put_record(KIND, "sq", names("pagë", "zog"), 2)
    assert store.kept(KIND, "sq") == names("pagë", "zog") and synonyms("sq", store) is not made
    store.put_record(KIND, "sq", None, 3)
    assert store.kept(KIND, "sq") is None


def test_without_a_record_the_files_serve(both):
    for store in both:
        store.rebuild(PAGES, [], 1)
    assert [pages(store, "rroga") for store in both] == [["pay"], ["pay"]]


def test_an_empty_record_means_no_names(tmp_path):
    store = SQLiteStore(tmp_path / "index.sqlite3", writable=True)
    store.rebuild(PAGES, [(KIND, "sq", record([], []))], 1)
    assert synonyms("sq", store) == {} and pages(store, "rroga") == []
