"""A question asked in one of its own wordings is the first answer; otherwise questions compete like any passage."""

import pytest

from content.files.read import read_content
from content.index.analysis import ANALYSER_VERSION, passage_terms, terms
from content.index.documents import Passage
from content.index.queries import search
from content.index.sqlite import SQLiteStore
from content.languages import LANGUAGES


def passage(id: str, kind: str = "page", language: str = "sq", **more) -> Passage:
    page = more.pop("page", id)
    return Passage(
        id=f"{page}:{language}:{id}", version=1, language=language, kind=kind, page=page, heading_path=(), url="/",
        **{"title": "", "text": ""} | more,
    )  # fmt: skip


def store_of(tmp_path, passages) -> SQLiteStore:
    store = SQLiteStore(tmp_path / "index.sqlite3", writable=True)
    store.rebuild(passages, [], 1)
    return store


@pytest.fixture
def small(tmp_path):
    """A page that says a lot about visas, and a question whose answer names none of the words asked."""
    return store_of(
        tmp_path,
        [
            passage("fees", title="Viza për Gjermani", text="Viza për Gjermani, viza kombëtare, kostoja e vizës. " * 3),
            passage(
                "cost", "faq", page="costs", title="Sa kushton viza për Gjermani?", text="Shtatëdhjetë e pesë euro.",
                also=("sa pare duhen me marr vizen gjermane",),
            ),
        ],
    )  # fmt: skip


@pytest.mark.parametrize(
    "asked",
    [
        "Sa kushton viza për Gjermani?",
        "SA KUSHTON VIZA PER GJERMANI",
        "viza për Gjermani sa kushton",
        "sa pare duhen me marr vizen gjermane",
    ],
)
def test_its_own_wording_finds_the_question_first(small, asked):
    hit = search(asked, "sq", store=small).hits[0]
    assert hit.passage.kind == "faq"
    assert hit.score == max(found.score for found in search(asked, "sq", store=small).hits)


def test_other_words_give_no_bonus(small):
    assert search("viza kombëtare", "sq", store=small).hits[0].passage.kind == "page"


def test_a_page_with_the_same_words_gets_no_bonus(tmp_path):
    store = store_of(
        tmp_path,
        [
            passage("a", title="Sa kushton viza?", text="Sa kushton viza?"),
            passage("b", "faq", page="z", title="Sa kushton viza?"),
        ],
    )
    assert [hit.passage.kind for hit in search("sa kushton viza", "sq", store=store).hits] == ["faq", "page"]


def test_wordings_count_as_much_as_the_title():
    found = passage_terms(passage("a", "faq", title="Viza", also=("leje pune",)))
    assert [found.count(term) for term in terms("viza leje pune", "sq")] == [3, 3, 3]


def test_wordings_survive_the_store_and_old_passages_read_as_before(small):
    (kept,) = small.page("costs", "sq")
    assert kept.also == ("sa pare duhen me marr vizen gjermane",)
    old = {name: value for name, value in kept.to_dict().items() if name != "also"}
    assert Passage.from_dict(old).also == ()
    assert ANALYSER_VERSION


def test_our_own_questions_are_found_by_every_wording(tmp_path):
    content = read_content()
    store = store_of(
        tmp_path,
        [
            passage(
                faq.id, "faq", language, page=f"{faq.page}:{faq.id}", title=faq.question[language],
                text=faq.answer[language], also=faq.also[language],
            )
            for faq in content.faq.values()
            for language in LANGUAGES
        ],
    )  # fmt: skip
    missed = []
    for faq in content.faq.values():
        for language in LANGUAGES:
            for wording in (faq.question[language], *faq.also[language]):
                hits = search(wording, language, limit=1, store=store).hits
                if not hits or hits[0].passage.id.rpartition(":")[2] != faq.id:
                    missed.append(f"{language} {faq.id}: {wording}")
    assert not missed, "\n".join(missed)
