"""The actions on recorded conversations with a small index. Every answer is held to the contract by `Memory.say`."""

import pytest

from chatbot.actions.answer import LONGEST_QUOTE, quote
from chatbot.actions.profile import merge
from tests.chatbot.conftest import Memory
from tests.chatbot.small_index import CONTACTS

NUMBERS = {data["phone"] for _, _, data in CONTACTS}
NARRATED = {"occupation": "electrician", "languages": {"de": "A2"}, "country": "DE"}


def test_a_question_is_answered_with_passage_source_and_day(memory):
    answer = memory.say("action_answer", "sa kushton viza për gjermani?", "ask_fees", {"country": "DE"})
    assert answer["status"] == "answered"
    assert answer["passages"][0]["page"] == "western-balkans-regulation"
    assert answer["passages"][0]["text"] in answer["text"]
    assert answer["sources"][0]["checked_on"] == "2026-11-23"


def test_the_same_question_for_another_country_keeps_its_subject(memory):
    memory.say("action_answer", "sa kushton viza për gjermani?", "ask_fees", {"country": "DE"})
    answer = memory.say(
        "action_answer",
        "edhe per Austri?",
        "ask_fees",
        {"country": "AT"},
        decided_by="same question, other country",
    )
    assert answer["passages"][0]["page"] == "austria"


def test_what_is_not_known_is_said_with_pages_and_a_person(memory):
    answer = memory.say("action_answer", "cilat vaksina për macen?", "ask_documents")
    assert answer["status"] == "unknown" and not answer["passages"]
    assert any(offer["kind"] == "contact" for offer in answer["offers"])


@pytest.mark.parametrize(("script", "prefix"), [("Latn", "/sr-latn/"), ("Cyrl", "/sr/")])
def test_serbian_answers_in_the_script_and_with_the_addresses_of_the_asker(index, script, prefix):
    answer = Memory("sr", script).say("action_answer", "како се признаје диплома", "ask_recognition")
    assert answer["passages"][0]["url"].startswith(prefix)
    is_cyrillic = any(
        "\u0400" <= char <= "\u04ff" for char in answer["text"] + answer["passages"][0]["title"]
    )
    assert is_cyrillic == (script == "Cyrl")


def test_a_case_is_repeated_judged_with_sources_and_asked_on(memory):
    answer = memory.say(
        "action_eligibility",
        "jam elektricist, e kam A2, a muj me shku n'Gjermani?",
        "check_eligibility",
        NARRATED,
    )
    lines = answer["text"].splitlines()
    assert "lektricist" in lines[0] and "A2" in lines[0]
    assert 1 <= len(answer["outcomes"]) <= 3 and answer["sources"]
    assert all(outcome["country"] == "DE" for outcome in answer["outcomes"])
    assert memory.slots["asked"] and answer["buttons"] and answer["text"].endswith("?")
    assert answer["profile"] == NARRATED


def test_a_visa_is_never_promised(memory):
    told = {
        **NARRATED,
        "job_offer": {"country": "DE", "qualified": True},
        "age": 28,
        "asylum_benefits_recent": False,
        "entry_ban": False,
        "qualification": "vocational",
    }
    answer = memory.say("action_eligibility", "x", "check_eligibility", told)
    assert answer["outcomes"][0]["outcome"] in {"eligible", "depends"}
    assert "nuk është premtim" in answer["text"]


def test_an_impossible_case_names_the_reason_and_what_would_help(memory):
    told = {
        "job_offer": False,
        "qualification": "none",
        "languages": {"de": "none", "en": "none"},
        "age": 40,
        "country": "DE",
        "occupation": "construction_worker",
    }
    answer = memory.say("action_eligibility", "x", "check_eligibility", told)
    outcomes = {one["outcome"] for one in answer["outcomes"]}
    assert "eligible" not in outcomes
    assert any(criterion["state"] == "NOT_MET" for one in answer["outcomes"] for criterion in one["criteria"])


def test_refusing_an_answer_is_respected(memory):
    memory.say("action_eligibility", "x", "check_eligibility", NARRATED)
    asked = memory.slots["asked"]
    memory.say("action_eligibility", "nuk dua ta them", "inform", {asked.split(".")[0]: "refused"})
    assert memory.slots["asked"] != asked


