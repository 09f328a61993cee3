"""The conversations of `scenarios/`, written by another hand than the bot, through the site's gateway and the real Rasa."""

import pytest

from tools.bot_report import SCENARIOS, complaints, scenarios
from tools.talk import Talk


@pytest.fixture(scope="module")
def talk(address) -> Talk:
    return Talk(address)


@pytest.mark.parametrize("scenario", scenarios(SCENARIOS), ids=lambda scenario: scenario["id"])
def test_a_conversation_goes_as_it_should(talk, scenario):
    wrong = complaints(talk, scenario)
    assert not wrong, "\n".join(wrong)
