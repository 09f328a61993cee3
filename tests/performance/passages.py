"""Passages and questions for measurement only, in three languages and at any size; never mixed with content.

Words, their frequencies, the lengths of texts and the way pages keep to a subject come from our own content files. A tail of
invented words grows with the size, as names and rare forms do in real collections. The same arguments always give the same passages.
"""

import datetime as dt
import math
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from content.index.documents import Passage, Source
from content.languages import LANGUAGES

PAGES = Path(__file__).parents[2] / "content" / "pages"
PER_PAGE = 5  # passages
OF_THE_SUBJECT, RARE = (
    0.5,
    0.04,
)  # share of a text's words that come from its subject's page, and from the invented tail
COUNTRIES = ("", "DE", "AT", "HR", "SI", "IT", "CH")
CHECKED_ON = dt.date(2026, 11, 23)
_MARKUP = re.compile(
    r"\[\[[a-z]{2}:([^\]]+)\]\]"  # a foreign name
    r"|\[\[[^\]]+\]\]"  # a figure
    r"|\[([^\]]+)\]\([^)]*\)"  # a link
    r"|\[!\w+\]|^\s*(?:[-*>]|\d+\.)\s|\*\*",
    re.MULTILINE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True)
class Subject:
    """What one of our pages lends: its title, its headings with the lengths of their texts, and all its words."""

    title: str
    headings: tuple[str, ...]
    lengths: tuple[int, ...]
    words: tuple[str, ...]


def passages(size: int, seed: int = 1) -> Iterator[Passage]:
    """Some `size` passages, a third in each language, page by page."""
    rng = random.Random(seed)
    for first in range(0, size, PER_PAGE):
        language = LANGUAGES[first // PER_PAGE % len(LANGUAGES)]
        yield from _page(first // PER_PAGE, language, min(PER_PAGE, size - first), size, rng)


def questions(language: str, count: int, seed: int = 2) -> list[str]:
    """What people might type: whole questions, a few words, single words, and mistyped ones."""
    rng = random.Random(f"{seed} {language}")
    found = []
    while len(found) < count:
        subject = rng.choice(subjects(language))
        long_words = [word for word in subject.words if len(word) > 4]
        kind = len(found) % 4
        if kind == 0:
            found.append(rng.choice([subject.title, *subject.headings]))
        elif kind == 1:
            found.append(" ".join(rng.sample(long_words, 3)))
        elif kind == 2:
            found.append(rng.choice(long_words))
        else:
            found.append(f"{_mistyped(rng.choice(long_words), rng)} {rng.choice(long_words)}")
    return found


@cache
def subjects(language: str) -> tuple[Subject, ...]:
    """Our pages in a language."""
    return tuple(
        _subject(path.read_text(encoding="utf-8")) for path in sorted(PAGES.glob(f"*/{language}.md"))
    )


@cache
def _all_words(language: str) -> tuple[str, ...]:
    return tuple(word for subject in subjects(language) for word in subject.words)


def _subject(text: str) -> Subject:
    _, front, body = text.split("---\n", 2)
    front = yaml.safe_load(front)
    parts = [part.partition("\n") for part in re.split(r"^## ", body, flags=re.MULTILINE)[1:]]
    clean = [_plain(part) for _, _, part in parts]
    lengths = tuple(max(8, len(_WORD.findall(part))) for part in clean)
    words = _WORD.findall(" ".join([_plain(front["title"]), _plain(front["summary"]), *clean]))
    return Subject(
        _plain(front["title"]),
        tuple(_plain(heading) for heading, _, _ in parts),
        lengths or (40,),
        tuple(words),
    )


def _plain(text: str) -> str:
    return " ".join(_MARKUP.sub(lambda found: found[1] or found[2] or " ", text).split())


def _page(number: int, language: str, count: int, size: int, rng: random.Random) -> Iterator[Passage]:
    subject = rng.choice(subjects(language))
    key, country = f"m{number:07}", rng.choice(COUNTRIES)
    title = f"{subject.title} {_rare(language, rng, size).capitalize()}"
    for place in range(count):
        heading = rng.choice(subject.headings) if place and subject.headings else ""
        yield Passage(
            id=f"{key}:{language}:{place:02}",
            version=1,
            language=language,
            kind="faq" if rng.random() < 0.1 else "page",
            page=key,
            title=title,
            heading_path=(title, heading) if heading else (title,),
            text=_text(subject, language, size, rng),
            url=f"/{language}/{key}/#{place}",
            sources=(Source(subject.title, f"https://example.org/{number % 97}", "2026", CHECKED_ON),),
            checked_on=CHECKED_ON,
            country=country,
            topics=("work",),
        )


def _text(subject: Subject, language: str, size: int, rng: random.Random) -> str:
    length = rng.choice(subject.lengths)
    own, rare = round(length * OF_THE_SUBJECT), sum(rng.random() < RARE for _ in range(length))
    words = rng.choices(subject.words, k=own) + rng.choices(
        _all_words(language), k=max(0, length - own - rare)
    )
    words += [_rare(language, rng, size) for _ in range(rare)]
    rng.shuffle(words)
    sentences, start = [], 0
    while start < len(words):
        end = start + rng.randint(7, 18)
        sentences.append(" ".join(words[start:end]).capitalize() + ".")
        start = end
    return " ".join(sentences)


def _rare(language: str, rng: random.Random, size: int) -> str:
    """A word of the tail; the nth is n times rarer than the first."""
    return _invented(language, int(math.exp(rng.random() * math.log(5_000 + size))))


@cache
def _invented(language: str, number: int) -> str:
    rng = random.Random(f"{language} {number}")
    words = [word for word in rng.choices(_all_words(language), k=40) if len(word) > 4] or ["kosova"]
    return (words[0][: rng.randint(3, 5)] + words[-1][-rng.randint(3, 5) :]).lower()


def _mistyped(word: str, rng: random.Random) -> str:
    place = rng.randrange(1, len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
