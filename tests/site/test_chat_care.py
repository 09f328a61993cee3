"""Care for a conversation: what it is stands before the first message, and it is deleted when the person wants or when it is rotated."""

import pytest

from campaign.chat import conversations, rasa
from tests.site.stand import ANSWER
from tests.site.test_chat import say

pytestmark = [pytest.mark.usefixtures("campaign"), pytest.mark.django_db]


@pytest.fixture
def forgotten(monkeypatch):
    """The ids the bot was told to forget."""
    ids = []
    monkeypatch.setattr(rasa, "forget", lambda identity: ids.append(identity) or True)
    return ids


def test_a_question_typed_elsewhere_is_not_sent_before_the_person_knows_what_this_is(client, stand):
    response = client.post("/en/chat/", {"text": "What does a visa cost?"})
    html = response.content.decode()
    assert response.status_code == 200 and not stand.heard
    assert "What does a visa cost?" in html and "not been sent yet" in html and "Agree and send" in html
    response = client.post("/en/chat/", {"text": "What does a visa cost?", "agreed": "1"})
    assert len(stand.heard) == 1 and "Agree and send" in response.content.decode()


def test_danger_does_not_wait_for_consent(client, settings):
    settings.RASA_URL = ""
    html = client.post("/sq/chat/", {"text": "ma kan marr pasaportn dhe s'po m'lojn me dal"}).content.decode()
    assert 'class="turn bot danger"' in html


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_forgetting_deletes_at_the_bot_and_keeps_the_box(client, forgotten, accept):
    conversation = conversations.fresh()
    response = client.post(
        "/en/chat/",
        {"do": "forget", "conversation": conversation.token(), "text": "half a question"},
        headers={"accept": accept},
    )
    assert forgotten == [conversation.id] and response.status_code == 200
    body = response.content.decode()
    assert "has been deleted" in body and conversation.token() not in body
    assert accept == "application/json" or "half a question" in body


def test_when_the_bot_cannot_be_reached_it_is_said(client, monkeypatch):
    monkeypatch.setattr(rasa, "forget", lambda identity: False)
    token = conversations.fresh().token()
    response = client.post("/en/chat/", {"do": "forget", "conversation": token, "text": "still here"})
    html = response.content.decode()
    assert response.status_code == 503 and "after an hour" in html and "still here" in html and token in html


def test_a_rotated_conversation_is_deleted(client, stand, settings, forgotten):
    settings.CHAT_TURNS_BEFORE_ROTATION = 2
    token = ""
    for _ in range(3):
        token = say(client, conversation=token).json()["conversation"]
    assert forgotten == [stand.heard[0]["sender"]] and stand.heard[2]["sender"] not in forgotten


@pytest.mark.parametrize("token", ["", "forged", "a:b:c"])
def test_forgetting_nothing_is_no_error(client, forgotten, token):
    assert client.post("/en/chat/", {"do": "forget", "conversation": token}).status_code == 200
    assert not forgotten


def test_the_form_leads_to_a_counsellor_with_what_was_asked(client, stand):
    html = client.post("/en/chat/", {"text": "May I work in Graz?", "agreed": "1"}).content.decode()
    assert 'name="said" value="May I work in Graz?"' in html and 'formaction="/en/ask/"' in html


def test_the_bots_way_to_a_counsellor_is_shown_in_the_askers_form(client, stand):
    stand.says = [
        {
            "custom": ANSWER
            | {
                "language": "sr",
                "script": "Latn",
                "buttons": [],
                "offers": [{"kind": "ask", "title": "Pišite", "url": "/sr/ask/"}],
            }
        }
    ]
    assert 'href="/sr-latn/ask/"' in say(client, "covek", form="sr-latn").json()["html"]
