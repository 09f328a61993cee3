"""The bot's sentences in the three languages, from `locales/chatbot`. Read as text at the first use: no compile step to forget."""

from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from content.text.scripts import to_latin

LOCALES = Path(__file__).resolve().parents[2] / "locales" / "chatbot"


@lru_cache(maxsize=3)
def catalogue(language: str) -> Catalog:
    """The messages of a language; the ids are English."""
    with (LOCALES / language / "LC_MESSAGES" / "chatbot.po").open("rb") as file:
        return read_po(file, locale=language)


def plural_form(language: str, number: float) -> int:
    """Which form a number takes: Serbian has three, Albanian and English two. Fractions take the second."""
    if number != int(number):
        return 1
    if language != "sr":
        return int(number != 1)
    if number % 10 == 1 and number % 100 != 11:
        return 0
    return 1 if 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14 else 2


class Say:
    """Says a sentence in one language and script."""

    def __init__(self, language: str, script: str = "Latn"):
        self.language = language
        self.is_latin_serbian = language == "sr" and script == "Latn"
        self._catalogue = catalogue(language)

    def __call__(self, sentence: str, /, **values: object) -> str:
        """The sentence with its placeholders filled; in English where a translation is missing."""
        message = self._catalogue.get(sentence)
        return self.shown((message.string if message and message.string else sentence).format(**values))

    def count(self, one: str, many: str, number: float, /, **values: object) -> str:
        """A sentence about a number, in its right plural form; it fills `{number}` unless that is given as it should be written."""
        message = self._catalogue.get(one)
        forms = (
            message.string
            if message and message.string and isinstance(message.string, tuple)
            else (one, many)
        )
        return self.shown(
            forms[min(plural_form(self.language, number), len(forms) - 1)].format(
                **{"number": number, **values}
            )
        )

    def shown(self, text: str) -> str:
        """Any text in this script: Serbian master text becomes Latin where the person writes Latin."""
        return to_latin(text) if self.is_latin_serbian else text
