"""Job offers: held, lacked or supposed, and where. A question about offers tells nothing."""

from typing import Any, Dict

from chatbot.nlu import lexicon
from chatbot.nlu.lexicon import Found
from chatbot.nlu.message import Message
from chatbot.nlu.schooling import is_finished_training


def read(message: Message) -> None:
    """An offer counts when the person has it or lacks it; a question about offers tells nothing."""
    tokens, asked = message.tokens, message.asked
    if message.places("doubt") and (
        message.places("advert") or message.asks(0) or message.text.rstrip().endswith("?")
    ):
        return
    for hit in lexicon.words()["no_offer"].find(tokens):
        is_of_others = message.asks(hit.first) and message.near("employer", hit.first, hit.last, 8, 0)
        is_possible = message.near("might", hit.first, hit.last, 6, 0) and not message.supposes
        if not (message.has("job_offer") or is_of_others or is_possible):
            message.add("job_offer", False, hit.first, hit.last)
    for hit in lexicon.words()["wants_me"].find(tokens):
        is_relative = message.near("others", hit.first, hit.last, 4, 0)
        is_employer = (
            not is_relative
            and message.near("employer", hit.first, hit.last, 7, 5)
            or _is_a_place_before(message, hit)
        )
        is_open = message.negated(hit.first, hit.last) or message.near("might", hit.first, hit.last, 6, 0)
        if is_employer and not is_open and not message.has("job_offer"):
            kind = {"kind": "seasonal"} if message.places("seasonal") else {}
            message.add("job_offer", {**kind, **_where(message, hit)}, hit.first, hit.last)
    for name, kind in (("promised", ""), ("training_offer", "training"), ("job_offer", "")):
        for hit in lexicon.words()[name].find(tokens):
            if message.has("job_offer") or message.near("not_an_offer", hit.first, hit.last, 2, 3):
                continue
            if kind and is_finished_training(message, hit):
                continue
            if message.negated(hit.first, hit.last):
                is_told = message.supposes or not message.asks(hit.first)
                if is_told or message.near("have", hit.first, hit.last, 4, 4):
                    message.add("job_offer", False, hit.first, hit.last)
            elif (
                name == "promised"
                or _is_held(message, hit)
                or message.supposes
                or _heads_a_clause(message, hit)
                or asked == "job_offer"
                and message.is_short
                or len(tokens) <= 3
                and not kind
                and not message.asks(hit.first)
                and not message.near("doubt", hit.first, hit.last, 2, 2)
            ):
                value: Dict[str, Any] = {"kind": kind} if kind else {}
                if not kind and message.near("training_offer", hit.first, hit.last, 3, 3):
                    value["kind"] = "training"
                if message.near("seasonal", hit.first, hit.last, 3, 4):
                    value["kind"] = "seasonal"
                message.add("job_offer", {**value, **_where(message, hit)}, hit.first, hit.last)


def read_paid(message: Message) -> None:
    """ "ofert berlin 46000 eur": an offer with its pay, told and not asked, is held."""
    if message.has("job_offer") or not message.has("salary"):
        return
    names = ("job_offer", "wants_me")
    for hit in (hit for name in names for hit in lexicon.words()[name].find(message.tokens)):
        if not (
            message.asks(hit.first)
            or message.negated(hit.first, hit.last)
            or message.near("need", hit.first, hit.last, 6, 3)
            or message.near("might", hit.first, hit.last, 6, 3)
        ):
            message.add("job_offer", _where(message, hit), hit.first, hit.last)
            return


def _is_a_place_before(message: Message, hit: Found) -> bool:
    """ "if Zagreb hires me": the place stands for the firm."""
    start = message.tokens[hit.first].start
    return any(one.entity == "country" and 0 <= start - one.end <= 1 for one in message.entities)


def _heads_a_clause(message: Message, hit: Found) -> bool:
    """ "19 godina, položen B1, ugovor za Ausbildung": one of several things that are listed, with no verb."""
    clause = message.tokens[hit.first].clause
    begins = hit.first == 0 or message.tokens[hit.first - 1].clause != clause
    begins = (
        begins
        or hit.first == 1 + next(p for p, token in enumerate(message.tokens) if token.clause == clause)
        and (message.tokens[hit.first - 1].folded in {"i", "dhe", "edhe", "and", "sa", "me", "with"})
    )
    is_listed = clause == message.tokens[-1].clause and clause >= 2
    is_asking = message.asks(hit.first) or message.near("need", hit.first, hit.last, 3, 6)
    return begins and is_listed and not is_asking and not message.near("might", hit.first, hit.last, 0, 6)


def _where(message: Message, hit: Found) -> Dict[str, Any]:
    """The country of an offer: one named near it."""
    away = [
        (abs(message.place_of(one.start) - hit.first), one.value)
        for one in message.entities
        if one.entity == "country"
    ]
    return {"country": min(away)[1]} if away and min(away)[0] <= 10 else {}


def _is_held(message: Message, hit: Found) -> bool:
    is_training = lexicon.words()["training_offer"].at(message.tokens, hit.first) is not None
    if is_training and message.asks(hit.first) and not message.near("job_offer", hit.first, hit.last, 3, 3):
        return False
    is_offer = message.tokens[hit.first].folded.startswith(("ofer", "ofrt", "ponud", "offer"))
    if is_offer and message.near("mine", hit.first, hit.last, 1, 2):
        return True
    is_told = message.near("holds", hit.first, hit.last, 5, 3)
    is_told = is_told or not message.asks(hit.first) and message.near("have", hit.first, hit.last, 5, 3)
    is_told = is_told or not message.asks(hit.first) and message.near("from_place", hit.first, hit.last, 0, 3)
    return is_told and not message.near("need", hit.first, hit.last, 6, 3)
