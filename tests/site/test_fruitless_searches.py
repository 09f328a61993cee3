"""Searches that found nothing: counted without a trace of the person, bounded, shown to editors."""

import csv
import datetime as dt
import io

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection
from django.utils import timezone

from campaign.search import fruitless
from campaign.search.models import FruitlessSearch

pytestmark = [pytest.mark.usefixtures("campaign"), pytest.mark.django_db]
REPORT = "/admin/reports/searches/"


def counted() -> list[tuple]:
    return list(FruitlessSearch.objects.values_list("language", "query", "count"))


@pytest.fixture
def editor(client):
    user = get_user_model().objects.create_user("editor", "editor@example.org", "pass")
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    return user


def test_the_same_words_in_any_spelling_are_one_row(client):
    for query in ("биткоин", "bitkoin", "BITKOIN "):
        client.get("/sr/search/", {"q": query})
    client.get("/en/search/", {"q": "bitcoin"})
    assert sorted(counted()) == [("en", "bitcoin", 1), ("sr", "bitkoin", 3)]


@pytest.mark.parametrize(
    "query",
    ["visa", "", "😀😀", "the of and", "123 456", "x" * 60, "?!", "b"],
    ids=["found", "empty", "emoji", "stop-words", "numbers", "no-word", "marks", "one-letter"],
)
def test_only_real_words_that_found_nothing_are_counted(client, query):
    client.get("/en/search/", {"q": query})
    assert counted() == []


@pytest.mark.parametrize("more", [{"country": "JP"}, {"topic": "help", "kind": "event"}])
def test_a_filter_that_leaves_nothing_is_no_search_without_result(client, more):
    client.get("/en/search/", {"q": "visa", **more})
    assert counted() == []


def test_suggestions_and_other_methods_are_not_counted(client):
    client.get("/en/search/suggest/", {"q": "bitcoin"})
    client.head("/en/search/", {"q": "bitcoin"})
    assert counted() == []


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("bitcoin +383 44 123 456", "bitcoin [...]"),
        ("bitcoin me@example.org", "bitcoin [...]"),
        ("bitcoin ０４４１２３４５６", "bitcoin [...]"),
        ("биткоин K1234567", "bitkoin [...]"),
        ("bitcoin 1234567890", "bitcoin [...]"),
        ("bitcoin " * 30, ("bitcoin " * 10).strip()),
        ("<script>bitcoin</script>\x00", "<script>bitcoin</script>"),
    ],
)
def test_what_could_name_a_person_is_not_kept(query, kept):
    assert fruitless.as_kept(query, "en") == kept and len(kept) <= 80


def test_a_day_holds_so_many_rows_and_old_ones_go(client, monkeypatch):
    monkeypatch.setattr(fruitless, "MOST_A_DAY", 3)
    today = timezone.localdate()
    for days in (90, 91, 400):
        FruitlessSearch.objects.create(
            day=today - dt.timedelta(days=days), language="en", query=f"{days} days"
        )
    for word in ("bitcoin", "ethereum", "dogecoin", "monero", "bitcoin"):
        fruitless.count(word, "en")
    kept = {query: count for _, query, count in counted()}
    assert kept == {"bitcoin": 2, "ethereum": 1, "dogecoin": 1, "90 days": 1}


def test_a_database_that_takes_no_writing_breaks_no_page(client):
    def refuse(execute, sql, params, many, context):
        if "fruitlesssearch" in sql:
            raise DatabaseError("attempt to write a readonly database")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        response = client.get("/en/search/", {"q": "bitcoin"})
    assert response.status_code == 200 and response.context["state"] == "none"
    assert counted() == []


def test_nothing_of_the_requester_is_stored():
    fields = {field.name for field in FruitlessSearch._meta.get_fields()}
    assert fields == {"id", "day", "language", "query", "count"}


def test_editors_see_the_most_frequent_first_and_take_it_along(client, editor):
    today = timezone.localdate()
    for day, query, count in [(0, "bitcoin", 2), (3, "bitcoin", 4), (1, "football", 5), (95, "old", 99)]:
        FruitlessSearch.objects.create(
            day=today - dt.timedelta(days=day), language="en", query=query, count=count
        )
    FruitlessSearch.objects.create(day=today, language="sq", query="futboll", count=1)
    html = client.get(REPORT).content.decode()
    assert html.index("bitcoin") < html.index("football") < html.index("futboll") and "old" not in [
        cell.split("<")[0].strip() for cell in html.split("<td")
    ]
    exported = client.get(REPORT, {"export": "csv"})
    text = b"".join(exported.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))[1:]
    assert [row[:3] for row in rows] == [
        ["bitcoin", "en", "6"],
        ["football", "en", "5"],
        ["futboll", "sq", "1"],
    ]
    only = client.get(REPORT, {"language": "sq"}).content.decode()
    assert "futboll" in only and "football" not in only
    assert "/admin/reports/searches/" in client.get("/admin/").content.decode()


@pytest.mark.parametrize("path", [REPORT, f"{REPORT}results/", f"{REPORT}?export=xlsx"])
def test_the_report_is_for_editors_only(client, path):
    assert client.get(path).status_code == 302


def test_the_report_speaks_the_editors_language(client, editor):
    from wagtail.users.models import UserProfile

    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": "sq"})
    assert "Kërkime që nuk gjetën asgjë" in client.get(REPORT).content.decode()
