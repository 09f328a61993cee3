"""What the bot can't answer goes to the editors without its asker; the code shows the answer in the asker's form once there is one."""

import json
import re

import pytest
from wagtail.models import Page

from campaign.chat import conversations, gateway, rasa
from campaign.counsel import later
from campaign.counsel.models import OpenQuestion, Waiting
from campaign.languages.forms import FORMS
from campaign.questions.models import Question

ASKED = "Sa kushton autobusi prej Grazit, quhem Filan Fisteku?"
CODE = re.compile(r"[a-z]{4}(?:-[a-z]{4}){3}")


def unknown(language="sq", script="Latn") -> dict:
    return {
        "status": "unknown", "text": "?", "language": language, "script": script, "passages": [], "sources": [],
        "buttons": [], "offers": [{"kind": "ask", "title": "a", "url": "/sq/ask/"}, {"kind": "later", "title": "Më njoftoni"}],
    }  # fmt: skip


def say(text, form="sq", button=None):
    return gateway.reply_to(text, form=FORMS[form], conversation=conversations.fresh(), button=button)


@pytest.fixture
def press(monkeypatch):
    """Asks what the bot can't answer, presses the button it gets, and gives the code."""

    def it(text=ASKED, language="sq", script="Latn"):
        monkeypatch.setattr(rasa, "ask", lambda *args: unknown(language, script))
        (button,) = say(text).answer["buttons"]
        pressed = conversations.read_button(button["payload"])
        again = say("", button=pressed).answer
        assert again["text"] == say("", button=pressed).answer["text"], "pressed twice, another code"
        return CODE.search(again["text"])[0]

    return it


def shown(client, code, form="sq") -> str:
    return client.post(f"/{form}/answer/", {"code": code}).content.decode()


def test_the_question_is_kept_without_its_asker(press):
    press()
    kept = OpenQuestion.objects.get()
    assert kept.text == "sa kushton autobusi prej grazit quhem"
    assert kept.times == 1 and kept.state == "open" and Waiting.objects.get().form == "sq"


def test_nothing_is_kept_unless_the_button_is_pressed(monkeypatch):
    monkeypatch.setattr(rasa, "ask", lambda *args: unknown())
    answer = say(ASKED).answer
    assert not OpenQuestion.objects.exists()
    assert [offer["kind"] for offer in answer["offers"]] == ["ask"], "the offer became the button"


def test_an_answer_the_bot_is_sure_of_has_no_such_button(monkeypatch):
    monkeypatch.setattr(rasa, "ask", lambda *args: unknown() | {"offers": []})
    assert say(ASKED).answer["buttons"] == []


def test_the_same_words_are_one_question_with_several_codes(press):
    codes = {press("Sa kushton autobusi?"), press("SA KUSHTON AUTOBUSI"), press("sa kushton  autobusi")}
    assert len(codes) == 3
    assert OpenQuestion.objects.get().times == 3 and Waiting.objects.count() == 3


def test_a_question_of_ours_answers(press, client):
    code = press()
    assert "reply waiting" in shown(client, code)
    question = Question.objects.exclude(page_key="").order_by("pk").first()
    kept = OpenQuestion.objects.get()
    kept.question = question
    kept.full_clean()
    kept.save()
    html = shown(client, code)
    assert question.question_sq in html.replace("&#x27;", "'") and f"#{question.anchor}" in html
    assert "[[" not in html
    assert question.question_sq in shown(client, code, "en").replace("&#x27;", "'"), (
        "in the language of the asker"
    )


def test_a_page_answers_in_the_askers_script(press, client):
    code = press("Koliko kosta autobus?", "sr", "Latn")
    kept = OpenQuestion.objects.get()
    kept.page = Page.objects.get(slug="recognition-of-diplomas")
    kept.full_clean()
    kept.save()
    html = shown(client, code, "en")
    answer = html[html.index('class="said"') : html.index("</article>")]
    assert 'lang="sr-Latn"' in answer and "/sr-latn/" in answer
    assert not re.search("[\u0400-\u04ff]", answer)


def test_a_page_that_is_withdrawn_is_waited_for_again(press, client):
    code = press()
    page = Page.objects.get(slug="recognition-of-diplomas")
    OpenQuestion.objects.update(page=page)
    for one in page.get_translations(inclusive=True):
        one.specific.unpublish()
    assert "reply waiting" in shown(client, code)


def test_editors_may_decline_with_a_sentence(press, client):
    code = press()
    kept = OpenQuestion.objects.get()
    kept.sentence = "Çmimet e autobusëve nuk i ndjekim."
    kept.save()
    assert kept.state == "declined" and "Çmimet e autobusëve" in shown(client, code)


def test_two_endings_at_once_are_refused(press):
    press()
    kept = OpenQuestion.objects.get()
    kept.sentence, kept.question = "Jo.", Question.objects.first()
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        kept.full_clean()


def test_the_asker_deletes_and_an_open_question_nobody_waits_for_goes(press, client):
    first, second = press("Sa kushton?"), press("sa kushton")
    client.post("/sq/answer/", {"code": first, "do": "delete"})
    assert OpenQuestion.objects.count() == 1 and Waiting.objects.count() == 1
    client.post("/sq/answer/", {"code": second, "do": "delete"})
    assert not OpenQuestion.objects.exists()


def test_a_forged_wish_is_only_a_button_nobody_signed(client):
    payload = later.PREFIX + json.dumps(["x", "sq", "Latn", "text"])
    response = client.post("/sq/chat/", {"button": payload, "agreed": "1"})
    assert response.status_code == 400 and not OpenQuestion.objects.exists()


def test_an_endless_question_is_cut(press):
    press("a" * 1000)
    assert len(OpenQuestion.objects.get().text) <= later.LONGEST


def test_editors_work_through_the_list_and_the_log_keeps_no_text(press, counsellor):
    press()
    editor, kept = counsellor("ed", "Editors"), OpenQuestion.objects.get()
    page = f"/admin/unanswered/edit/{kept.pk}/"
    assert kept.text in editor.get("/admin/unanswered/").content.decode()
    assert kept.text in editor.get(page).content.decode()
    assert editor.get("/admin/unanswered/new/").status_code == 302
    response = editor.post(page, {"question": "", "page": "", "sentence": "Nuk e dimë."})
    assert response.status_code == 302
    assert OpenQuestion.objects.get().state == "declined"
    from wagtail.models import ModelLogEntry

    entries = ModelLogEntry.objects.filter(content_type__app_label="counsel")
    assert entries.exists()
    for entry in entries:
        assert kept.text not in f"{entry.label}{entry.data}"
