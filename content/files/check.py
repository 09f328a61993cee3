"""What a machine can find wrong with our texts: every fault has file, line and cure.

The readers (`read.py`, `routes.py`, `glossary.py`) say what can't be loaded; this says what must not be published. Words we don't use
stand as data in `house_words.yaml`.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from content.figures import REFERENCE, Fact
from content.files.glossary import read_glossary
from content.files.problems import Problem
from content.files.read import CONTENT, LANGUAGES, Content, read_content
from content.files.routes import read_routes

SENTENCE_FAULT, SENTENCE_NOTE = 25, 20
# Measured on the finished pages: Albanian has 0.90-1.06, Serbian 0.89-1.02 of the English characters. What lies further out
# than another tenth lacks a paragraph.
LENGTH = {"sq": (0.80, 1.18), "sr": (0.78, 1.15)}
SHORT = 400  # characters below which lengths say nothing

REF = "\ufffc"  # stands in a cleaned text for a fact or a foreign name
_LINK = re.compile(r"\[(?P<words>[^\]\[]*)\]\((?P<kind>page|source):(?P<target>[^)\s]*)\)")
_ANY_LINK = re.compile(r"\[[^\]\[]*\]\((?P<target>[^)]*)\)")
_SLOT = re.compile(r"\{\w+\}")  # a figure that the code puts in: offer_signs.yaml
_LEVEL = re.compile(r"\b[ABC][12]\b")
_ITEM = re.compile(r"\s*(?:\d+\.|-)\s+")
_CALLOUT = re.compile(r"^\[!\w+\]\s*")
_CYRILLIC, _LATIN = "\u0400-\u04ff", "A-Za-z\u00c0-\u024f"
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")


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
        clean = _LINK.sub(lambda match: match["words"], _SLOT.sub(REF, REFERENCE.sub(REF, self.raw)))
        return clean.replace("**", "")

    def fault(self, message: str, position: int = 0) -> Problem:
        return Problem(self.path, self.line + self.text.count("\n", 0, position), message)


@dataclass
class Report:
    """`faults` must be mended before anything is published; `notes` are for the editor to weigh."""

    faults: list[Problem]
    notes: list[Problem]


# --- pieces -----------------------------------------------------------------------------------------------------------


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


_PROSE = (
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
_LABELS = ("label", "name", "menu")


def all_pieces(root: Path) -> Iterator[Piece]:
    """Everything a reader may see, in the order of the files."""
    for path in sorted((root / "pages").glob("*/*.md")):
        if path.stem in LANGUAGES:
            yield from pieces_of_page(path)
    for pattern in ("pages/*/page.yaml", "faq/*.yaml", "facts/*.yaml", "routes/**/*.yaml", "*.yaml"):
        for path in sorted(root.glob(pattern)):
            if path.name not in {"sources.yaml", "occupations.yaml"}:
                yield from pieces_of_yaml(path, _PROSE + _LABELS)


def sentences(text: str) -> list[tuple[int, str]]:
    """The sentences with their positions. An opening quotation mark or a capital must follow the full stop."""
    found, start = [], 0
    for match in re.finditer(r"[.?!…]+[”“\"’)]*\s+(?=[„“\"«(]?[A-ZÀ-ȿЀ-Я\ufffc])|:\n|\n(?=\n)", text):
        found.append((start, text[start : match.end()].strip()))
        start = match.end()
    found.append((start, text[start:].strip()))
    return [(position, sentence) for position, sentence in found if sentence]


# --- rules for one piece ----------------------------------------------------------------------------------------------

# Numbers that are names: the 90/180 rule, and laws and resolutions by number and year.
_NAMED = re.compile(r"\b90/180\b|\b\d{1,4}/(?:19|20)\d\d\b")
_FIGURES = (
    (re.compile(r"[€$]\s?\d[\d.,]*|\d[\d.,]*\s?(?:€|(?:EUR|euro?|евр[оа]|CHF|CZK|HUF|PLN|RON|SEK)\b)", re.I), "an amount of money"),
    (re.compile(r"\d[\d.,]*\s?(?:%|për qind|përqind|одсто|процен\w*|per ?cent)", re.I), "a percentage"),
    (re.compile(r"\d[\d.,]*[-\s]?(?:vjeç\w*|vjet\w*|vit\w*|годин\w*|year\w*)", re.I), "years or an age"),
    (re.compile(r"\d[\d.,]*[-\s]?(?:pikë\w*|бод\w*|point\w*)", re.I), "points"),
    (re.compile(r"\d[\d.,]*[-\s]?(?:muaj\w*|ditë\w*|javë\w*|orë\w*|месец\w*|дан\w*|недељ\w*|сат\w*|month\w*|day\w*|week\w*|hour\w*)", re.I), "a time limit"),
    (re.compile(r"\b\d{1,2}[./]\s?\d{1,2}[./]\s?\d{2,4}\.?"), "a date"),
    (re.compile(r"\b(?:19|20)\d\d\b"), "a year"),
    (re.compile(r"\d[\d.,/]*"), "a number"),
)  # fmt: skip
_NUMBER_WORDS = {
    "sq": r"\b(?:dy|tre|tri|tria|katër|pesë|gjashtë|shtatë|tetë|nëntë|dhjetë|dymbëdhjetë) (?:vjet\w*|vite\w*|muaj\w*|ditë\w*|pikë|euro|javë)",
    "sr": r"\b(?:два|две|три|четири|пет|шест|седам|осам|девет|десет|дванаест) (?:годин|месец|дан|бод|евр|недељ)\w*",
    "en": r"\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve) (?:years?|months?|days?|points?|euros?|weeks?)\b",
}
_IN_NUMBERS = {
    "sq": (
        (re.compile(r"\d,\d{3}(?!\d)"), "thousands take a full stop: 50.700"),
        (re.compile(r"\d\.\d{1,2}(?![\d.])\s?(?:€|%|vjet)"), "decimals take a comma: 3,5"),
        (re.compile(r"\d{1,2}/\d{1,2}/\d{4}"), "write the date as 24.11.2026 or 24 nëntor 2026"),
        (re.compile(r"€\s?\d"), "the sign follows the number: 50.700 €"),
        (re.compile(r"\d ?[€%]"), "a non-breaking space stands before € and %"),
    ),
    "sr": (
        (re.compile(r"\d,\d{3}(?!\d)"), "thousands take a full stop: 50.700"),
        (re.compile(r"\d{1,2}/\d{1,2}/\d{4}"), "write the date as 24. 11. 2026."),
        (re.compile(r"\d{1,2}\. ?\d{1,2}\. ?\d{4}(?![.\d])"), "a full stop follows the year: 24. 11. 2026."),
        (re.compile(r"€\s?\d"), "the sign follows the number: 50.700 €"),
        (re.compile(r"\d ?[€%]"), "a non-breaking space stands before € and %"),
    ),
    "en": (
        (re.compile(r"\d\.\d{3}(?!\d)"), "thousands take a comma: 50,700"),
        (re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{4}"), "write the date as 24 November 2026"),
        (re.compile(r"\d\s?€"), "the sign stands before the number: €50,700"),
        (re.compile(r"\d\s%"), "no space before %: 5%"),
    ),
}  # fmt: skip
_QUOTES = {
    "sq": ("„", "”", '«»“‟"‚‘', "„ ”"),
    "sr": ("„", "“", '«»”‟"‚‘’', "„ “"),
    "en": ("“", "”", "«»„‚", '" " or “ ”'),
}


def bare_figures(piece: Piece, facts: dict[str, Fact]) -> Iterator[Problem]:
    """Figures that are not references. A level may stand by its name where it is explained, or beside a fact whose label names it."""
    text = _NAMED.sub(lambda match: " " * len(match[0]), piece.text)
    named = {
        level
        for match in REFERENCE.finditer(piece.raw)
        if match["id"] in facts
        for level in _LEVEL.findall(facts[match["id"]].label.get("en", ""))
    }
    if explained := re.match(r"\s*\*\*([ABC][12])[.:]?\*\*[.:]?\s", piece.raw):
        named.add(explained[1])
    for match in _LEVEL.finditer(text):
        if match[0] not in named:
            yield piece.fault(
                f"the level {match[0]} stands bare; refer to a fact, or to one whose label names the level",
                match.start(),
            )
    text = _LEVEL.sub("  ", text)
    for match in re.finditer(r"\b[АБЦ][12]\b", text):
        yield piece.fault(
            f"{match[0]!r} has a Cyrillic letter; levels are names and stay Latin: B2", match.start()
        )
    text = re.sub(r"\b[АБЦ][12]\b", "  ", text)
    for pattern, what in _FIGURES:
        for match in pattern.finditer(text):
            yield piece.fault(
                f"{match[0].strip()!r} is {what} without a source; make it a fact and write [[its_id]]",
                match.start(),
            )
        text = pattern.sub(lambda match: " " * len(match[0]), text)


def number_words(piece: Piece) -> Iterator[Problem]:
    """Figures written as words: the editor judges whether the law says them."""
    for match in re.finditer(_NUMBER_WORDS[piece.language], piece.text, re.I):
        yield piece.fault(f"{match[0]!r}: if the law says so, make it a fact", match.start())


def number_formats(piece: Piece) -> Iterator[Problem]:
    """Numbers and dates written as another language does."""
    for pattern, cure in _IN_NUMBERS[piece.language]:
        for match in pattern.finditer(piece.text):
            yield piece.fault(f"{match[0]!r}: {cure}", match.start())


def mixed_scripts(piece: Piece) -> Iterator[Problem]:
    """Two scripts in a word; a foreign script that is not marked as a foreign name."""
    text = piece.text
    for match in re.finditer(r"[^\W\d_]+", text):
        word = match[0]
        cyrillic, latin = re.search(f"[{_CYRILLIC}]", word), re.search(f"[{_LATIN}]", word)
        if cyrillic and latin:
            shown = "".join(f"<{letter}>" if re.match(f"[{_LATIN}]", letter) else letter for letter in word)
            yield piece.fault(f"Latin and Cyrillic letters in one word: {shown}; retype it", match.start())
        elif piece.kind in _LABELS and latin and word.isupper():
            continue  # an abbreviation: labels can't mark foreign names
        elif piece.language == "sr" and latin and not _LEVEL.match(text[match.start() : match.start() + 2]):
            yield piece.fault(
                f"{word!r} in Latin letters; write it in Cyrillic or mark it as a name: [[de:{word}]]",
                match.start(),
            )
        elif piece.language != "sr" and cyrillic:
            yield piece.fault(f"{word!r} in Cyrillic letters; write it in Latin letters", match.start())


def quotation_marks(piece: Piece) -> Iterator[Problem]:
    """Marks of another language, and pairs that don't close."""
    opening, closing, foreign, right = _QUOTES[piece.language]
    text = re.sub(r"(?<=\w)’(?=\w)", "", piece.text)
    for match in re.finditer(f"[{re.escape(foreign)}]", text):
        yield piece.fault(f"the quotation mark {match[0]} isn't used here; write {right}", match.start())
    if text.count(opening) != text.count(closing) and not re.search(f"[{re.escape(foreign)}]", text):
        yield piece.fault(f"a quotation mark is left open; write {right} in pairs")
    if piece.language == "en" and text.count('"') % 2:
        yield piece.fault("a quotation mark is left open; write them in pairs")
    if piece.language == "sq":
        for match in re.finditer(r"(?<=\w)['`´](?=\w)", piece.text):
            yield piece.fault("write the apostrophe as ’", match.start())