def test_a_correction_says_what_changed(memory):
    memory.say("action_eligibility", "x", "check_eligibility", NARRATED)
    answer = memory.say("action_eligibility", "jo, B1", "correct", {"languages": {"de": "B1"}})
    assert answer["text"].startswith("E ndryshova") and "B1" in answer["text"].splitlines()[0]
    assert answer["profile"]["languages"] == {"de": "B1"}


def test_a_correction_of_the_country_moves_the_offer(memory):
    memory.say("action_eligibility", "x", "check_eligibility", NARRATED | {"job_offer": {"country": "DE"}})
    answer = memory.say("action_eligibility", "jo, Austri", "correct", {"country": "AT"})
    assert answer["profile"]["job_offer"] == {"country": "AT"}


def test_what_is_supposed_is_judged_but_not_noted(memory):
    memory.say("action_eligibility", "x", "check_eligibility", NARRATED)
    answer = memory.say(
        "action_eligibility", "po sikur ta kem B1?", "check_eligibility", {"languages": {"de": "B1"}}
    )
    assert answer["text"].startswith("Po të ishte kështu") and "B1" in answer["text"].splitlines()[0]
    assert memory.slots["profile"]["languages"] == {"de": "A2"}


def test_a_pay_that_only_exists_abroad_is_an_offer():
    paid = {"amount": 2500, "currency": "EUR", "per": "month"}
    told = [{"entity": "country", "value": "DE"}, {"entity": "salary", "value": paid}]
    assert merge({}, told).profile["job_offer"] == {"country": "DE", "salary": paid}
    at_home = [told[0], {"entity": "salary", "value": paid | {"amount": 350}}]
    assert "job_offer" not in merge({}, at_home).profile


def test_a_question_in_between_keeps_the_case(memory):
    memory.say("action_eligibility", "x", "check_eligibility", NARRATED)
    asked, profile = memory.slots["asked"], memory.slots["profile"]
    answer = memory.say("action_answer", "sa kushton leja në austri?", "ask_fees", {"country": "AT"})
    assert memory.slots["asked"] == asked and memory.slots["profile"] == profile
    assert answer["text"].endswith("?") and answer["buttons"]


def test_why_explains_the_open_question_with_its_rule(memory):
    memory.say("action_eligibility", "x", "check_eligibility", NARRATED)
    asked = memory.slots["asked"]
    answer = memory.say("action_explain_why", "pse?", "explain_why")
    assert answer["sources"] and memory.slots["asked"] == asked


def test_why_not_explains_the_result(memory):
    memory.say("action_eligibility", "x", "check_eligibility", NARRATED | {"job_offer": False})
    answer = memory.say("action_explain_why", "pse jo", "explain_why")
    assert answer["outcomes"] and answer["text"].count("•") >= 2


def test_summary_and_restart(memory):
    memory.say("action_eligibility", "x", "check_eligibility", NARRATED)
    assert "A2" in memory.say("action_summary", "çka din", "summary")["text"]
    assert memory.say("action_restart", "fillo", "restart")["profile"] == {}
    assert memory.slots["profile"] == {} and memory.slots["asked"] is None


def test_what_is_supposed_next_comes_on_top(memory):
    memory.say("action_eligibility", "x", "check_eligibility", NARRATED)
    memory.say("action_eligibility", "po sikur ta kem B1?", "check_eligibility", {"languages": {"de": "B1"}})
    answer = memory.say(
        "action_eligibility",
        "edhe sikur të kem ofertë?",
        "check_eligibility",
        {"job_offer": {"country": "DE"}},
    )
    assert "B1" in answer["text"].splitlines()[0] and "ofertë" in answer["text"].splitlines()[0]
    assert memory.slots["profile"] == NARRATED


def test_a_supposition_that_changes_nothing_says_so(memory):
    memory.say("action_eligibility", "x", "check_eligibility", NARRATED)
    answer = memory.say(
        "action_eligibility", "po sikur ta kem A2?", "check_eligibility", {"languages": {"de": "A2"}}
    )
    assert "nuk do ta ndryshonte" in answer["text"]


def test_a_no_to_a_question_leaves_it_out_and_goes_on(memory):
    memory.say("action_eligibility", "x", "check_eligibility", NARRATED)
    asked = memory.slots["asked"]
    answer = memory.say("action_deny", "nuk dua", "deny")
    assert memory.slots["asked"] not in {asked, None} and "po e lëmë" in answer["text"]
    assert memory.slots["profile"][asked.split(".")[0]] == "refused"


