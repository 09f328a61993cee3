"""The self-check over HTTP: a whole run, back and change, skipping, links, bad input, and no trace left behind."""

import html
import re

import pytest
from django.core import signing

from campaign.check import routes as route_source
from campaign.check.case import MOST_QUESTIONS, SALT, Case
from campaign.check.questions import QUESTIONS
from content.rules.evaluate import evaluate
from content.rules.model import Outcome
from content.rules.present import to_dict
from content.rules.ranking import routes_to

pytestmark = pytest.mark.django_db
FORMS = ("sq", "sr", "sr-latn", "en")
ELECTRICIAN = {
    "job_offer": {"answer": "none"},
    "qualification": {"answer": "vocational"},
    "training_years": {"answer": "3"},
    "occupation": {"answer": "elektricist"},
    "age": {"answer": "28"},
    "funds": {"answer": "1.100"},
    "experience_years": {"answer": "6"},
    "languages.de": {"answer": "A2"},
    "languages.en": {"answer": "A2"},
    "recognition.DE": {"answer": "none"},
}


def hidden(response, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', response.content.decode())
    return html.unescape(found[1]) if found else None


def text(response):
    return html.unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def ask(client, campaign):
    """Posts to the self-check of a form of the site."""

    def post(form="en", **data):
        return client.post(f"/{form}/check/", data)

    return post


def run(ask, form="en", country="", answers=ELECTRICIAN):
    """Answers every question; the fields that were asked, and the result."""
    response, fields = ask(form, do="begin", country=country), []
    while field := hidden(response, "field"):
        fields.append(field)
        given = answers.get(field, {"answer": "no"})
        response = ask(form, do="answer", case=hidden(response, "case"), field=field, **given)
        assert response.status_code == 200, (field, text(response)[:800])
    return fields, response


def question(ask, field, form="en", **answers):
    """The page of one question, with a case of some answers."""
    return ask(form, do=f"show:{field}", case=Case(answers).token())


@pytest.mark.parametrize("form", FORMS)
def test_a_whole_run_ends_with_every_route_and_leaves_no_trace(ask, client, form):
    fields, response = run(ask, form)
    assert len(fields) <= MOST_QUESTIONS
    assert len(set(fields)) == len(fields)
    assert response.content.decode().count('class="outcome"') == len(route_source.routes())
    assert not client.cookies
    assert "private" in response["Cache-Control"]


def test_the_result_is_the_engine_s_own(ask, client):
    _, response = run(ask, country="DE")
    case = Case.read(hidden(response, "case"))
    shown = {
        route["route"]: route
        for group in response.context["groups"]
        for route in (*group["routes"], *group["far"])
    }
    chosen = routes_to("DE", route_source.routes())
    assert set(shown) == {route.id for route in chosen}
    for route in chosen:
        told = to_dict(evaluate(route, case.profile()), "en")
        for name in ("outcome", "points", "missing", "would_change"):
            assert shown[route.id][name] == told[name]
        assert [(one["id"], one["state"]) for one in shown[route.id]["criteria"]] == [
            (one["id"], one["state"]) for one in told["criteria"]
        ]


def test_every_criterion_shows_its_source_and_day(ask):
    _, response = run(ask)
    for group in response.context["groups"]:
        for route in group["routes"]:
            for criterion in route["criteria"]:
                assert criterion["source"] and criterion["source"]["url"], (route["route"], criterion["id"])
                assert criterion["checked_on"]


def test_a_visa_is_never_promised(ask):
    for form in FORMS:
        _, response = run(ask, form)
        said = text(response).lower()
        assert "you will get" not in said and "guaranteed" not in said
    assert "no promise of a visa" in text(run(ask)[1])


def test_all_questions_may_be_skipped(ask):
    for action in ("unknown", "refuse"):
        response, count = ask(do="begin"), 0
        while field := hidden(response, "field"):
            response = ask(do=action, case=hidden(response, "case"), field=field)
            count += 1
        assert count <= MOST_QUESTIONS
        outcomes = {group["outcome"] for group in response.context["groups"]}
        assert str(Outcome.ELIGIBLE) not in outcomes


def test_refused_is_kept_and_unknown_is_not_said():
    case = Case(
        {"age": "refused", "funds": None, "languages.de": "refused", "experience_until_now": "refused"}
    )
    assert case.profile() == {"age": "refused", "languages": {"de": "refused"}}


def test_an_answer_can_be_changed_from_the_result_and_the_result_comes_back(ask):
    _, response = run(ask)
    edit = ask(do="edit:languages.de", case=hidden(response, "case"), returns="result")
    assert 'value="A2" checked' in edit.content.decode()
    changed = ask(do="answer", case=hidden(edit, "case"), field="languages.de", answer="B1", returns="result")
    assert changed.context["groups"]
    assert Case.read(hidden(changed, "case")).answers["languages.de"] == "B1"


def test_what_hung_on_another_answer_is_asked_anew():
    case = Case(
        {"job_offer": {"kind": "job", "country": "DE"}, "job_offer.salary": {"amount": 3000}, "age": 28}
    )
    assert "job_offer.salary" not in case.with_answer("job_offer", False).answers
    assert "job_offer.salary" in case.with_answer("age", 29).answers


def test_an_answered_question_is_never_put_again(ask):
    hourly = {"answer": "14", "per": "hour", "gross": "gross"}
    answers = ELECTRICIAN | {"job_offer": {"answer": "job", "country": "DE"}, "job_offer.salary": hourly}
    fields, _ = run(ask, country="DE", answers=answers)
    assert len(set(fields)) == len(fields)


def test_more_questions_can_be_answered_after_the_result(ask):
    _, response = run(ask)
    if response.context["can_go_on"]:
        assert hidden(ask(do="more", case=hidden(response, "case")), "field")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("age", "900", "14 to 99"),
        ("age", "njëzet e tetë", "no number"),
        ("age", "", "skip the question"),
        ("funds", "300000 lekë", "in euros"),
        ("funds", "90.000 динара", "in euros"),
        ("experience_years", "80", "0 to 60"),
        ("qualification", "phd", "choose an answer"),
        ("occupation", "qwertzu", "do not know this word"),
    ],
)
def test_bad_input_is_explained_and_kept(ask, field, typed, said):
    page = question(ask, field)
    response = ask(do="answer", case=hidden(page, "case"), field=field, answer=typed)
    assert response.status_code == 400
    assert said in text(response)
    assert hidden(response, "field") == field
    if QUESTIONS[field].kind in {"number", "occupation"}:
        assert f'name="answer" value="{html.escape(typed)}"' in response.content.decode()


