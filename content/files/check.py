"""What a machine can find wrong with our texts: every fault has file, line and cure.

The readers (`read.py`, `routes.py`, `glossary.py`) say what can't be loaded; this says what must not be published: in each piece
(`wording.py`), and between the languages and files.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from content.figures import REFERENCE
from content.files.glossary import read_glossary
from content.files.pieces import LABELS, LINK, Piece, all_pieces, pieces_of_page
from content.files.problems import Problem
from content.files.read import CONTENT, Content, read_content
from content.files.routes import read_routes
from content.files.synonyms import read_synonyms
from content.files.wording import (
    FOR_EVERY_TEXT,
    bare_figures,
    capitals,
    number_words,
    sentence_length,
    words_in_lower_case,
)
from content.languages import LANGUAGES

SENTENCE_FAULT, SENTENCE_NOTE = 25, 20
# Measured on the finished pages: Albanian has 0.90-1.06, Serbian 0.89-1.02 of the English characters. What lies further out
# than another tenth lacks a paragraph.
LENGTH = {"sq": (0.80, 1.18), "sr": (0.78, 1.15)}
SHORT = 400  # characters below which lengths say nothing

_ANY_LINK = re.compile(r"\[[^\]\[]*\]\((?P<target>[^)]*)\)")


@dataclass
class Report:
    """`faults` must be mended before anything is published; `notes` are for the editor to weigh."""

    faults: list[Problem]
    notes: list[Problem]


def same_in_all_languages(folder: Path) -> Iterator[Problem]:
    """The languages have the same sections, the same facts, the same links, and comparable length."""
    raw, shape, size, facts, links = {}, {}, {}, {}, {}
    for language in LANGUAGES:
        path = folder / f"{language}.md"
        if not path.exists():
            return  # the reader names it
        found = list(pieces_of_page(path))
        raw[language] = path.read_text(encoding="utf-8")
        body = raw[language].partition("\n---\n")[2]
        shape[language] = (
            body.count("\n## ") + body.startswith("## "),
            len(re.findall(r"^> \[!", body, re.M)),
        )
        size[language] = sum(len(piece.text) for piece in found)
        facts[language] = {match["id"] for match in REFERENCE.finditer(raw[language]) if match["id"]}
        links[language] = {f"{match['kind']}:{match['target']}" for match in LINK.finditer(raw[language])}
    for language in ("sq", "sr"):
        path = folder / f"{language}.md"
        for number, what in enumerate(("sections", "callouts")):
            if shape[language][number] != shape["en"][number]:
                yield Problem(
                    path,
                    1,
                    f"{shape[language][number]} {what}, but en.md has {shape['en'][number]}; all languages have the same",
                )
        low, high = LENGTH[language]
        ratio = size[language] / max(1, size["en"])
        if size["en"] > SHORT and not low <= ratio <= high:
            yield Problem(
                path,
                1,
                f"{ratio:.2f} of the length of en.md (usual: {low}-{high}); say the same in each language",
            )
        for mine, theirs, what in (
            (facts[language], facts["en"], "fact"),
            (links[language], links["en"], "link"),
        ):
            if missing := sorted(theirs - mine):
                yield Problem(path, 1, f"lacks a {what} that en.md has: {', '.join(missing)}")
            if more := sorted(mine - theirs):
                yield Problem(
                    folder / "en.md", 1, f"lacks a {what} that {language}.md has: {', '.join(more)}"
                )


def same_facts_in_answers(pieces: Iterable[Piece]) -> Iterator[Problem]:
    """The three languages of an answer say the same figures."""
    answers = [piece for piece in pieces if piece.kind == "answer"]
    for sq, sr, en in zip(answers[::3], answers[1::3], answers[2::3]):
        figures = [set(re.findall(r"\[\[([a-z0-9_]+)[\]|]", piece.raw)) for piece in (sq, sr, en)]
        if (sq.language, sr.language, en.language) == LANGUAGES and not figures[0] == figures[1] == figures[
            2
        ]:
            differing = set.union(*figures) - set.intersection(*figures)
            yield sq.fault(f"not all languages of this answer have {', '.join(sorted(differing))}")


def dead_links(path: Path, pages: set[str], sources: set[int]) -> Iterator[Problem]:
    """Links of a text that lead nowhere."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        for match in _ANY_LINK.finditer(line):
            kind, _, target = match["target"].partition(":")
            if (
                kind == "page"
                and target in pages
                or kind == "source"
                and target.isdigit()
                and int(target) in sources
            ):
                continue
            cure = "link to page:<folder of content/pages> or source:<id of content/sources.yaml>"
            yield Problem(path, number, f"the link to {match['target']} leads nowhere; {cure}")


