"""The address each provider calls: genuine messages get one answer, everything else gets none."""

import json
import logging

import pytest
import requests
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from campaign.chat.channels import once
from campaign.chat.channels.models import Correspondence, Received
from campaign.settings import env
from tests.site.stand import ANSWER

from .providers import NAMES, SECRET, buttons_of, recorded, sent_now, signature, text_of

pytestmark = [pytest.mark.usefixtures("campaign"), pytest.mark.django_db]
META = ("messenger", "whatsapp")
every_channel = pytest.mark.parametrize("name", NAMES)
SAID = "si njihet diploma ime"


@every_channel
def test_a_channel_is_closed_until_its_keys_are_set(client, settings, name):
    settings.CHANNELS = {name: {}}
    assert client.post(f"/channels/{name}/", b"{}", content_type="application/json").status_code == 404
    assert client.get(f"/channels/{name}/").status_code == 404


def test_an_unknown_channel_is_no_page(client, providers):
    assert client.post("/channels/fax/", b"{}", content_type="application/json").status_code == 404


def test_half_a_configuration_is_refused(monkeypatch):
    for variable in ("TELEGRAM_TOKEN", "TELEGRAM_SECRET"):
        monkeypatch.delenv(variable, raising=False)
    assert env.channel("TELEGRAM", "TOKEN", "SECRET", API="https://example.org") == {}
    monkeypatch.setenv("TELEGRAM_TOKEN", "1:a")
    with pytest.raises(ImproperlyConfigured, match="TELEGRAM_SECRET"):
        env.channel("TELEGRAM", "TOKEN", "SECRET")
    monkeypatch.setenv("TELEGRAM_SECRET", "s")
    options = env.channel("TELEGRAM", "TOKEN", "SECRET", API="https://example.org/")
    assert options == {"token": "1:a", "secret": "s", "api": "https://example.org"}


@every_channel
def test_a_message_is_answered_through_the_gateway(stand, providers, deliver, name):
    assert deliver(name, sent_now(name, text=SAID, person="4711")).status_code == 200
    assert [one["message"] for one in stand.heard] == [SAID]
    path, headers, body = providers[name].calls[0]
    assert text_of(name, body).endswith("Po.") and len(providers[name].calls) == 1
    expected = {
        "telegram": ("/bot123:ABC/sendMessage", None, {"chat_id": 4711}),
        "viber": ("/pa/send_message", ("X-Viber-Auth-Token", SECRET), {"receiver": "4711"}),
        "messenger": ("/me/messages", ("Authorization", "Bearer page key"), {"recipient": {"id": "4711"}}),
        "whatsapp": ("/106540352242922/messages", ("Authorization", "Bearer number key"), {"to": "4711"}),
    }[name]
    assert path == expected[0] and expected[2].items() <= body.items()
    assert expected[1] is None or headers[expected[1][0]] == expected[1][1]


@every_channel
def test_what_the_provider_sends_again_is_answered_once(stand, providers, deliver, name):
    payload = sent_now(name, text=SAID)
    assert [deliver(name, payload).status_code for _ in range(3)] == [200, 200, 200]
    assert len(stand.heard) == len(providers[name].calls) == 1
    deliver(name, sent_now(name, text=SAID, key="2"))
    assert len(providers[name].calls) == 2


@every_channel
def test_an_old_recording_is_not_answered(stand, providers, deliver, name):
    assert deliver(name, recorded(name, "text")).status_code == 200
    assert not stand.heard and not providers[name].calls


@every_channel
def test_a_forged_message_is_refused_and_not_logged(stand, providers, deliver, name, caplog):
    caplog.set_level(logging.DEBUG)
    body = json.dumps(sent_now(name, text="SECRETWORD")).encode()
    genuine = signature(name, body)
    forged = [
        {},
        dict.fromkeys(genuine, ""),
        {header: value[:-1] + ("0" if value[-1] != "0" else "1") for header, value in genuine.items()},
        dict.fromkeys(genuine, "ë"),
        signature(name, body, "another secret"),
        {"X-Hub-Signature": next(iter(genuine.values()))},
    ]
    assert [deliver(name, body, headers).status_code for headers in forged] == [403] * len(forged)
    if name != "telegram":  # which proves who sends, not what
        assert deliver(name, body.replace(b"SECRETWORD", b"OTHERWORD"), genuine).status_code == 403
    assert not stand.heard and not providers[name].calls and not Received.objects.exists()
    assert "SECRETWORD" not in caplog.text and "4711" not in caplog.text


