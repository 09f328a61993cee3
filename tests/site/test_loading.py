"""Files to database and back: nothing is lost, nothing an editor wrote is overwritten."""

import io

import pytest
from django.core.management import call_command

from campaign.editorial import shapes
from campaign.editorial.models import LoadedItem
from campaign.facts.models import Fact
from campaign.glossary.models import Term
from campaign.guides.models import GuidePage

pytestmark = [pytest.mark.usefixtures("campaign"), pytest.mark.django_db]


def load(root=None) -> str:
    out = io.StringIO()
    call_command("load_content", *(["--from", str(root)] if root else []), stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_loading_twice_changes_nothing():
    said = load()
    assert "unchanged" in said and "updated" not in said and "created" not in said and "kept" not in said


def test_what_an_editor_changed_is_kept_and_named():
    page = GuidePage.objects.get(key="embassy-appointments", locale__language_code="sq")
    page.summary = "Përmbledhje e redaktorit."
    page.save_revision().publish()
    Fact.objects.filter(key="de_national_visa_fee").update(value="76")
    said = load()
    assert "page embassy-appointments sq" in said and "fact de_national_visa_fee" in said
    page.refresh_from_db()
    assert page.summary == "Përmbledhje e redaktorit."
    assert Fact.objects.get(key="de_national_visa_fee").value == "76"


def test_an_unpublished_draft_counts_as_touched():
    page = GuidePage.objects.get(key="embassy-appointments", locale__language_code="en")
    page.summary = "An editor is still writing."
    page.save_revision()
    assert "page embassy-appointments en" in load()


@pytest.fixture
def new_page_shape(monkeypatch):
    """A new version whose pages have a part more, which the files fill and the database has empty; two pages are enough."""

    def with_part(name: str, value: str) -> None:
        old = getattr(shapes, name)
        added = {"colour": value}
        changed = {"embassy-appointments", "smuggling"}
        monkeypatch.setattr(
            shapes, name, lambda page, *given: old(page, *given) | (added if page.key in changed else {})
        )

    with_part("page_shape_of_file", "as the file says")
    with_part("page_shape_of_row", "")


@pytest.mark.usefixtures("new_page_shape")
def test_a_new_shape_of_pages_is_no_change_by_an_editor():
    page = GuidePage.objects.get(key="embassy-appointments", locale__language_code="sq")
    page.summary = "Përmbledhje e redaktorit."
    page.save_revision().publish()
    said = load()
    assert said.count("kept") == 1 and "kept, an editor has changed it: page embassy-appointments sq" in said
    assert "5 updated" in said
    page.refresh_from_db()
    assert page.summary == "Përmbledhje e redaktorit."


@pytest.mark.usefixtures("new_page_shape")
def test_a_database_from_before_revisions_were_noted_knows_editors_by_their_name(django_user_model):
    LoadedItem.objects.filter(kind="page").update(
        parts={}, revision=None, digest="as an older version took it"
    )
    page = GuidePage.objects.get(key="embassy-appointments", locale__language_code="en")
    page.summary = "An editor's summary."
    page.save_revision(user=django_user_model.objects.create_user("editor")).publish()
    said = load()
    assert said.count("kept") == 1 and "kept, an editor has changed it: page embassy-appointments en" in said


def test_a_part_that_a_new_version_adds_to_words_is_no_change_by_an_editor():
    """As if `page` were new: what was loaded knew nothing of it, and the database has it empty."""
    for item in LoadedItem.objects.filter(kind="term", key__in=["residence_permit", "single_permit"]):
        item.digest = "as an older version took it"
        item.parts.pop("page")
        item.save()
    Term.objects.filter(key__in=["residence_permit", "single_permit"]).update(page_key="")
    Term.objects.filter(key="single_permit").update(meaning_en="An editor's meaning.")
    said = load()
    assert said.count("kept") == 1 and "kept, an editor has changed it: term single_permit" in said
    assert Term.objects.get(key="residence_permit").page_key == "single-permit"
    assert Term.objects.get(key="single_permit").meaning_en == "An editor's meaning."


def test_export_is_the_inverse_of_loading(tmp_path):
    call_command("export_content", str(tmp_path), stdout=io.StringIO())
    (tmp_path / "routes" / "shared").mkdir(parents=True, exist_ok=True)
    said = load(tmp_path)
    assert "updated" not in said and "created" not in said and "kept" not in said, said


def test_a_broken_page_is_named_and_the_rest_loads(tmp_path):
    call_command("export_content", str(tmp_path), stdout=io.StringIO())
    broken = tmp_path / "pages" / "smuggling" / "sq.md"
    broken.write_text(broken.read_text(encoding="utf-8") + "\n\nShuma [[no_such_fact]].\n", encoding="utf-8")
    errors = io.StringIO()
    call_command("load_content", "--from", str(tmp_path), stdout=io.StringIO(), stderr=errors)
    assert "smuggling/sq.md:" in errors.getvalue() and "no_such_fact" in errors.getvalue()
