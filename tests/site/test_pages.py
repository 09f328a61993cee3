"""Public pages as a reader gets them."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from campaign.base.delivery import encode
from campaign.languages.forms import FORMS, for_accept_language, in_form
from campaign.search.pages import live_pages

pytestmark = [pytest.mark.usefixtures("campaign"), pytest.mark.django_db]
# What a browser would fetch by itself from somebody else.
FOREIGN = re.compile(
    r'<(?:img|script|iframe|source|link rel="(?:stylesheet|icon|preload)")[^>]*(?:src|href)="(?:https?:)?//'
)
CYRILLIC = re.compile(r"[\u0400-\u04ff]")


@pytest.fixture(scope="module")
def rendered():
    """What `pages_of` has fetched: several tests look at the same pages."""
    return {}


def pages_of(client, form: str, rendered: dict) -> dict[str, bytes]:
    """Every page of a form as a reader gets it, by address. Only for tests that change nothing in the database."""
    if form not in rendered:
        rendered[form] = {address: client.get(address).content for address in every_address(client, form)}
    return rendered[form]


def every_address(client, form: str) -> list[str]:
    language = FORMS[form].language
    return [
        in_form(page.get_url(), FORMS[form]) for page in live_pages() if page.locale.language_code == language
    ]


@pytest.mark.parametrize("form", FORMS)
def test_every_page_opens_in_every_form_without_cookie_or_inline_code(client, form):
    addresses = every_address(client, form)
    assert len(addresses) > 40
    for address in addresses:
        response = client.get(address)
        html = response.content.decode()
        assert response.status_code == 200, address
        assert f'<html lang="{FORMS[form].html_lang}"' in html
        assert not response.cookies
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", html), address
        assert not FOREIGN.search(html), address
        assert "[[" not in html and "…</a>" not in html, f"{address} shows an unresolved figure"


def test_latin_serbian_has_no_cyrillic_letter_left(client, rendered):
    for address, content in pages_of(client, "sr-latn", rendered).items():
        html = content.decode()
        switch = re.compile(r'<a[^>]*translate="no"[^>]*>Српски</a>')
        assert not CYRILLIC.search(switch.sub("", html)), address


@pytest.mark.parametrize("form", FORMS)
def test_every_figure_leads_to_a_source_with_a_date(client, form, rendered):
    """A reader who taps a figure arrives at its label, its source and the day it was checked."""
    checked = {"sq": "Kontrolluar më", "sr": "Проверено", "sr-latn": "Provereno", "en": "Checked on"}[form]
    dated = re.compile(rf"{checked} [^<]*\b20\d\d\b")
    seen = 0
    for address, content in pages_of(client, form, rendered).items():
        html = content.decode()
        for anchor in set(re.findall(r'class="figure" href="#([^"]+)"', html)):
            entry = re.search(rf'<li id="{anchor}">(.*?)</li>', html, re.DOTALL)
            assert entry, (address, anchor)
            assert re.search(r'<a href="https?://', entry[1]) and dated.search(entry[1]), (address, anchor)
            seen += 1
    assert seen > 300


@pytest.mark.parametrize(
    ("header", "form"),
    [
        ("sq,en;q=0.8", "sq"),
        ("sr-Latn-RS", "sr-latn"),
        ("sr-RS", "sr"),
        ("sr-Cyrl-XK", "sr"),
        ("bs", "sr-latn"),
        ("hr-HR,hr;q=0.9", "sr-latn"),
        ("sh", "sr-latn"),
        ("de;q=1,en-GB;q=0.7", "en"),
        ("de", "sq"),
        ("", "sq"),
        ("*;q=nonsense, en;q=0", "sq"),
    ],
)
def test_front_door_follows_the_browser(client, header, form):
    assert for_accept_language(header).code == form
    response = client.get("/", headers={"accept-language": header})
    assert response.status_code == 302 and response.url == f"/{form}/"
    assert "Accept-Language" in response["Vary"]


def test_language_switch_stays_on_the_page(client):
    html = client.get("/en/legal-routes/western-balkans-regulation/").content.decode()
    for address in ("/sq/rruget-ligjore/ballkani-perendimor/", "/sr/legalni-putevi/zapadni-balkan/"):
        assert f'href="{address}"' in html
        assert client.get(address).status_code == 200
    assert 'hreflang="sr-Latn"' in html and "/sr-latn/legalni-putevi/zapadni-balkan/" in html


def test_a_page_missing_in_one_language_offers_the_others(client):
    from campaign.guides.models import GuidePage

    page = GuidePage.objects.live().filter(locale__language_code="en").first()
    address, slug = page.get_url(), page.slug
    page.unpublish()
    response = client.get(address.replace(slug, page.get_translations().first().slug))
    html = response.content.decode()
    assert response.status_code == 404
    assert 'hreflang="sq"' in html and "search" in html


def test_an_unknown_address_is_a_kind_404(client):
    for form in FORMS:
        response = client.get(f"/{form}/no/such/page/")
        assert response.status_code == 404 and b"/search/" in response.content
    assert client.get("/xx/", follow=True).status_code == 404


def test_an_expired_figure_says_so(client):
    from datetime import date

    from campaign.facts.models import Fact

    Fact.objects.filter(key="de_national_visa_fee").update(
        valid_until=date(2020, 1, 1), checked_on=date(2019, 1, 1)
    )
    html = client.get("/en/legal-routes/western-balkans-regulation/").content.decode()
    assert "This figure has expired" in html


def test_first_visit_fits_into_one_tcp_window(client, rendered):
    """HTML and style, compressed: 14 KB. Scripts come with the chat page only."""
    css = len(encode((Path(settings.SITE) / "static" / "css" / "site.css").read_bytes(), "br", best=True))
    for form in FORMS:
        for address, html in pages_of(client, form, rendered).items():
            assert len(encode(html, "br", best=True)) + css <= 14 * 1024, address
