"""Finds the campaign's pages across their types, by key and language."""

from wagtail.models import get_page_models

from campaign.base.models import CampaignPage
from campaign.questions.models import Question
from content.languages import LANGUAGES


def page_types() -> list[type[CampaignPage]]:
    """Every concrete page type of the campaign."""
    return [
        model for model in get_page_models() if issubclass(model, CampaignPage) and not model._meta.abstract
    ]


def live_page(key: str, language: str) -> CampaignPage | None:
    """The published page with this key in this language."""
    for model in page_types():
        page = (
            model.objects.live()
            .filter(key=key, locale__language_code=language)
            .select_related("locale")
            .first()
        )
        if page:
            return page
    return None


def live_pages() -> list[CampaignPage]:
    """All published pages of all languages."""
    return [
        page
        for model in page_types()
        for page in model.objects.live().select_related("locale").order_by("path")
    ]


def pages_with_fact(key: str) -> list[CampaignPage]:
    """Published pages whose text, or the answer to one of whose questions, refers to this fact."""
    marks = (f"[[{key}]]", f"[[{key}|value]]")
    asked = {
        question.page_key
        for question in Question.objects.all()
        if any(mark in question.answer_in(language) for language in LANGUAGES for mark in marks)
    }
    return [
        page
        for page in live_pages()
        if page.key in asked or any(mark in page.summary or mark in str(page.body.raw_data) for mark in marks)
    ]
