"""The words of `chatbot/data/lexicon` and of the occupations, folded and ready to be found in a message.

A pattern is one or more words; `word*` also matches up to five more letters, which covers the endings of Albanian and Serbian nouns.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, Iterable, List, NamedTuple, Optional, Sequence, Set, Tuple

import yaml

from chatbot.nlu.tokens import Token
from content.languages import LANGUAGES
from content.text.folding import fold
from content.text.stemming import is_known
from content.text.typos import distance

LEXICON = Path(__file__).resolve().parents[1] / "data" / "lexicon"
OCCUPATIONS = Path(__file__).resolve().parents[2] / "content" / "occupations.yaml"
MOST_ENDING = 5
# Phrases are looked up by this many first letters, so an open word must have at least as many.
HEAD = 3
# "gjermanisht(e)" is German, not Germany.
LANGUAGE_IN_ALBANIAN = re.compile(r"isht(e|en|es|ja|in)?$")
# Endings of the nouns by which people name their work, folded: Albanian definite and plural forms, Serbian cases and feminines, English plurals.
NOUN_ENDINGS = frozenset(
    "a e i o u n t s es t in it ja je jen jes en ve et te as ash at an er ka ku ke ki ko kom ca cu ce com om em ama ima jem ju ev eve om esha eshe eshes ica ice icu ici icom kinja kinje kinju ins inet".split()
) | {""}


# Words between the parts of a name, which people leave out or put otherwise.
LINKS = frozenset("i e te se n ne u na of the a an sam jam jom".split())


class Pattern(NamedTuple):
    """A phrase as (folded word, whether more letters may follow)."""

    words: Tuple[Tuple[str, bool], ...]

    def matches_at(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether the phrase stands at this token."""
        if at + len(self.words) > len(tokens):
            return False
        for (word, is_open), token in zip(self.words, tokens[at : at + len(self.words)]):
            said = token.folded
            if said != word and not (
                is_open and said.startswith(word) and len(said) - len(word) <= MOST_ENDING
            ):
                return False
        return True


class Found(NamedTuple):
    """A phrase in a message: its value and the tokens [first, last)."""

    value: Any
    first: int
    last: int


def pattern(phrase: str) -> Pattern:
    """Reads a phrase of the lexicon.

    Raises:
        ValueError: an open word is too short to be looked up.
    """
    words = []
    for word in str(phrase).split():
        if word.endswith("*") and len(word) <= HEAD:
            raise ValueError(f"{phrase!r}: a word with * needs at least {HEAD} letters")
        for part in fold(word.rstrip("*")).split() or [word.rstrip("*")]:
            words.append((part, word.endswith("*")))
    return Pattern(tuple(words))


class PhraseSet:
    """Phrases with values, found by their first letters; the longest phrase at a place wins."""

    def __init__(self, phrases: Iterable[Tuple[str, Any]]):
        self._by_head: Dict[str, List[Tuple[Pattern, Any]]] = {}
        for phrase, value in phrases:
            compiled = pattern(phrase)
            if compiled.words:
                self._by_head.setdefault(compiled.words[0][0][:HEAD], []).append((compiled, value))
        for entries in self._by_head.values():
            entries.sort(key=lambda entry: (-len(entry[0].words), -len(entry[0].words[0][0])))

    def at(self, tokens: Sequence[Token], place: int) -> Optional[Found]:
        """The longest phrase that begins at a token."""
        for compiled, value in self._by_head.get(tokens[place].folded[:HEAD], ()):
            if compiled.matches_at(tokens, place):
                return Found(value, place, place + len(compiled.words))
        return None

    def find(self, tokens: Sequence[Token]) -> List[Found]:
        """All phrases, left to right, none overlapping."""
        found, place = [], 0
        while place < len(tokens):
            hit = self.at(tokens, place)
            if hit:
                found.append(hit)
            place = hit.last if hit else place + 1
        return found

    def places(self, tokens: Sequence[Token]) -> Set[int]:
        """The tokens that are part of a phrase."""
        return {place for hit in self.find(tokens) for place in range(hit.first, hit.last)}