@every_channel
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400), (b"{", 400), (b"\xff\xfe", 400), (b"{}", 200), (b"[]", 200), (b'"text"', 200), (b"null", 200),
        (b'{"update_id": 5, "event": "seen", "object": "instagram", "entry": []}', 200),
        (b'{"update_id": 5, "event": "message", "object": "page", "entry": [{"messaging": [{"message": 7}], "changes": 1}]}', 200),
        (b'{"x": "' + b"y" * 600_000 + b'"}', 413),
    ],
    ids=["empty", "broken", "no-utf-8", "nothing", "list", "text", "null", "unknown", "odd", "huge"],
)  # fmt: skip
def test_genuine_nonsense_is_put_aside(stand, providers, deliver, name, body, status):
    assert deliver(name, body).status_code == status
    assert not stand.heard and not providers[name].calls


@pytest.mark.parametrize(
    ("name", "kind"),
    [("viber", "webhook"), ("messenger", "echo"), ("whatsapp", "status")],
)
def test_events_without_words_need_no_answer(stand, providers, deliver, name, kind):
    assert deliver(name, recorded(name, kind)).status_code == 200
    assert not stand.heard and not providers[name].calls


def test_groups_and_other_numbers_are_left_alone(stand, providers, deliver, settings):
    group = sent_now("telegram", text=SAID)
    group["message"]["chat"]["type"] = "group"
    assert deliver("telegram", group).status_code == 200
    settings.CHANNELS["whatsapp"]["phone_number_id"] = "another"
    assert deliver("whatsapp", sent_now("whatsapp", text=SAID)).status_code == 200
    assert not stand.heard


@pytest.mark.parametrize("name", META)
def test_meta_checks_the_address(client, providers, name):
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": "verify me"}
    response = client.get(f"/channels/{name}/", asked)
    assert (response.status_code, response.content) == (200, b"1158201444")
    assert response["Content-Type"].startswith("text/plain")
    for wrong in ({"hub.verify_token": "guessed"}, {"hub.verify_token": ""}, {"hub.mode": "unsubscribe"}):
        assert client.get(f"/channels/{name}/", asked | wrong).status_code == 403
    assert client.get(f"/channels/{name}/").status_code == 403


@pytest.mark.parametrize("name", ["telegram", "viber"])
def test_the_others_are_never_asked_with_get(client, providers, name):
    assert client.get(f"/channels/{name}/", {"hub.challenge": "1"}).status_code == 403


@every_channel
def test_nothing_that_names_a_person_is_kept_or_told_to_the_bot(stand, providers, deliver, name, caplog):
    caplog.set_level(logging.INFO)
    person, words = "3834412345678", "numri im eshte +383 44 123 456 tung"
    offers = [{"kind": "later", "title": "Tell me later"}, {"kind": "ask", "title": "Ask", "url": "/sq/ask/"}]
    stand.says = [{"custom": ANSWER | {"status": "unknown", "offers": offers}}]
    providers[name].answers = [(500, {}, {})] * 3
    assert deliver(name, sent_now(name, text=words, person=person)).status_code == 503
    kept = json.dumps([list(model.objects.values()) for model in (Received, Correspondence)], default=str)
    for secret in (person, "123 456", "tung", "John", "Sheena", "Testusername"):
        assert secret not in kept and secret not in caplog.text
    assert person not in json.dumps(stand.heard) and "123 456" not in json.dumps(stand.heard)
    assert "[…]" in stand.heard[0]["message"] and SECRET not in caplog.text


@every_channel
def test_a_hurried_provider_gets_the_reply_at_the_next_try(stand, providers, deliver, name):
    providers[name].answers = [
        (429, {"ok": False, "parameters": {"retry_after": 0.01}}, {"Retry-After": "0"})
    ]
    assert deliver(name, sent_now(name, text=SAID)).status_code == 200
    assert len(providers[name].calls) == 2 and len(stand.heard) == 1


@every_channel
def test_a_provider_that_does_not_answer_is_called_once_and_keeps_nobody_else_waiting(
    stand, providers, deliver, name, monkeypatch
):
    calls = []

    def hangs(url, **options):
        calls.append(url)
        raise requests.Timeout

    monkeypatch.setattr(requests, "post", hangs)
    assert deliver(name, sent_now(name, text=SAID)).status_code == 503
    assert len([url for url in calls if url.startswith(providers[name].address)]) == 1


@every_channel
def test_while_the_provider_is_down_the_message_stays_in_its_queue(stand, providers, deliver, name):
    payload = sent_now(name, text=SAID)
    providers[name].answers = [(500, {}, {}), (502, {}, {}), (503, {}, {})]
    assert deliver(name, payload).status_code == 503
    stand.says = [{"custom": ANSWER | {"text": "Another answer."}}]
    assert [deliver(name, payload).status_code for _ in range(2)] == [200, 200]
    assert len(stand.heard) == 1, "the bot has counted the turn"
    assert len(providers[name].calls) == 4 and text_of(name, providers[name].bodies()[-1]).endswith("Po.")