def sentence_length(piece: Piece, more_than: int, at_most: int = 10_000) -> Iterator[Problem]:
    """Sentences of more words than people read at once."""
    for position, sentence in sentences(piece.text):
        if any(wording in sentence for wording in _house_words_file()["official"]):
            continue
        count = len(re.findall(rf"[\w{REF}][\w’'{REF}-]*", sentence))
        if more_than < count <= at_most:
            yield piece.fault(f"a sentence of {count} words; make two of it: {sentence[:60]}…", position)


def without_quotations(text: str) -> str:
    """The text with what others say blanked out."""
    return re.sub(r"„[^“”\"]*[“”\"]|“[^”]*”|\"[^\"]*\"", lambda match: " " * len(match[0]), text)


@dataclass(frozen=True)
class HouseWord:
    """An expression we don't use."""

    pattern: re.Pattern
    language: str
    instead: str
    because: str
    unless: re.Pattern | None
    is_promise: bool


@cache
def _house_words_file() -> dict:
    return yaml.safe_load((CONTENT / "files" / "house_words.yaml").read_text(encoding="utf-8"))


@cache
def house_words() -> tuple[HouseWord, ...]:
    """The expressions we avoid."""
    data = _house_words_file()
    reasons = data["because"]
    return tuple(
        HouseWord(
            re.compile(rf"(?<!\w)(?:{entry['avoid']})(?!\w)", re.I),
            entry["in"],
            entry["instead"],
            reasons[entry["because"]],
            re.compile(entry["except"]) if entry.get("except") else None,
            entry["because"] == "promise",
        )
        for entry in data["avoid"]
    )