def test_it_is_explained_in_the_reader_s_language(ask):
    for form, said in {
        "sq": "numër vjetësh",
        "sr": "Године живота",
        "sr-latn": "Godine života",
        "en": "number of years",
    }.items():
        page = question(ask, "age", form)
        assert said in text(ask(form, do="answer", case=hidden(page, "case"), field="age", answer="900"))


def test_contradicting_answers_are_put_side_by_side(ask):
    page = question(ask, "experience_years", age=20)
    response = ask(do="answer", case=hidden(page, "case"), field="experience_years", answer="15")
    assert response.status_code == 400
    assert "more than the age allows" in text(response)
    assert 'value="edit:age"' in response.content.decode()
    assert 'value="15"' in response.content.decode()


def test_a_doubtful_occupation_is_chosen_from_a_list(ask):
    page = question(ask, "occupation")
    response = ask(do="answer", case=hidden(page, "case"), field="occupation", answer="punëtor")
    assert "Did you mean" in text(response)
    chosen = ask(
        do="answer",
        case=hidden(response, "case"),
        field="occupation",
        answer="punëtor",
        typed="punëtor",
        choice="warehouse_worker",
    )
    assert Case.read(hidden(chosen, "case")).answers["occupation"] == "warehouse_worker"


def test_an_offer_without_a_country_is_asked_again_and_an_hourly_wage_is_taken(ask):
    page = question(ask, "job_offer")
    response = ask(do="answer", case=hidden(page, "case"), field="job_offer", answer="job", country="")
    assert response.status_code == 400
    assert 'value="job" checked' in response.content.decode()


