"""Self-check, day counter and offer check in a real browser: 360 px, no JavaScript, all four written forms, axe without a finding."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

FORMS = ("sq", "sr", "sr-latn", "en")
ANSWERS = {
    "job_offer": "none",
    "qualification": "vocational",
    "training_years": "3",
    "occupation": "elektricist",
    "age": "28",
    "funds": "1100",
    "experience_years": "6",
    "languages.de": "A2",
    "languages.en": "A2",
    "recognition.DE": "none",
}
FRAUD = "Punë në Gjermani, vetëm sot! Viza e garantuar. Paguani 500 euro për vizën."


@pytest.fixture
def page(browser):
    """A small phone that runs no JavaScript."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 640})
    yield context.new_page()
    assert not context.cookies()
    context.close()


def check_page(page: Page, browser) -> None:
    """Nothing wider than the screen, and axe finds nothing. Axe needs scripts: it looks at the same HTML in a page that has them."""
    for width in (360, 1280):
        context = browser.new_context(viewport={"width": width, "height": 640}, bypass_csp=True)
        twin = context.new_page()
        address = page.url
        twin.route(
            address, lambda route: route.fulfill(body=page.content(), content_type="text/html; charset=utf-8")
        )
        twin.goto(address)
        twin.eval_on_selector_all(
            "details", "all => all.forEach(one => one.open = !one.classList.contains('menu'))"
        )
        found = Axe().run(twin)
        assert found.violations_count == 0, found.generate_report()
        assert twin.evaluate("document.documentElement.scrollWidth") <= width
        context.close()


def press(page: Page, button: str) -> None:
    """Presses a button and waits until the next page is there as a whole."""
    with page.expect_navigation(wait_until="load"):
        page.click(button)


def answer(page: Page, value: str) -> None:
    """Chooses or types, and goes on."""
    option = page.locator(f'input[type=radio][value="{value}"]')
    if option.count():
        option.check()
    else:
        page.fill("#answer", value)
    press(page, "button[value=answer]")


def field(page: Page) -> str:
    """The field of the question on the page; empty on the result."""
    asked = page.locator("input[name=field]")
    return asked.get_attribute("value") if asked.count() else ""


@pytest.mark.parametrize("form", FORMS)
def test_a_whole_self_check(address, page, browser, form):
    page.goto(f"{address}/{form}/check/")
    check_page(page, browser)
    press(page, "button[value=begin]")
    asked = []
    while name := field(page):
        asked.append(name)
        if len(asked) in (1, 4):
            check_page(page, browser)
        answer(page, ANSWERS.get(name, "no"))
    assert 3 <= len(asked) <= 9
    assert page.locator(".outcome").count() > 30
    check_page(page, browser)

    # Back shows the last question again, with what was answered; going on from there works.
    page.go_back()
    assert field(page) == asked[-1]
    answer(page, ANSWERS.get(asked[-1], "no"))
    assert page.locator(".outcome").count() > 30

    # A change, and back to the result.
    page.locator(".told summary").click()
    press(page, 'button[value="edit:age"]')
    expect(page.locator("#answer")).to_have_value("28")
    answer(page, "900")
    expect(page.locator("#error")).to_be_visible()
    expect(page.locator("#answer")).to_have_value("900")
    check_page(page, browser)
    answer(page, "46")
    assert page.locator(".outcome").count() > 30

    # The link brings the result back, in a fresh browser too.
    link = page.locator("#link").input_value()
    page.goto(link)
    assert page.locator(".outcome").count() > 30


def test_the_language_can_be_changed_in_the_middle(address, page):
    page.goto(f"{address}/sq/check/?country=DE")
    press(page, "button[value=begin]")
    answer(page, "none")
    name = field(page)
    press(page, '.tongues button[formaction="/sr-latn/check/"]')
    assert field(page) == name
    assert page.url.endswith("/sr-latn/check/")
    assert page.locator("html").get_attribute("lang") == "sr-Latn"


def test_latin_serbian_has_no_cyrillic(address, page):
    page.goto(f"{address}/sr-latn/check/")
    press(page, "button[value=begin]")
    while name := field(page):
        answer(page, ANSWERS.get(name, "no"))
    text = page.locator("main").inner_text() + page.title()
    assert not [letter for letter in text if "\u0400" <= letter <= "\u04ff"]


@pytest.mark.parametrize("form", FORMS)
def test_the_days_are_counted(address, page, browser, form):
    page.goto(f"{address}/{form}/days/")
    check_page(page, browser)
    page.fill("#entry-1", "1 mars 2026")
    page.fill("#exit-1", "31.2.2026")
    with page.expect_navigation(wait_until="load"):
        page.press("#exit-1", "Enter")
    assert page.url.endswith(f"/{form}/days/")
    expect(page.locator("#exit-1")).to_have_value("31.2.2026")
    expect(page.locator("#exit-e1")).to_be_visible()
    check_page(page, browser)
    page.fill("#exit-1", "9.4.2026")
    press(page, "button[value=add]")
    page.fill("#entry-3", "1. avgust 2026.")
    page.fill("#exit-3", "20/10/2026")
    page.fill("#reference", "24.11.2026")
    press(page, ".send button")
    expect(page.locator(".big").first).to_have_text("81")
    check_page(page, browser)


@pytest.mark.parametrize("form", FORMS)
def test_an_offer_is_checked(address, page, browser, form):
    page.goto(f"{address}/{form}/offer/")
    check_page(page, browser)
    page.fill("#text", FRAUD)
    press(page, ".send button")
    assert page.locator(".signs > li").count() >= 3
    assert "?" not in page.url
    expect(page.locator("#text")).to_have_value(FRAUD)
    check_page(page, browser)