def avoided_words(piece: Piece) -> Iterator[Problem]:
    """Words of `house_words.yaml`, outside quotations. Promises may stand in questions and in signs of fraud: others make them."""
    theirs = piece.kind == "question" or piece.path.name == "offer_signs.yaml"
    text = without_quotations(piece.text)
    for position, sentence in sentences(text):
        for word in house_words():
            if word.language != piece.language or (word.unless and word.unless.search(sentence)):
                continue
            if theirs and word.is_promise:
                continue
            if match := word.pattern.search(sentence):
                yield piece.fault(
                    f"{match[0]!r}: write {word.instead} ({word.because})", position + match.start()
                )


def bald_albanian(piece: Piece) -> Iterator[Problem]:
    """Frequent Albanian words without their ë or ç."""
    if piece.language != "sq":
        return
    bald = _house_words_file()["bald"]
    for match in _WORD.finditer(piece.text):
        right = bald.get(match[0]) or bald.get(match[0].lower())
        if right:
            yield piece.fault(f"{match[0]!r}: write {right}", match.start())


def capital_you(piece: Piece) -> Iterator[Problem]:
    """Polite pronouns stand in lower case on pages."""
    pattern = {
        "sr": r"(?<=[а-ш,;] )(?:Ви|Вас|Вам|Вама|Ваш\w*)\b",
        "sq": r"(?<=[a-zëç,;] )(?:Ju|Juve|Juaj\w*|Tuaj\w*)\b",
    }
    if piece.language in pattern:
        for match in re.finditer(pattern[piece.language], without_quotations(piece.text)):
            yield piece.fault(f"{match[0]!r}: the polite form is written in lower case", match.start())


