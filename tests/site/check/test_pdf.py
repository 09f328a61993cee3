"""The result as PDF: from the token alone, in four written forms, tagged, bounded, and honest where it can't be made."""

import contextlib
import fcntl
import re
import subprocess
import urllib.request
import zlib

import pytest

from campaign.base import pdf
from campaign.check import printed
from campaign.check.case import Case

pytestmark = pytest.mark.django_db
ELECTRICIAN = {
    "job_offer": False,
    "qualification": "vocational",
    "training_years": 3,
    "occupation": "electrician",
    "age": 28,
    "languages.de": "A2",
}
FORMS = {
    "sq": ("sq", "Ky nuk është premtim për vizë", "Bërë më"),
    "sr": ("sr-Cyrl", "Ово није обећање визе", "Направљено"),
    "sr-latn": ("sr-Latn", "Ovo nije obećanje vize", "Napravljeno"),
    "en": ("en", "This is no promise of a visa", "Made on"),
}


@pytest.fixture
def get(client, campaign, settings, tmp_path):
    """Asks for the PDF of some answers."""
    settings.VAR = tmp_path

    def ask(form="en", answers=ELECTRICIAN, country="DE", case=None):
        token = Case(answers, country).token() if case is None else case
        return client.get(f"/{form}/check/pdf/", {"case": token})

    return ask


def about(made: bytes) -> str:
    """What a reader of PDFs finds out about a file."""
    return subprocess.run(["pdfinfo", "-"], input=made, capture_output=True, check=True).stdout.decode()


def objects(made: bytes) -> bytes:
    """The file with what is packed in it unpacked, as far as it can be."""
    packed = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)
    found = [made]
    for one in packed:
        with contextlib.suppress(zlib.error):
            found.append(zlib.decompress(one))
    return b"".join(found)


def words(made: bytes) -> str:
    """The text, with single spaces."""
    done = subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


@pytest.mark.parametrize("form", FORMS)
def test_a_paper_in_each_written_form(get, form):
    language, promise, made_on = FORMS[form]
    response = get(form)
    assert response.status_code == 200 and response["Content-Type"] == "application/pdf"
    told = about(response.content)
    assert "Tagged:          yes" in told and "A4" in told and "Title:" in told
    assert f"/Lang ({language})".encode() in objects(response.content)
    text = words(response.content)
    assert promise in text and made_on in text
    assert "https://www.gesetze-im-internet.de/" in text
    is_cyrillic = any("\u0400" <= letter <= "\u04ff" for letter in text)
    assert is_cyrillic == (form == "sr")
    assert "testserver" in text


def test_nothing_is_kept_and_no_cookie_is_set(get):
    response = get()
    assert not response.cookies
    assert response["Cache-Control"] == "no-store" and response["X-Robots-Tag"] == "noindex"
    assert "28" not in response["Content-Disposition"]


def test_even_a_person_of_all_routes_gets_a_few_pages(get):
    made = get(country="").content
    pages = next(int(line.split()[1]) for line in about(made).splitlines() if line.startswith("Pages:"))
    assert 1 <= pages <= 6


def test_nothing_is_fetched_while_a_pdf_is_made(monkeypatch, settings, tmp_path):
    settings.VAR = tmp_path
    opened = []
    monkeypatch.setattr(urllib.request.OpenerDirector, "open", lambda *given, **_: opened.append(given))
    html = (
        '<html lang="en"><title>t</title><link rel="stylesheet" href="http://192.0.2.1/a.css">'
        '<img src="https://192.0.2.1/a.png" alt=""><img src="file:///etc/hostname" alt=""><p>text</p></html>'
    )
    assert pdf.pdf_of(html).startswith(b"%PDF")
    assert not opened


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "z" * 9000, Case().token() + "x"])
def test_a_token_that_is_no_use_leads_to_the_start(get, token):
    response = get(case=token)
    assert response.status_code == 200
    assert "could not be read any more" in response.content.decode()


def test_when_both_places_are_taken_it_says_so(get, settings, monkeypatch):
    monkeypatch.setattr(pdf, "WAIT_S", 0)
    (settings.VAR / "pdf").mkdir()
    taken = [open(settings.VAR / "pdf" / f"{place}.lock", "w") for place in range(pdf.AT_ONCE)]
    for file in taken:
        fcntl.flock(file, fcntl.LOCK_EX)
    response = get()
    assert response.status_code == 503 and response["Retry-After"]
    assert "try again in half a minute" in response.content.decode()
    for file in taken:
        file.close()
    assert get().status_code == 200


def test_one_address_can_not_ask_without_end(get, monkeypatch):
    monkeypatch.setattr(printed, "MOST_A_MINUTE", 0)
    assert get().status_code == 429


def test_without_the_libraries_the_page_offers_printing(client, get, monkeypatch):
    token = Case(ELECTRICIAN, "DE").token()
    shown = client.get("/en/check/", {"case": token}).content.decode()
    assert "/en/check/pdf/?case=" in shown
    monkeypatch.setattr(pdf, "is_available", lambda: False)
    shown = client.get("/en/check/", {"case": token}).content.decode()
    assert "/check/pdf/" not in shown and "print window" in shown
    response = get()
    assert response.status_code == 501 and "print window" in response.content.decode()


def test_it_is_only_read(client, campaign):
    assert client.post("/en/check/pdf/", {"case": Case(ELECTRICIAN).token()}).status_code == 405
