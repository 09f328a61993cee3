"""After a run with everything a person might give away, nothing of it stands in a database, a log, or the memory of the bot."""

import re
from pathlib import Path

import pytest
import requests

from tools.environments import LOGS
from tools.talk import Conversation, Talk

# Given to chat, search and the form where no one asked for it; and given to the form as a contact, on purpose.
GIVEN_AWAY = ("987 654", "filan.fisteku@example.org", "Fisteku", "P09876543", "0101990123456")
ENTRUSTED = ("arta.kontakt@example.org", "Zzyzxbäckerei")
MESSAGES = (
    "my number is +383 44 987 654",
    "write to filan.fisteku@example.org please",
    "pasaporta P09876543 mka skadu, qka me bo",
    "moj JMBG je 0101990123456, da li je potreban",
    "my name is Filan Fisteku, what does a visa cost?",
)


@pytest.fixture
def talk(address) -> Talk:
    return Talk(address)


def post(address, path, **fields) -> str:
    response = requests.post(f"{address}{path}", data=fields, timeout=20)
    assert response.status_code < 500
    assert not response.cookies
    return response.text


def send(address, **fields) -> str:
    seed = re.search(r'name="seed" value="([^"]+)"', requests.get(f"{address}/en/ask/", timeout=20).text)[1]
    return post(address, "/en/ask/", do="send", seed=seed, agreed="1", **fields)


def files(house) -> list[Path]:
    """Databases, index, caches and logs of the run."""
    folders = (Path(house.site.environment["VAR"]), LOGS)
    return [path for folder in folders for path in folder.rglob("*") if path.is_file()]


def found_in_files(house, secrets) -> list[str]:
    needles = [secret.encode() for secret in secrets]
    return [f"{path}: {needle}" for path in files(house) for needle in needles if needle in path.read_bytes()]


def memory_of(pid: int) -> bytes:
    """What a process holds in memory; parts it does not let anybody read are left out."""
    held = []
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            span, rights = line.split()[:2]
            if "rw" not in rights:
                continue
            start, end = (int(part, 16) for part in span.split("-"))
            try:
                memory.seek(start)
                held.append(memory.read(end - start))
            except (OSError, ValueError, OverflowError):
                continue
    return b"".join(held)


def test_nothing_that_is_given_away_reaches_a_file_or_the_bots_memory(house, address, talk):
    marker = "bicycle mechanic in Klagenfurt"
    conversation = Conversation("en")
    for text in (*MESSAGES, f"I am a {marker}"):
        assert "answer" in talk.say(conversation, text)
        requests.get(f"{address}/en/search/", params={"q": text}, timeout=20)
        if text in MESSAGES:
            assert "[…]" in send(address, question=text)
    assert not found_in_files(house, GIVEN_AWAY)
    rasa, actions = (next(one for one in house.parts if one.name == name) for name in ("rasa", "actions"))
    held = memory_of(rasa.process.pid)
    assert marker.encode() in held, "the scan must see what a conversation holds"
    for memory in (held, memory_of(actions.process.pid)):
        assert not [secret for secret in GIVEN_AWAY if secret.encode() in memory]


def test_what_a_person_entrusts_is_gone_from_every_file_once_they_delete_it(house, address):
    html = send(
        address,
        question="Does a Zzyzxbäckerei in Graz pay my bus?",
        way="contact",
        contact="arta.kontakt@example.org",
    )
    code = re.search(r'id="code"[^>]*>([^<]+)<', html)[1]
    database = Path(house.site.environment["VAR"]) / "site.sqlite3"
    kept = [found for found in found_in_files(house, ENTRUSTED) if str(database) not in found]
    assert not kept, "entrusted words stand in the database only"
    assert found_in_files(house, ENTRUSTED), "the scan must see what is kept"
    assert code not in str(
        [path.read_bytes() for path in files(house) if path.name.startswith("site.sqlite3")]
    )
    assert "Zzyzxbäckerei" in post(address, "/en/answer/", code=code)
    post(address, "/en/answer/", code=code, do="delete")
    assert not found_in_files(house, ENTRUSTED)


def test_deleting_a_conversation_deletes_it_at_the_bot(address, talk):
    conversation = Conversation("en")
    talk.say(conversation, "I am an electrician and 30 years old")
    assert talk.say(conversation, "thanks")["answer"]["profile"]["age"] == 30
    token = conversation.token
    post(address, "/en/chat/", do="forget", conversation=token)
    conversation.token = token
    assert "age" not in talk.say(conversation, "thanks")["answer"]["profile"], (
        "the same id meets an empty memory"
    )


def test_deleting_waits_for_no_conversation_and_refuses_nonsense(house):
    base = next(one for one in house.parts if one.name == "rasa").health
    assert requests.post(f"{base}forget", json={"sender": "nobody"}, timeout=5).status_code == 200
    for body in ({"sender": 5}, [], {}):
        assert requests.post(f"{base}forget", json=body, timeout=5).status_code == 400
