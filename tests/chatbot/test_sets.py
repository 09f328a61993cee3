"""The sets written by another hand: none of it in the training data, and what is understood of it doesn't fall back."""

import json
import re
import subprocess

import pytest

from chatbot.nlu.training import messages
from content.text.folding import fold
from tests.chatbot.conftest import RASA_PYTHON, ROOT

SETS = [*ROOT.glob("tests/chatbot/sets/*.jsonl"), *ROOT.glob("tests/content/text/redteam/*.jsonl")]
# "Po", "да", "thx", "good evening" can be written in one way only; such replies of one or two words may stand on both sides.
SMALL_TALK = {"greet", "goodbye", "thanks", "affirm", "deny", "restart"}
SHORT = 2
# What was reached, less .02.
FLOORS = json.loads((ROOT / "tests" / "chatbot" / "floors.json").read_text(encoding="utf-8"))


def bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", fold(text)))


@pytest.fixture(scope="module")
def figures() -> dict[tuple[str, str], dict]:
    """The report on our own sets, by part and language, with a classifier trained on the data as they stand."""
    assert RASA_PYTHON.exists(), "the bot's environment is missing; `make test` installs it"
    done = subprocess.run(
        [str(RASA_PYTHON), "-W", "ignore", "-m", "chatbot.nlu.evaluation", "--fresh"],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {
        (line["part"], line["language"]): line
        for line in lines
        if line["part"] in {"intents", "danger", "language"} or line.get("entity") == "all"
    }


def test_no_text_of_the_sets_stands_in_the_training_data():
    measured = {
        bare(json.loads(line)["text"])
        for path in SETS
        for line in path.read_text(encoding="utf-8").splitlines()
    }
    copied = [
        one.text
        for one in messages()
        if bare(one.text) in measured
        and not (one.intent in SMALL_TALK and len(bare(one.text).split()) <= SHORT)
    ]
    assert not copied


@pytest.mark.parametrize("language", ["sq", "sr", "en"])
@pytest.mark.parametrize(
    ("part", "figure"),
    [("intents", "macro_f1"), ("entities", "f1"), ("danger", "recall"), ("danger", "recall_certain"),
     ("intents", "out_of_scope_caught"), ("language", "right_from_own_page")],
)  # fmt: skip
def test_as_much_is_understood_as_before(figures, part, figure, language):
    assert figures[part, language][figure] >= FLOORS[language][f"{part}.{figure}"]


@pytest.mark.parametrize("language", ["sq", "sr", "en"])
@pytest.mark.parametrize(
    ("part", "figure"),
    [("intents", "wrong_and_answered"), ("danger", "false_alarms"), ("danger", "false_possible")],
)
def test_no_more_is_taken_wrongly_than_before(figures, part, figure, language):
    assert figures[part, language][figure] <= FLOORS[language][f"{part}.{figure}"]
