"""The form to a counsellor: sends what stands in it and what was agreed to, and nothing else."""

import re

import pytest

from campaign.check.case import Case
from campaign.counsel.models import Enquiry
from tests.site.counsel.conftest import QUESTION, code_in

FORMS = ["sq", "sr", "sr-latn", "en"]


@pytest.mark.parametrize("form", FORMS)
def test_asking_gives_a_code_and_sets_no_cookie(client, send, form):
    response = send(form=form)
    code = code_in(response)
    assert not response.cookies and response["Cache-Control"] == "no-store"
    kept = Enquiry.objects.get()
    assert (kept.question, kept.contact, kept.details, kept.form) == (QUESTION, "", "", form)
    assert code not in str(vars(kept)), "the code itself must not be stored"


def test_nothing_is_kept_without_consent_and_nothing_typed_is_lost(send):
    response = send(agreed="", way="contact", contact="arta@example.org")
    html = response.content.decode()
    assert response.status_code == 400 and not Enquiry.objects.exists()
    assert QUESTION in html and "arta@example.org" in html


@pytest.mark.parametrize(
    "fields",
    [
        {"question": "  "},
        {"question": "a" * 2001},
        {"details": "a" * 4001},
        {"way": "contact", "contact": ""},
        {"way": "contact", "contact": "nobody"},
        {"way": "contact", "contact": "12"},
        {"way": "contact", "contact": "a@b"},
        {"seed": ""},
        {"seed": "forged:x:y"},
        {"website": "https://spam.example"},
    ],
)
def test_what_is_wrong_is_said_beside_what_was_typed(send, fields):
    response = send(**fields)
    assert response.status_code == 400 and not Enquiry.objects.exists()
    html = response.content.decode()
    assert 'role="alert"' in html
    assert fields.get("question", QUESTION).strip()[:50] in html


@pytest.mark.parametrize("contact", ["arta@example.org", "+383 44 123 456", "044/123-456"])
def test_a_contact_is_kept_only_when_that_way_was_chosen(send, contact):
    send(way="code", contact=contact)
    assert Enquiry.objects.get().contact == ""
    Enquiry.objects.all().delete()
    send(way="contact", contact=contact)
    assert Enquiry.objects.get().contact == contact


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("My passport P01234567 has expired, what now?", "01234567"),
        ("moj JMBG je 0101990123456, da li treba?", "0101990123456"),
        ("Call me on +383 44 123 456", "123 456"),
        ("quhem Filan Fisteku nga Peja, a muj me shku?", "Fisteku"),
    ],
)
def test_numbers_of_documents_are_taken_out_and_shown_so_before_anything_is_kept(send, text, secret):
    response = send(question=text)
    html = response.content.decode()
    assert response.status_code == 400 and not Enquiry.objects.exists()
    assert secret not in html and "[…]" in html
    again = send(question="What now, with […]?")
    assert again.status_code == 200 and secret not in Enquiry.objects.get().question


def test_danger_shows_numbers_first_and_may_be_sent_as_well(send):
    text = "They took my passport and lock me in, what can I do?"
    first = send(question=text)
    html = first.content.decode()
    assert not Enquiry.objects.exists() and text in html
    assert html.index('href="tel:112"') < html.index('id="question"')
    assert send(question=text, warned="1").status_code == 200
    assert Enquiry.objects.get().is_urgent


def test_the_same_form_sent_twice_is_one_question_with_one_code(ask):
    assert ask() == ask() and Enquiry.objects.count() == 1


def test_the_same_form_sent_again_with_another_text_loses_nothing(ask):
    assert ask() != ask(question=f"{QUESTION} Also for my sister?") and Enquiry.objects.count() == 2


def test_a_flood_is_slowed_and_loses_nothing(send, settings):
    settings.COUNSEL_QUESTIONS_A_MINUTE = 2
    codes = [send() for _ in range(3)]
    assert [one.status_code for one in codes] == [200, 200, 429]
    assert QUESTION in codes[-1].content.decode()


def test_a_conversation_is_brought_along_as_text_the_person_can_change(client):
    said = "A muj me shku n'Gjermani?\nnumri im 044/123-456"
    brought = {"do": "bring", "said": said, "text": "Edhe nje pyetje", "agreed": "1"}
    html = client.post("/sq/ask/", brought).content.decode()
    assert not re.search(r'name="agreed"[^>]*checked', html), "consent to the chat is none to this"
    assert "A muj me shku n&#x27;Gjermani?" in html and "123-456" not in html and "Edhe nje pyetje" in html
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize("form", FORMS)
def test_a_self_check_is_brought_along_in_words(client, form):
    case = Case({"age": 30, "qualification": "vocational"}, "DE")
    html = client.post(f"/{form}/ask/", {"do": "bring", "case": case.token()}).content.decode()
    assert 'name="details"' in html and "30" in html
    assert not any("\u0400" <= letter <= "\u04ff" for letter in html.split("details")[1]) or form == "sr"


@pytest.mark.parametrize("junk", ["x" * 5000, "\x00", "a:b:c"])
def test_a_forged_case_brings_nothing(client, junk):
    response = client.post("/en/ask/", {"do": "bring", "case": junk})
    assert response.status_code == 200 and 'name="details"' not in response.content.decode()


def test_changing_the_language_keeps_what_was_typed(client, seed):
    typed = {"do": "show", "seed": seed, "question": QUESTION, "way": "contact", "contact": "a@example.org"}
    html = client.post("/sq/ask/", typed).content.decode()
    assert QUESTION in html and "a@example.org" in html and seed in html and not Enquiry.objects.exists()


def test_the_empty_form_is_never_cached(client):
    first, second = client.get("/en/ask/"), client.get("/en/ask/")
    assert first["Cache-Control"] == "no-store" and first.content != second.content


def test_the_result_of_a_self_check_leads_here(client):
    token = Case({"age": 30}, "DE").token()
    html = client.get("/en/check/", {"case": token}).content.decode()
    form = html[html.index('action="/en/ask/"') :]
    assert f'name="case" value="{token}"' in form[: form.index("</form>")]


@pytest.mark.parametrize("address", ["/en/help/", "/en/chat/"])
def test_help_and_chat_lead_here(client, address):
    html = client.get(address).content.decode()
    assert "/en/ask/" in html and "/en/answer/" in html