def capitals(piece: Piece, lower: set[str]) -> Iterator[Problem]:
    """English capitals in a heading: words that our texts write in lower case.

    Args:
        piece: a title, heading or menu name.
        lower: the words that stand in lower case somewhere in this language's texts.
    """
    text = piece.text
    for name in _house_words_file()["names"].get(piece.language, ()):
        text = text.replace(name, name.lower())
    for match in _WORD.finditer(text):
        word = match[0]
        if (
            not _begins(text, match.start())
            and len(word) > 1
            and word[0].isupper()
            and not word.isupper()
            and word.lower() in lower
        ):
            yield piece.fault(
                f"{word!r} begins with a capital inside a heading; write {word.lower()!r}", match.start()
            )


def _begins(text: str, position: int) -> bool:
    """Whether a sentence, a quotation or a bracket begins there, so that a capital says nothing."""
    return bool(re.search(r"(?:\A|[.:?!(/–„“\"\n])\s*[„“\"(]?\Z", text[:position]))


def words_in_lower_case(pieces: Iterable[Piece]) -> dict[str, set[str]]:
    """By language, the words the running texts write in lower case, at least twice and never as a name."""
    small: dict[str, Counter] = {language: Counter() for language in LANGUAGES}
    large: dict[str, Counter] = {language: Counter() for language in LANGUAGES}
    for piece in pieces:
        if piece.kind in {"text", "item", "summary", "answer"}:
            for match in _WORD.finditer(piece.text):
                if match[0].islower():
                    small[piece.language][match[0]] += 1
                elif not _begins(piece.text, match.start()):
                    large[piece.language][match[0].lower()] += 1
    return {
        language: {word for word, count in small[language].items() if count > 1 and not large[language][word]}
        for language in LANGUAGES
    }


# --- rules for a whole page and for all files -------------------------------------------------------------------------


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
        links[language] = {f"{match['kind']}:{match['target']}" for match in _LINK.finditer(raw[language])}
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


FOR_EVERY_TEXT: tuple[Callable[[Piece], Iterator[Problem]], ...] = (
    number_formats,
    mixed_scripts,
    quotation_marks,
    avoided_words,
    bald_albanian,
    capital_you,
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
    faults += between_files(root, content, set(routes))
    for folder in sorted(path.parent for path in (root / "pages").glob("*/page.yaml")):
        faults += same_in_all_languages(folder)
    pieces = list(all_pieces(root))
    faults += same_facts_in_answers(piece for piece in pieces if piece.path.parent.name == "faq")
    lower = words_in_lower_case(pieces)
    for piece in pieces:
        for rule in FOR_EVERY_TEXT:
            faults += rule(piece)
        if piece.kind not in _LABELS:
            faults += bare_figures(piece, content.facts)
            faults += sentence_length(piece, SENTENCE_FAULT)
            notes += sentence_length(piece, SENTENCE_NOTE, SENTENCE_FAULT)
            notes += number_words(piece)
        if piece.kind in {"title", "heading", "menu", "question"}:
            faults += capitals(piece, lower[piece.language])
    notes += facts_to_look_at(root, content, today or dt.date.today())
    order = lambda problem: (str(problem.path), problem.line, problem.message)  # noqa: E731
    return Report(sorted(set(faults), key=order), sorted(set(notes), key=order))
