"""A person writes to a counsellor from the chat, the counsellor answers, the person reads and deletes; nobody logs in, nothing sets a cookie."""

import os
import re
import subprocess
import sys

import pytest
import requests

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.test_reader import CYRILLIC, FORMS, violations
from tools.environments import ROOT

QUESTION = {
    "sq": "A ma paguan punëdhënësi autobusin në Grac?",
    "sr": "Да ли ми послодавац плаћа аутобус у Грацу?",
    "sr-latn": "Da li mi poslodavac plaća autobus u Gracu?",
    "en": "Does the employer pay my bus in Graz?",
}
ANSWER = {
    "sq": "Po, sipas kontratës.",
    "sr": "Да, по уговору.",
    "sr-latn": "Да, по уговору.",
    "en": "Yes, by contract.",
}


@pytest.fixture(scope="module")
def counsellor(house, address):
    """A member of staff in the admin: answers the newest question."""
    environment = dict(house.site.environment, FIRST_PASSWORD="for the tests only")
    command = [
        sys.executable,
        str(ROOT / "site" / "manage.py"),
        "first_login",
        "--username",
        "editor",
        "--reset",
    ]
    subprocess.run(command, env=dict(os.environ, **environment), check=True, stdout=subprocess.DEVNULL)
    session = requests.Session()
    session.trust_env = False

    def token(html: str) -> str:
        return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', html)[1]

    login = f"{address}/admin/login/"
    fields = {"username": "editor", "password": environment["FIRST_PASSWORD"]}
    session.post(
        login,
        data=fields | {"csrfmiddlewaretoken": token(session.get(login).text)},
        headers={"Referer": login},
    )

    def answers(text: str) -> None:
        inbox = session.get(f"{address}/admin/counsel/").text
        number = max(map(int, re.findall(r"/admin/counsel/(\d+)/", inbox)))
        page = f"{address}/admin/counsel/{number}/"
        html = session.get(page).text
        version = re.search(r'name="version" value="(\d+)"', html)[1]
        fields = {"csrfmiddlewaretoken": token(html), "version": version, "answer": text, "do": "reply"}
        assert session.post(page, data=fields, headers={"Referer": page}).status_code == 200

    return answers


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("form", FORMS)
def test_from_the_chat_to_a_person_and_back(open_page, counsellor, form, javascript):
    page = open_page(f"/{form}/chat/", javascript=javascript)
    page.locator("#chat-form textarea").fill(QUESTION[form])
    page.locator("#chat-form button:not([name])").first.click()
    page.locator(".turn.bot").last.wait_for(timeout=20_000)
    page.locator("main button[value=bring]").click()
    assert page.locator("#details").input_value() == QUESTION[form], (
        "what was asked comes along, to be changed"
    )
    page.locator("#question").fill(QUESTION[form])
    page.locator("main button[value=send]").click()
    assert page.locator("#agreed-error").is_visible(), "nothing goes without consent"
    page.locator("[name=agreed]").check()
    page.locator("main button[value=send]").click()
    code = page.locator("#code").inner_text()
    counsellor(ANSWER[form])
    page = open_page(f"/{form}/answer/", javascript=javascript)
    page.locator("#code").fill(code.upper())
    page.locator("main button[value=look]").click()
    said = page.locator(".said").inner_text()
    assert ("ugovoru" if form == "sr-latn" else ANSWER[form]) in said
    assert bool(CYRILLIC.search(page.locator("main").inner_text())) == (form == "sr")
    page.locator("main button[value=delete]").click()
    page.goto(page.url)
    page.locator("#code").fill(code)
    page.locator("main button[value=look]").click()
    assert page.locator("#error").is_visible()


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["360", "1280"])
@pytest.mark.parametrize("form", FORMS)
def test_no_barrier_on_any_state_of_the_pages(open_page, form, viewport):
    page = open_page(f"/{form}/ask/", viewport=viewport)

    def look() -> None:
        assert not violations(page), page.locator("h1").inner_text()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    look()
    page.locator("[value=contact]").check()
    page.locator("main button[value=send]").click()
    assert page.locator("main .error").count() == 3
    look()
    page.locator("#question").fill("they took my passport and lock me in")
    page.locator("[value=code]").check()
    page.locator("[name=agreed]").check()
    page.locator("main button[value=send]").click()
    assert page.locator("main .callout.danger .call").count() >= 2
    look()
    page.locator("main button[value=send]").click()
    look()
    page.locator("main button[value=look]").click()
    look()
    page.locator("main button[value=delete]").click()
    look()


@pytest.mark.parametrize("javascript", [True, False])
def test_what_nobody_can_answer_gives_a_code_for_later(open_page, javascript):
    page = open_page("/en/chat/", javascript=javascript)
    for text in ("Where can I repair a zither in Vaduz?", "And an accordion keyboard in Vaduz?"):
        page.locator("#chat-form textarea").fill(text)
        before = page.locator(".turn.bot").count()
        page.locator("#chat-form button:not([name])").first.click()
        page.locator(".turn.bot").nth(before).wait_for(timeout=20_000)
        wish = page.locator(".turn.bot").last.get_by_role("button", name="Tell me when there is an answer")
        if wish.count():
            break
    before = page.locator(".turn.bot").count()
    wish.click()
    page.locator(".turn.bot").nth(before).wait_for(timeout=20_000)
    code = re.search(r"[a-z]{4}(?:-[a-z]{4}){3}", page.locator(".turn.bot").last.inner_text())[0]
    page.locator(".turn.bot").last.get_by_role("link", name="Pick up an answer").click()
    page.locator("#code").fill(code)
    page.locator("main button[value=look]").click()
    assert page.locator(".reply.waiting").is_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_conversation_is_deleted_and_the_box_kept(open_page, javascript):
    page = open_page("/sq/chat/", javascript=javascript)
    assert not page.locator("button[value=forget]").is_visible(), "there is nothing to delete yet"
    page.locator("#chat-form textarea").fill("Sa kushton viza?")
    page.locator("#chat-form button:not([name])").first.click()
    page.locator(".turn.bot").last.wait_for(timeout=20_000)
    page.locator("#chat-form textarea").fill("gjysma e një pyetjeje")
    page.locator("button[value=forget]").click()
    page.wait_for_load_state()
    assert page.locator(".turn").count() == 0
    assert page.locator("#chat-form textarea").input_value() == "gjysma e një pyetjeje"
    assert page.locator("#chat-state").inner_text()
