"""Answers travel between the self-check and the chat: in a signed token inside a form, never in an address of their own making."""

import html
import json
import re

import pytest

from campaign.chat import conversations, rasa
from campaign.check.case import Case
from chatbot.actions.conversation import Turn
from chatbot.actions.eligibility import CheckEligibility

pytestmark = pytest.mark.django_db
FORMS = ("sq", "sr", "sr-latn", "en")
ANSWERS = {
    "job_offer": {"kind": "job", "country": "AT"},
    "job_offer.salary": {"amount": 3200, "currency": "EUR", "per": "month", "gross": True},
    "qualification": "vocational",
    "occupation": "electrician",
    "age": 28,
    "languages.de": "A2",
    "languages.en": "refused",
    "funds": None,
}


@pytest.fixture
def bot(campaign, settings, monkeypatch):
    """The real action in Rasa's place, without the servers between: what the gateway sends reaches it as Rasa would hand it on."""
    monkeypatch.setenv("CONTENT_INDEX", str(settings.CONTENT_INDEX))
    heard = []

    def ask(conversation, message, metadata):
        heard.append(message)
        intent, _, values = message.removeprefix("/").partition("{")
        told = json.loads("{" + values) if values else {}
        turn = Turn(
            {},
            {
                "text": message,
                "intent": {"name": intent},
                "entities": [{"entity": name, "value": value} for name, value in told.items()],
                "metadata": metadata,
            },
        )
        answer = turn.to_json(CheckEligibility().answer(turn))
        assert next(rasa._validator().iter_errors(answer), None) is None
        return answer

    monkeypatch.setattr(rasa, "ask", ask)
    return heard


def case_of(page: str) -> Case | None:
    """The case that a form in a page carries."""
    found = re.search(r'name="case" value="([^"]+)"', page)
    return Case.read(html.unescape(found[1])) if found else None


@pytest.mark.parametrize("form", FORMS)
def test_the_assistant_knows_the_answers_and_brings_them_back(client, bot, form):
    case = Case(ANSWERS, "AT")
    result = client.get(f"/{form}/check/", {"case": case.token()}).content.decode()
    assert f'action="/{form}/chat/#newest"' in result
    response = client.post(f"/{form}/chat/", {"case": case.token()})
    assert response.status_code == 200
    assert json.loads(bot[0].removeprefix("/check_eligibility")) == case.profile()
    page = response.content.decode()
    assert "3.200" in page or "3,200" in page  # what it understood is said back
    back = case_of(page)
    assert back.profile() == case.profile()
    shown = client.post(f"/{form}/check/", {"case": back.token(), "do": "result"})
    assert shown.context["groups"] and shown.context["case"].country == "AT"


def test_no_address_of_the_chat_holds_an_answer(client, bot):
    page = client.post("/en/chat/", {"case": Case(ANSWERS, "AT").token()}).content.decode()
    assert "?case=" not in page
    assert not client.get("/en/chat/", {"case": Case(ANSWERS).token()}).context["turns"]


@pytest.mark.parametrize(
    "token", ["x", "a:b:c", "é" * 20, "z" * 9000, Case(ANSWERS).token()[:-1], Case().token()]
)
@pytest.mark.parametrize("form", FORMS)
def test_a_forged_or_empty_token_opens_an_ordinary_chat_with_a_kind_word(client, bot, form, token):
    response = client.post(f"/{form}/chat/", {"case": token})
    assert response.status_code == 200 and not bot
    assert 'role="status"' in response.content.decode() and "chat-text" in response.content.decode()
    assert not response.context["turns"]


def test_an_old_token_opens_an_ordinary_chat(client, bot, monkeypatch):
    token = Case(ANSWERS).token()
    monkeypatch.setattr("campaign.check.case.MAX_AGE_S", -1)
    assert "too old" in client.post("/en/chat/", {"case": token}).content.decode()
    assert not bot


def test_answers_handed_over_as_text_are_text(client, bot):
    """A person can't write the message that the site writes for them."""
    client.post("/en/chat/", {"text": '/check_eligibility{"age": 99}', "agreed": "1"})
    assert not bot[0].startswith("/")


def test_while_the_assistant_is_away_a_person_is_named(client, campaign, settings):
    settings.RASA_URL = ""
    page = client.post("/en/chat/", {"case": Case(ANSWERS).token()})
    assert page.status_code == 200 and page.context["turns"][1]["answer"]["offers"]


def test_the_conversation_goes_on_after_the_handover(client, bot):
    page = client.post("/en/chat/", {"case": Case(ANSWERS, "AT").token()})
    token = page.context["conversation"]
    assert conversations.resume(token).turns == 1
    assert len(conversations.unpack_history(page.context["history"])) == 2


def test_what_was_told_to_the_assistant_alone_is_shown_and_can_be_taken_out(client, campaign):
    case = Case.of_profile({"nationality": "AL", "age": 30, "spouse_qualifies": True, "country": "DE"})
    page = client.post("/en/check/", {"case": case.token(), "do": "result"})
    assert "Albania" in page.content.decode() and 'value="drop:nationality"' in page.content.decode()
    without = client.post("/en/check/", {"case": case.token(), "do": "drop:nationality"})
    assert "nationality" not in without.context["case"].answers
    assert without.context["case"].answers["age"] == 30
