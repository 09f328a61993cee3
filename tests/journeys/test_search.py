"""Searching on a phone and at a desk, with and without JavaScript: groups, filters, suggestions, and a way on when nothing is found."""

import pytest

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_reader import CYRILLIC, FORMS, SEARCH, violations

WORD = {"sq": "viza", "sr": "виза", "sr-latn": "viza", "en": "visa"}
BEGINNING = {"sq": "njohj", "sr": "плав", "sr-latn": "plav", "en": "blue c"}
TAP = 44  # CSS pixels
SCREENS = pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["360", "1280"])


def small_targets(page, selector: str) -> list[str]:
    """What a finger would miss."""
    script = """(links, tap) => links.filter(link => link.getClientRects().length && link.getBoundingClientRect().height < tap)
                                     .map(link => link.textContent)"""
    return page.locator(selector).evaluate_all(script, TAP)


@SCREENS
@pytest.mark.parametrize("form", FORMS)
def test_no_barrier_on_any_page_of_results(open_page, form, viewport):
    page = open_page(f"/{form}/search/", viewport=viewport)
    origin = page.url.split(f"/{form}/")[0]
    queries = (f"q={WORD[form]}", f"q={WORD[form]}&country=DE&topic=nope", f"q={WORD[form]}&kind=faq&page=2",
               f"q={WORD[form]}&country=JP", "q=bitcoin", "q=😀", "q=DIMAK")  # fmt: skip
    for query in queries:
        page.goto(f"{origin}/{form}/search/?{query}")
        opened = page.locator(".filters summary")
        if opened.count() and opened.is_visible():
            opened.click()
        assert not violations(page), query
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            f"{query} scrolls sideways"
        )
        assert not small_targets(page, ".hits h3 a, .filters a, .chips a, .go, main .button, .links a"), query


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("form", FORMS)
def test_narrowing_a_search_and_asking_anew(open_page, form, javascript):
    page = open_page(f"/{form}/search/?q={WORD[form]}", javascript=javascript)
    assert page.locator(".found section").count() > 1
    marks = "".join(page.locator(".found mark").all_inner_texts())
    assert marks and bool(CYRILLIC.search(marks)) == (form == "sr")
    page.locator(".filters summary").click()
    germany = page.locator(".filters a[href*='country=DE']")
    expected = germany.locator(".number").inner_text().split()[-1]
    germany.click()
    assert expected in page.locator(".count").inner_text()
    page.locator("#q").fill(SEARCH[form])
    page.locator(".find button").click()
    assert "country=DE" in page.url and page.locator(".chips a").count() == 1
    page.locator(".tongues a[hreflang=en]").click()
    assert "/en/search/" in page.url and page.locator(".chips a").inner_text().startswith("Remove the filter")
    page.locator(".chips a").click()
    assert "country" not in page.url


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("form", FORMS)
def test_nothing_found_leads_to_the_assistant_with_the_question(open_page, form, javascript):
    page = open_page(f"/{form}/search/?q=bitcoin+mining", javascript=javascript)
    page.locator("main .next .button").first.click()
    assert page.url.split("?")[0].endswith(f"/{form}/chat/")
    assert page.locator("#chat-text").input_value() == "bitcoin mining"


@SCREENS
@pytest.mark.parametrize("form", FORMS)
def test_suggestions_by_keyboard(open_page, form, viewport):
    page = open_page(f"/{form}/", viewport=viewport)
    box, options = page.get_by_role("combobox"), page.get_by_role("option")
    before = page.locator(".cards").bounding_box()
    box.press_sequentially(BEGINNING[form])
    options.first.wait_for()
    assert page.locator(".cards").bounding_box() == before, "the page jumps"
    assert 1 <= options.count() <= 6 and box.get_attribute("aria-expanded") == "true"
    said = page.locator(".find [role=status]").inner_text()
    assert str(options.count()) in said
    titles = "".join(options.all_inner_texts())
    assert bool(CYRILLIC.search(titles)) == bool(CYRILLIC.search(said)) == (form == "sr")
    assert not violations(page) and not small_targets(page, "[role=option]")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    box.press("ArrowDown")
    first = options.first
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    assert first.get_attribute("aria-selected") == "true"
    box.press("ArrowUp")
    assert not box.get_attribute("aria-activedescendant")
    box.press("ArrowUp")
    assert options.last.get_attribute("aria-selected") == "true"
    box.press("Escape")
    assert not options.count() and box.input_value() == BEGINNING[form]
    assert box.get_attribute("aria-expanded") == "false"

    box.press_sequentially("a")
    box.press("Backspace")
    options.first.wait_for()
    box.press("ArrowDown")
    title = options.first.inner_text()
    box.press("Enter")
    page.wait_for_url(lambda url: url.rstrip("/").count("/") > 3)
    assert f"/{form}/" in page.url and page.get_by_text(title).count()


def test_a_suggestion_is_chosen_with_a_finger(open_page):
    page = open_page("/en/search/")
    page.get_by_role("combobox").press_sequentially("blue c")
    page.get_by_role("option").first.click()
    page.wait_for_url("**/en/legal-routes/**")


def test_enter_without_a_choice_searches(open_page):
    page = open_page("/en/search/")
    page.get_by_role("combobox").press_sequentially("blue c")
    page.get_by_role("option").first.wait_for()
    page.get_by_role("combobox").press("Enter")
    page.wait_for_url("**/en/search/?q=blue+c")


def test_only_the_newest_answer_is_shown_and_offline_is_silent(open_page):
    page = open_page("/en/search/")
    asked = []

    def slow_first(route):
        asked.append(route.request.url)
        if len(asked) > 1:
            route.continue_()

    page.route("**/suggest/**", slow_first)
    box = page.get_by_role("combobox")
    box.fill("vi")
    with page.expect_event("requestfailed"):  # the first request is given up as soon as more is typed
        page.wait_for_function("() => performance.now() > 0")
        for _ in range(50):
            if asked:
                break
            page.wait_for_timeout(50)
        box.fill("blue c")
    page.get_by_role("option").first.wait_for()
    assert len(asked) == 2 and "Blue Card" in page.get_by_role("option").first.inner_text()
    page.unroute("**/suggest/**")
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        box.fill("seasonal")
    page.get_by_role("listbox").wait_for(state="hidden")
    box.fill("v")
    assert page.locator(".find [role=status]").inner_text() == ""


def test_typing_fast_asks_once(open_page):
    page = open_page("/en/search/")
    asked = []
    page.on("request", lambda request: "/suggest/" in request.url and asked.append(request.url))
    page.get_by_role("combobox").press_sequentially("blue card", delay=10)
    page.get_by_role("option").first.wait_for()
    assert len(asked) == 1 and asked[0].endswith("?q=blue%20card")
