"""Talking on a channel: the same answers as on the chat page, within what each messenger can show."""

import pytest

from campaign.chat.channels.base import Button
from campaign.chat.channels.splitting import split
from campaign.chat.channels.views import CHANNELS
from tests.site.stand import ANSWER

from .providers import NAMES, OPTIONS, buttons_of, sent_now, text_of

pytestmark = [pytest.mark.usefixtures("campaign"), pytest.mark.django_db]
every_channel = pytest.mark.parametrize("name", NAMES)
LIMITS = {  # characters of a text, of a text with buttons, buttons, characters of a title, bytes of what comes back
    "telegram": (4096, 4096, 100, 64, 64),
    "viber": (7000, 7000, 24, 250, 250),
    "messenger": (2000, 2000, 13, 20, 1000),
    "whatsapp": (4096, 1024, 10, 24, 200),
}


@every_channel
def test_a_pressed_button_reaches_the_bot_as_its_payload(stand, providers, deliver, name):
    deliver(name, sent_now(name, text="tung"))
    title, back = buttons_of(name, providers[name].bodies()[0])[0]
    assert title == "Po" and "affirm" not in back
    if name == "viber":  # sends the title as the person's words
        pressed = sent_now(name, text=back, key="2")
    else:
        pressed = sent_now(name, "button", button=back, key="2")
    response = deliver(name, pressed)
    assert response.status_code == 200 and stand.heard[-1]["message"] == "/affirm"
    if name == "telegram":
        assert response.json()["method"] == "answerCallbackQuery"


@every_channel
def test_who_types_a_choice_has_chosen_it(stand, providers, deliver, name):
    deliver(name, sent_now(name, text="tung"))
    deliver(name, sent_now(name, text=" PO ", key="2"))
    assert stand.heard[-1]["message"] == "/affirm"


def test_a_button_of_another_person_is_worth_nothing(stand, providers, deliver):
    deliver("telegram", sent_now("telegram", text="tung"))
    _, back = buttons_of("telegram", providers["telegram"].bodies()[0])[0]
    deliver("telegram", sent_now("telegram", "button", button=back, key="2", person="99"))
    assert len(stand.heard) == 1 and "вам" not in providers["telegram"].bodies()[-1]["text"].split()
    assert not buttons_of("telegram", providers["telegram"].bodies()[-1])


@every_channel
@pytest.mark.parametrize("typed", ["/restart", ' /inform{"age": 99}', "\u200b/restart"])
def test_a_leading_slash_is_text(stand, providers, deliver, name, typed):
    deliver(name, sent_now(name, text=typed))
    assert stand.heard and not stand.heard[0]["message"].lstrip().startswith("/")


@every_channel
def test_a_photo_or_a_voice_message_is_answered_kindly(stand, providers, deliver, name):
    assert deliver(name, sent_now(name, "voice")).status_code == 200
    assert len(text_of(name, providers[name].bodies()[0])) > 20 and not stand.heard


@every_channel
@pytest.mark.parametrize("text", ["   ", "a" * 1001, "\x00"])
def test_too_much_and_nothing_are_refused_clearly(stand, providers, deliver, name, text):
    assert deliver(name, sent_now(name, text=text)).status_code == 200
    assert text_of(name, providers[name].bodies()[0]) and not stand.heard


@every_channel
def test_what_one_should_know_is_said_once_a_conversation(stand, providers, deliver, name, settings):
    settings.CHAT_TURNS_BEFORE_ROTATION = 2
    for key in "123":
        deliver(name, sent_now(name, text=f"pyetja {key}", key=key))
    texts = [text_of(name, body) for body in providers[name].bodies()]
    told = ["/chat/" in text for text in texts]
    assert told == [True, False, True]
    senders = [one["sender"] for one in stand.heard if "message" in one]
    assert senders[0] == senders[1] != senders[2] and not any("4711" in sender for sender in senders)
    forgotten = [one["sender"] for one in stand.heard if "message" not in one]
    assert forgotten == senders[:1], "the rotated conversation is deleted at the bot"


def test_two_persons_have_two_conversations(stand, providers, deliver):
    for person in ("1", "2"):
        deliver("viber", sent_now("viber", text="tung", person=person))
        deliver("messenger", sent_now("messenger", text="tung", person=person))
    assert len({one["sender"] for one in stand.heard}) == 4


@every_channel
def test_in_danger_the_numbers_come_first(providers, deliver, settings, name):
    settings.RASA_URL = ""
    deliver(name, sent_now(name, text="ma kan marr pasaportn dhe s'po m'lojn me dal"))
    text = text_of(name, providers[name].bodies()[0])
    assert "112" in text.split("\n")[0] or "192" in text.split("\n")[0]
    assert text.index("112") < text.index("/chat/")


@every_channel
def test_without_a_bot_the_answer_comes_from_search(providers, deliver, settings, name):
    settings.RASA_URL, settings.WAGTAILADMIN_BASE_URL = "", "https://example.org"
    deliver(name, sent_now(name, text="njohja e diplomës së shkollës"))
    text = "\n".join(text_of(name, body) for body in providers[name].bodies())
    assert "https://example.org/sq/" in text and "Burimet:" in text and "112" in text


