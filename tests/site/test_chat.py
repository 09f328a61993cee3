"""The gateway: everything a person sends passes it, and everything Rasa says."""

import json

import pytest

from campaign.chat import conversations
from campaign.chat.redaction import redact
from tests.site.stand import ANSWER

pytestmark = [pytest.mark.usefixtures("campaign"), pytest.mark.django_db]


def say(client, text="tung", form="sq", **fields):
    return client.post(
        f"/{form}/chat/",
        data=json.dumps({"text": text, **fields}),
        content_type="application/json",
        headers={"accept": "application/json"},
    )


@pytest.mark.parametrize("typed", ["/restart", "//session_start", ' /inform{"age": 99}', "\u200b/restart"])
def test_a_leading_slash_is_text(client, stand, typed):
    assert say(client, typed).status_code == 200
    assert not stand.heard[0]["message"].lstrip().startswith("/")


def test_buttons_are_signed_and_a_forged_one_is_refused(client, stand):
    button = say(client).json()["answer"]["buttons"][0]
    assert button["payload"] != "/affirm"
    assert say(client, "", button=button["payload"]).status_code == 200
    assert stand.heard[-1]["message"] == "/affirm"
    heard = len(stand.heard)
    for forged in ("/affirm", button["payload"][:-2] + "xx", conversations.sign_button("a", "/x")[::-1]):
        assert say(client, "", button=forged).status_code == 400
    assert len(stand.heard) == heard


@pytest.mark.parametrize(
    "says", [[], b"nonsense", [{"text": "no custom"}], [{"custom": {"text": "half an answer"}}], {"a": 1}]
)
def test_an_answer_that_breaks_the_contract_is_replaced_by_our_own(client, stand, says):
    stand.says = says
    answer = say(client, "si njihet diploma").json()["answer"]
    assert answer["status"] == "failure" and answer["passages"] and answer["sources"] and answer["offers"]


@pytest.mark.parametrize("form", ["sq", "sr", "sr-latn", "en"])
def test_without_a_bot_the_chat_answers_from_search(client, settings, form):
    settings.RASA_URL = ""
    query = {
        "sq": "njohja e diplomës",
        "sr": "признавање дипломе",
        "sr-latn": "priznavanje diplome",
        "en": "recognition of diplomas",
    }
    answer = say(client, query[form], form=form).json()["answer"]
    assert answer["status"] == "failure" and answer["passages"][0]["page"] == "recognition-of-diplomas"
    assert answer["passages"][0]["url"].startswith(f"/{form}/") and answer["sources"][0]["checked_on"]
    assert answer["offers"][-1]["phone"] == "112", "nobody could judge how urgent it is"


def test_a_bot_that_cannot_look_things_up_is_no_answer_to_danger(client, stand):
    stand.says = [{"custom": ANSWER | {"status": "failure", "text": "I cannot look into our pages."}}]
    answer = say(client, "oduzeli su mi pasos i ne pustaju me da izadjem", form="sr-latn").json()["answer"]
    assert answer["status"] == "sensitive" and any(offer.get("phone") == "112" for offer in answer["offers"])


def test_danger_is_answered_even_without_a_bot(client, settings):
    settings.RASA_URL = ""
    answer = say(client, "ma kan marr pasaportn dhe s'po m'lojn me dal").json()["answer"]
    assert answer["status"] == "sensitive" and any(offer.get("phone") == "112" for offer in answer["offers"])


def test_what_was_understood_leaves_only_through_the_evaluation_door(client, stand, settings):
    settings.CHAT_SHOW_UNDERSTANDING = False
    assert not {"understood", "profile"} & say(client).json()["answer"].keys()


@pytest.mark.parametrize(
    ("text", "status"),
    [("", 400), ("   ", 400), ("a" * 1001, 400), ("a" * 1000, 200), ("😀", 200), ("<b>\u202e</b>", 200)],
)
def test_length_and_emptiness(client, stand, text, status):
    response = say(client, text)
    assert response.status_code == status
    assert status == 200 or response.json()["error"]


def test_what_was_typed_stays_in_the_box_without_javascript(client, stand):
    typed = "x" * 1500
    response = client.post("/en/chat/", {"text": typed})
    assert response.status_code == 400 and typed in response.content.decode()


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"text": 5}', b"\xff\xfe", b'{"text": {"a": 1}}'])
def test_broken_json_is_refused_clearly(client, stand, body):
    response = client.post(
        "/sq/chat/", data=body, content_type="application/json", headers={"accept": "application/json"}
    )
    assert response.status_code == 400 and response.json()["error"] and not stand.heard


def test_one_conversation_is_slowed_others_are_not(client, stand, settings):
    settings.CHAT_MESSAGES_A_MINUTE = 3
    token = say(client).json()["conversation"]
    codes = [say(client, conversation=token).status_code for _ in range(5)]
    assert 429 in codes and say(client).status_code == 200


def test_conversations_rotate_and_forged_ones_start_afresh(client, stand, settings):
    settings.CHAT_TURNS_BEFORE_ROTATION = 2
    token, senders = "", []
    for _ in range(4):
        token = say(client, conversation=token).json()["conversation"]
        senders.append(stand.heard[-1]["sender"])
    assert len(set(senders)) == 2
    say(client, conversation="forged")
    assert stand.heard[-1]["sender"] not in senders


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("my number is +383 44 123 456", "123 456"),
        ("zvanie 044/123-456 sonte", "123-456"),
        ("shkruaj ne filan.fisteku@example.org", "filan"),
        ("pasaporta P01234567 mka skadu", "01234567"),
        ("moj JMBG je 0101990123456", "0101990123456"),
        ("nr personal 1234567890", "1234567890"),
    ],
)
def test_personal_numbers_never_reach_the_bot(client, stand, text, hidden):
    answer = say(client, text)
    assert hidden not in json.dumps(stand.heard) and "html" in answer.json()


@pytest.mark.parametrize(
    "text",
    [
        "paga 45934.20 euro",
        "2.500 € në muaj",
        "0800 11 112",
        "në vitin 2026",
        "kam 10000 euro",
        "90/180 ditë",
        "My name is not on the contract",
    ],
)
def test_figures_everybody_may_write_survive(text):
    assert redact(text) == (text, False)


def test_the_page_works_without_javascript(client, stand):
    response = client.post("/sq/chat/", {"text": "tung", "agreed": "1"})
    html = response.content.decode()
    assert response.status_code == 200 and "Po." in html and not response.cookies
    assert response["Cache-Control"] == "no-store"


def test_latin_serbian_answers_are_latin(client, stand):
    stand.says = [
        {"custom": ANSWER | {"language": "sr", "script": "Latn", "text": "Dobar dan.", "buttons": []}}
    ]
    html = say(client, "dobar dan", form="sr-latn").json()["html"]
    assert "Dobar dan." in html and not any("\u0400" <= letter <= "\u04ff" for letter in html)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("quhem Arta Gashi nga Peja", "quhem […] nga Peja"),
        ("më quajnë Arta dhe kam 30 vjet", "më quajnë […] dhe kam 30 vjet"),
        ("зовем се Милан Јовић из Лепосавића", "зовем се […] из Лепосавића"),
        ("zovem se milan i imam diplomu", "zovem se […] i imam diplomu"),
        ("My name is Sam Smith and I weld", "My name is […] and I weld"),
        ("si quhesh ti", "si quhesh ti"),
        ("what is the name of the visa", "what is the name of the visa"),
        ("kako se zove viza", "kako se zove viza"),
    ],
)
def test_a_name_told_as_such_is_taken_out(text, kept):
    assert redact(text) == (kept, kept != text)
