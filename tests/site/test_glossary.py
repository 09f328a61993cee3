"""The glossary page: every word in every form, in the order of the reader's alphabet, without JavaScript."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from campaign.base.delivery import encode, new_generation
from campaign.glossary.models import Term
from campaign.glossary.rendering import MOST, with_meanings

pytestmark = [pytest.mark.usefixtures("campaign"), pytest.mark.django_db]


def page(client, form: str, part: str = "") -> str:
    answer = client.get(f"/{form}/glossary/{part}")
    assert answer.status_code == 200
    return answer.content.decode()


def both(client, form: str) -> str:
    return page(client, form) + page(client, form, "2/")


@pytest.mark.parametrize("form", ["sq", "sr", "sr-latn", "en"])
def test_every_word_stands_once_with_its_meaning(client, form):
    html = both(client, form)
    assert len(re.findall(r"<dfn>", html)) == Term.objects.count() >= 169
    assert html.count('id="residence_permit"') == 1
    if form == "sr-latn":
        assert "boravišna dozvola" in html and not any(
            re.search("[а-шА-Ш]", main) for main in re.findall("<main.*?</main>", html, re.DOTALL)
        )


def test_albanian_letters_of_two_signs_have_their_own_heading(client):
    headings = re.findall(r'<h2 id="letter-\d+">([^<]+)</h2>', both(client, "sq"))
    assert headings.index("N") + 1 == headings.index("Nj") and headings.index("Gj") < headings.index("H")


def test_the_name_on_the_form_is_marked_with_its_language(client):
    html = both(client, "sr")
    assert '<span class="original" lang="de" translate="no">Vorabzustimmung</span>' in html


@pytest.mark.parametrize("form", ["sq", "sr", "sr-latn", "en"])
def test_each_letter_leads_to_its_words_from_both_pages(client, form):
    pages = {f"/{form}/glossary/": page(client, form), f"/{form}/glossary/2/": page(client, form, "2/")}
    for address, html in pages.items():
        letters = re.findall(r'<li><a href="([^"#]*)#(letter-\d+)">', html)
        assert len(letters) > 15 and {path for path, _ in letters} == {"", *(pages.keys() - {address})}
        for path, anchor in letters:
            assert f'<h2 id="{anchor}">' in pages[path or address]


@pytest.mark.parametrize("form", ["sq", "sr", "sr-latn", "en"])
def test_a_first_visit_fits_into_one_tcp_window(client, form):
    folder = Path(settings.SITE) / "static" / "css"
    css = sum(
        len(encode((folder / name).read_bytes(), "br", best=True)) for name in ("site.css", "glossary.css")
    )
    for part in ("", "2/"):
        assert len(encode(page(client, form, part).encode(), "br", best=True)) + css <= 14 * 1024


# In texts -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def words(db):
    """Only these words are explained."""
    Term.objects.update(explain=False)

    def explain(*keys: str) -> None:
        Term.objects.filter(key__in=keys).update(explain=True)

    return explain


def test_the_first_of_each_word_is_marked_and_explained(words):
    words("quota", "entry_ban")
    (text, second), meanings = with_meanings(
        ["<p>The quotas open in May. A quota is small.</p>", "<p>An entry ban</p>"], "en"
    )
    assert (
        text.count('<a class="term"') == 1
        and '<a class="term" id="t-quota" href="#w-quota">quotas</a> open' in text
    )
    assert 'href="#w-entry_ban">entry ban</a>' in second
    assert [word["key"] for word in meanings] == ["quota", "entry_ban"] and all(
        word["meaning"] for word in meanings
    )


@pytest.mark.parametrize(
    "html",
    [
        '<p>Read <a href="/en/x/">about the quota</a>.</p>',
        '<p><a class="figure" href="#fact-x">quota</a></p>',
        '<p><span lang="fr" translate="no">quota</span></p>',
        "<h3>Quota</h3>",
        '<p title="quota">The form says “quota”.</p>',
    ],
)
def test_links_figures_headings_and_quotes_stay_as_they_are(words, html):
    words("quota")
    assert with_meanings([html], "en") == ([html], [])


def test_the_name_on_the_form_is_explained_too(words):
    words("quota")
    html = '<p>Das <span lang="de" translate="no">Kontingent</span></p>'
    (marked,), meanings = with_meanings([html], "en")
    assert (
        'href="#w-quota"><span lang="de" translate="no">Kontingent</span></a>' in marked
        and len(meanings) == 1
    )


def test_words_from_forms_go_first_when_there_are_too_many_and_a_page_keeps_its_own_subject(words):
    names = list(Term.objects.filter(original_name="").exclude(key__in=["visa_free"])[: MOST + 2])
    words("advance_approval", *(term.key for term in names))
    html = "".join(f"<p>{term.name_en}.</p>" for term in names) + "<p>advance approval</p>"
    _, meanings = with_meanings([html], "en")
    assert len(meanings) == MOST and meanings[-1]["key"] == "advance_approval"
    _, meanings = with_meanings([html], "en", "What is an advance approval?")
    assert "advance_approval" not in {word["key"] for word in meanings}


@pytest.mark.parametrize("form", ["sq", "sr", "sr-latn", "en"])
def test_each_marked_word_of_a_page_has_its_meaning_and_a_way_back(client, form):
    slug = {"sq": "rruget-ligjore/ballkani-perendimor", "en": "legal-routes/western-balkans-regulation"}
    html = client.get(f"/{form}/{slug.get(form, 'legalni-putevi/zapadni-balkan')}/").content.decode()
    marked = re.findall(r'<a class="term" id="t-(\w+)" href="#w-\1">', html)
    assert {"advance_approval", "permanent_residence"} <= set(marked) and len(marked) == len(
        set(marked)
    ) <= MOST
    assert [*marked] == re.findall(r'<div id="w-(\w+)">', html)
    assert re.findall(r'<a href="#t-(\w+)">', html) == marked
    text = html.partition('<div class="prose">')[2].partition('<section class="meanings"')[0]
    assert text.count('class="term"') == len(marked)


@pytest.mark.django_db
def test_a_changed_word_makes_kept_pages_old(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as afterwards:
        Term.objects.get(key="quota").save()
    assert new_generation in afterwards
