"""Other names for our terms, applied to the query only: the texts stay as they are written.

`content/synonyms/<language>.txt`, one set a line with its reason after `#`:
`a, b, c` all mean the same; `a, b > c` whoever says a or b may mean c, but not the other way round.

`content/glossary.yaml` adds what people call a term: they mean its first name, which our texts use. What it says isn't repeated in
the lists.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from .analysis import terms

FOLDER = Path(__file__).parent.parent / "synonyms"
GLOSSARY = Path(__file__).parent.parent / "glossary.yaml"
SHORTEST = 6  # letters of a single term that is a name by itself
_YAML = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times faster where PyYAML has it
Phrase = tuple[str, ...]


class BadSynonym(ValueError):
    """A line of a list can't be read. The message names file and line."""


@cache
def synonyms(language: str) -> dict[Phrase, tuple[Phrase, ...]]:
    """What a phrase (as terms) may also be called.

    Raises:
        BadSynonym: a line has no reason or fewer than two names, or the glossary can't be read.
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
    for said, ours in _of_glossary(language):
        found.setdefault(said, {})[ours] = None
    return {name: tuple(others) for name, others in found.items()}


def _of_glossary(language: str) -> Iterator[tuple[Phrase, Phrase]]:
    """What is said and what it means, from the glossary: other names lead to our name. Names on forms stand in the texts themselves.

    Left out is what says too little once stop words and endings are gone: several words of which one is left, a short word,
    a part of our own name.
    """
    try:
        for entry in yaml.load(GLOSSARY.read_text(encoding="utf-8"), _YAML) or []:
            ours = tuple(terms(entry["name"][language], language))
            for name in (entry.get("also") or {}).get(language, ()):
                said = tuple(terms(name, language))
                lost = len(said) == 1 and (len(name.split()) > 1 or len(said[0]) < SHORTEST)
                if said and ours and not lost and not set(said) <= set(ours):
                    yield said, ours
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise BadSynonym(f"{GLOSSARY.name}: {error}; `make content-check` names the line") from error


def _phrases(names: str, language: str) -> list[Phrase]:
    found = (tuple(terms(name, language)) for name in names.split(","))
    return [phrase for phrase in found if phrase]
