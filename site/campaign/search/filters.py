"""Narrows results to a country, a topic or a kind. The choices are plain links, each with the number of answers it leads to."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from content.countries import country_code, country_name, is_country
from content.index.documents import KINDS, Passage

from .topics import TOPICS

NAMES = ("country", "topic", "kind")
MOST_TOPICS = 10  # choices; the most frequent ones


@dataclass(frozen=True, slots=True)
class Filters:
    """What the reader has chosen; empty where nothing is. `ignored`: values from the address that nobody knows."""

    country: str = ""
    topic: str = ""
    kind: str = ""
    ignored: tuple[str, ...] = ()

    @classmethod
    def of(cls, request: HttpRequest) -> "Filters":
        """The filters in the address. An unknown value is set aside, never an error."""
        given = {name: request.GET.get(name, "").replace("\x00", "").strip()[:40] for name in NAMES}
        given["country"] = given["country"].upper()
        known = {"country": is_country, "topic": TOPICS.__contains__, "kind": KINDS.__contains__}
        chosen = {name: value for name, value in given.items() if value and known[name](value)}
        return cls(
            **chosen, ignored=tuple(value for name, value in given.items() if value and name not in chosen)
        )

    def __bool__(self) -> bool:
        return bool(self.country or self.topic or self.kind)

    def parameters(self) -> dict[str, str]:
        """As they stand in an address."""
        return {name: value for name in NAMES if (value := getattr(self, name))}

    def url(self, query: str, page: int = 1) -> str:
        """The address of the results for a query with these filters."""
        parameters = {"q": query} | self.parameters() | ({"page": page} if page > 1 else {})
        return f"{reverse('search')}?{urlencode(parameters)}"

    def keep(self, passage: Passage) -> bool:
        """Whether a passage passes."""
        return (
            (not self.country or self.country in countries_of(passage))
            and (not self.topic or self.topic in topics_of(passage))
            and (not self.kind or self.kind == passage.kind)
        )

    def chosen(self, query: str, language: str) -> list[dict]:
        """What is chosen, as links that take it away: name, url."""
        names = {"country": country_name(self.country, language)} if self.country else {}
        names |= {"topic": TOPICS[self.topic][0]} if self.topic else {}
        return [{"name": name, "url": replace(self, **{of: ""}).url(query)} for of, name in names.items()]

    def choices(self, query: str, language: str, passages: Iterable[Passage]) -> dict[str, list[dict]]:
        """The countries and topics of the results, as links: name, url, count, current.

        `passages`: all results, unfiltered. A country is counted with the other filters applied, and so is a topic.
        """
        passages = list(passages)
        elsewhere, otherwise = replace(self, country=""), replace(self, topic="")
        countries = Counter(code for one in passages if elsewhere.keep(one) for code in countries_of(one))
        topics = Counter(name for one in passages if otherwise.keep(one) for name in topics_of(one))
        return {
            "countries": [
                self._choice("country", code, country_name(code, language), count, query)
                for code, count in _most(countries, self.country, len(countries))
            ],
            "topics": [
                self._choice("topic", name, TOPICS[name][0], count, query)
                for name, count in _most(topics, self.topic, MOST_TOPICS)
            ],
        }

    def _choice(self, of: str, value: str, name: str, count: int, query: str) -> dict:
        current = getattr(self, of) == value
        url = replace(self, **{of: "" if current else value}).url(query)
        return {"name": name, "url": url, "count": count, "current": current}


def _most(counts: Counter[str], chosen: str, most: int) -> list[tuple[str, int]]:
    """The most frequent values, ties by name; the chosen one is always among them."""
    ordered = sorted(counts.items(), key=lambda item: (item[0] != chosen, -item[1], item[0]))
    return sorted(ordered[:most], key=lambda item: (-item[1], item[0]))


def countries_of(passage: Passage) -> set[str]:
    """The countries a passage is about: its page's own, and those its topics name."""
    named = {code for topic in passage.topics if (code := country_code(topic))}
    return named | ({passage.country} if passage.country else set())


def topics_of(passage: Passage) -> list[str]:
    """The topics a passage belongs to."""
    return [name for name, (_, words) in TOPICS.items() if not words.isdisjoint(passage.topics)]