def _read(name: str) -> Dict[Any, Any]:
    return yaml.safe_load((LEXICON / f"{name}.yml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def words() -> Dict[str, PhraseSet]:
    """The word classes of `words.yml` by name."""
    return {name: PhraseSet((phrase, name) for phrase in phrases) for name, phrases in _read("words").items()}


class CountryNames(PhraseSet):
    """Names of countries; long ones of one word are found with one slip too ("gjermni", "austrju")."""

    def __init__(self, names: Iterable[Tuple[str, Any]], cities: Iterable[Tuple[str, Any]]):
        names = list(names)
        super().__init__([*names, *cities])
        folded = [(fold(name.rstrip("*")), code) for name, code in names if " " not in name]
        self._long = [(name, code) for name, code in folded if len(name) >= 6]
        self._slips: Dict[str, Any] = {}

    def at(self, tokens: Sequence[Token], place: int) -> Optional[Found]:
        """The longest name that begins at a token."""
        if LANGUAGE_IN_ALBANIAN.search(tokens[place].folded):
            return None
        hit = super().at(tokens, place)
        if hit:
            return hit
        said = tokens[place].folded
        if len(said) < 6 or languages().at(tokens, place) or peoples().at(tokens, place):
            return None
        if said not in self._slips:
            if len(self._slips) > 10_000:
                self._slips.clear()
            self._slips[said] = self._slip(said)
        code = self._slips[said]
        return Found(code, place, place + 1) if code else None

    def _slip(self, said: str) -> Any:
        if any(distance(said, name, 1) <= 1 for name in _language_names()) or _is_a_word(said):
            return None
        for name, code in self._long:
            if name[0] == said[0] and any(
                distance(said[:length], name, 1) <= 1
                for length in (len(name) - 1, len(name), len(name) + 1)
                if said[length:] in NOUN_ENDINGS and length <= len(said)
            ):
                return code
        return None


@lru_cache(maxsize=1)
def countries() -> PhraseSet:
    """Names of countries and of their cities; the value is the ISO code. "ngjermani" is "n'gjermani" typed in haste."""
    phrases: Dict[str, List[Tuple[str, Any]]] = {"names": [], "cities": []}
    for code, entry in _read("countries").items():
        for kind, known in phrases.items():
            for name in entry.get(kind, ()):
                known.append((name, code))
                if name[:1] not in "aeiou" and len(name) > 5 and " " not in name:
                    known.append(("n" + name, code))
    return CountryNames(phrases["names"], phrases["cities"])


@lru_cache(maxsize=10_000)
def _is_a_word(said: str) -> bool:
    """Whether a dictionary has it: "položio" is no slip of "Poloni"."""
    return any(is_known(said, language) for language in LANGUAGES)


@lru_cache(maxsize=1)
def _language_names() -> Tuple[str, ...]:
    names = (fold(name.rstrip("*")) for several in _read("languages").values() for name in several)
    return tuple(name for name in names if len(name) >= 6 and " " not in name)


@lru_cache(maxsize=1)
def peoples() -> PhraseSet:
    """Words for citizenship; the value is the ISO code."""
    return PhraseSet(
        (name, code) for code, entry in _read("countries").items() for name in entry.get("people", ())
    )


@lru_cache(maxsize=1)
def languages() -> PhraseSet:
    """Names of languages; the value is the ISO 639-1 code."""
    return PhraseSet((name, code) for code, names in _read("languages").items() for name in names)


@lru_cache(maxsize=1)
def number_words() -> Dict[str, int]:
    """Folded number words by value."""
    return {fold(word): value for value, entries in _read("numbers").items() for word in entries}


class Occupations:
    """The names of occupations, found through their endings and through small typing mistakes."""

    def __init__(self, entries: Dict[str, Dict[str, Any]], everyday: Dict[str, Sequence[str]]):
        self._by_stem: Dict[str, List[Tuple[Tuple[str, ...], str]]] = {}
        self.isco = {slug: str(entry["isco"]).zfill(4) for slug, entry in entries.items()}
        for slug, entry in entries.items():
            for names in [*entry["names"].values(), everyday.get(slug, ())]:
                for name in names:
                    self._add(str(name), slug)
        for group in self._by_stem.values():
            group.sort(key=lambda entry: (-len(entry[0]), -sum(map(len, entry[0]))))

    def _add(self, name: str, slug: str) -> None:
        folded = [word for word in re.split(r"[\s-]+", fold(name)) if word]
        words = [word for place, word in enumerate(folded) if not place or word not in LINKS]
        for stems in {tuple(stem_of(word) for word in words), tuple(shortened(word) for word in words)}:
            if stems:
                self._by_stem.setdefault(stems[0][:2], []).append((stems, slug))

    def find(self, tokens: Sequence[Token], skip: Set[int]) -> List[Found]:
        """Occupations in a message, the longest name at each place; `skip` are words already understood otherwise."""
        found, place = [], 0
        while place < len(tokens):
            hit = (
                None
                if place in skip
                else self._at(tokens, place, inflected) or self._at(tokens, place, mistyped)
            )
            if hit:
                found.append(hit)
            place = hit.last if hit else place + 1
        return found

    def _at(self, tokens: Sequence[Token], place: int, is_form_of: Any) -> Optional[Found]:
        for stems, slug in self._by_stem.get(tokens[place].folded[:2], ()):
            last = self._end(tokens, place, stems, is_form_of)
            if last:
                return Found(slug, place, last)
        return None

    @staticmethod
    def _end(tokens: Sequence[Token], place: int, stems: Sequence[str], is_form_of: Any) -> int:
        """Where a name ends that begins at a token, 0 if it doesn't: "inxhinier (i) ndërtimit", "radnik (u) magacinu"."""
        for number, stem in enumerate(stems):
            while number and place < len(tokens) and tokens[place].folded in LINKS:
                place += 1
            if place >= len(tokens) or not is_form_of(tokens[place].folded, stem):
                return 0
            place += 1
        return place


def stem_of(word: str) -> str:
    """The part of a noun that stays: without the last vowel of longer words."""
    return word[:-1] if len(word) > 4 and word[-1] in "aeiou" else word


def shortened(word: str) -> str:
    """The stem of the other cases where a vowel falls out: "prodavac", "prodavca"."""
    return (
        word[:-2] + word[-1]
        if len(word) >= 6 and word.endswith("ac") and word[-3] in "vtlr"
        else stem_of(word)
    )


def inflected(said: str, stem: str) -> bool:
    """Whether a word is the stem with an ending of a noun."""
    return said.startswith(stem) and said[len(stem) :] in NOUN_ENDINGS


def mistyped(said: str, stem: str) -> bool:
    """Whether a word is the stem, or its inflection, with one slip in six letters or two in ten. Short words must be right."""
    if inflected(said, stem):
        return True
    if len(stem) < 6 or len(said) < 6 or _is_a_word(said):
        return False
    allowed = 2 if len(stem) >= 10 else 1
    for length in range(len(stem) - allowed, min(len(said), len(stem) + allowed) + 1):
        if said[length:] in NOUN_ENDINGS and distance(said[:length], stem, allowed) <= allowed:
            return True
    return False


@lru_cache(maxsize=1)
def occupations() -> Occupations:
    """The occupations of the shared vocabulary."""
    return Occupations(yaml.safe_load(OCCUPATIONS.read_text(encoding="utf-8")), _read("trades"))


@lru_cache(maxsize=2)
def occupations_by(kind: str) -> PhraseSet:
    """What people study (`fields`) or where they work (`workplaces`); the value is the slug of the occupation."""
    return PhraseSet((name, slug) for slug, names in _read(kind).items() for name in names)
