"""The house keeps its shape: arrows between its parts, nothing tracked that a run makes, nothing of one machine."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# folder -> what it may never import
BANNED = {
    "content": {"django", "wagtail", "campaign", "chatbot", "rasa", "rasa_sdk"},
    "site": {"chatbot", "rasa", "rasa_sdk"},
    "chatbot": {"django", "wagtail", "campaign"},
    "chatbot/nlu": {"rasa", "rasa_sdk"},
}
LONGEST_FILE = 400  # lines
RASA_SIDE = ("chatbot/nlu", "chatbot/components", "content/text")


def sources(folder: str) -> list[Path]:
    return [path for path in (ROOT / folder).rglob("*.py") if ".venv" not in path.parts]


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("folder", BANNED)
def test_arrows(folder):
    found = sources(folder)
    assert found
    wrong = {path.relative_to(ROOT): bad for path in found if (bad := imported(path) & BANNED[folder])}
    assert not wrong


def test_files_stay_readable():
    """A Python file a person reads in one sitting; migrations are written by a machine."""
    long = {
        path.relative_to(ROOT): lines
        for folder in ("content", "site", "chatbot", "tools", "tests")
        for path in sources(folder)
        if "migrations" not in path.parts
        and (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert not long


def test_site_is_no_package():
    assert not (ROOT / "site" / "__init__.py").exists()


def test_nothing_is_tracked_that_a_run_makes():
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    made = (".mo", ".sqlite3", ".db", ".tar.gz", ".pyc")
    assert not [name for name in tracked if name.endswith(made) or Path(name).name == ".env"]


@pytest.mark.parametrize(
    "module", ["content.text", "content.index.queries", "content.rules.evaluate", "content.files.read"]
)
def test_importing_the_library_reads_no_file_and_loads_no_framework(module):
    code = (
        f"import sys; before = set(sys.modules); import {module}; new = set(sys.modules) - before;"
        "bad = [n for n in new if n.split('.')[0] in {'django', 'wagtail', 'rasa', 'elasticsearch', 'simplemma'}];"
        "sys.exit(str(bad) if bad else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("folder", RASA_SIDE)
def test_what_rasa_runs_is_read_by_its_old_python(folder):
    """Rasa runs on Python 3.10: newer syntax would only fail there."""
    for path in sources(folder):
        ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 10))
