"""The text of an offer as the rules read it: folded words, amounts and the ends of sentences, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from content.text.folding import fold

_TOKEN = re.compile(r"\d+(?:[.,' ]\d{3})*(?:[.,]\d{1,2})?|[^\W\d_]+(?:['’][^\W\d_]+)?|[€$£%]|[.!?;:\n,]")
_CURRENCY = re.compile(r"€|eur|euro|euros|evra|eura|evro|eure|evre|eurosh")
PARTS = (". , por ali but vetem samo only").split()


@dataclass(frozen=True)
class Token:
    """A word, an amount or an end, folded, and where it stands in the text."""

    folded: str
    start: int
    end: int


def tokens_of(text: str) -> Iterator[Token]:
    """Folded words, numbers, amounts (`€#`) and ends of sentences (`.`, also for a line's end), each with its place."""
    raw = [(match[0], match.start(), match.end()) for match in _TOKEN.finditer(text)]
    position = 0
    while position < len(raw):
        word, start, end = raw[position]
        following = raw[position + 1][0] if position + 1 < len(raw) else ""
        position += 1
        if (
            word[0].isdigit()
            and _CURRENCY.fullmatch(fold(following))
            or word == "€"
            and following[:1].isdigit()
        ):
            yield Token("€#", start, raw[position][2])
            position += 1
        elif word in ".!?;:\n":
            # A full stop inside a name ("d.o.o.", "web.de") ends no sentence.
            if word not in ".:" or text[end : end + 1].isspace() or end == len(text):
                yield Token(".", start, end)
        elif word == ",":
            yield Token(",", start, end)
        else:
            folded = fold(word)
            for part in (folded.replace("n't", "nt") if "n't" in folded else folded).split("'"):
                if part.strip():
                    yield Token(part.strip(), start, end)


def sentence(line: str, place: int) -> str:
    """The sentence around a place of the folded line."""
    start = line.rfind(" . ", 0, place + 1)
    end = line.find(" . ", place + 1)
    return line[max(start, 0) : end + 1 if end >= 0 else len(line)]
