"""The container images hold everything their programs import and read: the files each Dockerfile copies, and no others."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tools.environments import BOT_PYTHON, ROOT, SITE_PYTHON

BOT = """
from chatbot import no_tensorflow
no_tensorflow.install()
import pkgutil, importlib, chatbot.components, chatbot.launch
for module in pkgutil.iter_modules(chatbot.components.__path__):
    importlib.import_module(f"chatbot.components.{module.name}")
from chatbot.nlu.training import messages
assert messages() and chatbot.launch.digest()
"""
SITE = """
import django, chatbot.actions.serve
django.setup()
from django.core.management import call_command
call_command("check")
"""


def copied(dockerfile: Path, target: Path) -> None:
    """Does what the COPY lines say."""
    for line in dockerfile.read_text(encoding="utf-8").splitlines():
        if line.startswith("COPY "):
            *sources, place = line.split()[1:]
            for source in map(ROOT.joinpath, sources):
                into = target / place
                if source.is_dir():
                    skip = shutil.ignore_patterns(".venv", "__pycache__", "models")
                    shutil.copytree(source, into, ignore=skip, dirs_exist_ok=True)
                else:
                    to = into / source.name if place.endswith("/") else into
                    to.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(source, to)


@pytest.mark.parametrize(
    ("dockerfile", "python", "code", "path"),
    [("chatbot/Dockerfile", BOT_PYTHON, BOT, "."), ("site/Dockerfile", SITE_PYTHON, SITE, "site:.")],
    ids=["bot", "site"],
)
def test_an_image_holds_what_its_programs_need(dockerfile, python, code, path, tmp_path):
    copied(ROOT / dockerfile, tmp_path)
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": ":".join(str(tmp_path / part) for part in path.split(":")),
        "DJANGO_SETTINGS_MODULE": "campaign.settings.production",
        "SECRET_KEY": "for this test alone, of the length that is asked for: fifty signs",
        "ALLOWED_HOSTS": "localhost",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nothing",
        "VAR": str(tmp_path / "var"),
    }
    done = subprocess.run(
        [str(python), "-W", "ignore", "-c", code],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
