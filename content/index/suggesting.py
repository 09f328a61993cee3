"""What a person may be about to ask: titles and questions for a query whose last word is not finished yet."""

from content.languages import LANGUAGES

from . import queries
from .analysis import words
from .documents import Passage
from .store import Store

LONGEST = 100  # characters that are read: nobody needs a suggestion for a whole story
COMPLETED_WEIGHT = 0.9  # of a word that begins as typed, beside the typed word itself


def suggest(text: str, language: str, limit: int = 6, *, store: Store) -> list[Passage]:
    """One passage for each different title that answers `text`, best first: found as `queries.search` finds, but the last word may
    be the beginning of another.

    Raises: what `queries.search` raises.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r} is none of {', '.join(LANGUAGES)}")
    text = text[:LONGEST]
    typed = list(words(text, language))
    if not typed:
        return []
    last, completed = typed[-1], []
    if last.end == len(text.rstrip("?!.")) and last.folded.isalnum():
        completed = queries._corrector(store, language).completions(last.folded)
    finished = [word for word in (typed[:-1] if completed else typed) if word.terms]
    groups = queries._groups(finished, language, store)[0] if finished else []
    if completed:
        group = queries._Group(last, dict.fromkeys(last.terms, 1.0))
        for word in completed:
            for term in queries._terms(word, language):
                group.terms.setdefault(term, COMPLETED_WEIGHT)
        holding = store.frequencies(language, group.terms)
        group.weight = queries.idf(store.size(language), max(holding.values(), default=0))
        groups.append(group)
    if not groups:
        return []
    found = store.search_terms(language, [group.terms for group in groups], limit=queries.CONSIDERED)
    titles: dict[str, Passage] = {}
    for _, scored in queries._ranked(found, groups, queries.PER_PAGE):
        titles.setdefault(scored.passage.title, scored.passage)
    # Who types a beginning looks for a title in which it stands; the order is else that of the search.
    meant = groups[-1].terms
    by_title = sorted(titles, key=lambda title: meant.keys().isdisjoint(queries._terms(title, language)))
    return [titles[title] for title in by_title[:limit]]
