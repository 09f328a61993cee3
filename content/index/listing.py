"""Everything that answers a question, for a page of results: counted, filtered, and read on.

The first hits are those of `queries.search` in the same order. What follows is what that function does not look at: passages behind the
best hundred, as far as they cover enough of the question.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from content.languages import LANGUAGES

from . import queries
from .analysis import words
from .documents import Passage
from .queries import Hit
from .store import Scored, Store

MOST = 1_000  # passages read for one listing, best first: all that match in an index of some hundred pages
ALWAYS = 10  # hits that are listed however little they cover
ENOUGH = 0.5  # what the others must cover, as a share of what the best hit covers
MOST_NEAR = 3

Filter = Callable[[Passage], bool]


@dataclass(frozen=True, slots=True)
class Listing:
    """All passages that answer, best first, at most two of a page. `corrected`: as in `queries.Results`."""

    language: str = ""
    corrected: str | None = None
    rows: tuple[tuple[float, Scored], ...] = ()
    groups: tuple = ()

    @property
    def passages(self) -> Iterator[Passage]:
        """All of them, for counting."""
        return (scored.passage for _, scored in self.rows)

    def hits(self, keep: Filter, start: int = 0, limit: int = 10) -> list[Hit]:
        """Those that `keep` lets pass, from the `start`-th on, with their marks."""
        kept = (row for row in self.rows if keep(row[1].passage))
        return [
            queries._hit(scored, score, self.groups, self.language)
            for score, scored in islice(kept, start, start + limit)
        ]


def listing(text: str, language: str, *, store: Store) -> Listing:
    """What answers `text`; see `queries.search` for what a question may be.

    Raises: what `queries.search` raises.
    """
    if language not in LANGUAGES:
        raise ValueError(f"language {language!r} is none of {', '.join(LANGUAGES)}")
    text = text[: queries.LONGEST]
    asked = [word for word in words(text, language) if word.terms]
    groups, corrections = queries._groups(asked, language, store) if asked else ([], [])
    if not groups:
        return Listing(language)
    found = store.search_terms(language, [group.terms for group in groups], limit=MOST)
    corrected = queries._corrected(text, corrections) if corrections else None
    return Listing(language, corrected, tuple(_listed(found, groups)), tuple(groups))


def _listed(found: Sequence[Scored], groups: Sequence) -> Iterator[tuple[float, Scored]]:
    """The passages worth showing with their scores."""
    rows = queries._ranked(found[: queries.CONSIDERED], groups, queries.PER_PAGE)
    rows += queries._ranked(found[queries.CONSIDERED :], groups, queries.PER_PAGE)
    shown: dict[str, int] = {}
    listed, enough = 0, None
    for score, scored in rows:
        covered = queries._coverage(scored.terms, groups)
        enough = ENOUGH * covered if enough is None else enough
        here = shown.get(scored.passage.page, 0)
        if here < queries.PER_PAGE and (listed < ALWAYS or covered >= enough):
            shown[scored.passage.page], listed = here + 1, listed + 1
            yield score, scored


def nearest(text: str, language: str, *, store: Store) -> list[Passage]:
    """One passage of each page about words that look like those of a question that found nothing; at most three.

    Raises: what `queries.search` raises.
    """
    corrector = queries._corrector(store, language)
    asked = [word.folded for word in words(text[: queries.LONGEST], language) if word.terms]
    like = filter(None, map(corrector.most_like, dict.fromkeys(asked[: queries.MOST_CORRECTED])))
    found: dict[str, Passage] = {}
    for hit in queries.search(" ".join(like), language, store=store).hits:
        found.setdefault(hit.passage.page, hit.passage)
    return list(found.values())[:MOST_NEAR]
