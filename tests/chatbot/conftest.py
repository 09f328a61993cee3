"""The bot for tests: a small index for every test, and once per session the real actions and the real Rasa on free ports."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import jsonschema
import pytest
import requests

ROOT = Path(__file__).resolve().parents[2]
RASA_PYTHON = ROOT / "chatbot" / ".venv" / "bin" / "python"
SCHEMA = json.loads((ROOT / "content" / "index" / "answer.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())


@pytest.fixture(scope="session")
def index_path(tmp_path_factory) -> Path:
    """A small index on disk."""
    from tests.chatbot.small_index import build

    return build(tmp_path_factory.mktemp("index") / "index.sqlite3")


@pytest.fixture
def index(index_path, monkeypatch) -> Path:
    """The small index as the one the actions read."""
    monkeypatch.setenv("CONTENT_INDEX", str(index_path))
    return index_path


@dataclass
class Memory:
    """A recorded conversation: the slots as Rasa would keep them between calls of actions."""

    language: str = "sq"
    script: str = "Latn"
    slots: dict = field(default_factory=dict)

    def say(self, action: str, text: str, intent: str, entities: dict | None = None, **message) -> dict:
        """Runs an action as Rasa calls it and returns its answer, which must keep the contract."""
        from chatbot.actions.serve import executor

        latest = {
            "text": text,
            "intent": {"name": intent, "confidence": 0.9},
            "intent_ranking": [{"name": intent, "confidence": 0.9}],
            "entities": [
                {"entity": name, "value": value, "start": 0, "end": 1}
                for name, value in (entities or {}).items()
            ],
            "metadata": {"language": self.language, "script": self.script},
            **message,
        }
        latest["entities"] += latest.pop("found", [])  # facts with their place in the text
        tracker = {"sender_id": "test", "slots": dict(self.slots), "latest_message": latest, "events": []}
        call = {
            "next_action": action,
            "sender_id": "test",
            "tracker": tracker,
            "domain": {},
            "version": "3.6.21",
        }
        # In a thread of its own: Playwright keeps an event loop running in the thread of the tests, and asyncio allows one.
        with ThreadPoolExecutor(1) as thread:
            result = thread.submit(lambda: asyncio.run(executor().run(call))).result()
        self.slots |= {event["name"]: event["value"] for event in result.events if event["event"] == "slot"}
        assert len(result.responses) == 1
        answer = result.responses[0]["custom"]
        VALIDATOR.validate(answer)
        return answer


@pytest.fixture
def memory(index) -> Memory:
    """A conversation with the actions alone."""
    return Memory()


# --- The real servers -------------------------------------------------------------------------------------------------


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_up(url: str, process: subprocess.Popen, log: Path, seconds: float = 90) -> None:
    session = requests.Session()
    session.trust_env = False
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        try:
            if session.get(url, timeout=1).ok:
                return
        except requests.RequestException:
            time.sleep(0.2)
    pytest.fail(f"{url} did not come up:\n{log.read_text(errors='replace')[-2000:]}")


@dataclass
class Bot:
    """The real stack behind its REST address."""

    url: str
    logs: list[Path]

    def conversation(self, language: str = "sq", script: str = "Latn") -> "Talk":
        """A new conversation on a page of this language."""
        return Talk(self, language, script)


@dataclass
class Talk:
    """One person talking over REST."""

    bot: Bot
    language: str
    script: str
    sender: str = field(default_factory=lambda: uuid.uuid4().hex)

    def post(self, body: object) -> requests.Response:
        """Any body to the webhook."""
        session = requests.Session()
        session.trust_env = False
        return session.post(
            f"{self.bot.url}/webhooks/rest/webhook",
            data=body if isinstance(body, bytes) else json.dumps(body),
            timeout=20,
        )

    def say(self, text: str) -> dict:
        """The one answer to a message; it must keep the contract."""
        response = self.post(
            {
                "sender": self.sender,
                "message": text,
                "metadata": {"language": self.language, "script": self.script, "page": ""},
            }
        )
        assert response.status_code == 200
        replies = response.json()
        assert len(replies) == 1, f"{len(replies)} answers to {text!r}"
        VALIDATOR.validate(replies[0]["custom"])
        return replies[0]["custom"]


@pytest.fixture(scope="session")
def bot(index_path, tmp_path_factory) -> Iterator[Bot]:
    """Actions and Rasa with the trained model, stopped at the end whatever happens."""
    assert RASA_PYTHON.exists(), "the bot's environment is missing; `make test` installs it"
    logs = tmp_path_factory.mktemp("logs")
    environment = dict(
        os.environ, PYTHONPATH=str(ROOT), CONTENT_INDEX=str(index_path), RASA_TELEMETRY_ENABLED="false"
    )
    subprocess.run(
        [str(RASA_PYTHON), "-m", "chatbot.launch", "train"],
        cwd=ROOT,
        env=environment,
        check=True,
        timeout=300,
        capture_output=True,
    )
    actions_port, rasa_port = _free_port(), _free_port()
    commands = {
        "actions": [sys.executable, "-m", "chatbot.actions.serve", "--port", str(actions_port)],
        "rasa": [
            str(RASA_PYTHON),
            "-m",
            "chatbot.launch",
            "run",
            "--port",
            str(rasa_port),
            "--actions-url",
            f"http://127.0.0.1:{actions_port}/webhook",
        ],
    }
    running: list[subprocess.Popen] = []
    try:
        for name, command in commands.items():
            with (logs / f"{name}.log").open("wb") as log:
                running.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log))
        _wait_until_up(f"http://127.0.0.1:{actions_port}/health", running[0], logs / "actions.log")
        _wait_until_up(f"http://127.0.0.1:{rasa_port}/webhooks/rest/", running[1], logs / "rasa.log")
        yield Bot(f"http://127.0.0.1:{rasa_port}", [logs / "actions.log", logs / "rasa.log"])
    finally:
        for process in running:
            process.terminate()
        for process in running:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
