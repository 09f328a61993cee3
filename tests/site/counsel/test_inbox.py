"""The counsellors' inbox: only for them, never two answers over each other, and no text in Wagtail's log."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import ModelLogEntry

from campaign.counsel.models import Enquiry
from tests.site.counsel.conftest import QUESTION

ANSWER = "Yes. Ask for it in writing."


def page(number):
    return f"/admin/counsel/{number}/"


def reply(browser, enquiry, text=ANSWER, version=None, do="reply"):
    version = Enquiry.objects.get(pk=enquiry.pk).version if version is None else version
    return browser.post(page(enquiry.pk), {"do": do, "version": version, "answer": text})


@pytest.fixture
def enquiry(ask):
    ask()
    return Enquiry.objects.get()


def test_only_counsellors_read_what_people_wrote(counsellor, enquiry, client):
    editor, one = counsellor("ed", "Editors"), counsellor("arta")
    for address in ("/admin/counsel/", page(enquiry.pk)):
        assert client.get(address).status_code == 302
        assert QUESTION not in editor.get(address, follow=True).content.decode()
        assert QUESTION in one.get(address).content.decode()
    menu = one.get("/admin/").content.decode()
    assert "/admin/counsel/" in menu and "/admin/counsel/" not in editor.get("/admin/").content.decode()


def test_a_reply_reaches_the_person(counsellor, client, ask):
    code = ask()
    enquiry = Enquiry.objects.get()
    assert reply(counsellor("arta"), enquiry).status_code == 302
    assert ANSWER in client.post("/en/answer/", {"code": code}).content.decode()
    assert Enquiry.objects.get().keep_until > timezone.localdate()


def test_overdue_and_danger_come_first(counsellor, enquiry):
    Enquiry.objects.update(created_at=timezone.now() - dt.timedelta(days=9))
    Enquiry.objects.create(
        digest="x", form="sq", question="Tjetër", keep_until=timezone.localdate(), is_urgent=True
    )
    html = counsellor("arta").get("/admin/counsel/").content.decode()
    assert html.index(QUESTION) < html.index("Tjetër")
    assert "(1)" in html and "tells of danger" in html


def test_two_at_once_never_overwrite_each_other(counsellor, enquiry):
    one, two = counsellor("arta"), counsellor("milan")
    seen = enquiry.version
    assert reply(one, enquiry, "The first answer", seen).status_code == 302
    late = reply(two, enquiry, "The second answer", seen)
    html = late.content.decode()
    assert late.status_code == 409 and "The first answer" in html and "The second answer" in html
    assert Enquiry.objects.get().answer == "The first answer"


def test_who_takes_a_question_keeps_it_until_it_is_taken_over(counsellor, enquiry):
    one, two = counsellor("arta"), counsellor("milan")
    reply(one, enquiry, "", do="claim")
    assert Enquiry.objects.get().claimed_by == one.user
    late = reply(two, enquiry, "Mine")
    assert late.status_code == 409 and "arta" in late.content.decode() and "Mine" in late.content.decode()
    taken = reply(two, enquiry, "Mine", do="claim")
    assert "Mine" in taken.content.decode() and Enquiry.objects.get().claimed_by == two.user
    assert reply(two, enquiry, "Mine").status_code == 302


def test_two_take_the_same_question_and_one_of_them_learns_of_it(counsellor, enquiry):
    one, two = counsellor("arta"), counsellor("milan")
    assert reply(one, enquiry, "", enquiry.version, "claim").status_code == 302
    assert reply(two, enquiry, "", enquiry.version, "claim").status_code == 409
    assert Enquiry.objects.get().claimed_by == one.user


@pytest.mark.parametrize(("text", "status"), [("", 400), ("  ", 400), ("a" * 6001, 400), ("a" * 6000, 302)])
def test_empty_and_endless_answers(counsellor, enquiry, text, status):
    response = reply(counsellor("arta"), enquiry, text)
    assert response.status_code == status and bool(Enquiry.objects.get().answer) == (status == 302)
    assert status == 302 or text.strip() in response.content.decode()


@pytest.mark.parametrize("version", ["", "abc", "-1", "99"])
def test_a_broken_version_changes_nothing(counsellor, enquiry, version):
    assert reply(counsellor("arta"), enquiry, version=version).status_code == 409
    assert not Enquiry.objects.get().answer


def test_the_person_deletes_while_the_counsellor_writes(counsellor, client, ask):
    code = ask()
    enquiry = Enquiry.objects.get()
    browser = counsellor("arta")
    client.post("/en/answer/", {"code": code, "do": "delete"})
    response = browser.post(page(enquiry.pk), {"do": "reply", "version": 0, "answer": ANSWER})
    assert response.status_code == 410 and ANSWER in response.content.decode()


def test_without_a_mail_server_the_contact_is_used_by_hand(counsellor, ask):
    ask(way="contact", contact="arta@example.org")
    browser, enquiry = counsellor("c"), Enquiry.objects.get()
    html = browser.post(
        page(enquiry.pk), {"do": "reply", "version": 0, "answer": ANSWER}, follow=True
    ).content.decode()
    assert "arta@example.org" in html and not mail.outbox


def test_with_a_mail_server_the_answer_is_sent_in_the_askers_form(counsellor, ask, settings):
    settings.EMAIL_SERVER = "mail.example.org"
    ask(form="sr-latn", way="contact", contact="arta@example.org")
    reply(counsellor("c"), Enquiry.objects.get())
    (sent,) = mail.outbox
    assert sent.to == ["arta@example.org"] and ANSWER in sent.body
    assert not any("\u0400" <= letter <= "\u04ff" for letter in sent.subject + sent.body)


def test_a_mail_server_that_fails_is_told_and_not_logged_with_the_address(
    counsellor, ask, settings, monkeypatch, caplog
):
    settings.EMAIL_SERVER = "mail.example.org"

    def refuse(self):
        raise OSError("arta@example.org refused")

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    ask(way="contact", contact="arta@example.org")
    response = reply(counsellor("c"), Enquiry.objects.get())
    assert response.status_code == 302 and response.url.endswith(page(Enquiry.objects.get().pk))
    assert "could not be sent" in caplog.text and "arta@" not in caplog.text


def test_wagtails_log_knows_nothing_of_it(counsellor, enquiry):
    reply(counsellor("arta"), enquiry)
    assert not ModelLogEntry.objects.filter(content_type__app_label="counsel").exists()


@pytest.mark.parametrize("address", ["/admin/counsel/", "/admin/counsel/1/", "/admin/unanswered/"])
def test_visitors_are_asked_to_log_in(client, address):
    assert client.get(address).status_code == 302
