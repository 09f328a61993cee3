"""The site's own drawings: each shape exists, each says in the reader's language what it shows, none is heavy."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from campaign.base.delivery import encode
from campaign.base.pictures import DRAWN, PICTURES
from campaign.guides.models import RiskPage
from campaign.languages.forms import FORMS, in_form
from campaign.routes.models import CountryPage

pytestmark = [pytest.mark.usefixtures("campaign"), pytest.mark.django_db]
STATIC = Path(settings.SITE) / "static"
USE = re.compile(r'<use[^>]* href="/static/(map|pictures)\.svg#(\w[\w-]*)"')
ALBANIAN, CYRILLIC = re.compile("[ëç]"), re.compile("[а-ш]")


def drawn(html: str) -> list[tuple[str, str]]:
    """The shapes a page uses: file and id. Each must be there."""
    used = USE.findall(html)
    for file, shape in used:
        assert f'id="{shape}"' in (STATIC / f"{file}.svg").read_text(), shape
    return used


def address(page, form: str) -> str:
    return in_form(page.get_url(), FORMS[form])


def pages(model, form: str):
    return model.objects.live().filter(locale__language_code=FORMS[form].language).select_related("locale")


@pytest.mark.parametrize("form", FORMS)
def test_every_country_of_the_map_leads_to_its_page(client, form):
    countries = pages(CountryPage, form)
    html = client.get(address(countries[0].get_parent(), form)).content.decode()
    figure = re.search(r'<svg class="map".*?</svg>', html, re.DOTALL)[0]
    assert {shape for _, shape in drawn(figure)} == {*DRAWN, "all", "XK"}
    links = dict(re.findall(r'<a href="([^"]+)" aria-label="([^"]+)">', figure))
    assert set(links) == {address(page, form) for page in countries}
    assert all(links.values())


@pytest.mark.parametrize("form", FORMS)
def test_a_page_about_a_country_shows_where_it_is(client, form):
    page = pages(CountryPage, form).get(country="DE")
    html = client.get(address(page, form)).content.decode()
    figure = re.search(r'<svg class="map near".*?</svg>', html, re.DOTALL)[0]
    assert ("map", "DE") in drawn(figure) and ("map", "AT") not in drawn(figure)
    label = re.search(r'role="img" aria-label="([^"]+)"', figure)[1]
    assert {"sq": "Gjermani", "sr": "Немачка", "sr-latn": "Nemačka", "en": "Germany"}[form] in label


@pytest.mark.parametrize("form", FORMS)
def test_pictures_say_what_they_show(client, form):
    said = set()
    for page in pages(RiskPage, form).filter(key__in=PICTURES):
        html = client.get(address(page, form)).content.decode()
        assert ("pictures", page.key) in drawn(html)
        said.add(re.search(r'<svg class="picture"[^>]* role="img" aria-label="([^"]+)"', html)[1])
    assert len(said) == 3
    assert any(map(ALBANIAN.search, said)) == (form == "sq")
    assert all(map(CYRILLIC.search, said)) == any(map(CYRILLIC.search, said)) == (form == "sr")


@pytest.mark.parametrize("name", ["map.svg", "pictures.svg"])
def test_a_drawing_is_light(name):
    assert len(encode((STATIC / name).read_bytes(), "br", best=True)) <= 3 * 1024
