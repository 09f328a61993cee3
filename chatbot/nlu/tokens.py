"""A message as folded words that know their place in what was typed."""

import re
from typing import List, NamedTuple

from content.text.folding import fold

# A word, a number with its separators ("2.500", "3,5", "50 000" is two), a level, or a currency sign. The apostrophe of "n'gjermani" parts words.
WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+\d?(?![^\W_])|[^\W_]+|[€$]")
CLAUSE_END = re.compile(r"[,;.!?\n:()]|\s[-–—]\s")
# Beyond this nobody tells facts about themselves; the gateway cuts far earlier.
MOST_CHARACTERS = 1500


class Token(NamedTuple):
    """One word: its folded form, where it stands in the text, and the number of its clause."""

    folded: str
    start: int
    end: int
    clause: int


def tokenise(text: str) -> List[Token]:
    """The words of a message, in order."""
    tokens = []
    clause, last = 0, 0
    for match in WORD.finditer(text[:MOST_CHARACTERS]):
        clause += bool(CLAUSE_END.search(text, last, match.start()))
        last = match.end()
        for part in fold(match.group()).split():
            tokens.append(Token(part, match.start(), match.end(), clause))
    return tokens
