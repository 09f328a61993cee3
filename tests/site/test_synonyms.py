"""Editors keep other names: what they save counts for the next search, bad sets are refused in their language, files lose nothing."""

import html
import io

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import reverse
from wagtail.users.models import UserProfile

from campaign.glossary.models import Term
from campaign.search.models import OutboxRow
from campaign.search.repair import faults
from campaign.synonyms.models import SynonymSet
from campaign.synonyms.trial import trial
from content.files.synonyms import read_synonyms
from content.index.queries import open_store, search

pytestmark = [pytest.mark.usefixtures("campaign"), pytest.mark.django_db]
ADD = "wagtailsnippets_synonyms_synonymset:add"
EDIT = "wagtailsnippets_synonyms_synonymset:edit"
GOOD = {
    "language": "en",
    "names": "quagga, smuggling",
    "meant": "",
    "reason": "heard in class",
    "query": "quagga",
    "page_key": "smuggling",
}


@pytest.fixture
def index(own_index):
    """What a search finds in an index of the test's own."""
    return lambda query, language="en": [
        hit.passage.page for hit in search(query, language, limit=10, store=open_store(own_index)).hits
    ]


@pytest.fixture
def editor(client):
    user = get_user_model().objects.create_superuser("editor", "editor@example.org", "x")
    client.force_login(user)

    def speaks(language):
        profile = UserProfile.get_for_user(user)
        profile.preferred_language = language
        profile.save()
        return client

    return speaks


@pytest.fixture
def save(editor, django_capture_on_commit_callbacks):
    """Sends the form of a new set, or of one that is there."""

    def send(row=None, speaking="en", **changes):
        address = reverse(EDIT, args=[row.pk]) if row else reverse(ADD)
        with django_capture_on_commit_callbacks(execute=True):
            return editor(speaking).post(address, GOOD | changes, follow=True)

    return send


def text(response) -> str:
    return html.unescape(response.content.decode())


def test_a_saved_set_counts_for_the_next_search(index, save):
    assert "smuggling" not in index("quagga")
    said = text(save())
    assert "finds the page among the first three" in said and "Without this set" in said
    assert index("quagga")[0] == "smuggling"
    row = SynonymSet.objects.get(query="quagga")
    save(row, names="okapi, smuggling", query="okapi")
    assert "smuggling" not in index("quagga") and index("okapi")[0] == "smuggling"


def test_a_test_query_that_misses_warns_and_saves(index, save):
    said = text(save(page_key="accessibility"))
    assert "does not find the page" in said and SynonymSet.objects.filter(query="quagga").exists()


@pytest.mark.parametrize(
    ("language", "warning"),
    [("sq", "nuk e gjen faqen"), ("sr", "не налази страницу"), ("sr-latn", "ne nalazi stranicu")],
)
def test_the_warning_speaks_the_editors_language(index, save, language, warning):
    assert warning in text(save(speaking=language, page_key="accessibility"))


def test_an_index_that_is_away_keeps_the_set(index, save, settings, tmp_path):
    settings.CONTENT_INDEX = tmp_path / "nothing" / "there.sqlite3"
    settings.CONTENT_INDEX.parent.mkdir()
    settings.CONTENT_INDEX.mkdir()
    assert "could not be tried" in text(save())
    assert SynonymSet.objects.filter(query="quagga").exists() and OutboxRow.objects.exists()


def test_without_and_with_are_told_beside_the_form(index, save, editor):
    save()
    row = SynonymSet.objects.get(query="quagga")
    tried = trial(row)
    assert tried.passes and not tried.before and tried.without == []
    shown = text(editor("en").get(reverse(EDIT, args=[row.pk])))
    assert "With this set" in shown and tried.found[0] in shown


def test_a_set_in_one_direction(index, save):
    save(names="quagga", meant="smuggling")
    assert index("quagga")[0] == "smuggling"


def test_a_set_that_moves_to_another_language_leaves_the_old_one(index, save):
    save()
    save(SynonymSet.objects.get(query="quagga"), language="sq", names="quagga, kontrabandë")
    assert "smuggling" not in index("quagga") and "smuggling" in index("quagga", "sq")


