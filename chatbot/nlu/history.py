"""What somebody has behind them: asylum benefits, an entry ban, a stay that was too long; and what they have for old age. Told, never asked."""

from typing import Callable, Dict

from chatbot.nlu import lexicon
from chatbot.nlu.lexicon import Found
from chatbot.nlu.message import Message
from chatbot.nlu.numbers import find_numbers

# Asylum benefits hinder the Western Balkans Regulation when they were drawn less than so many years before.
RECENT_YEARS = 2


def read(message: Message) -> None:
    """Adds what is told of the past. A question is told nothing, unless the speaker says in it what they have."""
    if "?" in message.text and not message.places("have") - message.places("need"):
        return
    readers: Dict[str, Callable[[Message, Found], None]] = {
        "asylum": _asylum,
        "entry_ban": _entry_ban,
        "overstay": _overstay,
        "pension": _pension,
    }
    for name, reader in readers.items():
        for hit in lexicon.words()[name].find(message.tokens):
            reader(message, hit)
    for hit in lexicon.words()["longer"].find(message.tokens):
        is_stay = message.near("stayed", hit.first, hit.last, 4, 4)
        if is_stay and message.near("allowed_stay", hit.first, hit.last, 0, 6):
            _overstay(message, hit)


def _asylum(message: Message, hit: Found) -> None:
    if message.has("asylum_benefits_recent"):
        return
    if message.negated(hit.first, hit.last, before=5):
        message.add("asylum_benefits_recent", False, hit.first, hit.last)
    elif message.near("asylum_past", hit.first, hit.last, 6, 4):
        years = [
            n.value
            for n in find_numbers(message.tokens, set())
            if message.near("year", n.first, n.last, 0, 2) and message.near("ago", n.first, n.last, 2, 3)
        ]
        if years or message.near("benefit", hit.first, hit.last, 6, 6) or message.places("last_year"):
            message.add("asylum_benefits_recent", not years or min(years) < RECENT_YEARS, hit.first, hit.last)


def _entry_ban(message: Message, hit: Found) -> None:
    if message.has("entry_ban"):
        return
    is_over = any(hit.first - 3 <= place < hit.last + 5 for place in message.places("over"))
    if message.asks(hit.first) and message.places("if"):
        return
    if message.negated(hit.first, hit.last) or is_over:
        if not message.asks(hit.first):
            message.add("entry_ban", False, hit.first, hit.last)
    elif not _tells_of_ban(message, hit):
        return
    elif message.near("imposed", hit.first, hit.last, 4, 3) or (
        message.near("have", hit.first, hit.last, 4, 2)
        and not message.near("need", hit.first, hit.last, 6, 1)
    ):
        message.add("entry_ban", True, hit.first, hit.last)


def _overstay(message: Message, hit: Found) -> None:
    if message.has("overstay") or message.asks(hit.first) or message.supposes or _is_asked(message, hit):
        return
    message.add("overstay", not message.negated(hit.first, hit.last, before=6), hit.first, hit.last)


def _pension(message: Message, hit: Found) -> None:
    is_topic = message.asks(hit.first) or message.near("need", hit.first, hit.last, 8, 6)
    if message.has("pension_provision") or is_topic or _is_asked(message, hit):
        return
    if message.negated(hit.first, hit.last):
        message.add("pension_provision", False, hit.first, hit.last)
    elif message.near("assured", hit.first, hit.last, 5, 4):
        message.add("pension_provision", True, hit.first, hit.last)


def _tells_of_ban(message: Message, hit: Found) -> bool:
    is_asked = message.asks(hit.first) or _is_asked(message, hit)
    return not message.near("if", hit.first, hit.last, 6, 0) and (not is_asked or _is_had(message, hit))


def _is_had(message: Message, hit: Found) -> bool:
    """ "I have an entry ban, how do I get rid of it": told, whatever is asked about it."""
    return message.near("holds", hit.first, hit.last, 3, 2)


def _is_asked(message: Message, hit: Found) -> bool:
    """ "deported = ban how long", "nese qendroj me gjate": a question without its mark, or a case that is supposed."""
    if message.near("consequence", hit.first, hit.last, 3, 3):
        return True
    return message.near("need", hit.first, hit.last, 3, 6) or message.near("if", hit.first, hit.last, 6, 0)
