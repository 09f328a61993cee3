"""A code shows what became of a question, in either script, and deletes it."""

import datetime as dt

import pytest
from django.utils import timezone

from campaign.counsel import codes
from campaign.counsel.models import Enquiry
from tests.site.counsel.conftest import QUESTION


def look(client, code, form="en", **fields):
    return client.post(f"/{form}/answer/", {"do": "look", "code": code} | fields)


def answer(text="Yes, by law.\nAsk the works council."):
    Enquiry.objects.update(state=Enquiry.State.ANSWERED, answer=text, answered_at=timezone.now())


def test_codes_can_be_spoken_and_differ():
    made = {codes.code_of(str(number)) for number in range(3000)}
    assert len(made) == 3000
    for code in made:
        groups = code.split("-")
        assert len(groups) == codes.GROUPS and not codes.RUDE & set(groups)
        assert all(letter in codes.CONSONANTS for group in groups for letter in group[::2])
        assert all(letter in codes.VOWELS for group in groups for letter in group[1::2])


def test_a_code_is_found_however_it_is_written(client, ask):
    code = ask()
    cyrillic = code.translate(str.maketrans("abdefgiklmnoprstuvz", "абдефгиклмнопрстувз"))
    for typed in (
        code.upper(),
        code.replace("-", ""),
        f"  {code.replace('-', ' ')} ",
        cyrillic,
        cyrillic.upper(),
    ):
        assert QUESTION.encode() in look(client, typed).content, typed


def test_waiting_then_answered_then_deleted(client, ask):
    code = ask()
    html = look(client, code).content.decode()
    assert "Not answered yet" in html and QUESTION in html
    answer()
    response = look(client, code)
    html = response.content.decode()
    assert "Yes, by law." in html and "A counsellor of the campaign answered" in html
    assert response["Cache-Control"] == "no-store" and not response.cookies
    html = look(client, code, do="delete").content.decode()
    assert "has been deleted" in html and QUESTION not in html and not Enquiry.objects.exists()
    assert look(client, code).status_code == 404


def test_past_its_day_nothing_is_shown_even_before_it_is_emptied(client, ask):
    code = ask()
    answer()
    Enquiry.objects.update(keep_until=timezone.localdate() - dt.timedelta(days=1))
    html = look(client, code).content.decode()
    assert "expired" in html and QUESTION not in html and "Yes, by law" not in html


@pytest.mark.parametrize("typed", ["bako-lemu-rita-zevo", "x", "' OR 1=1 --", "\x00", "ђ" * 500, "٣"])
def test_unknown_codes_are_refused_clearly(client, ask, typed):
    ask()
    response = look(client, typed)
    assert response.status_code in (400, 404) and 'role="alert"' in response.content.decode()
    assert QUESTION not in response.content.decode()


def test_an_empty_code_asks_for_one(client):
    assert look(client, "  ").status_code == 400


def test_guessing_is_slowed(client, ask, settings):
    settings.COUNSEL_CODES_A_MINUTE = 3
    code = ask()
    tries = [look(client, f"bako-lemu-rita-zev{vowel}").status_code for vowel in "aei"]
    assert tries == [404, 404, 404]
    assert look(client, code).status_code == 429, "once too many, the right one does not open either"


def test_a_known_and_an_unknown_code_take_the_same_look_ups(client, ask, django_assert_num_queries):
    from campaign.counsel.pickup import find

    code = ask()
    for typed in (code, "bako-lemu-rita-zevo"):
        with django_assert_num_queries(2):
            find(typed)


def test_the_answer_is_shown_as_text(client, ask):
    code = ask()
    answer("<script>alert(1)</script> see https://example.org/a")
    html = look(client, code).content.decode()
    assert "<script>alert" not in html and 'href="https://example.org/a"' in html


def test_latin_readers_get_a_cyrillic_answer_in_latin(client, ask):
    code = ask(form="sr-latn")
    answer("Да, по закону.")
    html = look(client, code, "sr-latn").content.decode()
    assert "Da, po zakonu." in html
