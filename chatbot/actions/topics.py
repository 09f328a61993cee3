"""What kinds of question there are, and which of them a heading answers: the words of `topics.yml`."""

from functools import lru_cache
from pathlib import Path

import yaml

from chatbot.actions import knowledge
from chatbot.nlu.lexicon import PhraseSet, countries
from chatbot.nlu.tokens import tokenise
from content.index.analysis import words
from content.index.documents import Passage

TOPICS = Path(__file__).resolve().parents[1] / "data" / "lexicon" / "topics.yml"
# `Passage.country` of what is about no single country.
NO_COUNTRY = frozenset({"", "EU"})


@lru_cache(maxsize=1)
def topics() -> dict:
    """`topics.yml`."""
    return yaml.safe_load(TOPICS.read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def _heads(kind: str, language: str) -> PhraseSet:
    return PhraseSet((head, kind) for head in topics()["kinds"][kind][language]["heads"])


@lru_cache(maxsize=3)
def _no_subject(language: str) -> PhraseSet:
    return PhraseSet((word, "") for word in topics()["no_subject"][language])


@lru_cache(maxsize=4096)
def kinds_of(heading: str, language: str) -> frozenset[str]:
    """The kinds of question that a heading answers."""
    tokens = tokenise(heading)
    return frozenset(kind for kind in topics()["kinds"] if _heads(kind, language).find(tokens))


@lru_cache(maxsize=4096)
def countries_of(text: str) -> frozenset[str]:
    """The countries that a text names."""
    return frozenset(hit.value for hit in countries().find(tokenise(text)))


def heading_of(passage: Passage) -> str:
    return passage.title if passage.kind == "faq" else passage.heading or passage.title


def is_of_kind(passage: Passage, kind: str) -> bool:
    """Whether the passage's own heading answers this kind of question."""
    return kind in kinds_of(heading_of(passage), passage.language)


def is_by_country(kind: str) -> bool:
    """Whether the answer to this kind of question differs from country to country."""
    return bool(topics()["kinds"].get(kind, {}).get("by_country"))


@lru_cache(maxsize=4096)
def subject_of(text: str, kind: str, language: str) -> tuple[str, ...]:
    """The words of a question that say what it is about: neither what it asks for, nor a country, nor words that suit any question."""
    tokens = tokenise(text)
    general = _no_subject(language).places(tokens) | countries().places(tokens)
    if kind:
        general |= _heads(kind, language).places(tokens)
    covered = [(tokens[place].start, tokens[place].end) for place in general]
    return tuple(
        word.folded
        for word in words(text, language)
        if word.terms
        and not word.folded.isdigit()
        and not any(start < word.end and word.start < end for start, end in covered)
    )


def tags_of(passage: Passage) -> set[str]:
    """The topics of the passage's page: a question on it may have others."""
    sections = knowledge.page(passage.page, passage.language)
    return set(sections[0].topics) if sections else set(passage.topics)


def is_aside(passage: Passage, kind: str) -> bool:
    """Whether the page is of a sort that hardly answers this kind of question: on dangers, or on the site itself."""
    return bool(kind) and any(
        kind not in sort["kinds"] and tags_of(passage) & set(sort["topics"]) for sort in topics()["aside"]
    )
