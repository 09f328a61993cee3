"""Editors bind phrases to a page or a question: it stands first for whoever searches by them, in any spelling."""

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.utils.translation import override
from wagtail.users.models import UserProfile

from campaign.guides.models import GuidePage
from campaign.home.models import IndexPage
from campaign.questions.models import Question
from campaign.search.models import Recommendation

pytestmark = [pytest.mark.usefixtures("campaign"), pytest.mark.django_db]


@pytest.fixture
def page():
    return GuidePage.objects.get(key="embassy-appointments", locale__language_code="en")


@pytest.fixture
def question():
    return Question.objects.filter(page_key="costs").first() or Question.objects.first()


def recommend(language: str, phrases: str, **target) -> Recommendation:
    row = Recommendation(language=language, phrases=phrases, **target)
    row.full_clean()
    row.save()
    return row


def shown(client, form: str, query: str, **more):
    return client.get(f"/{form}/search/", {"q": query, **more}).context.get("recommended")


@pytest.mark.parametrize(
    ("form", "language", "phrase", "typed"),
    [
        ("sq", "sq", "punë e zezë", ["pune e zeze", "PUNË E ZEZË", "zezë punë"]),
        ("sr", "sr", "рад на црно", ["rad na crno", "РАД НА ЦРНО"]),
        ("sr-latn", "sr", "rad na crno", ["рад на црно"]),
        ("en", "en", "Bitcoin wallet", ["bitcoin wallets", "wallet: bitcoin"]),
    ],
)
def test_every_spelling_leads_to_it_in_the_readers_form(client, page, form, language, phrase, typed):
    recommend(language, f"xyz\n{phrase}", page=page, note="Прочитајте прво ово." if language == "sr" else "")
    for query in typed:
        found = shown(client, form, query)
        assert found and found.url.startswith(f"/{form}/"), query
        assert client.get(found.url).status_code == 200
    assert shown(client, form, f"{typed[0]} xyz") is None


def test_it_stands_first_and_once(client):
    page = IndexPage.objects.get(key="practical", locale__language_code="en")

    def sections() -> list[str]:
        context = client.get("/en/search/", {"q": "embassy appointment"}).context
        return [one["url"] for one in context["results"] if one["kind"] != "faq"]

    assert any(url.startswith(f"{page.get_url()}#") for url in sections())
    recommend("en", "embassy appointment", page=page, note="Read this first.")
    html = client.get("/en/search/", {"q": "embassy appointment"}).content.decode()
    assert html.index("Recommended by our editors") < html.index('class="hits"')
    assert "Read this first." in html and page.title in html
    assert not any(url.startswith(f"{page.get_url()}#") for url in sections())


def test_a_question_shows_its_answer_and_is_listed_once(client, question):
    recommend("en", "quagga", question=question)
    found = shown(client, "en", "quagga")
    assert found.title == question.question_en and found.url.endswith(f"#{question.anchor}")
    assert found.text and "[[" not in found.text
    recommend("en", question.question_en, question=question)
    context = client.get("/en/search/", {"q": question.question_en}).context
    assert context["recommended"] and question.question_en not in [one["title"] for one in context["results"]]


def test_it_is_found_where_search_finds_nothing_and_that_is_not_counted(client, page):
    from campaign.search.models import FruitlessSearch

    recommend("en", "bitcoin", page=page)
    context = client.get("/en/search/", {"q": "bitcoin"}).context
    assert context["state"] == "ok" and context["total"] == 1
    assert not FruitlessSearch.objects.exists()


def test_it_is_found_by_a_mended_query_and_while_the_index_is_away(client, page, settings, tmp_path):
    recommend("en", "recognition of diplomas", page=page)
    assert shown(client, "en", "recogniton of diplomas")
    settings.CONTENT_INDEX = tmp_path / "nothing.sqlite3"
    assert shown(client, "en", "recognition of diplomas")


def test_who_narrows_the_results_sees_the_results(client, page):
    recommend("en", "visa", page=page)
    assert shown(client, "en", "visa") and shown(client, "en", "visa", country="DE") is None


def test_what_is_not_published_is_not_recommended(client, page):
    recommend("en", "bitcoin", page=page)
    page.unpublish()
    assert shown(client, "en", "bitcoin") is None


@pytest.mark.parametrize(
    ("phrases", "targets", "field", "said"),
    [
        ("visa", "", "page", "Choose a page or a question"),
        ("visa", "page question", "page", "Choose a page or a question"),
        ("visa\nthe of", "page", "phrases", "the of"),
        ("😀", "page", "phrases", "😀"),
        ("\n  \n", "page", "phrases", ""),
        ("Work VISAS", "page", "phrases", "already leads to"),
    ],
)
def test_editors_are_told_what_is_wrong(page, question, phrases, targets, field, said):
    recommend("en", "work visa", page=page)
    chosen = {
        name: value for name, value in (("page", page), ("question", question)) if name in targets.split()
    }
    with override("en"):
        with pytest.raises(ValidationError) as refused:
            recommend("en", phrases, **chosen)
        assert said in " ".join(refused.value.message_dict[field])


def test_the_same_phrase_is_free_in_another_language_and_in_its_own_row(page):
    row = recommend("en", "visa\nVisas", page=page)
    row.full_clean()
    recommend("sq", "visa", page=page)


def test_editors_enter_it_in_the_menu_and_keep_what_they_typed_when_it_is_refused(client, page):
    chief = get_user_model().objects.create_superuser("chief", "chief@example.org", "pass")
    UserProfile.objects.update_or_create(user=chief, defaults={"preferred_language": "en"})
    client.force_login(chief)
    address = "/admin/snippets/search/recommendation/"
    given = {"language": "en", "phrases": "the of", "page": page.pk, "question": "", "note": "Mind the gap"}
    refused = client.post(f"{address}add/", given).content.decode()
    assert "Mind the gap" in refused and "This says nothing one could search for" in refused
    assert client.post(f"{address}add/", given | {"phrases": "work visa"}).status_code == 302
    assert "work visa" in client.get(address).content.decode()
