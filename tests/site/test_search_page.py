"""The search page: every spelling finds the same, nothing a person types is an error."""

import re

import pytest

from campaign.search.filters import countries_of, topics_of
from content.index import queries
from content.index.listing import ALWAYS

pytestmark = [pytest.mark.usefixtures("campaign"), pytest.mark.django_db]

HOSTILE = [
    "\x00", "a" * 10_000, '"', "AND OR NOT NEAR(", "*", "title:x^2 ~3", "😀😀", "\u202e\u200bviza", "dhe ose", "вiзa",
    "'; DROP TABLE passages; --", "<script>alert(1)</script>", "%00%ff", "{{ 7*7 }}", "../../etc/passwd",
]  # fmt: skip


def asked(client, form: str, query: str, **more):
    response = client.get(f"/{form}/search/", {"q": query, **more})
    assert response.status_code == 200
    return response


def found(client, form: str, query: str) -> list[str]:
    return [result["url"].split("/", 2)[2] for result in asked(client, form, query).context["results"]]


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


@pytest.mark.parametrize("query", ["", "   ", *HOSTILE])
@pytest.mark.parametrize("form", ["sq", "sr-latn"])
def test_any_query_gives_a_page(client, form, query):
    response = asked(client, form, query)
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", ["country", "topic", "kind", "page"])
def test_any_filter_gives_a_page(client, name, value):
    response = asked(client, "en", "visa", **{name: value})
    assert response.context["results"] and b"<script>alert" not in response.content


def test_without_an_index_search_says_so_and_pages_work(client, settings, tmp_path):
    settings.CONTENT_INDEX = tmp_path / "nothing.sqlite3"
    response = asked(client, "en", "visa")
    assert "being repaired" in response.content.decode()
    assert client.get("/en/search/suggest/", {"q": "vis"}).json()["suggestions"] == []
    assert client.get("/en/").status_code == 200
    assert client.get("/health/").json()["parts"]["index"]["state"] == "down"


def test_a_typing_mistake_is_mended_and_shown(client):
    response = asked(client, "en", "recogniton of diplomas")
    assert response.context["corrected"] and response.context["results"]


def test_results_carry_source_and_day(client):
    results = asked(client, "en", "blue card salary").context["results"]
    assert results and all(result["checked_on"] for result in results) and results[0]["source"]


# --- Groups ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "query"), [("sq", "punë gjermani"), ("sr", "виза"), ("en", "seasonal work in Croatia")]
)
def test_results_stand_in_groups_and_the_best_hit_stays_first(client, settings, form, query):
    context = asked(client, form, query).context
    groups = [group for group in context["groups"] if group["kind"] != "contact"]
    assert len(groups) > 1 and len({group["kind"] for group in groups}) == len(groups)
    assert all(one["kind"] == group["kind"] for group in groups for one in group["results"])
    store = queries.open_store(settings.CONTENT_INDEX)
    best = queries.search(query, form, limit=1, store=store).hits[0]
    assert context["results"][0]["url"] == best.passage.url


def test_a_groups_link_leads_to_all_of_it_page_by_page(client):
    group = next(one for one in asked(client, "en", "visa").context["groups"] if one["url"])
    seen, url = [], group["url"]
    while url:
        (page,) = client.get(url).context["groups"]
        assert page["count"] == group["count"] and page["start"] == len(seen) + 1
        seen += [one["url"] + one["heading"] for one in page["results"]]
        url = page["next"]
    assert len(seen) == group["count"] == len(set(seen)) > ALWAYS
    assert [one["url"] + one["heading"] for one in group["results"]] == seen[: len(group["results"])]


@pytest.mark.parametrize("page", ["0", "-1", "99999", "9" * 50, "٣", "1e3", ""])
def test_a_page_that_is_not_there_is_the_nearest_that_is(client, page):
    assert asked(client, "en", "visa", kind="faq", page=page).context["results"]


def test_marks_are_in_the_readers_script(client):
    html = asked(client, "sr-latn", "признавање дипломе").content.decode()
    marks = re.findall("<mark>(.*?)</mark>", html)
    assert marks and not re.search("[\u0400-\u04ff]", "".join(marks))
    assert any(mark.startswith("diplom") for mark in marks)


def test_a_contact_is_found_by_its_name(client):
    response = asked(client, "sq", "DIMAK")
    assert any(group["kind"] == "contact" for group in response.context["groups"])
    assert 'class="contact"' in response.content.decode()


# --- Filters --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["sq", "sr", "sr-latn", "en"])
def test_a_filter_leads_to_as_many_answers_as_it_says(client, form):
    choices = asked(client, form, "visa" if form == "en" else "viza").context["choices"]
    assert len(choices["countries"]) > 3 and len(choices["topics"]) > 3
    for choice in [*choices["countries"][:4], *choices["topics"][:4]]:
        context = client.get(choice["url"]).context
        assert context["total"] == choice["count"] > 0, choice["name"]
        assert sum(group["count"] for group in context["groups"]) == choice["count"]


def test_filters_let_only_their_own_pass_and_add_up(client, settings):
    from content.index.listing import listing

    url = {"country": "DE", "topic": "seasonal"}
    context = asked(client, "en", "work", **url).context
    store = queries.open_store(settings.CONTENT_INDEX)
    expected = [
        one
        for one in listing("work", "en", store=store).passages
        if "DE" in countries_of(one) and "seasonal" in topics_of(one)
    ]
    assert context["total"] == len(expected) > 0
    assert {one["url"] for one in context["results"]} <= {one.url for one in expected}
    assert {one["name"] for one in context["chosen"]} == {"Germany", "Seasonal work"}


