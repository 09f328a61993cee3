"""The search page: every spelling finds the same, nothing a person types is an error."""

import pytest

from content.index import queries

pytestmark = [pytest.mark.usefixtures("campaign"), pytest.mark.django_db]


def found(client, form: str, query: str) -> list[str]:
    response = client.get(f"/{form}/search/", {"q": query})
    assert response.status_code == 200
    return [result["url"].split("/", 2)[2] for result in response.context["results"]]


@pytest.mark.parametrize(
    ("form", "spellings"),
    [
        ("sq", ["njohja e diplomës", "njohja e diplomes", "NJOHJA E DIPLOMËS", "njohje diplome"]),
        ("sr", ["признавање дипломе", "priznavanje diplome", "признавање диплома"]),
        ("sr-latn", ["оверстеј казна забрана уласка", "overstej kazna zabrana ulaska"]),
        ("en", ["recognition of diplomas", "Recognition of a Diploma"]),
    ],
)
def test_every_spelling_finds_the_same(client, form, spellings):
    results = [found(client, form, spelling) for spelling in spellings]
    assert results[0] and all(one == results[0] for one in results)


def test_both_scripts_of_serbian_find_the_same_pages(client):
    assert found(client, "sr", "траžим посао у Немачкој") == found(
        client, "sr-latn", "trazim posao u Nemackoj"
    )


@pytest.mark.parametrize(
    "query",
    ["", "   ", "\x00", "a" * 10_000, '"', "AND OR NOT NEAR(", "*", "title:x^2 ~3", "😀😀", "\u202e\u200bviza", "dhe ose", "вiзa",
     "'; DROP TABLE passages; --", "<script>alert(1)</script>"],
)  # fmt: skip
@pytest.mark.parametrize("form", ["sq", "sr-latn"])
def test_any_query_gives_a_page(client, form, query):
    response = client.get(f"/{form}/search/", {"q": query})
    assert response.status_code == 200 and b"<script>alert" not in response.content


def test_without_an_index_search_says_so_and_pages_work(client, settings, tmp_path):
    settings.CONTENT_INDEX = tmp_path / "nothing.sqlite3"
    response = client.get("/en/search/", {"q": "visa"})
    assert response.status_code == 200 and "being repaired" in response.content.decode()
    assert client.get("/en/").status_code == 200
    assert client.get("/health/").json()["parts"]["index"]["state"] == "down"


def test_a_typing_mistake_is_mended_and_shown(client):
    response = client.get("/en/search/", {"q": "recogniton of diplomas"})
    assert response.context["corrected"] and response.context["results"]


def test_results_carry_source_and_day(client):
    results = client.get("/en/search/", {"q": "blue card salary"}).context["results"]
    assert results and all(result["checked_on"] for result in results) and results[0]["source"]
    assert queries.open_store  # the page and the bot ask the same function
