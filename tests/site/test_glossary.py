"""The glossary page: every word in every form, in the order of the reader's alphabet, without JavaScript."""

import re

import pytest

from campaign.glossary.models import Term

pytestmark = [pytest.mark.usefixtures("campaign"), pytest.mark.django_db]


def page(client, form: str) -> str:
    answer = client.get(f"/{form}/glossary/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("form", ["sq", "sr", "sr-latn", "en"])
def test_every_word_stands_once_with_its_meaning(client, form):
    html = page(client, form)
    assert len(re.findall(r"<dfn>", html)) == Term.objects.count() >= 169
    assert html.count('id="residence_permit"') == 1
    if form == "sr-latn":
        assert "boravišna dozvola" in html and not re.search(
            "[а-шА-Ш]", html.partition("<main")[2].partition("</main>")[0]
        )


def test_albanian_letters_of_two_signs_have_their_own_heading(client):
    headings = re.findall(r'<h2 id="letter-\d+">([^<]+)</h2>', page(client, "sq"))
    assert headings.index("N") + 1 == headings.index("Nj") and headings.index("Gj") < headings.index("H")


def test_the_name_on_the_form_is_marked_with_its_language(client):
    html = page(client, "sr")
    assert '<span class="original" lang="de" translate="no">Vorabzustimmung</span>' in html
