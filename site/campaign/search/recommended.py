"""What editors recommend for a search, as the results page shows it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import override
from wagtail.models import Page

from campaign.facts.rendering import facts_in
from campaign.languages.forms import WrittenForm, in_form
from content import figures
from content.index.documents import Passage

from .models import Recommendation, search_key
from .pages import live_page


@dataclass(frozen=True, slots=True)
class Recommended:
    """Title, address, text and note for the page; `is_it` tells its own passages, so that search shows them once."""

    title: str
    url: str
    text: str
    note: str
    is_it: Callable[[Passage], bool]


def recommended_for(queries: list[str], form: WrittenForm) -> Recommended | None:
    """The recommendation for the first of these wordings that has one, if its target is published in this language."""
    rows = list(
        Recommendation.objects.filter(language=form.language).select_related("page__locale", "question")
    )
    keyed = [(row, row.searched_as()) for row in rows]
    for wanted in filter(None, (search_key(query, form.language) for query in queries)):
        for row, phrases in keyed:
            if wanted in phrases and (found := _shown(row, form)):
                return found
    return None


def _shown(row: Recommendation, form: WrittenForm) -> Recommended | None:
    question = row.question
    page = live_page(question.page_key, form.language) if question else _in_language(row.page, form.language)
    if page is None:
        return None
    with override(form.language):
        url = in_form(page.get_url() or f"/{form.language}/", form)
    if question:
        text = question.answer_in(form.language)
        facts = _facts(text)
        return Recommended(
            question.question_in(form.language),
            f"{url}#{question.anchor}",
            figures.plain(text, facts, form.language),
            row.note,
            lambda passage: passage.url.endswith(f"#{question.anchor}"),
        )
    return Recommended(
        page.title,
        url,
        figures.plain(page.summary, _facts(page.summary), form.language),
        row.note,
        lambda passage: passage.page == page.key and passage.kind != "faq",
    )


def _facts(text: str) -> dict:
    return {key: row.as_fact() for key, row in facts_in(text).items()}


def _in_language(page: Page, language: str):
    """The published translation of a page as its own type; None where there is none, or it is no page of the campaign."""
    if page.locale.language_code != language:
        page = page.get_translations().filter(locale__language_code=language).first()
    specific = page.specific if page and page.live else None
    return specific if hasattr(specific, "summary") else None
