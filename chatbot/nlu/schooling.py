"""Schooling: degree, training, general secondary school, and whether a diploma is recognised. A school that is a topic is nobody's."""

from chatbot.nlu import lexicon
from chatbot.nlu.lexicon import Found
from chatbot.nlu.message import LEVEL, Entity, Message


def read(message: Message) -> None:
    """Degree, vocational training or none. General secondary school is neither, but the entrance to others (`matura`)."""
    tokens = message.tokens
    for name, value in (("degree", "degree"), ("vocational", "vocational"), ("no_schooling", "none")):
        for hit in lexicon.words()[name].find(tokens):
            if message.near("student", hit.first, hit.last, 5, 5) or message.near(
                "need", hit.first, hit.last, 4, 1
            ):
                continue
            if name == "no_schooling" and message.near("people", hit.first, hit.last, 4, 0):
                continue
            if name != "no_schooling" and not _is_theirs(message, hit):
                continue
            if message.negated(hit.first, hit.last, before=2, after=1) and name == "vocational":
                if not message.near("people", hit.first, hit.last, 4, 3) and not message.has("qualification"):
                    message.add("qualification", "none", hit.first, hit.last)
                continue
            if (
                message.has("qualification")
                or message.negated(hit.first, hit.last, before=3)
                or {hit.first} & message.taken
            ):
                continue
            message.add("qualification", value, hit.first, hit.last)
    if not message.has("qualification"):
        for hit in lexicon.words()["diploma"].find(tokens):
            is_theirs = not message.asks(hit.first) or message.near("own", hit.first, hit.last, 6, 6)
            if (
                is_theirs
                and message.negated(hit.first, hit.last, before=3)
                and not message.near("recognised", hit.first, hit.last, 4, 4)
                and not message.near("people", hit.first, hit.last, 4, 3)
            ):
                message.add("qualification", "none", hit.first, hit.last)
                break
    for years, name in ((2, "two_year"), (3, "three_year"), (4, "four_year")):
        for hit in lexicon.words()[name].find(tokens):
            if message.near("training", hit.first, hit.last, 5, 4) and not message.has("training_years"):
                message.entities.append(
                    Entity("training_years", years, tokens[hit.first].start, tokens[hit.last - 1].end)
                )
    for hit in lexicon.words()["matura"].find(tokens):
        is_told = _is_theirs(message, hit) and not message.near("relatives", hit.first, hit.last, 6, 0)
        if (
            is_told
            and not message.has("qualification")
            and not message.has("matura")
            and not {hit.first} & message.taken
        ):
            message.add("matura", not message.negated(hit.first, hit.last, before=3), hit.first, hit.last)


def _is_theirs(message: Message, hit: Found) -> bool:
    """Whether a school or diploma is the speaker's: said so beside it, asked for, or told among other facts; a mere topic is not."""
    if message.near("own", hit.first, hit.last, 4, 3) or message.asked == "qualification":
        return True
    others = ("age", "year", "self", "job_offer", "two_year", "three_year", "four_year")
    return not message.asks(hit.first) and (
        message.near("need", hit.first, hit.last, 6, 6) is False
        and any(message.places(name) for name in others)
        or bool(lexicon.occupations().find(message.tokens, message.taken))
        or any(LEVEL.fullmatch(token.folded) for token in message.tokens)
    )


def read_recognition(message: Message, country: str) -> None:
    """A diploma that is, partly is, or isn't recognised; a question how to get there tells nothing."""
    for hit in lexicon.words()["recognised"].find(message.tokens):
        about = (
            message.asked.startswith("recognition") or message.places("diploma") or message.places("degree")
        )
        if not about or message.near("need", hit.first, hit.last, 6, 1) or "?" in message.text:
            continue
        state = (
            "none"
            if message.negated(hit.first, hit.last)
            else "partial"
            if message.near("partly", hit.first, hit.last)
            else "full"
        )
        there = (
            "AT"
            if "AT" in {one.value for one in message.entities if one.entity == "country"} or country == "AT"
            else "DE"
        )
        message.add("recognition", {there: state}, hit.first, hit.last)
        return