def test_a_set_that_moves_to_a_language_where_its_key_is_taken_gets_another():
    """Both have been renamed since, so that nothing but the kept keys is alike."""
    there = SynonymSet.objects.create(language="sq", names="quagga, kontrabandë", reason="heard")
    moving = SynonymSet.objects.create(language="en", names="quagga, smuggling", reason="heard")
    assert there.key == moving.key
    for row, names in ((there, "zebër, kontrabandë"), (moving, "okapi, kontrabandë")):
        row.names = names
        row.save()
    moving.language = "sq"
    moving.save()
    assert moving.key not in {"", there.key}


def test_a_deleted_set_counts_no_more(index, save, django_capture_on_commit_callbacks):
    save()
    with django_capture_on_commit_callbacks(execute=True):
        SynonymSet.objects.get(query="quagga").delete()
    assert "smuggling" not in index("quagga")


def test_what_the_glossary_says_people_call_a_term_travels_too(index, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        term = Term.objects.filter(page_key="smuggling").first()
        term.also_en = "quaggaride"
        term.save()
    assert index("quaggaride")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"names": "smuggling"}, "two different names"),
        ({"names": "smuggling, Smuggling"}, "twice"),
        ({"names": "the, of"}, "leaves out"),
        ({"names": "word " * 2_048 + ", b"}, "too long"),
        ({"names": ", ".join(f"word{n}" for n in range(900))}, "at most 30 names"),
        ({"names": "a # b, smuggling"}, "can't be used"),
        ({"query": "the"}, "leaves out"),
        ({"reason": ""}, "required"),
        ({"query": ""}, "required"),
        ({"page_key": "nowhere"}, "not one of the available choices"),
        ({"names": "salary, quagga"}, "begins with this name"),
    ],
)
def test_a_bad_set_is_refused_and_loses_nothing(save, changes, message):
    before = SynonymSet.objects.count()
    response = save(**changes)
    assert SynonymSet.objects.count() == before
    assert message in text(response)
    assert (changes.get("names") or GOOD["names"])[:500] in text(response)


@pytest.mark.parametrize(
    ("language", "message"), [("sq", "dy emra të ndryshëm"), ("sr", "два различита назива")]
)
def test_refusals_speak_the_editors_language(save, language, message):
    assert message in text(save(speaking=language, names="smuggling"))


# --- Files ------------------------------------------------------------------------------------------------------------


def load(root=None) -> str:
    out = io.StringIO()
    call_command("load_content", *(["--from", str(root)] if root else []), stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_all_sets_of_the_files_are_there_in_their_order():
    sets, _ = read_synonyms()
    assert [row.as_set() for row in SynonymSet.objects.filter(language="sq")] == [
        one for one in sets if one.language == "sq"
    ]


def test_what_an_editor_changed_or_deleted_is_kept_and_named(own_index):
    changed, deleted = SynonymSet.objects.filter(language="sq")[:2]
    changed.names = "shpërblim, " + changed.names
    changed.save()
    deleted.delete()
    said = load()
    assert f"synonyms {changed.key} sq" in said and f"synonyms {deleted.key} sq (deleted)" in said
    changed.refresh_from_db()
    assert changed.names.startswith("shpërblim")
    assert not SynonymSet.objects.filter(language="sq", key=deleted.key).exists()


def test_export_is_the_inverse_of_loading_also_after_an_edit(own_index, tmp_path):
    row = SynonymSet.objects.filter(language="sq").first()
    row.names = "shpërblim, " + row.names
    row.save()
    count = SynonymSet.objects.count()
    call_command("export_content", str(tmp_path / "out"), stdout=io.StringIO())
    (tmp_path / "out" / "routes" / "shared").mkdir(parents=True, exist_ok=True)
    said = load(tmp_path / "out")
    assert "updated" not in said and "created" not in said and SynonymSet.objects.count() == count, said


def test_the_index_is_checked_for_them(index, settings):
    store = open_store(settings.CONTENT_INDEX, writable=True)
    assert not [fault for fault in faults() if fault.thing and fault.thing[0] == "synonyms"]
    store.put_record("synonyms", "sq", {"sets": [], "glossary": []}, 10**6)
    assert [fault.thing for fault in faults()] == [("synonyms", "sq", "")]


def test_every_test_query_of_our_sets_finds_its_page(index):
    rows = SynonymSet.objects.all()
    missed = [
        f"{row.language}: {row.query} -> {found[:3]}"
        for row in rows
        if row.page_key not in (found := list(dict.fromkeys(index(row.query, row.language))))[:3]
    ]
    assert len(rows) > 150 and not missed, "\n".join(missed)
