"""Schooling: degree, training, general secondary school, and whether a diploma is recognised. A school that is a topic is nobody's."""

from chatbot.nlu import lexicon
from chatbot.nlu.lexicon import Found
from chatbot.nlu.message import LEVEL, Entity, Message
from chatbot.nlu.numbers import find_numbers

# Word classes in the order in which they decide, and what they say. A bare "trade" says least.
KINDS = (
    ("degree", "degree"),
    ("vocational", "vocational"),
    ("school_field", "vocational"),
    ("training_offer", "vocational"),
    ("never_trained", "none"),
    ("no_schooling", "none"),
    ("secondary", "vocational"),
    ("craft", "vocational"),
)
# An Ausbildung lasts up to three and a half years, schools up to five; more years are an age or of work.
LONGEST_TRAINING = 5
LENGTHS = ((1, "one_year"), (2, "two_year"), (3, "three_year"), (4, "four_year"), (5, "five_year"))
# A denial with one of these words is the speaker's, even in a question.
OWN_DENIALS = frozenset("nemam nisam kam kom skam skom never taught myself trained have t s".split())


def read(message: Message) -> None:
    """Degree, vocational training or none. General secondary school is neither, but the entrance to others (`matura`)."""
    for name, value in KINDS:
        for hit in lexicon.words()[name].find(message.tokens):
            if not message.has("qualification"):
                _kind(message, name, value, hit)
    if not message.has("qualification"):
        _no_diploma(message)
    _lengths(message)
    for hit in lexicon.words()["matura"].find(message.tokens):
        is_told = _is_theirs(message, hit) and not message.near("relatives", hit.first, hit.last, 6, 0)
        if (
            is_told
            and not message.has("qualification")
            and not message.has("matura")
            and not {hit.first} & message.taken
        ):
            message.add("matura", not message.negated(hit.first, hit.last, before=3), hit.first, hit.last)


def _kind(message: Message, name: str, value: str, hit: Found) -> None:
    if {hit.first} & message.taken or message.near("student", hit.first, hit.last, 5, 5):
        return
    if message.near("become", hit.first, hit.last, 4, 0) or message.near("others", hit.first, hit.last, 5, 0):
        return
    if value == "none":
        if _is_told_lack(message, name, hit):
            message.add("qualification", value, hit.first, hit.last)
        return
    if message.near("need", hit.first, hit.last, 4, 1):
        return
    if name == "training_offer" and not is_finished_training(message, hit):
        return
    if name == "school_field" and not _is_school(message, hit):
        return
    if name == "secondary" and not _is_for_a_trade(message, hit):
        return
    is_given = name == "secondary" and message.tokens[hit.first - 1].folded in {"sa", "me", "with", "s"}
    if name == "secondary" and (message.places("age") or message.places("year")):
        is_given = is_given or not message.near("need", hit.first, hit.last, 8, 8)
    if not (is_given or _is_theirs(message, hit)):
        return
    before, after = (2, 1) if name in {"vocational", "craft"} else (3, 1)
    if message.negated(hit.first, hit.last, before, after):
        if name in {"vocational", "craft"} and not message.near("people", hit.first, hit.last, 4, 3):
            message.add("qualification", "none", hit.first, hit.last)
        return
    following = message.tokens[hit.last].folded if hit.last < len(message.tokens) else ""
    if following not in {"bih", "bi"} and not message.near("unfinished", hit.first, hit.last, 4, 4):
        message.add("qualification", value, hit.first, hit.last)


def _is_told_lack(message: Message, name: str, hit: Found) -> bool:
    """Whether somebody says that they never went to a school, instead of asking for ways without one."""
    if message.near("people", hit.first, hit.last, 4, 0) or _is_supposed(message, hit):
        return False
    said = {token.folded for token in message.tokens[hit.first : hit.last]}
    tells = bool(message.places("year") or message.places("age")) and bool(message.places("own"))
    is_own = bool(said & OWN_DENIALS) or message.near("own", hit.first, hit.last, 6, 4) or tells
    if name == "never_trained" and not (is_own or message.asks(hit.first) or message.places("need")):
        is_own = _is_theirs(message, hit)
    return bool(is_own) or name == "no_schooling" and not message.asks(hit.first)


def _is_supposed(message: Message, hit: Found) -> bool:
    """ "which way is left if you have no university": a case in a question for something else."""
    is_case = message.near("if", hit.first, hit.last, 6, 0) and not message.supposes
    return is_case and bool(message.places("need"))


