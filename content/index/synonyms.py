"""Other names for our terms, applied to the query only: the texts stay as they are written.

The index carries them as one record for each language, which the site writes from what editors keep: sets of names, and what the
glossary says people call a term (they mean its first name, which our texts use). Without that record the files of `content/` serve.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from content.files.glossary import read_glossary
from content.files.synonyms import SynonymSet, read_synonyms

from .analysis import terms
from .store import Store

logger = logging.getLogger(__name__)
KIND = "synonyms"  # of the record; its id is the language
SHORTEST = 6  # letters of a single term that is a name by itself
Phrase = tuple[str, ...]
Table = Mapping[Phrase, tuple[Phrase, ...]]

_tables: WeakKeyDictionary[Store, dict[str, tuple[Mapping[str, Any], Table]]] = WeakKeyDictionary()


def synonyms(language: str, store: Store) -> Table:
    """What a phrase (as terms) may also be called, as the index says. Made anew only when its record has changed.

    Raises: IndexMissing, AnalyserMismatch: from the store.
    """
    data = store.kept(KIND, language)
    if data is None:
        return of_files(language)
    of_store = _tables.setdefault(store, {})
    made = of_store.get(language)
    if made is None or made[0] is not data:
        of_store[language] = made = (data, table(data, language))
    return made[1]


@cache
def of_files(language: str) -> Table:
    """The same from the files of `content/`. A faulty set is left out: `make content-check` names it."""
    sets, problems = read_synonyms()
    entries, faulty = read_glossary()
    for problem in [*problems, *faulty]:
        logger.warning("%s", problem)
    names = ((term.name[language], term.also.get(language, ())) for term in entries.values())
    return table(record((one for one in sets if one.language == language), names), language)


def record(sets: Iterable[SynonymSet], glossary: Iterable[tuple[str, Iterable[str]]]) -> dict[str, Any]:
    """What the index carries for a language: its sets, and the names of the glossary as (our name, other names)."""
    return {
        "sets": [[list(one.said), list(one.meant)] for one in sets],
        "glossary": [[name, list(also)] for name, also in glossary if also],
    }


def table(data: Mapping[str, Any], language: str) -> Table:
    """The record as the query uses it."""
    found: dict[Phrase, dict[Phrase, None]] = {}
    for said, meant in data["sets"]:
        left, right = _phrases(said, language), _phrases(meant or said, language)
        for name in left:
            found.setdefault(name, {}).update({other: None for other in right if other != name})
    for name, also in data["glossary"]:
        for said in _telling(name, also, language):
            found.setdefault(said, {})[tuple(terms(name, language))] = None
    return {name: tuple(others) for name, others in found.items()}


def _telling(name: str, also: Iterable[str], language: str) -> Iterator[Phrase]:
    """The other names of a term that say enough once stop words and endings are gone.

    Left out is a single word that is left of several, a short word, a part of our own name. Names on forms stand in the texts.
    """
    ours = set(terms(name, language))
    for other in also:
        said = tuple(terms(other, language))
        lost = len(said) == 1 and (len(other.split()) > 1 or len(said[0]) < SHORTEST)
        if said and ours and not lost and not set(said) <= ours:
            yield said


def _phrases(names: Iterable[str], language: str) -> list[Phrase]:
    found = (tuple(terms(name, language)) for name in names)
    return [phrase for phrase in found if phrase]
