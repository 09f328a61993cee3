"""Reads the glossary: what our words mean, what people call them, and the name on the form: `content/glossary.yaml`."""

from collections.abc import Container
from dataclasses import dataclass, field
from pathlib import Path

from content.files.problems import ContentError, Problem
from content.files.read import CONTENT, ID
from content.files.yaml_file import Checker, load_yaml
from content.languages import LANGUAGES

PATH = CONTENT / "glossary.yaml"
CATEGORIES = (
    "permits", "travel", "return", "asylum", "risk", "route", "work", "education", "document", "procedure", "living", "help",
)  # fmt: skip
NAMES = {"id", "category", "name", "also", "meaning", "original", "page", "explain", "__line__"}
ALPHABETS = {
    "sq": "a b c ç d dh e ë f g gj h i j k l ll m n nj o p q r rr s sh t th u v x xh y z zh".split(),
    "sr": "а б в г д ђ е ж з и ј к л љ м н њ о п р с т ћ у ф х ц ч џ ш".split(),
    "en": "a b c d e f g h i j k l m n o p q r s t u v w x y z".split(),
}
# The order of Serbian when it is shown in Latin letters.
LATIN_SERBIAN = "a b c č ć d dž đ e f g h i j k l lj m n nj o p r s š t u v z ž".split()


@dataclass(frozen=True)
class Term:
    """A word with its meaning. The first name is ours; `also` serves search and the bot and is never our own text."""

    id: str
    category: str
    name: dict[str, str]
    meaning: dict[str, str]
    also: dict[str, tuple[str, ...]] = field(default_factory=dict)
    original: tuple[str, str] | None = None  # (language, name)
    page: str = ""
    explain: bool = False  # a hard word: texts show its meaning where it first occurs


def read_glossary(
    path: Path = PATH, pages: Container[str] | None = None
) -> tuple[dict[str, Term], list[Problem]]:
    """The terms by id, in the order of the file, and the faults of those that were left out.

    Args:
        path: the file.
        pages: the keys of the pages that exist; not looked at when not given.
    """
    try:
        entries = load_yaml(path) or []
    except ContentError as error:
        return {}, error.problems
    if not isinstance(entries, list):
        return {}, [Problem(path, 1, "must be a list of terms; see docs/architecture.md")]
    found: dict[str, Term] = {}
    problems: list[Problem] = []
    taken: dict[tuple[str, str], str] = {}
    for entry in entries:
        check = Checker(path)
        if not isinstance(entry, dict):
            check.fault(1, f"{entry!r} must be a mapping with id, category, name, meaning")
        elif check.need(entry, "id", "category", "name", "meaning"):
            term = _term(check, entry, pages)
            if term.id in found:
                check.fault(entry["__line__"], f"term {term.id} stands here twice; ids are never reused")
            for language, name in term.name.items():
                other = taken.setdefault((language, name.lower()), term.id)
                if other != term.id:
                    check.fault(entry["__line__"], f"{name!r} ({language}) is the name of {other} already")
        if check.problems:
            problems += check.problems
        else:
            found[term.id] = term
    return found, problems


def _term(check: Checker, entry: dict, pages: Container[str] | None) -> Term:
    line = entry["__line__"]
    if unknown := entry.keys() - NAMES:
        check.fault(
            line, f"{', '.join(sorted(unknown))}: not known; use {', '.join(sorted(NAMES - {'__line__'}))}"
        )
    if not ID.fullmatch(str(entry["id"])):
        check.fault(line, f"id {entry['id']!r}: use small letters, digits and _")
    if entry["category"] not in CATEGORIES:
        check.fault(line, f"category {entry['category']!r} isn't known; use one of {', '.join(CATEGORIES)}")
    also = entry.get("also") or {}
    if not isinstance(also, dict) or any(not isinstance(also[key], list) for key in also if key in LANGUAGES):
        check.fault(
            line, "also must hold a list of names for each language: {sq: [...], sr: [...], en: [...]}"
        )
        also = {}
    original = entry.get("original")
    if original is not None and not (
        isinstance(original, dict) and original.get("lang") and original.get("name")
    ):
        check.fault(line, "original must be {lang: de, name: Ausbildung}")
        original = None
    explain = entry.get("explain", False)
    if not isinstance(explain, bool):
        check.fault(line, f"explain {explain!r}: write true for a hard word, or leave it out")
        explain = False
    page = entry.get("page") or ""
    if page and pages is not None and page not in pages:
        check.fault(line, f"page {page!r} isn't there; use the name of a folder in content/pages/")
    return Term(
        id=str(entry["id"]),
        category=str(entry["category"]),
        name=check.texts(entry, "name"),
        meaning=check.texts(entry, "meaning"),
        also={key: tuple(str(name) for name in also[key]) for key in LANGUAGES if also.get(key)},
        original=(str(original["lang"]), str(original["name"])) if original else None,
        page=page,
        explain=explain,
    )


def alphabetical(name: str, language: str, script: str = "Cyrl") -> tuple[int, ...]:
    """The sorting key of a name in its language's alphabet: in Albanian dh, gj, ll, nj, rr, sh, th, xh and zh are letters.

    Args:
        name: as it is shown.
        language: `sq`, `sr` or `en`.
        script: `Latn` for Serbian shown in Latin letters.
    """
    return tuple(place for _, place in _letters(name, language, script))


def first_letter(name: str, language: str, script: str = "Cyrl") -> str:
    """The letter under which a name stands, in capitals; what isn't a letter stands under #."""
    letter, _ = next(_letters(name, language, script), ("", 0))
    return letter[:1].upper() + letter[1:] if letter and not letter.isdigit() else "#"


def _letters(name: str, language: str, script: str):
    alphabet = LATIN_SERBIAN if language == "sr" and script == "Latn" else ALPHABETS[language]
    places = {letter: place for place, letter in enumerate(alphabet, 2)}
    text, start = name.lower(), 0
    while start < len(text):
        size = 2 if text[start : start + 2] in places else 1
        letter = text[start : start + size]
        if letter.isalpha():
            yield letter, places.get(letter, len(places) + 2 + ord(letter[0]))
        elif letter.isspace():
            yield letter, 0
        elif letter.isdigit():
            yield letter, 1
        start += size
