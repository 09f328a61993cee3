"""The offer check over HTTP: POST only, nothing kept, hostile text survived."""

import html
import logging
import re

import pytest

from content.rules.offer import LONGEST

pytestmark = pytest.mark.django_db
FRAUD = (
    "Punë në Gjermani, vetëm sot! Viza e garantuar. Paguani 500 euro për vizën, pasaportën na e lini neve."
)


def text(response):
    return html.unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def check(client, campaign):
    def post(words, form="en", **more):
        return client.post(f"/{form}/offer/", {"text": words, "do": "check"} | more)

    return post


@pytest.mark.parametrize("form", ["sq", "sr", "sr-latn", "en"])
def test_signs_are_marked_with_their_words_sources_and_where_to_report(check, client, form):
    response = check(FRAUD, form)
    assert response.status_code == 200
    signs = response.context["signs"]
    assert {"Paguani 500 euro", "Viza e garantuar"} <= {quote for sign in signs for quote in sign["quotes"]}
    assert all(sign["sources"] and sign["link"] for sign in signs)
    assert response.context["report_to"]
    assert "192" in text(response)
    assert not client.cookies


def test_nothing_found_is_no_proof(check):
    response = check("Bau GmbH, Berlin, written contract, 2,800 euros gross, 40 hours a week.")
    assert not response.context["signs"]
    assert "does not prove that the offer is real" in text(response)


def test_a_pay_is_compared_with_the_fact(check):
    response = check("Pastruese në Gjermani, paga 6500 euro në muaj.")
    assert any("Blue Card" in sign["why"] and "€" in sign["why"] for sign in response.context["signs"])
    assert "{compared}" not in text(response)


def test_danger_shows_the_emergency_numbers_first(check):
    assert check("They took my passport and lock me in the house, I cannot leave.").context["is_emergency"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("", "Paste the offer"),
        ("  \n ", "Paste the offer"),
        ("€€€ 123", "no words"),
        ("a" * (LONGEST + 1), "characters"),
    ],
)
def test_what_can_not_be_read_is_explained_and_kept(check, words, said):
    response = check(words)
    assert response.status_code == 400
    assert said in text(response)
    assert words.strip() in response.content.decode()


def test_text_is_shown_as_text(check):
    response = check('Deposit <script>alert(1)</script> "x" in advance')
    assert "<script>alert" not in response.content.decode()


def test_the_text_is_neither_in_an_address_nor_in_a_log(check, client, caplog, campaign):
    with caplog.at_level(logging.DEBUG):
        response = check(FRAUD)
    assert "Paguani" not in caplog.text
    assert 'method="post"' in response.content.decode()
    assert "signs" not in client.get("/en/offer/", {"text": FRAUD}).context


def test_it_names_what_an_authority_of_the_country_decides(client, campaign):
    page = client.post(
        "/en/offer/", {"text": "Work in Croatia, hotel, contract, 1,300 euros gross a month", "do": "check"}
    )
    (croatia,) = page.context["offices"]
    assert croatia["country"] == "Croatia" and not croatia["is_closed"]
    assert any("HZZ" in one["text"] for one in croatia["decisions"])
    assert all(one["source"].url and one["day"] for one in croatia["decisions"])
    hungary = client.post(
        "/en/offer/", {"text": "Factory work in Hungary, contract ready", "do": "check"}
    ).context["offices"]
    assert [one["is_closed"] for one in hungary] == [True]
    assert (
        client.post("/en/offer/", {"text": "Work abroad, good pay, contract", "do": "check"}).context[
            "offices"
        ]
        == []
    )
