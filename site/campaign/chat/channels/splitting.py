"""Long answers in several messages, cut where a reader would pause."""

import re

PAUSES = (re.compile(r"\n\n"), re.compile(r"\n"), re.compile(r"(?<=[.!?…])\s"), re.compile(r"\s"))


def split(text: str, limit: int) -> list[str]:
    """The text in pieces of at most `limit` characters: cut between paragraphs, else lines, else sentences, else words."""
    pieces, rest = [], text.strip()
    while len(rest) > limit:
        window = rest[: limit + 1]
        for pause in PAUSES:
            cuts = [match.start() for match in pause.finditer(window) if match.start()]
            # A cut in the first third would leave a crumb; a finer one is better then.
            if cuts and (cuts[-1] > limit // 3 or pause is PAUSES[-1]):
                end = cuts[-1]
                break
        else:
            end = limit
        pieces.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*pieces, rest]