def used_facts(root: Path) -> set[str]:
    """The ids that any file but the fact files names."""
    found: set[str] = set()
    for path in root.rglob("*"):
        if path.suffix in {".md", ".yaml"} and path.parent.name != "facts":
            text = path.read_text(encoding="utf-8", errors="replace")
            found.update(match["id"] for match in REFERENCE.finditer(text) if match["id"])
            found.update(re.findall(r"\b(?:phone_)?fact:\s*([a-z0-9_]+)", text))
    return found


def line_of(path: Path, text: str) -> int:
    """The first line that has this text."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if text in line:
            return number
    return 1


def between_files(root: Path, content: Content, route_ids: set[str]) -> Iterator[Problem]:
    """What only all files together show: links, related pages, routes of pages, slugs, contacts."""
    folders = {path.parent.name for path in (root / "pages").glob("*/page.yaml")}
    for path in sorted([*(root / "pages").glob("*/*.md"), *(root / "faq").glob("*.yaml")]):
        yield from dead_links(path, folders, set(content.sources))
    slugs: dict[tuple, str] = {}
    for key, page in content.pages.items():
        path = root / "pages" / key / "page.yaml"
        for related in page.related:
            if related == key:
                yield Problem(path, line_of(path, "related:"), "a page isn't related to itself; name another")
        if page.route and page.route not in route_ids:
            yield Problem(path, line_of(path, "route:"), f"route {page.route} isn't in content/routes/")
        if not page.sources and page.type not in {"home", "index", "about", "help"}:
            yield Problem(path, 1, "sources missing; a page names at least one")
        for language, slug in page.slug.items():
            other = slugs.setdefault((language, page.parent, slug), key)
            if other != key:
                yield Problem(
                    path, line_of(path, "slug:"), f"slug {slug} ({language}) belongs to {other} already"
                )
    path = root / "contacts.yaml"
    if path.exists():
        ids = re.findall(r"^- id:\s*(\S+)", path.read_text(encoding="utf-8"), re.M)
        for twice in (key for key, count in Counter(ids).items() if count > 1):
            yield Problem(
                path,
                line_of(path, f"id: {twice}"),
                f"contact {twice} stands here twice; ids are never reused",
            )


def facts_to_look_at(root: Path, content: Content, today: dt.date) -> Iterator[Problem]:
    """Facts nobody refers to, and facts past their last day."""
    used = used_facts(root)
    for path in sorted((root / "facts").glob("*.yaml")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = re.match(r"- id:\s*(\S+)", line)
            fact = content.facts.get(match[1]) if match else None
            if fact and fact.id not in used:
                yield Problem(path, number, f"no text and no rule refers to {fact.id}")
            if fact and fact.is_expired(today):
                yield Problem(
                    path, number, f"{fact.id} expired on {fact.valid_until}; check it and give it a new day"
                )


def check(root: Path = CONTENT, today: dt.date | None = None) -> Report:
    """All faults and notes of the content folder.

    Args:
        root: the folder with facts, pages, routes.
        today: the day for which expired facts are listed; facts expire for readers by themselves, so they are no faults.
    """
    faults: list[Problem] = []
    notes: list[Problem] = []
    content = read_content(root)
    faults += [problem for problem in content.problems if "leads nowhere" not in problem.message]
    routes, found = read_routes(root)
    faults += found
    if (root / "glossary.yaml").exists():
        faults += read_glossary(root / "glossary.yaml", content.pages)[1]
    faults += read_synonyms(root, content.pages)[1]
    faults += between_files(root, content, set(routes))
    for folder in sorted(path.parent for path in (root / "pages").glob("*/page.yaml")):
        faults += same_in_all_languages(folder)
    pieces = list(all_pieces(root))
    faults += same_facts_in_answers(piece for piece in pieces if piece.path.parent.name == "faq")
    lower = words_in_lower_case(pieces)
    for piece in pieces:
        for rule in FOR_EVERY_TEXT:
            faults += rule(piece)
        if piece.kind not in LABELS:
            faults += bare_figures(piece, content.facts)
            faults += sentence_length(piece, SENTENCE_FAULT)
            notes += sentence_length(piece, SENTENCE_NOTE, SENTENCE_FAULT)
            notes += number_words(piece)
        if piece.kind in {"title", "heading", "menu", "question"}:
            faults += capitals(piece, lower[piece.language])
    notes += facts_to_look_at(root, content, today or dt.date.today())
    order = lambda problem: (str(problem.path), problem.line, problem.message)  # noqa: E731
    return Report(sorted(set(faults), key=order), sorted(set(notes), key=order))
