"""Parts fail while people read and ask: pages stay, the chat answers, and what was said is not lost."""

import os
import signal
import time

import pytest
import requests

from tools.talk import Conversation, Talk

PAGE = "/en/legal-routes/western-balkans-regulation/"


@pytest.fixture
def talk(address) -> Talk:
    return Talk(address)


def part(house, name: str):
    return next(one for one in house.parts if one.name == name)


def revive(house, name: str) -> None:
    one = part(house, name)
    one.stop()
    one.start()
    one.wait()


def ask(talk, text="recognition of diplomas") -> dict:
    return talk.say(Conversation("en"), text)["answer"]


def health(address) -> dict:
    return requests.get(f"{address}/health/", timeout=5).json()


@pytest.mark.parametrize("name", ["rasa", "actions"])
def test_the_chat_answers_from_search_while_a_part_is_dead(house, address, talk, name):
    assert ask(talk)["status"] != "failure"
    os.killpg(part(house, name).process.pid, signal.SIGKILL)
    part(house, name).process.wait(10)
    try:
        answer = ask(talk)
        assert answer["status"] == "failure" and answer["passages"] and answer["sources"]
        assert ask(talk, "they took my passport and lock me in")["status"] == "sensitive"
        assert requests.get(address + PAGE, timeout=5).status_code == 200
        assert name != "rasa" or health(address)["parts"]["bot"]["state"] == "down"
    finally:
        revive(house, name)
    assert ask(talk)["status"] != "failure"


def test_a_hanging_bot_costs_five_seconds_once(house, address, talk):
    frozen = part(house, "rasa").process.pid
    os.killpg(frozen, signal.SIGSTOP)
    try:
        assert ask(talk)["status"] == "failure"
        started = time.monotonic()
        assert ask(talk)["status"] == "failure"
        assert time.monotonic() - started < 5, "the second person waits for the hanging bot as well"
    finally:
        os.killpg(frozen, signal.SIGCONT)


def test_rasa_is_reached_from_this_machine_only_and_has_no_api(house):
    base = part(house, "rasa").health.split("/webhooks/")[0]
    assert requests.get(f"{base}/webhooks/rest/", timeout=5).status_code == 200
    for path in ("/status", "/version", "/model", "/conversations/x/tracker", "/domain"):
        assert requests.get(base + path, timeout=5).status_code == 404
    listening = os.popen(f"ss -ltnH 'sport = :{base.rsplit(':', 1)[1]}'").read()
    assert not listening or "127.0.0.1" in listening