def test_enough_ends_the_questions(memory):
    memory.say("action_eligibility", "x", "check_eligibility", NARRATED)
    memory.say("action_deny", "mjaft", "deny")
    assert memory.slots["asked"] is None and memory.slots["profile"] == NARRATED


def test_the_no_before_a_correction_answers_nothing(memory):
    memory.say("action_eligibility", "x", "check_eligibility", NARRATED)
    text = "jo, B1 e kam"
    whole = {"entity": "job_offer", "value": False, "start": 0, "end": len(text)}
    level = {"entity": "languages", "value": {"de": "B1"}, "start": 4, "end": 6}
    answer = memory.say("action_eligibility", text, "correct", found=[whole, level])
    assert "job_offer" not in answer["profile"] and answer["profile"]["languages"] == {"de": "B1"}


def test_in_the_middle_of_the_questions_only_what_is_new_is_repeated(memory):
    memory.say("action_eligibility", "x", "check_eligibility", NARRATED)
    answer = memory.say("action_eligibility", "28", "inform", {"age": 28})
    assert "28" in answer["text"] and "lektricist" not in answer["text"]


def test_a_summary_offers_to_change_each_fact(memory):
    memory.say("action_eligibility", "x", "check_eligibility", NARRATED)
    changes = [
        one for one in memory.say("action_summary", "x", "summary")["buttons"] if "correct" in one["payload"]
    ]
    assert any("A2" in one["title"] and "languages.de" in one["payload"] for one in changes)
    answer = memory.say("action_eligibility", "/correct", "correct", {"field": "languages.de"})
    assert memory.slots["asked"] == "languages.de" and len(answer["buttons"]) > 3


@pytest.mark.parametrize("field", ["__class__", "languages.xx", "", {"x": 1}, 7])
def test_a_forged_field_to_change_is_refused(memory, field):
    memory.say("action_eligibility", "x", "check_eligibility", NARRATED)
    asked = memory.slots["asked"]
    memory.say("action_eligibility", "/correct", "correct", {"field": field})
    assert memory.slots["asked"] == asked and memory.slots["profile"] == NARRATED


def test_thanks_do_not_press_for_an_answer(memory):
    memory.say("action_eligibility", "x", "check_eligibility", NARRATED)
    asked = memory.slots["asked"]
    answer = memory.say("action_thanks", "flm", "thanks")
    assert "?" not in answer["text"] and memory.slots["asked"] == asked and answer["buttons"]


def test_the_same_question_is_not_answered_with_the_same_quote_twice(memory):
    first = memory.say("action_answer", "sa kushton viza për gjermani?", "ask_fees", {"country": "DE"})
    second = memory.say("action_answer", "sa kushton viza për gjermani?", "ask_fees", {"country": "DE"})
    assert first["passages"][0]["text"] not in second["text"]
    assert second["sources"] == first["sources"] and second["offers"]


def test_what_our_pages_do_not_cover_is_said_kindly(memory):
    answer = memory.say("action_answer", "sa kushton viza për Angli?", "ask_fees", {"country": "GB"})
    assert answer["status"] == "unknown" and not answer["passages"] and answer["buttons"]


def test_a_sure_word_about_the_talk_gets_no_line_on_danger(memory):
    suspected = {"level": "possible", "kinds": []}
    assert (
        "0800 00 001"
        not in memory.say("action_explain_why", "pse po me pyt", "explain_why", danger=suspected)["text"]
    )
    refused = memory.say(
        "action_eligibility", "nuk dua me tregu", "inform", {"age": "refused"}, danger=suspected
    )
    assert "0800 00 001" not in refused["text"]


def test_help_in_danger_is_shorter_the_second_time_and_keeps_the_numbers(memory):
    first = memory.say("action_danger", "x", "report_danger")["text"]
    second = memory.say("action_danger", "x", "report_danger")["text"]
    assert len(second) < len(first) and all(
        number in second for number in ("00 112", "00 192", "0800 00 001")
    )


def test_a_country_that_sounds_like_a_language_changes_none(memory):
    memory.language = "en"
    answer = memory.say("action_change_language", "is albania in the eu", "change_language")
    assert answer["language"] == "en" and len(answer["buttons"]) == 4


