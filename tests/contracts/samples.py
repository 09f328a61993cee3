"""Passages for the contracts."""

from content.index.analysis import terms
from content.index.documents import Passage
from content.index.store import Store


def passage(
    page: str = "visa", place: int = 0, text: str = "Viza kombëtare", language: str = "sq", **more
) -> Passage:
    """A passage whose title gives no terms, so that its text alone decides."""
    values = {
        "version": 1,
        "kind": "page",
        "title": "",
        "heading_path": (),
        "url": f"/{language}/{page}/",
    } | more
    return Passage(id=f"{page}:{language}:{place:02}", language=language, page=page, text=text, **values)


def found(store: Store, text: str, language: str = "sq", **options) -> list[str]:
    """The ids of the passages found for words, best first."""
    groups = [{term: 1.0} for term in terms(text, language)]
    return [scored.passage.id for scored in store.search_terms(language, groups, **options)]