def _no_diploma(message: Message) -> None:
    degrees = lexicon.words()["degree"].find(message.tokens)
    if len(degrees) > 1:  # "not a bachelor, a master": one of them is held
        degrees = []
    for hit in [*lexicon.words()["diploma"].find(message.tokens), *degrees]:
        is_theirs = not message.asks(hit.first) or message.near("own", hit.first, hit.last, 6, 6)
        if (
            is_theirs
            and message.negated(hit.first, hit.last, before=3, after=2 if hit.value == "diploma" else 1)
            and not _is_supposed(message, hit)
            and not (message.places("need") and not message.near("own", hit.first, hit.last, 6, 6))
            and not (message.places("student") or hit.value == "degree" and message.places("but"))
            and not message.near("recognised", hit.first, hit.last, 4, 4)
            and not message.near("people", hit.first, hit.last, 4, 3)
            and not message.near("for_whom", hit.first, hit.last, 4, 0)
        ):
            message.add("qualification", "none", hit.first, hit.last)
            return


def is_finished_training(message: Message, hit: Found) -> bool:
    """ "Ausbildung za bravara završena", "Lehre 3 vjet": a training that is over, and no place that is offered."""
    if message.asks(hit.first) or message.near("job_offer", hit.first, hit.last, 2, 3):
        return False
    if message.near("graduated", hit.first, hit.last, 6, 6):
        return True
    lasts = [
        n for n in find_numbers(message.tokens, set()) if n.value <= LONGEST_TRAINING and n.first >= hit.last
    ]
    return any(n.first <= hit.last + 2 and message.near("year", n.first, n.last, 0, 1) for n in lasts)


def _is_school(message: Message, hit: Found) -> bool:
    """ "srednju ekonomsku", "završio elektrotehničku": the adjective of a school whose noun is left out."""
    if message.near("degree", hit.first, hit.last, 2, 3):
        return False
    return message.near("secondary", hit.first, hit.last, 2, 2) or message.near(
        "graduated", hit.first, hit.last, 3, 0
    )


def _is_for_a_trade(message: Message, hit: Found) -> bool:
    """Secondary school and a trade: the school was for the trade, unless it is called a general one."""
    if message.places("gymnasium"):
        return False
    trades = lexicon.occupations().find(message.tokens, message.taken | message.places("negation"))
    return any(not trade.value.endswith("teacher") for trade in trades)


def _lengths(message: Message) -> None:
    for years, name in LENGTHS:
        for hit in lexicon.words()[name].find(message.tokens):
            if message.near("relatives", hit.first, hit.last, 5, 2) or message.near(
                "recent", hit.first, hit.last, 2, 2
            ):
                continue
            start, end = message.tokens[hit.first].start, message.tokens[hit.last - 1].end
            if message.near("experience_noun", hit.first, hit.last, 2, 3):
                if not message.has("experience_years"):
                    message.add("experience_years", years, hit.first, hit.last)
            elif not message.has("training_years") and _is_of_training(message, hit):
                message.entities.append(Entity("training_years", years, start, end))
                message.taken.update(range(hit.first, hit.last))


def _is_of_training(message: Message, hit: Found) -> bool:
    if any(
        message.near(name, hit.first, hit.last, 5, 4)
        for name in ("training", "degree", "vocational", "secondary")
    ):
        return not message.near("need", hit.first, hit.last, 4, 4)
    is_had = any(message.near(name, hit.first, hit.last, 3, 0) for name in ("holds", "graduated"))
    return is_had and message.near("for_whom", hit.first, hit.last, 0, 2)


def _is_theirs(message: Message, hit: Found) -> bool:
    """Whether a school or diploma is the speaker's: said so beside it, asked for, or told among other facts; a mere topic is not."""
    if message.near("own", hit.first, hit.last, 4, 3) or message.asked == "qualification":
        return True
    if message.places("corrects") and not message.asks(hit.first):
        return True
    others = ("age", "year", "self", "job_offer", *(name for _, name in LENGTHS))
    return not message.asks(hit.first) and (
        message.near("need", hit.first, hit.last, 6, 6) is False
        and any(message.places(name) for name in others)
        or bool(lexicon.occupations().find(message.tokens, message.taken))
        or any(LEVEL.fullmatch(token.folded) for token in message.tokens)
    )


def read_recognition(message: Message, country: str) -> None:
    """A diploma that is, partly is, or isn't recognised; a question how to get there tells nothing."""
    nouns = [
        hit
        for hit in lexicon.words()["recognition_noun"].find(message.tokens)
        if message.near("holds", hit.first, hit.last, 4, 2)
        and (message.near("partly", hit.first, hit.last) or message.near("fully", hit.first, hit.last))
    ]
    for hit in [*lexicon.words()["recognised"].find(message.tokens), *nouns]:
        about = (
            message.asked.startswith("recognition")
            or message.places("diploma")
            or message.places("degree")
            or hit in nouns
        )
        if not about or message.near("need", hit.first, hit.last, 6, 1):
            continue
        if "?" in message.text and (hit not in nouns or message.near("might", hit.first, hit.last, 6, 3)):
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
