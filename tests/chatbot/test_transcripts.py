"""Whole conversations over REST with the real Rasa, the trained model and the real actions."""

import concurrent.futures
import contextlib
import time

import pytest


def in_cyrillic(text: str) -> bool:
    return any("\u0400" <= char <= "\u04ff" for char in text)


def test_standard_albanian_asks_for_the_fee(bot):
    talk = bot.conversation("sq")
    assert talk.say("Përshëndetje")["understood"]["intent"] == "greet"
    answer = talk.say("Sa kushton viza për Gjermani?")
    assert answer["status"] == "answered" and answer["passages"][0]["page"] == "western-balkans-regulation"
    assert answer["sources"] and answer["language"] == "sq"


def test_gheg_gets_a_reasoned_outcome_with_sources(bot):
    answer = bot.conversation("sq").say("jam elektricist, e kam A2, a muj me shku n'Gjermani?")
    assert answer["profile"] == {"occupation": "electrician", "languages": {"de": "A2"}, "country": "DE"}
    assert answer["outcomes"] and answer["sources"] and answer["language"] == "sq"
    assert answer["text"].rstrip().endswith("?")


def test_gheg_is_led_through_a_whole_case(bot):
    talk = bot.conversation("sq")
    talk.say("jom zidar 10 vjet, a ka shans n'gjermani")
    answers = {
        "job_offer.country": "n'gjermani", "job_offer": "po, kam ofert prej nji firme n'gjermani", "job_offer.qualified": "po", "job_offer.salary": "2900 euro bruto", "qualification": "kam kry shkollen profesionale",
        "training_years": "3", "languages.de": "A2", "languages.en": "hiq", "age": "34", "experience_years": "10", "experience_until_now": "po", "experience_last5": "5", "experience_last7": "7",
        "recognition.DE": "jo", "matura": "jo", "funds": "skam", "asylum_benefits_recent": "jo kurr", "entry_ban": "jo", "graduated_years_ago": "12",
    }  # fmt: skip
    from content.rules.questions import question_text

    fields = {question_text(field, "sq"): field for field in answers}
    answer = talk.say("kam ofert pune")
    for _ in range(20):
        field = fields.get(answer["text"].rstrip().splitlines()[-1])
        if field is None:
            break
        answer = talk.say(answers[field])
        assert answer["understood"]["intent"] in {"inform", "check_eligibility", "correct"}, (
            field,
            answer["understood"],
        )
    else:
        pytest.fail("the questions never end")
    assert answer["outcomes"][0]["outcome"] in {"eligible", "depends"}
    assert "nuk është premtim" in answer["text"]


def test_cyrillic_serbian_is_answered_in_cyrillic(bot):
    talk = bot.conversation("sr", "Cyrl")
    answer = talk.say("Како се признаје диплома у Немачкој?")
    assert answer["script"] == "Cyrl" and in_cyrillic(answer["text"])
    assert answer["passages"][0]["url"].startswith("/sr/")


def test_bald_latin_serbian_is_answered_in_latin(bot):
    talk = bot.conversation("sr", "Cyrl")
    answer = talk.say("kako da prepoznam laznu ponudu za posao")
    assert (answer["language"], answer["script"]) == ("sr", "Latn") and not in_cyrillic(answer["text"])
    assert answer["passages"][0]["url"].startswith("/sr-latn/")


def test_serbian_tells_a_case_in_one_message_and_corrects_it(bot):
    talk = bot.conversation("sr", "Latn")
    first = talk.say("imam 35 godina, vozač kamiona, bez ponude, nemački ne znam")
    assert first["profile"] == {
        "age": 35,
        "occupation": "truck_driver",
        "job_offer": False,
        "languages": {"de": "none"},
    }
    second = talk.say("ispravi, imam 33 godine")
    assert second["profile"]["age"] == 33 and "33" in second["text"].splitlines()[0]


def test_english_asks_why_and_sums_up(bot):
    talk = bot.conversation("en")
    talk.say("I am a nurse with B1 German and I want to work in Germany")
    why = talk.say("why do you ask this?")
    assert why["understood"]["intent"] == "explain_why" and why["sources"]
    summary = talk.say("What do you know about me?")
    assert "B1" in summary["text"] and summary["profile"]["occupation"] == "nurse"


def test_a_follow_up_keeps_the_question(bot):
    talk = bot.conversation("sq")
    talk.say("sa kushton viza për gjermani?")
    answer = talk.say("edhe per Austri?")
    assert answer["passages"][0]["page"] == "austria" and answer["understood"]["intent"] == "ask_fees"


