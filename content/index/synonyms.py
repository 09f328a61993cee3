"""Other names for our terms, applied to the query only: the texts stay as they are written.

`content/synonyms/<language>.txt`, one set a line with its reason after `#`:
`a, b, c` all mean the same; `a, b > c` whoever says a or b may mean c, but not the other way round.
"""

from functools import cache
from pathlib import Path

from .analysis import terms

FOLDER = Path(__file__).parent.parent / "synonyms"
Phrase = tuple[str, ...]


class BadSynonym(ValueError):
    """A line of a list can't be read. The message names file and line."""


@cache
def synonyms(language: str) -> dict[Phrase, tuple[Phrase, ...]]:
    """What a phrase (as terms) may also be called.

    Raises:
        BadSynonym: a line has no reason or fewer than two names.
    """
    path = FOLDER / f"{language}.txt"
    found: dict[Phrase, dict[Phrase, None]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        names, _, reason = line.partition("#")
        said, arrow, meant = names.partition(">")
        left, right = _phrases(said, language), _phrases(meant if arrow else said, language)
        if not reason.strip() or not left or not right or (not arrow and len(names.split(",")) < 2):
            raise BadSynonym(
                f"{path.name}, line {number}: expected 'name, name # reason' or 'name > name # reason'"
            )
        for name in left:
            found.setdefault(name, {}).update({other: None for other in right if other != name})
    return {name: tuple(others) for name, others in found.items()}


def _phrases(names: str, language: str) -> list[Phrase]:
    found = (tuple(terms(name, language)) for name in names.split(","))
    return [phrase for phrase in found if phrase]
