"""Which ways a message names: "Kartën Blu", "Plavu kartu", "the Opportunity Card"."""

import re
from functools import lru_cache

from chatbot.nlu.lexicon import countries
from chatbot.nlu.tokens import tokenise
from content.rules.model import Route

_LEAST_LETTERS, _SHORT_WORD, _LONGEST_ENDING = 5, 3, 4
# What the names of ways have beside their own words.
_NO_NAME = frozenset("eu be e i u ne te per za in for the of and dhe so sa".split())

_GENERIC = frozenset(
    "work permit permits leje pune punes radna dozvola za rad single jedinstvena unike studime studije study research".split()
)


def named_ways(text: str, routes: list[Route]) -> list[str]:
    """The ways that a message names: each word of the name stands in it, whatever its ending ("Kartën Blu", "Plavu kartu")."""
    said = [token.folded for token in tokenise(text)]
    return [
        route.id
        for route in routes
        if any(_is_named(said, part) for name in route.name.values() for part in _names(name))
    ]


@lru_cache(maxsize=512)
def _names(name: str) -> tuple[tuple[str, ...], ...]:
    """The words of a name without the country in brackets and with it; what follows a dash ("– Ausbildung") is a name of its own."""
    found = []
    for part in re.split(r"\s[–-]\s", name.partition(" (")[0]):
        tokens = tokenise(part)
        of_places = countries().places(tokens)
        words = [
            token.folded
            for place, token in enumerate(tokens)
            if place not in of_places and token.folded not in _NO_NAME
        ]
        if sum(map(len, words)) >= _LEAST_LETTERS and not _GENERIC.issuperset(words):
            found.append(tuple(words))
    return tuple(found)


def _is_named(said: list[str], words: tuple[str, ...]) -> bool:
    return all(any(_is_form_of(one, word) for one in said) for word in words)


def _is_form_of(said: str, word: str) -> bool:
    stem = word[:-1] if len(word) > _SHORT_WORD else word
    return said.startswith(stem) and len(said) <= len(stem) + _LONGEST_ENDING
