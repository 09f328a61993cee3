"""What several suites share: the whole house, running for real."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.house import House, free_port

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def partner() -> str:
    """The origin of the one site that may frame the house's chat; nothing listens there until a test does."""
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture(scope="session")
def house(tmp_path_factory, partner) -> Iterator[House]:
    """Site, worker, actions and Rasa on free ports with all content, in a folder of their own; stopped at the end."""
    folder = tmp_path_factory.mktemp("house")
    environment = dict(os.environ, VAR=str(folder), PYTHONPATH=str(ROOT))
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run(
        [sys.executable, "-m", "tools.preparation", "bot"], cwd=ROOT, env=environment, check=True, timeout=600
    )
    options = {
        "VAR": folder,
        "DJANGO_SETTINGS_MODULE": "campaign.settings.dev",
        "SECRET_KEY": (folder / "secret_key").read_text(),
        "CONTENT_INDEX": folder / "index.sqlite3",
        "CHAT_SHOW_UNDERSTANDING": 1,
        "EMBED_ORIGINS": partner,
        "CHAT_MESSAGES_A_MINUTE": 10_000,
        "CHAT_MESSAGES_A_MINUTE_FROM_ONE_ADDRESS": 100_000,
    }
    with House(free_port(), with_bot=True, **options) as running:
        yield running


@pytest.fixture(scope="session")
def address(house) -> str:
    """Where the house answers."""
    return f"http://127.0.0.1:{house.port}"