def test_what_was_typed_can_not_break_out_of_the_page(ask):
    page = question(ask, "age")
    response = ask(do="answer", case=hidden(page, "case"), field="age", answer='"><script>alert(1)</script>')
    assert "<script>alert" not in response.content.decode()


def test_a_link_shows_the_result_anew(client, ask):
    _, response = run(ask)
    link = response.context["link"]
    assert re.fullmatch(r"http://testserver/en/check/\?case=[\w:.-]+", link)
    again = client.get(link)
    assert again.status_code == 200 and again.context["groups"]
    assert "noindex" in again.content.decode()


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "a:b:c",
        "é" * 10,
        "\x00",
        signing.dumps([1], salt="other"),
        signing.dumps("text", salt=SALT),
        "z" * 9000,
    ],
)
def test_a_bad_token_starts_again_politely(client, ask, token):
    for response in (
        client.get("/en/check/", {"case": token}),
        ask(do="answer", case=token, field="age", answer="28"),
    ):
        assert response.status_code == 200
        assert "could not be read any more" in text(response)


def test_an_old_token_starts_again(monkeypatch, client, campaign):
    token = Case({"age": 28}).token()
    monkeypatch.setattr("campaign.check.case.MAX_AGE_S", -1)
    assert "could not be read any more" in text(client.get("/en/check/", {"case": token}))


@pytest.mark.parametrize(
    "data", [{"do": "edit:shoe_size"}, {"do": "answer", "field": "shoe_size"}, {"do": "what"}, {"do": ":::"}]
)
def test_strange_actions_lead_on(ask, data):
    assert ask(case=Case().token(), **data).status_code == 200


def test_the_language_switch_takes_the_answers_along_without_an_address(ask):
    page = question(ask, "age", job_offer=False)
    body = page.content.decode()
    assert 'form="switch"' in body and 'formaction="/sr/check/"' in body
    there = ask("sr", do=page.context["show"], case=hidden(page, "case"))
    assert hidden(there, "field") == "age"
    assert Case.read(hidden(there, "case")).answers == {"job_offer": False}


def test_the_country_is_preset_and_narrows_the_routes(client, ask):
    assert '<option value="DE" selected>' in client.get("/en/check/", {"country": "DE"}).content.decode()
    assert client.get("/en/check/", {"country": "<x>"}).status_code == 200
    assert {route.country for route in routes_to("HR", route_source.routes())} == {"HR", "EU"}


def test_why_do_you_ask_names_routes_and_conditions(ask):
    page = question(ask, "job_offer")
    assert page.context["reason_count"] >= len(page.context["reasons"]) > 0
    assert "Why do you ask?" in text(page)


def test_without_the_index_the_routes_come_from_the_database(settings, tmp_path, ask):
    with_index = {route.id for route in route_source.routes()}
    settings.CONTENT_INDEX = tmp_path / "away.sqlite3"
    assert {route.id for route in route_source.routes()} == with_index
    assert hidden(ask(do="begin"), "field")


def test_route_pages_home_and_menu_lead_here(client, campaign):
    home = client.get("/en/").content.decode()
    for name in ("check", "days", "offer"):
        assert f'href="/en/{name}/"' in home
    from campaign.routes.models import RoutePage

    page = (
        RoutePage.objects.live()
        .filter(locale__language_code="en", country="DE", criteria__isnull=False)
        .first()
    )
    assert "/en/check/?country=DE" in client.get(page.get_url()).content.decode()


def test_each_question_of_the_rules_has_a_form(ask):
    for name in QUESTIONS:
        offer = {"kind": "job", "country": "DE"}
        response = question(ask, name, job_offer=offer, qualification="degree")
        assert response.status_code == 200, name
