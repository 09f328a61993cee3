"""A browser over the running house. Chromium comes from the system; a missing one is a failure, not a skip."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all journeys."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def open_page(browser, address) -> Iterator[Callable[..., Page]]:
    """Opens an address as a reader would: on a phone unless told otherwise, with JavaScript or without.

    A request to anybody else, an error in the page's scripts or a cookie fails the test at its end.
    """
    contexts, faults = [], []

    def open_it(path: str, *, javascript: bool = True, viewport: dict = PHONE, **options) -> Page:
        context = browser.new_context(java_script_enabled=javascript, viewport=viewport, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda request: (
                request.url.startswith((address, "data:", "about:")) or faults.append(request.url)
            ),
        )
        page.goto(address + path)
        return page

    yield open_it
    cookies = [cookie["name"] for context in contexts for cookie in context.cookies()]
    for context in contexts:
        context.close()
    assert not faults and not cookies