@pytest.mark.parametrize(
    ("language", "script"), [("sq", "Latn"), ("sr", "Cyrl"), ("sr", "Latn"), ("en", "Latn")]
)
def test_danger_brings_the_numbers_of_the_index_first(index, language, script):
    answer = Memory(language, script).say("action_danger", "x", "report_danger")
    assert answer["status"] == "sensitive" and not answer["buttons"]
    assert {offer["phone"] for offer in answer["offers"]} <= NUMBERS and len(answer["offers"]) == 3
    assert all(number in answer["text"] for number in ("00 112", "00 192", "0800 00 001"))


def test_possible_danger_adds_the_line_to_any_answer(memory):
    answer = memory.say("action_greet", "tung", "greet", danger={"level": "possible", "kinds": ["threat"]})
    assert answer["status"] == "answered" and "0800 00 001" in answer["text"]


def test_the_second_misunderstanding_offers_a_person(memory):
    first = memory.say("action_fallback", "blorp zork", "nlu_fallback")
    second = memory.say("action_fallback", "zork blorp", "nlu_fallback")
    assert first["status"] == second["status"] == "unknown"
    assert first["buttons"] and any(offer.get("phone") == "0800 00 009" for offer in second["offers"])
    memory.say("action_thanks", "flm", "thanks")
    assert memory.slots["strikes"] == 0


def test_an_unclear_message_offers_what_was_likely_meant(memory):
    answer = memory.say(
        "action_fallback",
        "blorp",
        "nlu_fallback",
        intent_ranking=[{"name": "ask_family", "confidence": 0.2}, {"name": "inform", "confidence": 0.2}],
    )
    assert [one["payload"] for one in answer["buttons"]] == ["/ask_family"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("write in albanian please", ("sq", "Latn")), ("пиши ћирилицом", ("sr", "Cyrl")), ("može latinicom", ("sr", "Latn")), ("English please", ("en", "Latn")),
     ("ne razumem albanski, pisi srpski", ("sr", "Latn")), ("пиши на српском", ("sr", "Cyrl")), ("pričaj srpski", ("sr", "Latn"))],
)  # fmt: skip
def test_the_language_changes_on_request_and_stays(memory, text, expected):
    answer = memory.say("action_change_language", text, "change_language")
    assert (answer["language"], answer["script"]) == expected
    again = memory.say("action_thanks", "ok", "thanks", speech=memory.slots["speech"])
    assert (again["language"], again["script"]) == expected and memory.slots["speech"]["locked"]


def test_a_language_we_do_not_speak_gets_the_choice(memory):
    answer = memory.say("action_change_language", "a flisni turqisht", "change_language")
    assert [one["title"] for one in answer["buttons"]] == ["Shqip", "Srpski", "Српски", "English"]


def test_a_missing_index_is_said_plainly(monkeypatch, tmp_path):
    monkeypatch.setenv("CONTENT_INDEX", str(tmp_path / "none.sqlite3"))
    assert Memory().say("action_answer", "sa kushton viza", "ask_fees")["status"] == "failure"


@pytest.mark.parametrize(
    "entities",
    [
        [{"entity": "country", "value": "atlantis"}, {"entity": "age", "value": 4000}],
        [{"entity": "age", "value": {"$gt": 1}}, {"entity": "languages", "value": {"de": "Z9"}}],
        [{"entity": "__class__", "value": 1}, {"entity": "job_offer", "value": {"x": 1}}],
        [
            {"entity": "salary", "value": {"amount": 1e300, "currency": "EUR"}},
            {"entity": "languages", "value": "A2"},
        ],
        [{}, {"entity": None, "value": None}],
    ],
)
def test_what_makes_no_sense_never_reaches_the_profile(entities):
    assert merge({"age": 28}, entities).profile == {"age": 28}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "😀😀😀",
        "<img src=x onerror=alert(1)>",
        '/inform{"age": 12}',
        "\u202eabc\u200b",
        "'; DROP TABLE passages; --",
        "x" * 4000,
    ],
)
@pytest.mark.parametrize(
    "action",
    [
        "action_answer",
        "action_fallback",
        "action_eligibility",
        "action_change_language",
        "action_explain_why",
    ],
)
def test_hostile_input_gets_an_ordinary_answer(memory, action, text):
    answer = memory.say(action, text, "nlu_fallback")
    assert answer["text"] and "onerror" not in answer["text"]


def test_a_quote_is_whole_sentences():
    text = "Fjalia e parë është këtu. " * 40
    cut = quote(text)
    assert len(cut) <= LONGEST_QUOTE and cut.endswith("këtu.")
    assert quote("Shkurt.") == "Shkurt."
