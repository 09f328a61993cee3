"""Numbers in a message, as digits or as words: "2.500", "3,5", "dy mijë e pesëqind", "dvadeset i pet", "twenty-five", "2k"."""

import re
from functools import lru_cache
from typing import Dict, List, NamedTuple, Optional, Sequence, Set

from chatbot.nlu.lexicon import number_words, words
from chatbot.nlu.tokens import Token
from content.text.typos import distance

THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?")
JOINING = {"e", "i", "and"}
THOUSAND_WORDS = {"mije", "mij", "hiljade", "hiljada", "hiljadu", "hilj", "thousand"}
# These are numbers only beside a unit: "pet" is five, "tri" three, but "one" and "një" are mostly articles, "ni" is "neither".
WEAK = {"nje", "ni", "njo", "one", "jedan", "jedna", "jednu", "jedno", "mi", "mij", "po"}


class Number(NamedTuple):
    """A number and the tokens [first, last) that say it. `weak` ones are articles unless a unit follows."""

    value: float
    first: int
    last: int
    weak: bool = False


def digits(text: str) -> Optional[float]:
    """The number written in digits, thousands and decimals by either custom; `None` for anything else."""
    if not text[:1].isdigit() or not re.fullmatch(r"\d+(?:[.,]\d+)*", text):
        return None
    if THOUSANDS.fullmatch(text):
        whole, cents = (text[:-3], text[-2:]) if re.search(r"[.,]\d{2}$", text) else (text, "")
        return float(re.sub(r"[.,]", "", whole) + ("." + cents if cents else ""))
    parts = re.split(r"[.,]", text)
    if len(parts) > 2 or len(parts[0]) > 9:
        return None
    return float(".".join(parts))


def find_numbers(tokens: Sequence[Token], skip: Set[int]) -> List[Number]:
    """All numbers, left to right; `skip` are tokens that mean something else, such as levels."""
    found: List[Number] = []
    place = 0
    while place < len(tokens):
        hit = None if place in skip else _at(tokens, place)
        if hit:
            hit = _in_thousands(tokens, hit)
            found.append(hit)
        place = hit.last if hit else place + 1
    return found


def _in_thousands(tokens: Sequence[Token], number: Number) -> Number:
    """ "dve i po hiljade": a number with a fraction, counted in thousands."""
    following = tokens[number.last].folded if number.last < len(tokens) else ""
    if following in THOUSAND_WORDS and number.value < 1000 and not number.weak:
        return number._replace(value=number.value * 1000, last=number.last + 1)
    return number


def _at(tokens: Sequence[Token], place: int) -> Optional[Number]:
    said = tokens[place].folded
    value = digits(said)
    if value is not None:
        after = place + 1
        if after < len(tokens) and tokens[after].folded in THOUSAND_WORDS | {"k"} and value < 1000:
            return Number(value * 1000, place, after + 1)
        if (
            after < len(tokens)
            and value < 1000
            and re.fullmatch(r"\d{3}", tokens[after].folded)
            and value >= 1
        ):
            return Number(value * 1000 + float(tokens[after].folded), place, after + 1)
        return _with_half(tokens, Number(value, place, after))
    match = re.fullmatch(r"(\d+)(k|vjec\w*|vjeq\w*|god|vjet|vite|yo|e|eur\w*)", said)
    if match:
        return Number(
            float(match[1]) * (1000 if match[2] == "k" else 1), place, place + (match[2] in {"k"})
        )._replace(last=place + 1)
    return _in_words(tokens, place)


def _in_words(tokens: Sequence[Token], place: int) -> Optional[Number]:
    known = _Lenient(number_words())
    if tokens[place].folded not in known or tokens[place].folded == "mi":
        return None
    total, part, last, smallest = 0, 0, place, 10**9
    while last < len(tokens):
        said = tokens[last].folded
        joins = (
            said in JOINING
            and last > place
            and last + 1 < len(tokens)
            and known.get(tokens[last + 1].folded, 0) > 0
        )
        if joins:
            last += 1
            said = tokens[last].folded
        is_me = said == "mi" and tokens[min(last + 1, len(tokens) - 1)].folded in {"mi", "je"}
        if said not in known or is_me or tokens[last].clause != tokens[place].clause:
            last -= joins
            break
        value = known[said]
        if value == 1000:
            total, part, smallest = (part or 1) * 1000, 0, 1000
        elif value == 100 and 0 < part < 10:
            part, smallest = part * 100, 100
        elif value < smallest and (part == 0 or part >= 20 and value < 10 or part % 100 == 0 and value < 100):
            part, smallest = part + value, value
        else:
            last -= joins
            break
        last += 1
    weak = last == place + 1 and tokens[place].folded in WEAK
    return _with_half(tokens, Number(float(total + part), place, last, weak))


class _Lenient:
    """Number words that forgive one slip in the long ones ("četrdest"), and Serbian tens and ones written as one word."""

    def __init__(self, known: Dict[str, int]):
        self._known = known

    def __contains__(self, word: str) -> bool:
        return word in self._known or self._nearest(word) is not None

    def __getitem__(self, word: str) -> int:
        return self._known[word] if word in self._known else self._known[self._nearest(word) or ""]

    def get(self, word: str, default: int) -> int:
        return self[word] if word in self else default  # noqa: SIM401 - this is what get does

    def _nearest(self, word: str) -> Optional[str]:
        return nearest_number_word(word) if len(word) >= 7 else None


@lru_cache(maxsize=4096)
def nearest_number_word(word: str) -> Optional[str]:
    """The long number word that a word is but for one slip."""
    return next(
        (
            known
            for known in number_words()
            if len(known) >= 7 and known[0] == word[0] and distance(word, known, 1) <= 1
        ),
        None,
    )


def _with_half(tokens: Sequence[Token], number: Number) -> Number:
    """ "3 vjet e gjysmë", "tri i po godine", "three and a half": half more."""
    following = [token.folded for token in tokens[number.last : number.last + 4]]
    half = words()["half"]
    for offset, said in enumerate(following):
        if said in JOINING and offset + 1 < len(following):
            nxt = following[offset + 1]
            at = number.last + offset + 1 + (nxt == "a")
            if at < len(tokens) and half.at(tokens, at):
                half_of = 500 if tokens[number.last - 1].folded in THOUSAND_WORDS else 0.5
                return number._replace(
                    value=number.value + half_of, last=at + 1 if offset == 0 else number.last
                )
    return number