def test_the_phones_language_is_the_first_guess(stand, providers, deliver):
    for position, (hint, expected) in enumerate(
        [("sr", "sr"), ("en-GB", "en"), ("sq", "sq"), ("de", "sq"), ("bs", "sr"), ("", "sq")]
    ):
        payload = sent_now("telegram", text="?", key=str(position), person=str(position))
        payload["message"]["from"]["language_code"] = hint
        deliver("telegram", payload)
        assert stand.heard[-1]["metadata"]["language"] == expected, hint
    opened = sent_now("viber", "opened", person="77")
    assert deliver("viber", opened).status_code == 200
    assert stand.heard[-1]["metadata"]["language"] == "en" and stand.heard[-1]["message"] == "hello"


def test_the_answers_language_goes_on(stand, providers, deliver):
    stand.says = [
        {"custom": ANSWER | {"language": "sr", "script": "Cyrl", "text": "Добар дан.", "buttons": []}}
    ]
    deliver("whatsapp", sent_now("whatsapp", text="добар дан"))
    deliver("whatsapp", sent_now("whatsapp", "voice", key="2"))
    deliver("whatsapp", sent_now("whatsapp", text="?", key="3"))
    assert stand.heard[-1]["metadata"] == {"language": "sr", "script": "Cyrl", "page": ""}
    assert any(
        "\u0400" <= letter <= "\u04ff" for letter in text_of("whatsapp", providers["whatsapp"].bodies()[1])
    )


@pytest.mark.parametrize("name", ["telegram", "messenger"])
def test_opening_the_chat_is_a_greeting(stand, providers, deliver, name):
    payload = sent_now(name, "text", text="/start abc") if name == "telegram" else sent_now(name, "opened")
    deliver(name, payload)
    assert stand.heard[0]["message"] in ("здраво", "përshëndetje") and providers[name].calls


def test_viber_is_welcomed_in_the_answer_itself(stand, providers, deliver):
    response = deliver("viber", sent_now("viber", "opened"))
    welcome = response.json()
    assert welcome["type"] == "text" and "/chat/" in welcome["text"] and welcome["keyboard"]["Buttons"]
    assert "receiver" not in welcome and not providers["viber"].calls


def test_a_hidden_number_is_answered_by_user_id(stand, providers, deliver):
    deliver("whatsapp", sent_now("whatsapp", "hidden-number", person="US.13491208655302741918"))
    body = providers["whatsapp"].bodies()[0]
    assert body["recipient"] == "US.13491208655302741918" and "to" not in body


@every_channel
def test_a_flood_is_told_once_to_wait(stand, providers, deliver, settings, name):
    settings.CHAT_MESSAGES_A_MINUTE = 3
    for key in range(8):
        assert deliver(name, sent_now(name, text="tung", key=str(key))).status_code == 200
    # A minute may turn while the test runs; then there are at most as many again.
    assert 3 <= len(stand.heard) <= 6 and len(providers[name].calls) < 8
    others = len(stand.heard)
    deliver(name, sent_now(name, text="tung", key="x", person="99"))
    assert len(stand.heard) == others + 1


@every_channel
@pytest.mark.parametrize("length", [1, 900, 1500, 3000, 9000])
@pytest.mark.parametrize("count", [0, 1, 3, 4, 11, 30])
def test_every_limit_of_the_provider_is_kept_and_nothing_is_lost(name, length, count):
    channel = CHANNELS[name](OPTIONS[name])
    words = [f"Fjalia {number} ka një fund." for number in range(length // 20 + 1)]
    titles = [f"Zgjedhja {number}" + " shumë e gjatë" * (number % 3) for number in range(count)]
    buttons = [Button(title, f"{number:016d}") for number, title in enumerate(titles)]
    parts = channel.parts(" ".join(words), buttons)
    most, most_with_buttons, most_buttons, most_title, most_bytes = LIMITS[name]
    shown = []
    for part in parts:
        given = buttons_of(name, part)
        shown += given
        assert len(text_of(name, part)) <= (most_with_buttons if given else most)
    assert len(shown) == min(count, most_buttons, channel.most_buttons)
    assert all(len(title) <= most_title and len(back.encode()) <= most_bytes for title, back in shown)
    everything = "\n".join(text_of(name, part) for part in parts)
    assert all(word in everything.replace("\n", " ") for word in words)
    visible = everything + "\n".join(title for title, _ in shown)
    assert all(title in visible for title in titles)


@pytest.mark.parametrize("limit", [5, 17, 80, 1000])
@pytest.mark.parametrize("text", ["", "a" * 300, "Një. Dy! Tri? " * 20, "a\n\nb\n\nc " * 30, "fjalë " * 200])
def test_splitting_keeps_every_letter_and_the_limit(text, limit):
    pieces = split(text, limit)
    assert all(len(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_splitting_prefers_the_end_of_a_sentence():
    assert split("Një fjali e parë. Një fjali e dytë. E treta", 38) == [
        "Një fjali e parë. Një fjali e dytë.",
        "E treta",
    ]
