"""Recognises that a person, or somebody they write about, is in danger. Rules are data: `data/danger.tsv`; `danger_weights` is a second voice.

A rule joins concepts (who, what was done, to what), not sentences. What only asks about the subject, or about what might happen, is not
danger; neither is what a negation takes back. Typing mistakes in long words are forgiven.
"""

import re
from dataclasses import dataclass
from functools import cache

from content.languages import LANGUAGES

from . import danger_weights
from .folding import fold
from .language import identify
from .stemming import DATA, is_known
from .typos import distance

_WINDOW = 24  # words within which the concepts of a rule must stand
_GAP = r"(?:[^ ]+ ){0,3}"
_SHORT = 6  # letters; shorter pattern words are too alike across languages
_MISTYPED = 7  # letters; in shorter words one mistake makes another word ("rrofsh", "rrafsh")
_BREAKS = frozenset(". por e dhe edhe por se ali i a but and because jer pa da".split())
_LONGEST = 4000
# How near the weights must put a message to be certain where no rule speaks, where one does, for a certain rule to hold, and to be possible.
# Set on one half of a fresh hand's messages.
_CERTAIN_ALONE_FROM, _CERTAIN_FROM, _RULES_HOLD_FROM, _POSSIBLE_FROM = 0.0, -0.3, -0.6, -0.7
# Said in a few words at the end of a long question as well, where the weights hear mostly the question.
ALWAYS = frozenset({"self_harm"})
_TELLING = 4  # words; the language of fewer is too often taken wrongly to leave the others out


@dataclass(frozen=True)
class Danger:
    """`level` is `none`, `possible` (offer help beside the answer) or `certain` (help comes first); `kinds` say which danger, where a rule
    found it; `score` is how near the weights put it, above zero is danger."""

    level: str
    kinds: "tuple[str, ...]" = ()
    score: float = -1.0


@dataclass(frozen=True)
class _Rule:
    kind: str
    level: str  # fact, talk or hint
    needed: "tuple[str, ...]"
    excluded: "tuple[str, ...]"


@dataclass(frozen=True)
class _Lexicon:
    concepts: "dict[str, re.Pattern[str]]"
    negatable: "frozenset[str]"
    stems: (
        "dict[str, tuple[str, ...]]"  # a long pattern word, or the word without one letter -> pattern words
    )


def assess(text: str) -> Danger:
    """Whether a message tells of danger: trafficking, documents taken, threats, violence, being held, a child lured away, self-harm,
    people stranded, drowning or locked in a vehicle. Albanian, Gheg, Serbian in both scripts, English; with or without diacritics.
    """
    text = text[:_LONGEST]
    by_rules, concepts = _by_rules(text)
    score = danger_weights.score(text, concepts)
    level = "none"
    enough = _CERTAIN_ALONE_FROM if by_rules.level == "none" else _CERTAIN_FROM
    holds = by_rules.level == "certain" and (
        score >= _RULES_HOLD_FROM or not ALWAYS.isdisjoint(by_rules.kinds)
    )
    if score >= enough or holds:
        level = "certain"
    elif score >= _POSSIBLE_FROM or by_rules.level == "certain":
        level = "possible"
    return Danger(level, by_rules.kinds if level != "none" else (), score)


def concepts_in(text: str) -> "frozenset[str]":
    """The names of the concepts of `danger.tsv` that stand in a text and aren't taken back."""
    return _by_rules(text)[1]


def _by_rules(text: str) -> "tuple[Danger, frozenset[str]]":
    """What the rules say, and the concepts found."""
    words = _words(text)
    if not words:
        return Danger("none"), frozenset()
    languages = _languages(text) if len(words) >= _TELLING else LANGUAGES
    lexicon = _lexicon(languages)
    words = _without_idioms([_respelt(word, lexicon, languages) for word in words], lexicon)
    found = {name: places for name in lexicon.concepts if (places := _places(name, words, lexicon))}
    concepts = frozenset(found)
    asks = "TOPIC" in found or "HYPO" in found
    certain, possible = [], []
    for rule in _rules():
        if all(name in found for name in rule.needed) and not any(name in found for name in rule.excluded):
            if not _together([found[name] for name in rule.needed]):
                continue
            if rule.level == "fact" or rule.level == "talk" and not asks:
                certain.append(rule.kind)
            elif rule.level == "talk" or not asks:
                possible.append(rule.kind)
    if certain:
        return Danger("certain", tuple(dict.fromkeys(certain + possible))), concepts
    return Danger("possible" if possible else "none", tuple(dict.fromkeys(possible))), concepts


