"""The conversations of `scenarios/`, written by another hand than the bot, through the site's gateway and the real Rasa."""

import json

import pytest

from tests.chatbot.conftest import ROOT
from tools.bot_report import SCENARIOS, complaints, scenarios
from tools.talk import Talk

# Which conversations still go wrong, by language.
FLOORS = json.loads((ROOT / "tests" / "chatbot" / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def talk(address) -> Talk:
    return Talk(address)


@pytest.mark.parametrize("language", ["sq", "sr", "en"])
def test_no_other_conversation_goes_wrong_than_those_we_know(talk, language):
    played = [one for one in scenarios(SCENARIOS) if one["id"].startswith(language)]
    wrong = {one["id"]: found for one in played if (found := complaints(talk, one))}
    told = "\n".join(f"{name}\n  " + "\n  ".join(found) for name, found in wrong.items())
    print(told)
    known = set(FLOORS[language]["scenarios_open"])
    assert known <= {one["id"] for one in played} and set(wrong) <= known, told