def test_filters_survive_another_query_and_another_language(client):
    response = asked(client, "en", "visa", country="de", topic="family")
    html = response.content.decode()
    form = html[html.index('<form class="find"') : html.index("</form>")]
    assert 'name="country" value="DE"' in form and 'name="topic" value="family"' in form
    serbian = next(one["url"] for one in response.context["forms"] if one["code"] == "sr-latn")
    assert serbian.startswith("/sr-latn/search/") and "country=de" in serbian and "topic=family" in serbian
    assert client.get(serbian).context["filters"].parameters() == {"country": "DE", "topic": "family"}


def test_an_unknown_filter_is_left_out_with_a_word(client):
    response = asked(client, "en", "visa", country="Atlantis", topic='"><b>')
    html = response.content.decode()
    assert "We do not know the filter “ATLANTIS”" in html and "&gt;&lt;B" not in html and '"><b>' not in html
    assert response.context["total"] == asked(client, "en", "visa").context["total"]


def test_a_filter_that_leaves_nothing_shows_the_way_back(client):
    response = asked(client, "en", "visa", country="JP")
    assert response.context["state"] == "filtered" and not response.context["results"]
    assert response.context["everything_url"] in response.content.decode().replace("&amp;", "&")
    assert client.get(response.context["everything_url"]).context["results"]


def test_every_topic_has_pages_behind_it(settings):
    from campaign.search.topics import TOPICS

    store = queries.open_store(settings.CONTENT_INDEX)
    passages = [one for page in store.pages("sq") for one in store.page(page, "sq")]
    assert {name for one in passages for name in topics_of(one)} == set(TOPICS)


# --- Nothing found --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("bitcoin", "Try one or two other words"),
        ("😀😀", "There is no word in it"),
        ("?!", "There is no word in it"),
        ("what is the", "almost every page"),
    ],
)
def test_nothing_found_says_why_and_whom_to_ask(client, query, said):
    response = asked(client, "en", query)
    html = response.content.decode()
    assert response.context["state"] == "none" and said in html
    assert response.context["help_url"] in html and "Ask a person" in html
    chat = client.get(response.context["ask_url"])
    assert f">{query}</textarea>" in chat.content.decode()


def test_nothing_found_names_pages_about_words_that_look_alike(client):
    response = asked(client, "en", "passportisation")
    assert response.context["state"] == "none"
    assert any("passport" in one["title"].lower() for one in response.context["nearest"])


def test_a_very_long_query_is_read_as_far_as_it_goes_and_says_so(client):
    response = asked(client, "en", "visa " * 2_000)
    assert response.context["results"] and "We read its first 1000 characters" in response.content.decode()
    assert "We read its first" not in asked(client, "en", "visa").content.decode()


@pytest.mark.parametrize("text", ["</textarea><script>alert(1)</script>", "x" * 5_000, "\x00a"])
def test_the_chat_takes_any_question_along(client, text):
    response = client.get("/en/chat/", {"q": text})
    assert response.status_code == 200 and b"<script>alert" not in response.content
    assert len(response.context["text"]) <= 1_000


# --- Suggestions ----------------------------------------------------------------------------------------------------


def suggested(client, form: str, query: str):
    response = client.get(f"/{form}/search/suggest/", {"q": query})
    assert response.status_code == 200 and response["Content-Type"] == "application/json"
    return response


def test_the_beginning_of_a_word_is_enough(client):
    (first, *more) = suggested(client, "en", "blue c").json()["suggestions"]
    assert "Blue Card" in first["title"] and len(more) <= 5
    assert client.get(first["url"].split("#")[0]).status_code == 200


@pytest.mark.parametrize(
    ("form", "queries_", "word"),
    [
        ("sq", ["njohj", "NJOHJ"], "njoh"),
        ("sr", ["плав", "plav"], "Плав"),
        ("sr-latn", ["плав", "plav"], "Plav"),
    ],
)
def test_suggestions_come_in_the_readers_form_for_every_spelling(client, form, queries_, word):
    answers = [suggested(client, form, query).json()["suggestions"] for query in queries_]
    assert answers[0] and all(one == answers[0] for one in answers)
    assert any(word.lower() in one["title"].lower() for one in answers[0])
    assert all(one["url"].startswith(f"/{form}/") for one in answers[0])


@pytest.mark.parametrize("query", ["", " ", "a", *HOSTILE])
@pytest.mark.parametrize("form", ["sq", "sr", "en"])
def test_any_beginning_gives_a_list(client, form, query):
    answer = suggested(client, form, query).json()
    assert len(answer["suggestions"]) <= 6 and answer["said"]


def test_suggestions_ask_no_database_and_may_be_kept_a_while(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = suggested(client, "en", "vis")
    assert response["Cache-Control"] == "private, max-age=300" and not response.cookies
    titles = [one["title"] for one in response.json()["suggestions"]]
    assert len(titles) == len(set(titles)) == 6


def test_the_count_is_announced_in_the_readers_language(client):
    assert suggested(client, "en", "vis").json()["said"] == "6 suggestions"
    assert suggested(client, "sr-latn", "viz").json()["said"] == "6 predloga"
    assert suggested(client, "en", "xqzw").json()["said"] == "No suggestions"


def test_the_module_is_small():
    import brotli
    from django.conf import settings

    module = (settings.SITE / "static" / "js" / "suggest.js").read_bytes()
    assert len(brotli.compress(module)) <= 1024