def _words(text: str) -> "list[str]":
    """Folded words; `.` stands for the end of a clause. Letters held down are written once."""
    folded = re.sub(r"(.)\1{2,}", r"\1", fold(text))
    folded = re.sub(r"(\w)n't\b", r"\1nt", folded)
    folded = re.sub(
        r"(?<=[a-z])'(?:s|re|ve|ll|m|d)\b", lambda match: " " if match[0] != "'m" else "m", folded
    )
    return re.findall(
        r"[^\W_]+|[.!?;,\n]", folded.replace(",", ".").replace("!", ".").replace("?", ".").replace(";", ".")
    )


def _without_idioms(words: "list[str]", lexicon: _Lexicon) -> "list[str]":
    """What only sounds like danger ("dying of boredom") taken out; whatever else the message tells stays."""
    line = "".join(f" {word}" for word in words) + " "
    return [*lexicon.concepts["IDIOM"].sub(". ", line).split(), "."]


def _languages(text: str) -> "tuple[str, ...]":
    guess = identify(text)
    return (guess.language,) if guess.language and guess.confidence >= 0.9 else LANGUAGES


def _places(name: str, words: "list[str]", lexicon: _Lexicon) -> "list[int]":
    """Where a concept stands, as word numbers, without what a negation takes back."""
    line = "".join(f" {word}" for word in words) + " "
    places = [line.count(" ", 0, match.start() + 1) - 1 for match in lexicon.concepts[name].finditer(line)]
    if name in lexicon.negatable and "NEG" in lexicon.concepts:
        places = [place for place in places if not _negated(place, words, lexicon)]
    return places


def _negated(place: int, words: "list[str]", lexicon: _Lexicon) -> bool:
    for word in reversed(words[max(0, place - 3) : place]):
        if word in _BREAKS:
            return False
        if lexicon.concepts["NEG"].search(f" {word} "):
            return True
    return False


def _together(places: "list[list[int]]") -> bool:
    return any(
        all(any(abs(other - start) <= _WINDOW for other in others) for others in places[1:])
        for start in places[0]
    )


# --- Typing mistakes --------------------------------------------------------------------------------------------------


def _respelt(word: str, lexicon: _Lexicon, languages: "tuple[str, ...]") -> str:
    """The word, or the pattern word it begins with but for one mistake. A word of the dictionary is no mistake."""
    if len(word) < _MISTYPED or word.isdigit():
        return word
    stems = lexicon.stems
    beginnings = [word[:length] for length in range(min(len(word), 14), _SHORT - 2, -1)]
    if any(beginning in stems and beginning in stems[beginning] for beginning in beginnings):
        return word
    if any(is_known(word, language) for language in languages):
        return word
    for beginning in beginnings:
        for key in (beginning, *_without_a_letter(beginning)):
            for stem in stems.get(key, ()):
                if (
                    len(stem) - 1 <= len(beginning) <= len(stem) + 1
                    and stem[0] == word[0]
                    and distance(beginning, stem, 1) <= 1
                ):
                    return stem
    return word


def _without_a_letter(word: str) -> "list[str]":
    return [word[:place] + word[place + 1 :] for place in range(len(word))]


# --- The data ---------------------------------------------------------------------------------------------------------


@cache
def _rows() -> "tuple[tuple[str, ...], ...]":
    lines = (DATA / "danger.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line and not line.startswith("#"))


@cache
def _rules() -> "tuple[_Rule, ...]":
    rules = []
    for _, kind, level, expression in (row for row in _rows() if row[0] == "rule"):
        names = expression.split()
        needed = tuple(name for name in names if not name.startswith("!"))
        rules.append(_Rule(kind, level, needed, tuple(name[1:] for name in names if name.startswith("!"))))
    return tuple(rules)


@cache
def _lexicon(languages: "tuple[str, ...]") -> _Lexicon:
    patterns: dict[str, list[str]] = {}
    negatable, stems = set(), {}
    for _, name, language, listed in (row for row in _rows() if row[0] == "concept"):
        if name.startswith("+"):
            name = name[1:]
            negatable.add(name)
        for pattern in filter(None, (part.strip() for part in listed.split(","))):
            literals = re.findall(r"[a-z]+", pattern)
            if language not in languages and min(map(len, literals), default=0) < _SHORT:
                continue
            patterns.setdefault(name, []).append(_regex(pattern))
            for literal in literals:
                if len(literal) >= _MISTYPED:
                    for key in (literal, *_without_a_letter(literal)):
                        stems.setdefault(key, []).append(literal)
    concepts = {name: re.compile(f"(?<= )(?:{'|'.join(found)})") for name, found in patterns.items()}
    return _Lexicon(
        concepts, frozenset(negatable), {key: tuple(dict.fromkeys(found)) for key, found in stems.items()}
    )


def _regex(pattern: str) -> str:
    """A pattern of the data as an expression over words that each end in a space."""
    out = []
    for word in pattern.split():
        if word == "..":
            out.append(_GAP)
        else:
            out.append(
                "(?:"
                + "|".join(option.replace("*", "[^ ]*") + " " if option else "" for option in word.split("|"))
                + ")"
            )
    return "".join(out)