def test_a_long_wait_is_left_to_the_providers_queue(stand, providers, deliver):
    providers["telegram"].answers = [(429, {"ok": False, "parameters": {"retry_after": 60}}, {})]
    assert deliver("telegram", sent_now("telegram", text=SAID)).status_code == 503
    assert len(providers["telegram"].calls) == 1


def test_of_a_long_reply_only_the_rest_is_sent_later(stand, providers, deliver):
    stand.says = [{"custom": ANSWER | {"text": " ".join(f"Fjalia {number}." for number in range(600))}}]
    provider, payload = providers["messenger"], sent_now("messenger", text=SAID)
    fine = (200, {"message_id": "1"}, {})
    provider.answers = [fine, (500, {}, {}), (500, {}, {}), (500, {}, {})]
    assert deliver("messenger", payload).status_code == 503
    assert deliver("messenger", payload).status_code == 200
    texts = [text_of("messenger", body) for body in provider.bodies()]
    delivered = [texts[0], *texts[4:]]
    assert len(texts) > 5 and len(set(delivered)) == len(delivered) and len(set(texts[1:5])) == 1


@pytest.mark.parametrize(
    ("name", "refusal"),
    [
        ("telegram", (403, {"ok": False, "description": "Forbidden: bot was blocked by the user"}, {})),
        ("viber", (200, {"status": 6, "status_message": "notSubscribed"}, {})),
        ("messenger", (400, {"error": {"code": 10, "error_subcode": 2018278}}, {})),
        ("whatsapp", (400, {"error": {"code": 131047}}, {})),
    ],
)
def test_a_person_who_left_is_let_go(stand, providers, deliver, name, refusal):
    providers[name].answers = [refusal]
    payload = sent_now(name, text=SAID)
    assert [deliver(name, payload).status_code for _ in range(2)] == [200, 200]
    assert len(providers[name].calls) == 1


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("viber", (200, {"status": 12, "status_message": "tooManyRequests"}, {})),
        ("viber", (200, {"status": 2, "status_message": "invalidAuthToken"}, {})),
        ("messenger", (400, {"error": {"code": 613}}, {})),
        ("whatsapp", (400, {"error": {"code": 130429}}, {})),
        ("telegram", (401, {"ok": False}, {})),
    ],
)
def test_passing_faults_and_refused_keys_lose_nothing(stand, providers, deliver, name, fault):
    providers[name].answers = [fault] * 3
    payload = sent_now(name, text=SAID)
    assert [deliver(name, payload).status_code for _ in range(2)] == [503, 200]


def test_a_message_another_process_is_answering_waits(stand, providers, deliver, monkeypatch):
    payload = sent_now("viber", text=SAID)
    key = once.keyed("message", "viber", "4711", "1")
    once.claim(key)
    assert deliver("viber", payload).status_code == 503 and not stand.heard
    monkeypatch.setattr(once, "ABANDONED", once.ABANDONED * 0)  # the other was killed
    assert deliver("viber", payload).status_code == 200 and len(stand.heard) == 1


def test_one_bad_message_of_several_holds_up_none(stand, providers, deliver):
    first, second = (sent_now("messenger", text=SAID, key=key, person=key) for key in ("1", "2"))
    first["entry"] += second["entry"]
    providers["messenger"].answers = [(500, {}, {})] * 3
    assert deliver("messenger", first).status_code == 503
    assert deliver("messenger", first).status_code == 200
    assert len(stand.heard) == 2 and len(providers["messenger"].calls) == 5


def test_old_notes_are_forgotten(stand, providers, deliver):
    deliver("viber", sent_now("viber", text=SAID))
    for model in (Correspondence, Received):
        with connection.cursor() as cursor:
            column = "touched_at" if model is Correspondence else "claimed_at"
            cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = '2020-01-01 00:00:00+00:00'")
    from campaign.chat.channels import correspondence

    correspondence.forget()
    once.forget()
    assert not Correspondence.objects.exists() and not Received.objects.exists()


def test_a_button_that_was_never_offered_does_nothing(stand, providers, deliver):
    for name in ("telegram", "messenger", "whatsapp"):
        for forged in ("/affirm", "0123456789abcdef"):
            payload = sent_now(name, "button", button=forged, key=f"{name}{forged}")
            assert deliver(name, payload).status_code == 200
    assert not stand.heard
    assert all(buttons_of("telegram", body) == [] for body in providers["telegram"].bodies())


def test_without_the_shared_counter_nobody_is_silenced(stand, providers, deliver, monkeypatch):
    def away(*args):
        raise ConnectionError("Redis is away")

    monkeypatch.setattr("campaign.chat.limits.cache.add", away)
    assert deliver("viber", sent_now("viber", text=SAID)).status_code == 200
    assert len(providers["viber"].calls) == 1
