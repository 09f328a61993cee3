"""A reader comes, searches, reads, asks; on a phone, with and without JavaScript, in all four written forms."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.conftest import DESK, PHONE

FORMS = ("sq", "sr", "sr-latn", "en")
ROUTE = {
    "sq": "/sq/rruget-ligjore/ballkani-perendimor/",
    "sr": "/sr/legalni-putevi/zapadni-balkan/",
    "sr-latn": "/sr-latn/legalni-putevi/zapadni-balkan/",
    "en": "/en/legal-routes/western-balkans-regulation/",
}
# What a person in each form would ask, and the page that answers.
QUESTION = {
    "sq": "jam elektricist, e kam A2, a muj me shku n'Gjermani?",
    "sr": "електричар сам, знам немачки А2, могу ли у Немачку?",
    "sr-latn": "elektricar sam, znam nemacki A2, mogu li u Nemacku?",
    "en": "I am an electrician with A2 German, can I go to Germany?",
}
SEARCH = {
    "sq": "njohja e diplomes",
    "sr": "признавање дипломе",
    "sr-latn": "priznavanje diplome",
    "en": "recognition of diplomas",
}
CYRILLIC = re.compile(r"[\u0400-\u04ff]")


def violations(page) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA."""
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found]


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("form", FORMS)
def test_from_the_front_door_to_a_sourced_answer(open_page, form, javascript):
    page = open_page(f"/{form}/", javascript=javascript)
    page.locator("main input[name=q]").fill(SEARCH[form])
    page.locator("main form[role=search] button").click()
    page.locator(".hits a").first.click()
    assert f"/{form}/" in page.url
    assert page.locator("main h1").count() == 1
    assert page.locator("main .proof time").count() == 1
    assert page.locator(".figures a[href^=http], .sources a[href^=http]").count() > 0


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("form", FORMS)
def test_the_chat_judges_a_case_in_the_askers_form(open_page, form, javascript):
    page = open_page(f"/{form}/chat/", javascript=javascript)
    page.locator("#chat-form textarea").fill(QUESTION[form])
    page.locator("#chat-form button:not([name])").first.click()
    answer = page.locator(".turn.bot").last
    answer.wait_for(timeout=20_000)
    said = answer.inner_text()
    assert "A2" in said or "А2" in said
    assert answer.locator("a[href^=http]").count() > 0, "no source"
    replies = answer.locator(".buttons button")  # beside the way to the self-check, which is a button too
    assert replies.count() > 0, "no button for the next question"
    assert bool(CYRILLIC.search(said)) == (form == "sr")
    replies.first.click()
    page.locator(".turn.bot").nth(1).wait_for(timeout=20_000)


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["360", "1280"])
@pytest.mark.parametrize("form", FORMS)
def test_no_barrier_and_no_sideways_scrolling(open_page, form, viewport):
    paths = [f"/{form}/", ROUTE[form], f"/{form}/chat/", f"/{form}/search/?q=viza", f"/{form}/no-such-page/"]
    page = open_page(paths[0], viewport=viewport)
    kinds = page.locator(".cards a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    origin = page.url.split(f"/{form}/")[0]
    for path in [*paths, *kinds]:
        page.goto(origin + path)
        assert not violations(page), path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} scrolls sideways"


def test_latin_serbian_arrives_whole_over_a_socket(address):
    """A wrong Content-Length passes Django's client and breaks every browser."""
    import http.client

    host, port = address.removeprefix("http://").split(":")
    for path in (ROUTE["sr-latn"], "/sr-latn/", "/sr-latn/search/?q=viza"):
        connection = http.client.HTTPConnection(host, int(port), timeout=20)
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
        assert response.status == 200 and len(body) == int(response.headers["Content-Length"])
        assert body.decode().rstrip().endswith("</html>")


def test_the_language_switch_stays_on_the_page(open_page):
    page = open_page(ROUTE["sq"])
    page.locator(".tongues a[hreflang=sr-Latn]").click()
    assert page.url.endswith(ROUTE["sr-latn"])


def test_offline_keeps_what_was_typed(open_page):
    page = open_page("/en/chat/")
    page.context.set_offline(True)
    page.locator("#chat-form textarea").fill("What does a visa cost?")
    page.locator("#chat-form button:not([name])").first.click()
    assert page.locator("#chat-error").inner_text()
    assert page.locator("#chat-form textarea").input_value() == "What does a visa cost?"
    page.context.set_offline(False)
    page.locator("#chat-retry").click()
    page.locator(".turn.bot").last.wait_for(timeout=20_000)


def test_danger_shows_numbers_first(open_page):
    page = open_page("/sr-latn/chat/", javascript=False)
    page.locator("#chat-form textarea").fill("oduzeli su mi pasos i ne pustaju me da izadjem")
    page.locator("#chat-form button:not([name])").first.click()
    answer = page.locator(".turn.bot.danger")
    assert answer.locator("a[href='tel:112']").count() == 1
