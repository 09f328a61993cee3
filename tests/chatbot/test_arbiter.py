"""Which intent wins when classifier, facts, danger and the open question disagree."""

from chatbot.nlu.arbiter import FALLBACK, Context, decide

A2 = {"entity": "languages", "value": {"de": "A2"}}
WELDER = {"entity": "occupation", "value": "welder"}
AUSTRIA = {"entity": "country", "value": "AT"}
NO_OFFER = {"entity": "job_offer", "value": False}
NO_CONTEXT = Context()


def intent(ranking, facts=(), context=NO_CONTEXT, words=6, danger=None, tells=False):
    return decide(ranking, facts, context, words=words, danger=danger, tells=tells).intent


def test_certain_danger_wins_over_everything():
    assert intent([("greet", 0.99)], danger="certain", context=Context(asked="age")) == "report_danger"


def test_two_facts_are_a_case_even_when_the_classifier_sees_none():
    assert intent([("out_of_scope", 0.8)], [A2, WELDER]) == "check_eligibility"


def test_a_question_stays_one_with_facts_in_it():
    assert intent([("ask_documents", 0.8)], [A2, WELDER]) == "ask_documents"


def test_a_question_with_a_country_is_no_answer_to_the_open_question():
    assert intent([("ask_fees", 0.7)], [AUSTRIA], Context(asked="age", has_profile=True)) == "ask_fees"


def test_no_with_a_fact_answers_with_the_fact():
    assert intent([("deny", 0.9)], [A2], Context(asked="languages.de", has_profile=True)) == "inform"


def test_facts_go_on_with_a_case_that_began():
    assert intent([("out_of_scope", 0.4)], [WELDER], Context(has_profile=True)) == "inform"


def test_the_same_question_is_asked_for_another_country():
    context = Context(last_question="ask_fees", has_profile=True, asked="job_offer", follows_up=True)
    assert intent([("inform", 0.6)], [AUSTRIA], context, words=3) == "ask_fees"


def test_a_country_alone_answers_the_question_about_the_offer():
    assert intent([("inform", 0.9)], [AUSTRIA], Context(asked="job_offer"), words=2) == "inform"


def test_unsure_is_not_guessed():
    assert intent([("ask_fees", 0.2), ("ask_family", 0.19)]) == FALLBACK


def test_nobody_is_turned_away_on_a_weak_guess():
    assert intent([("out_of_scope", 0.5)]) == FALLBACK
    assert intent([("out_of_scope", 0.9)]) == "out_of_scope"


def test_an_answer_without_a_fact_is_not_understood():
    assert intent([("inform", 0.9)]) == FALLBACK


def test_nothing_said_is_not_understood():
    assert intent([("greet", 0.9)], words=0) == FALLBACK


def test_why_is_heard_while_a_question_is_open():
    assert intent([("explain_why", 0.6)], context=Context(asked="age", has_profile=True)) == "explain_why"


def test_a_correction_stays_one():
    assert intent([("correct", 0.8)], [A2], Context(asked="languages.de", has_profile=True)) == "correct"


def test_a_supposition_is_judged():
    context = Context(has_profile=True, supposes=True)
    assert intent([("ask_routes", 0.6)], [A2], context) == "check_eligibility"
    assert intent([("ask_seasonal", 0.8)], [AUSTRIA], context) == "check_eligibility"


def test_facts_that_ask_nothing_go_on_with_the_case():
    assert intent([("ask_seasonal", 0.9)], [WELDER], Context(has_profile=True), tells=True) == "inform"


def test_who_was_in_danger_keeps_the_numbers_unless_clearly_elsewhere():
    context = Context(in_danger=True)
    assert intent([("talk_to_person", 0.3)], context=context) == "report_danger"
    assert intent([("ask_fees", 0.9)], context=context, danger="none") == "ask_fees"


def test_a_refusal_goes_on_with_the_case():
    refused = {"entity": "salary", "value": "refused"}
    assert intent([("correct", 0.7)], [refused], Context(has_profile=True)) == "inform"


def test_asking_what_was_noted_is_heard():
    assert intent([("ask_documents", 0.5)], context=Context(recalls=True)) == "summary"
