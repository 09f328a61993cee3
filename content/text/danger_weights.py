"""How near a message is to danger by weights learnt from the training messages: a second voice beside the rules of `danger.py`.

`data/danger-weights.json` is made by `python -m chatbot.nlu.danger_table` with the bot's Python. What the site answers without Rasa needs nothing else.
"""

import json
import math
import re
from functools import cache

from .folding import fold
from .language import identify
from .stemming import DATA, stem

TABLE = DATA / "danger-weights.json"
_BEGINNING = 5  # letters of a word that stand for it, where its stem was never seen
_WORD = re.compile(r"\d+|[^\W\d_]+|\?")


def score(text: str, concepts: "frozenset[str]" = frozenset()) -> float:
    """Above zero: rather danger than anything else. What has no words ("👍", "...") is as far from it as words we have never seen.

    Args:
        text: what was typed.
        concepts: the concepts of `danger.tsv` that stand in it.
    """
    table, seen = _table(), features(text, concepts)
    if not seen:
        return table["bias"]
    total = sum(table["weights"].get(one, 0) for one in seen) / math.sqrt(len(seen))
    return table["bias"] + total / table["unit"]


def features(text: str, concepts: "frozenset[str]" = frozenset()) -> "set[str]":
    """Stems, pairs of neighbours, beginnings of words and concepts with their pairs."""
    words = ["0" if word.isdigit() else word for word in _WORD.findall(fold(text))]
    if not words:
        return set()
    language = identify(text).language
    stems = [stem(word, language) if language else word for word in words]
    pairs = [f"{one} {two}" for one, two in zip(["^", *stems], [*stems, "$"])]
    beginnings = [f"{word[:_BEGINNING]}*" for word in words if len(word) > _BEGINNING]
    names = sorted(concepts)
    together = [f"{one}+{two}" for place, one in enumerate(names) for two in names[place + 1 :]]
    return {*stems, *pairs, *beginnings, *names, *together}


@cache
def _table() -> dict:
    return json.loads(TABLE.read_text(encoding="utf-8"))
