"""One spelling for all spellings: what a hurried person types on a phone, and what we write, meet here.

The choices, in order:
- apostrophes of every kind become `'`; zero-width, bidi and other format characters vanish; control characters become spaces;
- NFKC, lower case;
- Cyrillic letters become Latin ones;
- diacritics go: ë e, ç c, č ć c, š s, ž z, ä a, ß ss.
- đ becomes `dj`, and a typed `dj` stays. So ђак, đak and djak meet, and words in which d and j are two letters (adjektiv,
  адјектив) are safe, because nothing is ever joined. Who types đ as a bare d (`dak`) is served by `stemming`, which tries đ there.
- џ is dž and so becomes `dz`; љ and њ become `lj` and `nj`.
"""

import re
import unicodedata

from .scripts import CYRILLIC_LETTER, TABLE

APOSTROPHES = "'`´’‘‛ʼʹʻ′＇"
_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))
_OTHER_CYRILLIC = str.maketrans(
    {
        "ѓ": "đ",
        "ќ": "c",
        "ѕ": "dz",
        "й": "j",
        "ы": "i",
        "э": "e",
        "ю": "ju",
        "я": "ja",
        "щ": "sc",
        "ъ": "",
        "ь": "",
        "ё": "jo",
    }
)
_STANDALONE = str.maketrans(
    {"đ": "dj", "ð": "d", "ß": "ss", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe"}
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def fold(text: str) -> str:
    """The text in lower-case Latin letters without diacritics, as the module's head says. Folding twice changes nothing."""
    text = text.translate(_APOSTROPHE)
    if text.isascii():
        return _CONTROL.sub(" ", text.lower())
    text = unicodedata.normalize("NFKC", text).translate(_APOSTROPHE).lower()
    if CYRILLIC_LETTER.search(text):
        text = unicodedata.normalize("NFC", text).translate(TABLE).translate(_OTHER_CYRILLIC)
    text = unicodedata.normalize("NFKD", text).translate(_STANDALONE)
    text = "".join(char for char in text if unicodedata.category(char) not in ("Mn", "Me", "Cf"))
    return _CONTROL.sub(" ", text.lower())
