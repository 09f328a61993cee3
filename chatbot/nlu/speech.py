"""The language and script a person writes, followed through a conversation without flipping on short or odd messages."""

import re
from typing import Any, Mapping, NamedTuple, Optional

from content.languages import LANGUAGES
from content.text.language import identify
from content.text.scripts import script_of

# One-word answers ("ok", "A2", "elektricist") and noise never change the language; two clear words may.
LEAST_LETTERS, LEAST_WORDS = 6, 2
# Written the same in all three languages: "2900 euro bruto" tells nothing of the speaker's.
NEUTRAL = frozenset("euro eur bruto brutto neto netto chf ok visa viza job berlin".split())
SURE = 0.6


class Speech(NamedTuple):
    """How somebody writes and is answered. `locked` after an explicit wish; `script_follows` when that wish named Serbian but no script."""

    language: str = "sq"
    script: str = "Latn"
    locked: bool = False
    script_follows: bool = False

    @classmethod
    def of(cls, stored: Optional[Mapping[str, Any]]) -> Optional["Speech"]:
        """From a slot or the site's metadata; `None` where it names no language of ours."""
        if not isinstance(stored, Mapping) or stored.get("language") not in LANGUAGES:
            return None
        script = stored.get("script")
        is_cyrillic = stored["language"] == "sr" and script != "Latn"
        return cls(
            stored["language"],
            "Cyrl" if is_cyrillic else "Latn",
            bool(stored.get("locked")),
            bool(stored.get("script_follows")),
        )


def follow(text: str, prior: Speech) -> Speech:
    """The speech of a message, given what was spoken before.

    Cyrillic is Serbian at once. A lock holds against everything, except that Serbian wished without a script
    stays in the script somebody writes. Otherwise the language changes only for a message that has enough letters and
    words and is clearly in the other language; Serbian in Latin letters changes the script alone.
    """
    if text.startswith("/") or prior.locked and not prior.script_follows:
        return prior
    script = script_of(text)
    if script == "Cyrl":
        return prior._replace(script="Cyrl") if prior.locked else Speech("sr", "Cyrl")
    words = [word for word in re.findall(r"[^\W\d_]{2,}", text) if word.lower() not in NEUTRAL]
    if script is None or len(words) < LEAST_WORDS or sum(map(len, words)) < LEAST_LETTERS:
        return prior
    guess = identify(text, prior.language)
    if guess.language is None or prior.locked and guess.language != prior.language:
        return prior
    if prior.locked:
        return prior._replace(script="Latn")
    if guess.language == prior.language:
        return Speech(prior.language, "Latn")
    return Speech(guess.language, "Latn") if guess.confidence >= SURE else prior
