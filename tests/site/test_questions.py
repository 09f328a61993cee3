"""Questions on the site: loaded and exported like facts, shown at the end of their page, found through the index."""

import io

import pytest
from django.core.management import call_command

from campaign.questions.models import Question
from campaign.search import outbox
from campaign.search.pages import live_page
from content.index.queries import open_store, search

pytestmark = [pytest.mark.usefixtures("campaign"), pytest.mark.django_db]
WORDING = "a muj me punu ne gjermani pa diplom"


@pytest.fixture
def index(settings, tmp_path):
    """An index of the test's own, so that others keep theirs."""
    settings.CONTENT_INDEX = tmp_path / "index.sqlite3"
    outbox.rebuild()
    return lambda query: search(query, "sq", store=open_store(settings.CONTENT_INDEX)).hits


@pytest.fixture
def question():
    return Question.objects.get(key="wb_no_diploma")


def load(root=None) -> str:
    out = io.StringIO()
    call_command("load_content", *(["--from", str(root)] if root else []), stdout=out, stderr=io.StringIO())
    return out.getvalue()


def test_out_and_in_again_changes_no_question(tmp_path):
    before = list(Question.objects.values())
    call_command("export_content", str(tmp_path), stdout=io.StringIO())
    said = load(tmp_path)
    assert "question" not in said and "updated" not in said and "created" not in said, said
    assert list(Question.objects.values()) == before


def test_what_an_editor_changed_is_kept_and_named(question):
    Question.objects.filter(pk=question.pk).update(answer_sq="Përgjigjja e redaktorit.")
    assert "question wb_no_diploma" in load()
    question.refresh_from_db()
    assert question.answer_sq == "Përgjigjja e redaktorit."


def test_a_page_shows_its_questions_with_their_figures(client, question):
    html = client.get(live_page(question.page_key, "sq").get_url()).content.decode()
    assert f"<summary>{question.question_sq}</summary>" in html and f'id="{question.anchor}"' in html
    assert 'id="fact-de_westbalkan_quota"' in html


def test_a_question_is_found_by_its_wording_and_leads_to_its_answer(index, question):
    best = index(WORDING)[0].passage
    assert best.kind == "faq" and best.page == question.page_key
    assert best.url.endswith(f"#{question.anchor}") and "[[" not in best.text and best.sources


def test_a_change_reaches_the_index_also_when_the_question_moves(
    index, question, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        question.page_key = "germany"
        question.save()
    assert [hit.passage.page for hit in index(WORDING) if hit.passage.title == question.question_sq] == [
        "germany"
    ]
    with django_capture_on_commit_callbacks(execute=True):
        question.delete()
    assert not [hit for hit in index(WORDING) if hit.passage.title == question.question_sq]
