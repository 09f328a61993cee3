"""Pick-up codes: four groups of syllables that can be said over the phone, written in any script, and not guessed.

A code isn't stored, only a keyed digest of it: who has the database has no code, and how long a look-up takes says nothing about the code.
"""

import secrets

from django.core import signing
from django.utils.crypto import salted_hmac

from content.text.scripts import to_latin

# Sounds that Albanian, Serbian and English share and write with the same letter; none pair up to another letter (gj, nj, sh ...).
CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"
GROUPS = 4  # of two syllables each: 70 ** 8, or 49 bits
# Two syllables that are rude in one of our languages.
RUDE = frozenset(
    "kari kara karo kaka kaki muti mute puta puto piku pidi pisa pise pisi guza guzi guze sisa sise sisi dupe dupa dupi sere seri fuku "
    "nazi tuta tute kuro kure supu robi".split()
)
SEED_SALT = "counsel.seed"
SEED_MAX_AGE_S = 24 * 3600


def new_seed() -> str:
    """What a form carries so that the same form, sent twice, gives the same code; signed."""
    return signing.dumps(secrets.token_urlsafe(12), salt=SEED_SALT)


def read_seed(token: str) -> str | None:
    """The seed of a form; `None` when it isn't ours or a day old."""
    try:
        return str(signing.loads(token[:200], salt=SEED_SALT, max_age=SEED_MAX_AGE_S))
    except (signing.BadSignature, ValueError):
        return None


def code_of(seed: str) -> str:
    """The code that belongs to a seed: "bako-lemu-rita-zevo"."""
    number = int.from_bytes(salted_hmac("counsel.code", seed, algorithm="sha512").digest())
    groups: list[str] = []
    while len(groups) < GROUPS:
        group = ""
        for _ in range(2):
            number, consonant = divmod(number, len(CONSONANTS))
            number, vowel = divmod(number, len(VOWELS))
            group += CONSONANTS[consonant] + VOWELS[vowel]
        if group not in RUDE:
            groups.append(group)
    return "-".join(groups)


def digest_of(typed: str) -> str:
    """The digest of a code as somebody typed it: in either script, with or without hyphens, in capitals."""
    letters = "".join(letter for letter in to_latin(typed[:200]).lower() if letter in CONSONANTS + VOWELS)
    return salted_hmac("counsel.digest", letters, algorithm="sha256").hexdigest()
