"""The 90/180 calculator over HTTP."""

import html
import re

import pytest

pytestmark = pytest.mark.django_db
FORMS = ("sq", "sr", "sr-latn", "en")


def text(response):
    return html.unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", response.content.decode())))


@pytest.fixture
def count(client, campaign):
    """Posts stays, each (entry, exit, basis)."""

    def post(*stays, form="en", reference="24.11.2026", mode="planning", do="count"):
        rows = [(*stay, "", "visa_free")[:3] if len(stay) < 3 else stay for stay in stays]
        data = {
            "entry": [row[0] for row in rows],
            "exit": [row[1] for row in rows],
            "basis": [row[2] for row in rows],
        }
        return client.post(f"/{form}/days/", data | {"reference": reference, "mode": mode, "do": do})

    return post


@pytest.mark.parametrize("form", FORMS)
def test_the_days_are_counted_and_explained_in_each_form(count, client, form):
    response = count(
        ("1 mars 2026", "9.4.2026", "visa_free"), ("1. avgust 2026.", "20/10/2026", "visa_free"), form=form
    )
    assert response.status_code == 200
    result = response.context["result"]
    assert (result["used"], result["left"]) == (81, 9)
    assert [stay["counted"] for stay in result["stays"]] == [0, 81]
    assert not client.cookies


def test_a_residence_permit_does_not_count(count):
    result = count(("2026-08-01", "2026-10-20", "residence_permit")).context["result"]
    assert result["used"] == 0 and result["stays"][0]["is_exempt"]


def test_an_overstay_is_said_plainly(count):
    response = count(("1.5.2026", "", "visa_free"), mode="control")
    assert response.context["result"]["excess"] > 0
    assert "over the limit" in text(response)


@pytest.mark.parametrize("typed", ["31.2.2026", "nesër", "11/24/2026", "24.11.26", "<b>"])
def test_an_impossible_date_is_refused_and_kept(count, typed):
    response = count((typed, "", "visa_free"))
    assert response.status_code == 400
    assert "is not a date" in text(response)
    assert f'value="{html.escape(typed)}"' in response.content.decode()


def test_exit_before_entry_overlap_and_a_missing_entry_are_explained(count):
    assert "before the entry" in text(count(("10.8.2026", "1.8.2026", "visa_free")))
    assert "overlap" in text(
        count(("1.8.2026", "10.8.2026", "visa_free"), ("5.8.2026", "20.8.2026", "visa_free"))
    )
    assert "Write the day of entry" in text(count(("", "1.8.2026", "visa_free")))


def test_a_row_is_added_and_what_was_typed_stays(count):
    response = count(("1.8.2026", "x", "visa_free"), do="add")
    assert response.status_code == 200
    assert len(response.context["rows"]) == 2
    assert 'value="x"' in response.content.decode()


def test_no_right_to_work_is_always_said(client, campaign):
    response = client.get("/en/days/")
    assert "no right to work" in text(response)
    assert "/en/travel/" in response.content.decode() or "visa-free" in response.content.decode()
    assert not client.cookies


def test_many_rows_and_no_rows_are_survived(count, client):
    assert count(*[("1.8.2026", "2.8.2026", "visa_free")] * 500).status_code in {200, 400}
    assert client.post("/en/days/", {"do": "count"}).status_code == 400
    assert client.post(
        "/en/days/", {"entry": "1.8.2026", "do": "count", "reference": "24.11.2026"}
    ).status_code in {200, 400}


def test_enter_counts_and_does_not_switch_the_language(count):
    body = count(("1.8.2026", "2.8.2026", "visa_free")).content.decode()
    first = re.search(r'<button [^>]*form="days"[^>]*>', body)[0]
    assert 'value="count"' in first and "formaction" not in first
