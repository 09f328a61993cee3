"""Two Rasa processes, one Redis, one conversation: whichever process gets a message, nothing is lost and nothing mixed up."""

import contextlib
import json
import os
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.chatbot.conftest import Bot, Talk
from tools.house import Part, free_port

ROOT = Path(__file__).resolve().parents[2]
RASA_PYTHON = ROOT / "chatbot" / ".venv" / "bin" / "python"
FACTS = [("age", 31), ("qualification", "vocational"), ("country", "DE"), ("occupation", "electrician"), ("experience_years", 6), ("entry_ban", False), ("asylum_benefits_recent", False), ("training_years", 3)]  # fmt: skip


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory) -> Iterator[str]:
    """A Redis that keeps nothing on disk, as in docker-compose.yml."""
    port, folder = free_port(), tmp_path_factory.mktemp("redis")
    server = subprocess.Popen(
        ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
    )
    try:
        while True:
            assert server.poll() is None, "Redis did not start"
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
        yield f"redis://127.0.0.1:{port}/0"
        assert not list(folder.iterdir()), "something was written to disk"
    finally:
        server.terminate()
        server.wait(10)


@pytest.fixture(scope="module")
def bots(redis_url, index_path) -> Iterator[list[Bot]]:
    """Two Rasa processes with the same actions."""
    environment = dict(
        os.environ, PYTHONPATH=str(ROOT), CONTENT_INDEX=str(index_path), RASA_TELEMETRY_ENABLED="false"
    )
    environment.pop("VIRTUAL_ENV", None)
    ports = [free_port() for _ in range(3)]
    actions = f"http://127.0.0.1:{ports[0]}"
    parts = [
        Part("scale-actions", [sys.executable, "-m", "chatbot.actions.serve", "--port", str(ports[0])], environment, f"{actions}/health"),
        *(
            Part(f"scale-rasa-{port}", [str(RASA_PYTHON), "-m", "chatbot.launch", "run", "--port", str(port), "--actions-url", f"{actions}/webhook"],
                 environment | {"REDIS_URL": redis_url}, f"http://127.0.0.1:{port}/webhooks/rest/", 180)
            for port in ports[1:]
        ),
    ]  # fmt: skip
    try:
        for part in parts:
            part.start()
        for part in parts:
            part.wait()
        yield [Bot(f"http://127.0.0.1:{port}", []) for port in ports[1:]]
    finally:
        for part in parts:
            part.stop()


def in_redis_python(redis_url: str, code: str) -> str:
    """What a piece of the bot's own code prints."""
    done = subprocess.run(
        [str(RASA_PYTHON), "-c", code],
        cwd=ROOT,
        env=dict(os.environ, PYTHONPATH=str(ROOT), REDIS_URL=redis_url),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def test_a_conversation_goes_on_in_the_other_process(bots):
    sender = uuid.uuid4().hex
    first, second = (Talk(bot, "en", "Latn", sender) for bot in bots)
    first.say("I am an electrician with A2 German")
    answer = second.say("can I go to Germany?")
    assert answer["profile"] == {"occupation": "electrician", "languages": {"de": "A2"}, "country": "DE"}
    third = first.say("I am 31 years old")
    assert third["profile"] == answer["profile"] | {"age": 31}


@pytest.mark.parametrize("round_", range(3))
def test_messages_to_both_at_the_same_time_lose_nothing(bots, round_):
    sender = uuid.uuid4().hex
    talks = [Talk(bot, "en", "Latn", sender) for bot in bots]
    talks[0].say("check my case")
    with ThreadPoolExecutor(len(FACTS)) as people:
        said = list(
            people.map(
                lambda numbered: talks[numbered[0] % 2].say(f"/inform{json.dumps(dict([numbered[1]]))}"),
                enumerate(FACTS),
            )
        )
    sizes = sorted(len(answer["profile"]) for answer in said)
    assert sizes == list(range(1, len(FACTS) + 1)), "each message saw what the one before it had told"
    assert talks[1].say("summary")["profile"] == dict(FACTS)


def test_every_key_expires_and_no_lock_is_left(bots, redis_url):
    Talk(bots[0], "en", "Latn", uuid.uuid4().hex).say("hello")
    listed = in_redis_python(
        redis_url,
        "import asyncio, json; from chatbot.shared import client\n"
        "async def look():\n"
        "    redis = client()\n"
        "    return {key.decode(): await redis.ttl(key) async for key in redis.scan_iter()}\n"
        "print(json.dumps(asyncio.run(look())))",
    )
    ages = json.loads(listed.splitlines()[-1])
    assert ages and all(0 < age <= 3600 for age in ages.values())
    assert all(key.startswith("chat:conversation:") for key in ages)


LOCKS = """
import asyncio
from chatbot.shared import FairLockStore, QUEUE, client
import chatbot.shared as shared

async def main():
    stores, inside, most, order = [FairLockStore(), FairLockStore()], 0, 0, []

    async def work(number):
        nonlocal inside, most
        async with stores[number % 2].lock("one"):
            inside += 1
            most = max(most, inside)
            order.append(number)
            await asyncio.sleep(0.005)
            inside -= 1

    tasks = []
    for number in range(20):
        tasks.append(asyncio.create_task(work(number)))
        await asyncio.sleep(0.002)
    await asyncio.gather(*tasks)
    assert most == 1 and order == sorted(order), (most, order)

    shared.LIFETIME_S = 1
    redis = client()
    await redis.rpush(QUEUE + "two", "a process that was killed")
    async with stores[0].lock("two"):
        pass
    assert not await redis.exists(QUEUE + "two")

    async with stores[0].lock("three"):
        try:
            shared.LIFETIME_S = 0.2
            async with stores[1].lock("three"):
                raise AssertionError("two at a time")
        except shared.LockError:
            pass
    print("fine")

asyncio.run(main())
"""


def test_one_message_at_a_time_in_the_order_they_came(redis_url):
    assert in_redis_python(redis_url, LOCKS).split()[-1] == "fine"
