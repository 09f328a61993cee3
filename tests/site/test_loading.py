"""Files to database and back: nothing is lost, nothing an editor wrote is overwritten."""

import io

import pytest
from django.core.management import call_command

from campaign.facts.models import Fact
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
