"""Listing everything that answers, and suggesting while somebody types."""

import pytest

from content.index.documents import Passage
from content.index.listing import listing, nearest
from content.index.queries import CONSIDERED, search
from content.index.sqlite import SQLiteStore
from content.index.suggesting import suggest


def passage(page: str, text: str, *, number: int = 0, title: str = "", **more) -> Passage:
    values = {"kind": "page", "heading_path": (), "version": 1, "language": "en"} | more
    return Passage(
        id=f"{page}:en:{number:02}", page=page, title=title, text=text, url=f"/en/{page}/", **values
    )


@pytest.fixture
def store(tmp_path):
    def filled(*passages: Passage) -> SQLiteStore:
        store = SQLiteStore(tmp_path / "index.sqlite3", writable=True)
        store.rebuild(passages, [], 1)
        return store

    return filled


def test_a_filter_reaches_behind_what_search_considers(store):
    many = [passage(f"p{n:03}", "visa visa visa", country="DE") for n in range(CONSIDERED + 50)]
    filled = store(*many, passage("rare", "A visa among many other words in a long text", country="HU"))
    everything = listing("visa", "en", store=filled)
    assert len(everything.rows) == len(many) + 1
    assert [hit.passage.page for hit in everything.hits(lambda one: one.country == "HU")] == ["rare"]
    assert "rare" not in {
        hit.passage.page for hit in search("visa", "en", limit=CONSIDERED, store=filled).hits
    }


def test_what_covers_little_of_the_question_is_left_out_behind_the_first_ten(store):
    close = [passage(f"a{n:02}", "seasonal work in Croatia") for n in range(12)]
    far = [passage(f"z{n:02}", "work and work again") for n in range(12)]
    listed = [one.page for one in listing("seasonal work Croatia", "en", store=store(*close, *far)).passages]
    assert sorted(listed) == [one.page for one in close]


def test_a_page_is_listed_twice_at_most_however_many_passages_answer(store):
    many = [passage("one", f"visa {n} visa", number=n) for n in range(CONSIDERED + 20)]
    assert len(listing("visa", "en", store=store(*many)).rows) == 2


@pytest.mark.parametrize("text", ["", "the of and", "🙂", "xqzw"])
def test_nothing_asked_nothing_listed(store, text):
    filled = store(passage("visa", "A visa"))
    assert listing(text, "en", store=filled).rows == ()
    assert suggest(text, "en", store=filled) == []


def test_an_unknown_language_is_refused(store):
    filled = store(passage("visa", "A visa"))
    for ask in (listing, suggest):
        with pytest.raises(ValueError, match="'de'"):
            ask("visa", "de", store=filled)


def test_a_title_that_holds_the_beginning_comes_first(store):
    filled = store(
        passage("fees", "Recognition recognition recognition of papers", title="Fees"),
        passage("recognition", "How papers are recognised", title="Recognition of a diploma"),
        passage("other", "Nothing about it", title="Other"),
    )
    assert [one.page for one in suggest("recogn", "en", store=filled)] == ["recognition", "fees"]
    assert suggest("papers recog", "en", store=filled)[0].page == "recognition"


def test_a_finished_word_is_no_beginning(store):
    filled = store(passage("a", "A visa", title="Visa"), passage("b", "Visafree travel", title="Visafree"))
    assert {one.page for one in suggest("vis", "en", store=filled)} == {"a", "b"}
    assert [one.page for one in suggest("visa ", "en", store=filled)] == ["a"]


def test_the_same_title_is_suggested_once(store):
    filled = store(*(passage("visa", f"Visa {n}", number=n, title="Visa") for n in range(4)))
    assert [one.id for one in suggest("vis", "en", store=filled)] == ["visa:en:00"]


def test_nearest_looks_at_letters_only_where_nothing_was_meant(store):
    filled = store(passage("passport", "A passport is needed", title="Passport"))
    assert [one.page for one in nearest("passportisation", "en", store=filled)] == ["passport"]
    assert nearest("bitcoin", "en", store=filled) == []
    assert nearest("🙂 the", "en", store=filled) == []
