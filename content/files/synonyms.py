"""Reads and writes the lists of other names: `content/synonyms/<language>.txt`, one set a line.

`a, b, c # reason # test query > page`: all mean the same.
`a, b > c # reason # test query > page`: whoever says a or b may mean c, but not the other way round.
The test query must find the page (its key) among the first three.
"""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from content.files.problems import Problem
from content.files.read import CONTENT
from content.index.analysis import terms
from content.languages import LANGUAGES
from content.text.folding import fold
from content.text.scripts import to_latin

LONGEST_NAME, MOST_NAMES, LONGEST_LINE = (
    80,
    30,
    200,
)  # characters, names of a set, characters of reason and query
SIGNS = "#>"  # they divide the line of a set
HEAD = """\
# Other names of our terms. `a, b` mean the same; `a > b` says a, may mean b. The reason follows #; after another # a test query
# and the key of the page that it must find among the first three: `name, name # reason # test query > page`.
"""
MESSAGES = {
    "few": "a set needs two different names; {detail} says one thing only",
    "empty": "{detail!r} holds only words that we don't search for",
    "twice": "{detail!r} stands here twice",
    "sign": "{detail!r} can't hold # or >",
    "long": "{detail!r} is too long",
    "many": f"a set holds at most {MOST_NAMES} names",
    "reason": "the reason is missing: name, name # reason # test query > page",
    "query": "the test query is missing: name, name # reason # test query > page",
    "page": "the page of the test query is missing: name, name # reason # test query > page",
}


@dataclass(frozen=True, slots=True)
class SynonymSet:
    """Names that mean the same; with `meant`, whoever says one of `said` may mean one of those. `page`: what `query` must find."""

    language: str
    said: tuple[str, ...]
    meant: tuple[str, ...] = ()
    reason: str = ""
    query: str = ""
    page: str = ""

    @property
    def key(self) -> str:
        """By which a set is known: its first name, and the first one that is meant."""
        names = (self.said[0] if self.said else "", *self.meant[:1])
        return "--".join(re.sub(r"[^a-z0-9]+", "-", fold(to_latin(name))).strip("-") for name in names)[:100]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one `field` of a set: a code of `MESSAGES`, and the part it is about."""

    field: str
    code: str
    detail: str = ""

    def __str__(self) -> str:
        return MESSAGES[self.code].format(detail=self.detail)


def split_names(text: str) -> tuple[str, ...]:
    """Names divided by commas or line breaks, without the blanks around them."""
    return tuple(filter(None, (" ".join(name.split()) for name in re.split(r"[,\n]", text))))


def faults(found: SynonymSet) -> list[Fault]:
    """Everything that makes a set useless or would spoil its line in a file."""
    faults_ = [fault for field in ("said", "meant") for fault in _of_names(found, field)]
    for field, text in (("reason", found.reason), ("query", found.query)):
        if not text.strip():
            faults_.append(Fault(field, field))
        elif len(text) > LONGEST_LINE:
            faults_.append(Fault(field, "long", _short(text)))
        elif set(SIGNS) & set(text):
            faults_.append(Fault(field, "sign", text))
        elif field == "query" and not terms(text, found.language):
            faults_.append(Fault(field, "empty", text))
    if not found.page:
        faults_.append(Fault("page", "page"))
    if not faults_ and len({tuple(terms(name, found.language)) for name in (*found.said, *found.meant)}) < 2:
        faults_.append(Fault("said", "few", found.said[0]))
    return faults_


def _of_names(found: SynonymSet, field: str) -> Iterator[Fault]:
    names = getattr(found, field)
    if field == "said" and not names:
        yield Fault(field, "few", "nothing")
    if len(names) > MOST_NAMES:
        yield Fault(field, "many")
        return
    seen: set[str] = set(map(fold, found.said)) if field == "meant" else set()
    for name in names:
        folded = fold(name)
        if len(name) > LONGEST_NAME:
            yield Fault(field, "long", _short(name))
        elif set(SIGNS) & set(name):
            yield Fault(field, "sign", name)
        elif not terms(name, found.language):
            yield Fault(field, "empty", name)
        elif folded in seen:
            yield Fault(field, "twice", name)
        seen.add(folded)


def _short(text: str) -> str:
    return f"{text[:40]}…"


def read_synonyms(
    root: Path = CONTENT, pages: Container[str] | None = None
) -> tuple[list[SynonymSet], list[Problem]]:
    """The sets of all languages in the order of the files, and the faults of those that were left out.

    Args:
        root: the content folder.
        pages: the keys of the pages that exist; not looked at when not given.
    """
    sets: list[SynonymSet] = []
    problems: list[Problem] = []
    for language in LANGUAGES:
        path = root / "synonyms" / f"{language}.txt"
        seen: dict[str, int] = {}
        for number, line in _lines(path, problems):
            found = read_line(line, language)
            wrong = [str(fault) for fault in faults(found)]
            if found.page and pages is not None and found.page not in pages:
                wrong.append(f"page {found.page!r} isn't there; use the name of a folder in content/pages/")
            if seen.setdefault(found.key, number) != number:
                wrong.append(f"this set begins like that of line {seen[found.key]}; put them together")
            if wrong:
                problems += [Problem(path, number, message) for message in wrong]
            else:
                sets.append(found)
    return sets, problems


def _lines(path: Path, problems: list[Problem]) -> Iterator[tuple[int, str]]:
    try:
        text = path.read_text(encoding="utf-8") if path.exists() else ""
    except UnicodeDecodeError:
        problems.append(Problem(path, 1, "isn't UTF-8; save it as UTF-8"))
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line


def read_line(line: str, language: str) -> SynonymSet:
    """A set as it stands in a file, whatever it lacks."""
    names, _, rest = line.partition("#")
    reason, _, test = rest.partition("#")
    said, _, meant = names.partition(">")
    query, _, page = test.rpartition(">")
    return SynonymSet(
        language, split_names(said), split_names(meant), reason.strip(), query.strip(), page.strip()
    )


def line_of(found: SynonymSet) -> str:
    """The line of a set in a file."""
    meant = f" > {', '.join(found.meant)}" if found.meant else ""
    return f"{', '.join(found.said)}{meant} # {found.reason} # {found.query} > {found.page}"


def write_synonyms(root: Path, sets: Iterable[SynonymSet]) -> int:
    """Writes the files of all languages under the content folder `root`. Returns how many sets they hold."""
    lines: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for found in sets:
        lines[found.language].append(line_of(found))
    for language, of_language in lines.items():
        path = root / "synonyms" / f"{language}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD + "".join(f"{line}\n" for line in of_language), encoding="utf-8")
    return sum(map(len, lines.values()))
