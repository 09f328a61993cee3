"""The button on a partner's page: two origins in a real browser, the partner with a strict policy of its own."""

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Page, expect

LINK = "Pyetni asistentin"


def serve(port: int, address: str) -> ThreadingHTTPServer:
    """A partner's page with the snippet of docs/operations.md, under the strictest policy that lets it work."""
    html = f"""<!doctype html><html lang="en"><title>Partner</title><body><a href="#x" id="before">before</a>
    <script src="{address}/embed.js" data-language="sr-Latn" async></script>
    <noscript><a href="{address}/sq/chat/">{LINK}</a></noscript></body></html>""".encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header(
                "Content-Security-Policy", f"default-src 'none'; script-src {address}; frame-src {address}"
            )
            self.send_header("Content-Length", str(len(html)))
            self.end_headers()
            self.wfile.write(html)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture
def visit(browser, address, partner) -> Iterator[Callable[..., Page]]:
    """Opens the page of the partner, or of somebody who isn't one. A script error or a cookie fails the test."""
    servers = {True: serve(int(partner.rsplit(":", 1)[1]), address), False: serve(0, address)}
    contexts, faults = [], []

    def open_it(allowed: bool = True, **options) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"http://127.0.0.1:{servers[allowed].server_port}/")
        return page

    yield open_it
    cookies = [cookie["name"] for context in contexts for cookie in context.cookies()]
    for context in contexts:
        context.close()
    for server in servers.values():
        server.shutdown()
        server.server_close()
    assert not faults and not cookies


def opener(page: Page):
    return page.get_by_role("button", name="Pitajte asistenta")


def test_a_question_is_asked_and_answered_on_the_partners_page(visit):
    page = visit(viewport={"width": 360, "height": 740})
    assert len(page.frames) == 1, "nothing is loaded before the button is pressed"
    opener(page).click()
    chat = page.frame_locator("iframe")
    chat.locator("#chat-text").fill("priznavanje diplome u Nemačkoj")
    chat.locator("#chat-form button[type=submit]").click()
    expect(chat.locator(".turn.bot")).to_have_count(1, timeout=15_000)
    expect(chat.locator(".turn.bot")).to_contain_text("iploma")
    assert (
        chat.locator(".turn.bot a").first.evaluate(
            "link => link.target || document.querySelector('base').target"
        )
        == "_blank"
    )
    frame = page.frames[1]
    assert frame.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert frame.evaluate("[localStorage.length, sessionStorage.length, document.cookie.length]") == [0, 0, 0]
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie.length]") == [0, 0, 0]


def test_everything_works_by_keyboard(visit):
    page = visit()
    opener(page).focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Pitajte asistenta")
    expect(dialog).to_be_visible()
    expect(page.frame_locator("iframe").locator("#chat-text")).to_be_visible()
    for _ in range(60):  # more than everything in the dialog: the page behind it is never reached
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") != "before"
    page.frame_locator("iframe").locator("#chat-text").focus()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener(page)).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Zatvorite").focus()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener(page)).to_be_focused()


def test_closing_keeps_the_conversation(visit):
    page = visit()
    opener(page).click()
    page.frame_locator("iframe").locator("#chat-text").fill("još pišem")
    page.get_by_role("button", name="Zatvorite").click()
    opener(page).click()
    expect(page.frame_locator("iframe").locator("#chat-text")).to_have_value("još pišem")


def test_nothing_moves_for_who_wants_no_motion(visit):
    moved = "document.querySelector('body > div').shadowRoot.querySelector('dialog').getAnimations().length"
    for motion, expected in (("reduce", 0), ("no-preference", 1)):
        page = visit(reduced_motion=motion)
        opener(page).click()
        assert page.evaluate(moved) == expected


def test_a_site_that_is_no_partner_sees_no_chat(visit):
    page = visit(allowed=False)
    refusals = []
    page.on("console", lambda message: refusals.append(message.text))
    opener(page).click()
    expect(page.get_by_role("dialog").get_by_role("link", name="Pitajte asistenta")).to_be_visible()
    page.wait_for_timeout(1000)
    assert page.frame_locator("iframe").locator("#chat-text").count() == 0
    assert any("frame-ancestors" in text or "Content Security Policy" in text for text in refusals), refusals


def test_without_javascript_it_is_a_link(visit, address):
    page = visit(java_script_enabled=False)
    assert page.get_by_role("link", name=LINK).get_attribute("href") == f"{address}/sq/chat/"
