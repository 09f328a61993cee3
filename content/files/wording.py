"""What a machine can find wrong with the wording of one piece. Words we don't use stand as data in `house_words.yaml`."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import yaml

from content.figures import REFERENCE, Fact
from content.files.pieces import LABELS, REF, Piece, sentences
from content.files.problems import Problem
from content.files.read import CONTENT
from content.languages import LANGUAGES

_LEVEL = re.compile(r"\b[ABC][12]\b")
_CYRILLIC, _LATIN = "\u0400-\u04ff", "A-Za-z\u00c0-\u024f"
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")

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
        elif piece.kind in LABELS and latin and word.isupper():
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


FOR_EVERY_TEXT: tuple[Callable[[Piece], Iterator[Problem]], ...] = (
    number_formats,
    mixed_scripts,
    quotation_marks,
    avoided_words,
    bald_albanian,
    capital_you,
)
