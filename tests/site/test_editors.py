"""What editors see in their own language."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils.translation import override
from wagtail.admin.widgets import AdminDateInput

from campaign.guides.models import GuidePage

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["sq", "sr", "sr-latn"])
def test_the_week_of_the_date_picker_begins_on_monday(language):
    with override(language):
        html = AdminDateInput().render("day", None, {"id": "day"})
    assert '"dayOfWeekStart": 1' in html


@pytest.fixture
def editor(client):
    """An editor, logged in."""
    client.force_login(get_user_model().objects.create_superuser("editor", "editor@example.org", "x"))
    return client


def listed(editor, **query) -> set[tuple[str, str]]:
    """Key and language of the pages on the report."""
    pages = editor.get(reverse("reading_report"), query | {"p": 1}).context["pages"]
    return {(page.specific.key, page.locale.language_code) for page in pages}


@pytest.mark.usefixtures("campaign")
def test_the_report_says_which_texts_nobody_has_read_in_each_language(editor):
    page = GuidePage.objects.get(key="embassy-appointments", locale__language_code="sq")
    page.review = "approved"
    page.save_revision().publish()
    sq = page.locale_id
    assert listed(editor, locale=sq, review="approved") == {("embassy-appointments", "sq")}
    unread = listed(editor, locale=sq, review="machine_drafted")
    assert unread and {language for _, language in unread} == {"sq"}
    assert ("embassy-appointments", "sq") not in unread
    context = editor.get(reverse("reading_report")).context
    counts = {row["language"]: row["texts"] for row in context["counts"]}
    assert len(counts) == 3 and sorted(texts[2] for texts in counts.values()) == [0, 0, 1]
    assert len({sum(texts) for texts in counts.values()}) == 1


@pytest.mark.usefixtures("campaign")
def test_the_report_is_not_for_the_public(client):
    assert client.get(reverse("reading_report")).status_code == 302


@pytest.mark.usefixtures("campaign")
@pytest.mark.parametrize(
    ("review", "said"),
    [
        ("machine_drafted", "has not yet been read by a native speaker"),
        ("read_by_native", "Read by a native speaker, not yet approved"),
        ("approved", "Read and approved by a native speaker"),
    ],
)
def test_readers_are_told_at_the_end_who_has_read_the_text_and_when_it_was_checked(client, review, said):
    page = GuidePage.objects.get(key="embassy-appointments", locale__language_code="en")
    page.review = review
    page.save_revision().publish()
    html = client.get(page.get_url()).content.decode()
    line = re.search(r'<p class="origin review">(.*?)</p>', html, re.DOTALL)[1]
    assert said in line and re.search(r"Checked on \d+ \w+ 20\d\d", line)
    assert html.index(line) > html.index('class="prose"') and html.count(said) == 1
