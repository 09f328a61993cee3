"""The pieces of text a reader may see, each with its file and line."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from content.figures import REFERENCE
from content.files.problems import Problem
from content.languages import LANGUAGES

REF = "\ufffc"  # stands in a cleaned text for a fact or a foreign name
LINK = re.compile(r"\[(?P<words>[^\]\[]*)\]\((?P<kind>page|source):(?P<target>[^)\s]*)\)")
_SLOT = re.compile(r"\{\w+\}")  # a figure that the code puts in: offer_signs.yaml
_ITEM = re.compile(r"\s*(?:\d+\.|-)\s+")
_CALLOUT = re.compile(r"^\[!\w+\]\s*")


@dataclass(frozen=True)
class Piece:
    """A stretch of text that stands alone: a title, a heading, a paragraph, a list item, a label."""

    path: Path
    line: int
    language: str
    kind: str
    raw: str

    @property
    def text(self) -> str:
        """Without markup; facts and foreign names are one sign each."""
        clean = LINK.sub(lambda match: match["words"], _SLOT.sub(REF, REFERENCE.sub(REF, self.raw)))
        return clean.replace("**", "")

    def fault(self, message: str, position: int = 0) -> Problem:
        """What is wrong at a position of `text`."""
        return Problem(self.path, self.line + self.text.count("\n", 0, position), message)


def pieces_of_page(path: Path) -> Iterator[Piece]:
    """The pieces of a page's text file; nothing of a file whose head can't be read (the reader names that)."""
    lines = path.read_text(encoding="utf-8").replace("\r\n", "\n").lstrip("\ufeff").split("\n")
    language = path.stem
    if not lines or lines[0] != "---" or "---" not in lines[1:]:
        return
    end = lines.index("---", 1)
    for number in range(1, end):
        match = re.match(r"(title|summary):\s*(.*)", lines[number])
        if match:
            try:
                value = yaml.safe_load(match[2])
            except yaml.YAMLError:
                continue
            yield Piece(path, number + 1, language, match[1], str(value or ""))
    block: list[str] = []
    start, kind = 0, "text"

    def close() -> Iterator[Piece]:
        if block:
            yield Piece(path, start, language, kind, "\n".join(block))
            block.clear()

    for number, line in enumerate(lines[end + 1 :], end + 2):
        line = re.sub(r"^\s*> ?", "", line)
        line = _CALLOUT.sub("", line)
        item = _ITEM.match(line)
        if not line.strip() or line.startswith("#") or item:
            yield from close()
            if line.startswith("#"):
                yield Piece(path, number, language, "heading", line.lstrip("# ").strip())
                continue
            if not line.strip():
                continue
            kind = "item" if item else "text"
            line = line[item.end() :] if item else line
        elif not block:
            kind = "text"
        if not block:
            start = number
        block.append(line)
    yield from close()


def pieces_of_yaml(path: Path, kinds: Iterable[str]) -> Iterator[Piece]:
    """The texts of a data file: what stands under `sq`, `sr` or `en` of the fields named by `kinds`."""
    try:
        root = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError):
        return  # the reader names it
    wanted = set(kinds)

    def walk(node: yaml.Node | None, field: str) -> Iterator[Piece]:
        if isinstance(node, yaml.SequenceNode):
            for child in node.value:
                yield from walk(child, field)
        elif isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value in LANGUAGES and isinstance(value, yaml.ScalarNode):
                    if field in wanted and value.value:
                        yield Piece(path, value.start_mark.line + 1, key.value, field, value.value)
                elif key.value in LANGUAGES and isinstance(value, yaml.MappingNode):
                    for inner, text in value.value:  # {sq: {question: ..., answer: ...}}
                        if inner.value in wanted and isinstance(text, yaml.ScalarNode):
                            yield Piece(path, text.start_mark.line + 1, key.value, inner.value, text.value)
                else:
                    yield from walk(value, key.value)

    yield from walk(root, "")


PROSE = (
    "question",
    "answer",
    "role",
    "why",
    "change",
    "who_for",
    "meaning",
    "body",
    "text",
    "summary",
    "title",
)
LABELS = ("label", "name", "menu")


def all_pieces(root: Path) -> Iterator[Piece]:
    """Everything a reader may see, in the order of the files."""
    for path in sorted((root / "pages").glob("*/*.md")):
        if path.stem in LANGUAGES:
            yield from pieces_of_page(path)
    for pattern in ("pages/*/page.yaml", "faq/*.yaml", "facts/*.yaml", "routes/**/*.yaml", "*.yaml"):
        for path in sorted(root.glob(pattern)):
            if path.name not in {"sources.yaml", "occupations.yaml"}:
                yield from pieces_of_yaml(path, PROSE + LABELS)


def sentences(text: str) -> list[tuple[int, str]]:
    """The sentences with their positions. An opening quotation mark or a capital must follow the full stop."""
    found, start = [], 0
    for match in re.finditer(r"[.?!…]+[”“\"’)]*\s+(?=[„“\"«(]?[A-ZÀ-ȿЀ-Я\ufffc])|:\n|\n(?=\n)", text):
        found.append((start, text[start : match.end()].strip()))
        start = match.end()
    found.append((start, text[start:].strip()))
    return [(position, sentence) for position, sentence in found if sentence]
