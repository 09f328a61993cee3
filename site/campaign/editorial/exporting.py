"""The database into files: the inverse of loading, in the same format, so that nothing is lost on the way back."""

from pathlib import Path

import yaml

from campaign.facts.models import Contact, Fact, Source
from campaign.glossary.models import Term
from campaign.questions.models import Question
from campaign.routes.models import Route
from campaign.search.pages import live_pages
from campaign.synonyms.models import SynonymSet
from content.files.markup import markdown
from content.files.synonyms import write_synonyms

from . import shapes


def export(root: Path) -> dict[str, int]:
    """Writes sources, facts, contacts, routes, published pages, questions, the glossary and synonyms under `root`. Returns how many of each."""
    return {
        "sources": _sources(root),
        "facts": _facts(root),
        "contacts": _contacts(root),
        "routes": _routes(root),
        "pages": _pages(root),
        "questions": _questions(root),
        "terms": _terms(root),
        "synonyms": write_synonyms(root, (row.as_set() for row in SynonymSet.objects.all())),
    }


def _dump(path: Path, data) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=160), encoding="utf-8")


def _without_empty(shape: dict) -> dict:
    return {name: value for name, value in shape.items() if value not in (None, "", [], {}, False)}


def _sources(root: Path) -> int:
    rows = [
        _without_empty({"id": source.pk, **shapes.source_shape(source)}) for source in Source.objects.all()
    ]
    _dump(root / "sources.yaml", rows)
    return len(rows)


def _facts(root: Path) -> int:
    rows = []
    for row in Fact.objects.prefetch_related("sources"):
        fact = row.as_fact()
        rows.append(
            _without_empty({"id": row.key, **shapes.fact_shape(fact), "value": fact.value})
            | {"value": fact.value}
        )
    _dump(root / "facts" / "exported.yaml", rows)
    return len(rows)


def _contacts(root: Path) -> int:
    rows = [
        _without_empty({"id": row.key, **shapes.contact_shape(row)})
        for row in Contact.objects.select_related("phone_fact").prefetch_related("sources")
    ]
    _dump(root / "contacts.yaml", rows)
    return len(rows)


def _routes(root: Path) -> int:
    routes = Route.objects.all()
    for route in routes:
        _dump(root / "routes" / f"{route.key}.yaml", route.data)
    return len(routes)


def _questions(root: Path) -> int:
    rows = []
    for row in Question.objects.prefetch_related("sources").order_by("order", "key"):
        shape = _without_empty(shapes.question_row_shape(row))
        shape["also"] = _without_empty(shape["also"])
        rows.append({"id": row.key, **_without_empty(shape)})
    _dump(root / "faq" / "exported.yaml", rows)
    return len(rows)


def _terms(root: Path) -> int:
    rows = [
        _without_empty({"id": row.key, **shapes.term_shape(row.as_term())})
        for row in Term.objects.order_by("order", "key")
    ]
    _dump(root / "glossary.yaml", rows)
    return len(rows)


def _pages(root: Path) -> int:
    pages = live_pages()
    page_keys = {page.pk: page.key for page in pages}
    source_urls = {source.url: source.pk for source in Source.objects.all()}
    by_key: dict[str, dict] = {}
    for page in pages:
        by_key.setdefault(page.key, {})[page.locale.language_code] = page
    for key, translations in by_key.items():
        folder = root / "pages" / key
        first = next(iter(translations.values()))
        shape = shapes.page_shape_of_row(first, page_keys, source_urls)
        parent = page_keys.get(first.get_parent().pk)
        siblings = list(first.get_parent().get_children().values_list("pk", flat=True))
        _dump(
            folder / "page.yaml",
            _without_empty(
                {
                    "type": shape["type"],
                    "parent": parent,
                    "order": 10 * (siblings.index(first.pk) + 1),
                    "slug": {language: page.slug for language, page in translations.items()},
                    "also": _without_empty(
                        {language: page.search_words.splitlines() for language, page in translations.items()}
                    ),
                    "menu": {language: page.menu_title for language, page in translations.items()}
                    if first.menu_title
                    else None,
                    **{
                        name: shape[name]
                        for name in ("country", "route", "topics", "related", "sources", "checked_on")
                    },
                    "review": {language: page.review for language, page in translations.items()},
                }
            ),
        )
        for language, page in translations.items():
            head = yaml.safe_dump(
                {"title": page.title, "summary": page.summary},
                allow_unicode=True,
                sort_keys=False,
                width=10_000,
            )
            text = markdown(shapes.sections_of_row(page, page_keys, source_urls))
            (folder / f"{language}.md").write_text(f"---\n{head}---\n{text}", encoding="utf-8")
    return len(by_key)
