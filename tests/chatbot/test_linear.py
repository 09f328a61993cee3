"""The linear model: learnt here on a handful of messages, stored, and read back the same."""

import subprocess

import pytest

from chatbot.nlu import features
from tests.chatbot.conftest import RASA_PYTHON, ROOT

SCRIPT = """
import sys, json
from pathlib import Path
from chatbot.nlu.linear import Example, LinearModel, ModelMismatch, train
folder = Path(sys.argv[1])
texts = {"ask_fees": ["sa kushton viza", "koliko košta viza", "what does it cost", "çmimi i termintit"],
         "greet": ["tung", "zdravo", "hello", "mirëdita"],
         "inform": ["jam zidar", "ja sam kuvar", "I am a nurse", "elektricist"]}
model = train([Example(text, ("occupation",) if intent == "inform" else (), intent) for intent, several in texts.items() for text in several])
model.save(folder)
again = LinearModel.load(folder)
asked = ["SA KUSHTON VIZA?", "Здраво", "колико кошта", "jam bravar", "", "😀"]
same = all(abs(a[1] - b[1]) < 0.01 and a[0] == b[0] for text in asked for a, b in zip(model.predict(text)[:1], again.predict(text)[:1]))
head = json.loads((folder / "intents.json").read_text())
head["stamp"]["fold"] = "other"
(folder / "intents.json").write_text(json.dumps(head))
try:
    LinearModel.load(folder)
    refused = False
except ModelMismatch:
    refused = True
print(json.dumps({"same": same, "refused": refused, "top": [again.predict(text)[0][0] for text in asked[:3]],
                  "kinds": again.predict("jam bravar", ["occupation"])[0][0], "sums": abs(sum(p for _, p in again.predict("x")) - 1) < 1e-4,
                  "files": sorted(path.name for path in folder.iterdir())}))
"""


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """What the Rasa environment reports: only it has scikit-learn."""
    import json

    assert RASA_PYTHON.exists(), "the bot's environment is missing; `make test` installs it"
    command = [str(RASA_PYTHON), "-W", "ignore", "-c", SCRIPT, str(tmp_path_factory.mktemp("model"))]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_a_stored_model_predicts_the_same(outcome):
    assert outcome["same"] and outcome["sums"]


def test_spelling_and_script_make_no_difference(outcome):
    assert outcome["top"] == ["ask_fees", "greet", "ask_fees"]


def test_the_kind_of_fact_carries_over_to_unseen_words(outcome):
    assert outcome["kinds"] == "inform"


def test_a_model_of_another_folding_is_refused(outcome):
    assert outcome["refused"]


def test_nothing_is_pickled(outcome):
    assert outcome["files"] == ["intents.json", "intents.npz"]


def test_script_and_diacritics_give_the_same_features():
    assert (
        features.blocks("Колико кошта виза?")
        == features.blocks("koliko kosta viza")
        == features.blocks("KOLIKO KOŠTA VIZA!")
    )