def test_a_question_in_between_and_back(bot):
    talk = bot.conversation("en")
    first = talk.say("I'm a welder, 30 years old, can I go to Germany?")
    between = talk.say("What does the visa for Germany cost?")
    assert between["passages"] and between["profile"] == first["profile"]
    after = talk.say("no offer yet")
    assert after["profile"]["job_offer"] is False


@pytest.mark.parametrize(
    ("language", "script", "text"),
    [
        ("sq", "Latn", "shefi ma ka marrë pasaportën dhe nuk më lë të dal"),
        ("sr", "Cyrl", "газда ми је узео пасош и не пушта ме да одем"),
        ("en", "Latn", "my boss took my passport and does not let me leave"),
    ],
)
def test_danger_comes_before_everything(bot, language, script, text):
    talk = bot.conversation(language, script)
    answer = talk.say(text)
    assert answer["status"] == "sensitive" and (answer["language"], answer["script"]) == (language, script)
    assert answer["offers"][0]["phone"]


def test_the_language_changes_in_the_middle_and_stays(bot):
    talk = bot.conversation("sq")
    talk.say("jam kuzhinier, kam A1 gjermanisht")
    changed = talk.say("English please")
    assert changed["language"] == "en" and changed["profile"]["occupation"] == "cook"
    assert talk.say("ok")["language"] == "en"


def test_one_word_answers_never_change_the_language(bot):
    talk = bot.conversation("sr", "Latn")
    for text in ("ok", "A2", "Gjermani", "zzzz", "B1"):
        assert talk.say(text)["language"] == "sr"


def test_buttons_answer_the_open_question(bot):
    talk = bot.conversation("sq")
    answer = talk.say("jam elektricist, kam A2, a mund të shkoj në Gjermani?")
    payload = next(one["payload"] for one in answer["buttons"] if "false" in one["payload"])
    assert talk.say(payload)["profile"]["job_offer"] is False
    restart = talk.say("/restart")
    assert restart["profile"] == {} and restart["language"] == "sq"


def test_a_forged_payload_changes_nothing(bot):
    talk = bot.conversation("en")
    answer = talk.say('/inform{"country": "atlantis", "age": 4000, "occupation": "king"}')
    assert answer["profile"].get("age") is None and answer["profile"].get("country") is None


def test_two_misunderstandings_lead_to_a_person(bot):
    talk = bot.conversation("en")
    assert talk.say("blorp zork")["status"] == "unknown"
    answers = [talk.say(text) for text in ("fnord wibble", "grault plugh")]
    assert any(offer["kind"] == "contact" for answer in answers for offer in answer["offers"])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "😀😀😀",
        "<script>alert(1)</script>",
        "\u202e\u200f\u200b",
        "/session_start",
        "/nosuchintent",
        "{}",
        "x" * 1400,
    ],
)
def test_odd_messages_are_answered(bot, text):
    assert bot.conversation("sr", "Cyrl").say(text)["text"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b'{"sender": 1, "message": {}}', 400),
        ({"sender": "x", "message": "a" * 20_000}, 413),
    ],
)
def test_broken_bodies_are_refused(bot, body, status):
    assert bot.conversation().post(body).status_code == status


def test_a_megabyte_is_refused_at_once(bot):
    talk = bot.conversation()
    started = time.monotonic()
    with contextlib.suppress(OSError):  # the server may close the connection in the middle of the body
        assert talk.post({"sender": "x", "message": "a" * 1_000_000}).status_code == 413
    assert time.monotonic() - started < 3
    assert talk.say("tung")["text"]


def test_there_is_no_http_api(bot):
    talk = bot.conversation()
    talk.say("tung")
    import requests

    for path in ("/status", "/model", f"/conversations/{talk.sender}/tracker", "/model/parse"):
        assert requests.get(bot.url + path, timeout=5).status_code == 404


def test_conversations_do_not_mix(bot):
    def case(number: int) -> dict:
        talk = bot.conversation("en")
        talk.say(f"I am {20 + number} years old, a cook with B1 German")
        return talk.say("what do you know about me?")["profile"]

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        assert [profile["age"] for profile in pool.map(case, range(12))] == [
            20 + number for number in range(12)
        ]


def test_no_log_holds_what_people_say(bot):
    talk = bot.conversation("en")
    talk.say("my secret hobby is quixotic basketweaving in Ljubljana")
    for log in bot.logs:
        assert "basketweaving" not in log.read_text(errors="replace")
