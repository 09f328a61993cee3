"""What the classifier sees of a message: the stems of its words and their pairs, the insides of words, and the kinds of facts in it.

Stems instead of words understood one message in a hundred more of a voice that was left out of the training, pieces of two letters another
half; what was tried and gave nothing is in docs/evaluation.md.
The kinds of facts stand for their values ("@occupation" for "elektricist" and "bravar"), so that an example with one trade teaches all.
"""

from collections import Counter
from typing import Dict, Iterable, List, Tuple

from chatbot.nlu.tokens import tokenise
from content.text.language import identify
from content.text.stemming import stem

CHARACTERS = (2, 5)
MOST_WORDS = 120
# Counts as part of the model: raise it when the features change, so that an old model is refused.
VERSION = 2

Block = Dict[str, int]


def blocks(text: str, kinds: Iterable[str] = ()) -> Tuple[Block, Block]:
    """The counted features of a message in two blocks, each to be weighed and normalised by itself.

    Args:
        text: what was typed.
        kinds: names of the entities found in it.

    Returns:
        stems with pairs and kinds, and character pieces of 2 to 5 letters within words.
    """
    words = ["0" if token.folded[0].isdigit() else token.folded for token in tokenise(text)[:MOST_WORDS]]
    language = identify(text).language
    stems = [stem(word, language) for word in words] if language else words
    pairs = [f"{one} {two}" for one, two in zip(["^", *stems], [*stems, "$"])]
    tags = [f"@{kind}" for kind in sorted(set(kinds))]
    return Counter(stems + pairs + tags), Counter(piece for word in words for piece in pieces(word))


def pieces(word: str) -> List[str]:
    """The character pieces of a word with its borders marked."""
    bordered = f" {word} "
    shortest, longest = CHARACTERS
    if len(bordered) <= shortest:
        return [bordered]
    return [
        bordered[start : start + length]
        for length in range(shortest, min(longest, len(bordered)) + 1)
        for start in range(len(bordered) - length + 1)
    ]
