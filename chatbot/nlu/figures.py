"""The figures of the report: macro-F1, what was turned away, facts found, danger recognised, language and script right."""

import json
import unicodedata
from collections import Counter, defaultdict
from typing import Any, Dict, Iterable, List, NamedTuple, Optional, Sequence, Set, Tuple

from chatbot.nlu.arbiter import DANGER, FALLBACK
from chatbot.nlu.message import Entity
from chatbot.nlu.speech import Speech, follow
from content.languages import LANGUAGES

OUT_OF_SCOPE = "out_of_scope"
# Intents that don't pretend to have understood.
TURNED_AWAY = frozenset({FALLBACK, OUT_OF_SCOPE})
PARTS_SELDOM_MARKED = frozenset("salary.gross job_offer.kind job_offer.country job_offer.occupation".split())


class Understood(NamedTuple):
    """What a message was taken for."""

    intent: str
    confidence: float
    rule: str
    ranking: List[Tuple[str, float]]
    entities: List[Entity]
    danger: str


class Labelled(NamedTuple):
    """A message of a set. `intent` is missing in sets of emergencies and everyday messages, `danger` says which they are."""

    text: str
    language: str
    style: str
    intent: Optional[str]
    entities: Optional[List[Dict[str, Any]]]
    danger: Optional[bool]


def intent_figures(pairs: Sequence[Tuple[Labelled, Understood]]) -> Dict[str, Any]:
    """Macro-F1 over the intents of the set, accuracy, what was out of scope and caught, and what was wrong and answered.

    `best_guess` counts the arbiter's first choice, whether it was sure of it or asked back.
    """
    said = [one.intent or "" for one, _ in pairs]
    taken = [got.intent for _, got in pairs]
    guessed = [
        got.ranking[0][0] if got.intent == FALLBACK and got.ranking else got.intent for _, got in pairs
    ]
    outside = [got.intent for one, got in pairs if one.intent == OUT_OF_SCOPE]
    inside = [(one.intent, got.intent) for one, got in pairs if one.intent != OUT_OF_SCOPE]
    return {
        "messages": len(pairs),
        "macro_f1": macro_f1(said, taken),
        "accuracy": share(sum(a == b for a, b in zip(said, taken)), len(pairs)),
        "best_guess": macro_f1(said, guessed),
        "out_of_scope": len(outside),
        "out_of_scope_caught": share(sum(one in TURNED_AWAY for one in outside), len(outside)),
        "turned_away": share(sum(b in TURNED_AWAY and a != b for a, b in inside), len(inside)),
        "wrong_and_answered": share(
            sum(a != b and b not in TURNED_AWAY for a, b in zip(said, taken)), len(pairs)
        ),
    }


def macro_f1(said: Sequence[str], taken: Sequence[str]) -> float:
    """The mean of the F1 of every intent that was said."""
    scores = []
    for intent in sorted(set(said)):
        right = sum(a == b == intent for a, b in zip(said, taken))
        total = said.count(intent) + taken.count(intent)
        scores.append(2 * right / total)
    return round(sum(scores) / len(scores), 4) if scores else 0.0


def facts_of(entities: Iterable[Any]) -> Set[Tuple[str, str]]:
    """Facts to be compared: those with parts (languages, an offer, pay) by each part, numbers as numbers. An offer is one whatever is said of it."""
    facts = set()
    for one in entities:
        name, value = (one["entity"], one["value"]) if isinstance(one, dict) else (one.entity, one.value)
        if name == "job_offer":
            facts.add((name, _plain(value is not False)))
        if isinstance(value, dict):
            facts |= {(f"{name}.{key}", _plain(part)) for key, part in value.items()}
        elif name != "job_offer":
            facts.add((name, _plain(value)))
    return facts


def _plain(value: Any) -> str:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return json.dumps(float(value) if is_number else value, sort_keys=True)


def compared(one: Labelled, got: Understood) -> Tuple[Set[Tuple[str, str]], Set[Tuple[str, str]]]:
    """The facts wanted and found. Parts that the set doesn't mark anywhere in a fact (whether pay is gross, the country of an offer) aren't held
    against what was found."""
    wanted, found = facts_of(one.entities or ()), facts_of(got.entities)
    parts = {name for name, _ in wanted}
    return wanted, {
        (name, value) for name, value in found if name not in PARTS_SELDOM_MARKED or name in parts
    }


def entity_figures(pairs: Sequence[Tuple[Labelled, Understood]]) -> Dict[str, Dict[str, Any]]:
    """Precision, recall and F1 for each entity and, under `all`, over all of them."""
    counts: Dict[str, Counter] = defaultdict(Counter)
    for one, got in pairs:
        wanted, found = compared(one, got)
        for outcome, facts in (
            ("right", wanted & found),
            ("missed", wanted - found),
            ("invented", found - wanted),
        ):
            for name, _ in facts:
                counts[name.split(".")[0]][outcome] += 1
                counts["all"][outcome] += 1
    figures = {}
    for name in sorted(counts, key=lambda key: (key != "all", key)):
        right, missed, invented = (counts[name][outcome] for outcome in ("right", "missed", "invented"))
        figures[name] = {
            "facts": right + missed,
            "precision": share(right, right + invented),
            "recall": share(right, right + missed),
            "f1": share(2 * right, 2 * right + missed + invented),
        }
    return figures


def danger_figures(pairs: Sequence[Tuple[Labelled, Understood]]) -> Dict[str, Any]:
    """How many emergencies were recognised, with which certainty, and how many everyday messages raised the alarm."""
    levels: Dict[bool, Counter] = {True: Counter(), False: Counter()}
    for one, got in pairs:
        level = "certain" if got.intent == DANGER else got.danger
        levels[bool(one.danger)][level] += 1
    emergencies, everyday = sum(levels[True].values()), sum(levels[False].values())
    return {
        "emergencies": emergencies,
        "recall": share(levels[True]["certain"] + levels[True]["possible"], emergencies),
        "recall_certain": share(levels[True]["certain"], emergencies),
        "everyday": everyday,
        "false_alarms": share(levels[False]["certain"], everyday),
        "false_possible": share(levels[False]["possible"], everyday),
    }


def speech_figures(messages: Sequence[Labelled]) -> Dict[str, Any]:
    """How often the language is right from the page of that language, and from the pages of the others."""
    own, other, script = [], [], []
    for one in messages:
        own.append(follow(one.text, Speech(one.language, _script(one.text))).language == one.language)
        heard = [follow(one.text, Speech(page)) for page in LANGUAGES if page != one.language]
        other += [speech.language == one.language for speech in heard]
        if one.language == "sr":
            script.append(follow(one.text, Speech("sr", "Cyrl")).script == _script(one.text))
    figures: Dict[str, Any] = {
        "messages": len(messages),
        "right_from_own_page": share(sum(own), len(own)),
        "right_from_other_pages": share(sum(other), len(other)),
    }
    return {**figures, "script_right": share(sum(script), len(script))} if script else figures


def _script(text: str) -> str:
    return (
        "Cyrl" if any("CYRILLIC" in unicodedata.name(char, "") for char in text if char.isalpha()) else "Latn"
    )


def share(part: float, whole: float) -> Optional[float]:
    return round(part / whole, 4) if whole else None
