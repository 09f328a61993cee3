"""Reads the questions people ask, with their answers and the other words in which they are asked: `content/faq/<topic>.yaml`.

A question with a fault is left out whole; the others of its file stay.
"""

import datetime as dt
from collections.abc import Container, Mapping
from dataclasses import dataclass
from pathlib import Path

from content.figures import REFERENCE
from content.files.problems import ContentError, Problem
from content.files.read import ID, REVIEW_STATES
from content.files.yaml_file import Checker, load_yaml
from content.languages import LANGUAGES

NAMES = {
    "id",
    "page",
    "question",
    "answer",
    "also",
    "sources",
    "topics",
    "country",
    "checked_on",
    "review",
    "__line__",
}


@dataclass(frozen=True)
class Faq:
    """One question in all languages. `also`: other wordings, for finding it only; they are never shown."""

    id: str
    page: str
    question: dict[str, str]
    answer: dict[str, str]
    also: dict[str, tuple[str, ...]]
    sources: tuple[int, ...]
    checked_on: dt.date
    review: dict[str, str]
    topics: tuple[str, ...] = ()
    country: str = ""


def read_faq(
    path: Path, pages: Container[str], facts: Container[str], sources: Container[int]
) -> tuple[dict[str, Faq], list[Problem]]:
    """The questions of one file by id, in its order, and the faults of those that were left out."""
    try:
        entries = load_yaml(path) or []
    except ContentError as error:
        return {}, error.problems
    if not isinstance(entries, list):
        return {}, [Problem(path, 1, "must be a list of questions; see docs/architecture.md")]
    lines = path.read_text(encoding="utf-8").splitlines()
    found: dict[str, Faq] = {}
    problems: list[Problem] = []
    for place, entry in enumerate(entries):
        if not isinstance(entry, dict):
            problems.append(
                Problem(path, 1, f"entry {place + 1} must be a mapping with id, page, question …")
            )
            continue
        following = next((one for one in entries[place + 1 :] if isinstance(one, dict)), None)
        end = following["__line__"] - 1 if following else len(lines)
        check = Checker(path)
        _check(check, entry, found, pages, facts, sources, lines[entry["__line__"] - 1 : end])
        faq = None if check.problems else _faq(check, entry)
        if check.problems:
            problems.extend(check.problems)
        else:
            found[faq.id] = faq
    return found, problems


def read_all_faq(
    folder: Path, pages: Container[str], facts: Container[str], sources: Container[int]
) -> tuple[dict[str, Faq], list[Problem]]:
    """The questions of all files, and their faults. The first of two with the same id stays."""
    found: dict[str, Faq] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yaml")):
        of_file, faults = read_faq(path, pages, facts, sources)
        problems += faults
        for key, faq in of_file.items():
            if key in found:
                problems.append(
                    Problem(path, 1, f"question {key} stands in another file too; ids are never reused")
                )
            else:
                found[key] = faq
    return found, problems


def _check(
    check: Checker,
    entry: dict,
    found: Mapping[str, Faq],
    pages: Container[str],
    facts: Container[str],
    sources: Container[int],
    lines: list[str],
) -> None:
    line = entry["__line__"]
    if not check.need(entry, "id", "page", "question", "answer", "checked_on", "review"):
        return
    if unknown := entry.keys() - NAMES:
        check.fault(
            line, f"{', '.join(sorted(unknown))}: not known; use {', '.join(sorted(NAMES - {'__line__'}))}"
        )
    if not ID.fullmatch(str(entry["id"])):
        check.fault(line, f"id {entry['id']!r}: use small letters, digits and _")
    if entry["id"] in found:
        check.fault(line, f"question {entry['id']} stands here twice; ids are never reused")
    if entry["page"] not in pages:
        check.fault(line, f"page {entry['page']!r} isn't there; use the name of a folder in content/pages/")
    missing = [source for source in entry.get("sources") or [] if source not in sources]
    if missing:
        check.fault(line, f"sources {missing} aren't in content/sources.yaml")
    answers = entry["answer"] if isinstance(entry["answer"], dict) else {}
    quoted = {
        match["id"]
        for language in LANGUAGES
        for match in REFERENCE.finditer(str(answers.get(language, "")))
        if match["id"]
    }
    for fact in sorted(quoted):
        if fact not in facts:
            offset = next((number for number, text in enumerate(lines) if f"[[{fact}" in text), 0)
            check.fault(line + offset, f"[[{fact}]]: no such fact in content/facts/")
    if not quoted and not entry.get("sources"):
        check.fault(line, "sources missing; an answer without a fact names the sources it comes from")
    also = entry.get("also") or {}
    if not isinstance(also, dict) or any(
        not isinstance(also[language], list) for language in LANGUAGES if also.get(language)
    ):
        check.fault(
            line, "also must hold a list of wordings for each language: {sq: [...], sr: [...], en: [...]}"
        )


def _faq(check: Checker, entry: dict) -> Faq:
    also = entry.get("also") or {}
    review = check.texts(entry, "review")
    for state in sorted(set(review.values()) - set(REVIEW_STATES)):
        check.fault(entry["__line__"], f"review {state!r} isn't known; use one of {', '.join(REVIEW_STATES)}")
    return Faq(
        id=entry["id"],
        page=entry["page"],
        question=_in_one_line(check.texts(entry, "question")),
        answer=_in_one_line(check.texts(entry, "answer")),
        also={
            language: tuple(" ".join(str(words).split()) for words in also.get(language) or ())
            for language in LANGUAGES
        },
        sources=tuple(entry.get("sources") or ()),
        checked_on=check.date(entry, "checked_on"),
        review=review,
        topics=tuple(entry.get("topics") or ()),
        country=entry.get("country") or "",
    )


def _in_one_line(texts: dict[str, str]) -> dict[str, str]:
    return {language: " ".join(text.split()) for language, text in texts.items()}
