"""Why a question finds what it finds: for editors and for whoever tunes the search. Part of `queries`, which it looks into."""

from collections.abc import Sequence
from dataclasses import dataclass

from . import queries
from .analysis import words
from .documents import Passage
from .store import Store


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of the question: the terms that stand for it with their weights, and how many passages hold each."""

    word: str
    corrected_to: str | None
    terms: dict[str, float]
    holding: dict[str, int]
    weight: float


@dataclass(frozen=True, slots=True)
class Found:
    """A passage in the order of the answer. `stored` is the store's score, `parts` the share of each word in it.

    `coverage`: how much of the question's weight the passage covers. `refined`: the score with that, the title and other wordings in it;
    `score`: also with the evidence of the page's other passages, which the order goes by.
    """

    passage: Passage
    stored: float
    parts: tuple[float, ...]
    coverage: float
    refined: float
    score: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """A question as it was understood, and what it finds among how many passages."""

    passages: int
    corrected: str | None
    asked: tuple[Asked, ...]
    found: tuple[Found, ...]


def explain(
    text: str,
    language: str,
    *,
    kinds: Sequence[str] | None = None,
    country: str | None = None,
    limit: int = 10,
    store: Store,
) -> Explanation:
    """The same steps as `queries.search`, with what each of them made of the question.

    Raises: what `queries.search` raises.
    """
    text = text[: queries.LONGEST]
    typed = [word for word in words(text, language) if word.terms]
    groups, corrections = queries._groups(typed, language, store) if typed else ([], [])
    terms = [group.terms for group in groups]
    holding = store.frequencies(language, {term for group in terms for term in group})
    candidates = store.search_terms(language, terms, kinds=kinds, country=country, limit=queries.CONSIDERED)
    ranked = queries._ranked(candidates, groups, None if kinds else queries.PER_PAGE)[:limit]
    found = (
        Found(
            one.passage,
            one.score,
            one.parts,
            queries._coverage(one.terms, groups),
            queries._refined(one, groups),
            score,
        )
        for score, one in ranked
    )
    asked = (
        Asked(
            group.word.folded,
            group.corrected_to,
            group.terms,
            {term: holding.get(term, 0) for term in group.terms},
            group.weight,
        )
        for group in groups
    )
    corrected = queries._corrected(text, corrections) if corrections else None
    return Explanation(store.size(language), corrected, tuple(asked), tuple(found))
