"""Hard words in the text of a page: the first of each is a link to its meaning, which opens on a tap without JavaScript."""

import re
from functools import lru_cache

from content.terms import Names, Place

from .models import Term

MOST = 8  # words explained on a page; more would be a text full of links
_TAG = re.compile(r"<(/?)(\w+)[^>]*>")
_FOREIGN = re.compile(r'<span lang="(\w+)" translate="no">([^<]+)</span>')
_SHUT = {"a", "span", "h2", "h3"}  # nothing is marked inside: links, figures, foreign names, headings


class Explained:
    """The words that texts explain, in one language."""

    def __init__(self, rows: tuple[tuple[str, ...], ...], language: str):
        self.entries = {key: row for key, *row in rows}
        self.names = Names([(row[0], row[1]) for row in rows], language)
        self.foreign: dict[tuple[str, str], str] = {}
        for key, _, _, original_language, original in rows:
            self.foreign.setdefault((original_language, original.lower()), key)


@lru_cache(maxsize=8)
def _explained(rows: tuple[tuple[str, ...], ...], language: str) -> Explained:
    return Explained(rows, language)


def explained(language: str) -> Explained:
    """The words of the glossary that editors want explained in texts; what is derived from them is kept."""
    columns = (
        "key",
        f"name_{language}",
        f"meaning_{language}",
        "original_language",
        "original_name",
    )
    return _explained(tuple(Term.objects.filter(explain=True).values_list(*columns)), language)


def with_meanings(html: list[str], language: str, title: str = "") -> tuple[list[str], list[dict]]:
    """Rich texts with their hard words marked, and these words with their meanings in the order of the text.

    A word with a name on a form goes before others when there are too many. What the page's title names is its
    subject, and its whole text explains it.
    """
    known = explained(language)
    subject = {place.key for place in known.names.find(title)}
    first: dict[str, tuple[int, Place]] = {}
    for number, text in enumerate(html):
        for place in places(text, known):
            if place.key not in subject:
                first.setdefault(place.key, (number, place))
    hardest = sorted(first, key=lambda key: not known.entries[key][3])[:MOST]
    chosen = sorted((first[key] for key in hardest), key=lambda found: (found[0], found[1].start))
    marked = list(html)
    for number, place in reversed(chosen):  # from the end, so that earlier places stay where they are
        text = marked[number]
        link = f'<a class="term" id="t-{place.key}" href="#w-{place.key}">{text[place.start : place.end]}</a>'
        marked[number] = text[: place.start] + link + text[place.end :]
    return marked, [_entry(place.key, known) for _, place in chosen]


def _entry(key: str, known: Explained) -> dict:
    name, meaning, language, original = known.entries[key]
    return {
        "key": key,
        "name": name,
        "meaning": meaning,
        "original": original_beside(name, language, original),
    }


def original_beside(name: str, language: str, original: str) -> dict | None:
    """The name a form has for a word, `{lang, name}`; None where there is none or it is ours."""
    return {"lang": language, "name": original} if original and original.lower() != name.lower() else None


@lru_cache(maxsize=4096)
def places(html: str, known: Explained) -> tuple[Place, ...]:
    """Where hard words stand in rich text: in its words, and as a whole foreign name. Kept, because texts seldom change."""
    found, position, shut = [], 0, 0
    for tag in _TAG.finditer(html):
        if not shut:
            found += _in_words(html, position, tag.start(), known)
        position = tag.end()
        if tag[2] in _SHUT:
            name = _FOREIGN.match(html, tag.start()) if not shut else None
            if name and (key := known.foreign.get((name[1], name[2].lower()))):
                found.append(Place(name.start(), name.end(), key))
            shut += -1 if tag[1] else 1
    return (*found, *_in_words(html, position, len(html), known))


def _in_words(html: str, start: int, end: int, known: Explained) -> list[Place]:
    return [
        Place(start + place.start, start + place.end, place.key)
        for place in known.names.find(html[start:end])
    ]
