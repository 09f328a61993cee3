"""The questions of a page, as the page shows them."""

from django.utils.html import escape

from campaign.facts.models import Fact
from campaign.facts.rendering import with_figures

from .models import Question


def questions_of(page_key: str) -> list[Question]:
    """The questions that stand at the end of a page."""
    return list(Question.objects.filter(page_key=page_key))


def shown(questions: list[Question], facts: dict[str, Fact], language: str) -> list[dict]:
    """Question, answer with its figures, and anchor, for `components/questions.html`."""
    return [
        {
            "question": question.question_in(language),
            "html": with_figures(escape(question.answer_in(language)), facts, language),
            "anchor": question.anchor,
        }
        for question in questions
    ]
