"""The work of the person: a trade by its name, or a field that was studied. Somebody else's work, or work that is only asked about, isn't theirs."""

from itertools import islice

from chatbot.nlu import lexicon
from chatbot.nlu.lexicon import Found
from chatbot.nlu.message import Message

# Work by which others are meant as often as oneself: who teaches, translates, guards the counter, heals. It counts when somebody says they do it.
OFTEN_OTHERS = frozenset(
    "translator police_officer office_clerk photographer primary_teacher secondary_teacher university_teacher chef lawyer journalist "
    "construction_foreman farmer childminder driver caretaker receptionist secretary doctor dentist midwife security_guard pharmacist".split()
)
# What vocational schools train for; the other fields are studied.
TRAINED_FOR = frozenset("nurse welder electrician carpenter car_mechanic physiotherapist".split())
# Facts that are told of oneself only: beside them a trade is one more.
TOLD = frozenset(
    "age experience_years languages qualification training_years residence nationality matura graduated_years_ago job_offer".split()
)
# With so many facts of another person beside a trade, and none of oneself, it is that person who asks.
SPEAKS_FOR = 2
# Said in front of a trade, these make it the speaker's in English only: "i" is "and" in Serbian and an article in Albanian.
ENGLISH_SELF = frozenset("i im am".split())
AS = frozenset("si kao ko as like".split())


def read(message: Message) -> None:
    """Adds the trade of the person, or else what their studies make of them."""
    skip = (
        message.taken
        | message.places("year")
        | message.places("have")
        | message.places("negation")
        | message.places("age")
    )
    fields = [
        hit for hit in lexicon.occupations_by("fields").find(message.tokens) if _is_studied(message, hit)
    ]
    for hit in lexicon.occupations().find(message.tokens, skip):
        is_part = any(field.first <= hit.first and hit.last <= field.last for field in fields)
        if not is_part and is_theirs(message, hit):
            message.add("occupation", hit.value, hit.first, hit.last, lexicon.occupations().isco[hit.value])
    places = [
        hit for hit in lexicon.occupations_by("workplaces").find(message.tokens) if _works_there(message, hit)
    ]
    for hit in [*fields, *places]:
        if not message.has("occupation"):
            is_degree = (
                hit in fields
                and hit.value not in TRAINED_FOR
                and message.near("graduated", hit.first, hit.last, 4, 3)
            )
            if is_degree and not message.has("qualification"):
                message.add("qualification", "degree", hit.first, hit.last)
            message.add("occupation", hit.value, hit.first, hit.last, lexicon.occupations().isco[hit.value])


def is_theirs(message: Message, hit: Found) -> bool:
    """Whether a trade is the speaker's own."""
    if message.negated(hit.first, hit.last, before=3, after=0) and not message.near(
        "diploma", hit.first, hit.last, 3, 0
    ):
        return False
    told = _is_told(message, hit) or len(message.tokens) <= 3 and not message.asks(hit.first)
    if message.near("no_trade", hit.first, hit.last, 1, 1) or message.near(
        "become", hit.first, hit.last, 4, 0
    ):
        return False
    if not told and is_of_another(message, hit.first) and not speaks_for_another(message):
        return False
    told = told or bool(message.places("like_me"))
    as_one = hit.first > 0 and message.tokens[hit.first - 1].folded in AS
    told = told or as_one and (len(message.tokens) <= 3 or message.near("working", hit.first, hit.last, 4, 0))
    has_facts = any(one.entity in TOLD for one in message.entities)
    has_facts = has_facts or bool(message.places("year"))
    is_someone = message.near("mine", hit.first, hit.last, 1, 0) and not told
    if hit.value in OFTEN_OTHERS and (is_someone or not (told or has_facts)):
        return message.near("diploma", hit.first, hit.last, 3, 0)
    if told:
        return True
    if (
        _is_aim(message, hit)
        and not has_facts
        and message.asks(hit.first)
        and message.near("need", hit.first, hit.last, 14, 0)
    ):
        return False
    is_schooled = _is_schooled_for(message, hit) or message.has("age")
    if _is_aim(message, hit) and (message.has("occupation") or not is_schooled):
        return False
    if message.has("occupation") and as_one and message.asks(hit.first):
        return False
    is_topic = message.asks(hit.first) and (
        message.near("need", hit.first, hit.last, 14, 14)
        or message.near("pay_talk", hit.first, hit.last, 14, 14)
    )
    abouts = [place for place in message.places("about") if not message.negated(place, place + 1, 2, 0)]
    is_topic = is_topic or abouts and not as_one
    return has_facts or not is_topic or message.near("diploma", hit.first, hit.last, 3, 0)


def is_of_another(message: Message, place: int) -> bool:
    """ "muži im radi kao kuvar", "my husband is a cook": the word before says that another person is spoken of."""
    clause = message.tokens[place].clause
    others = [p for p in message.places("others") if p < place and place - p <= 9]
    others = [p for p in others if message.tokens[p].clause == clause]
    if not others:
        return False
    return not any(max(others) < p < place for p in message.places("first_person"))


def speaks_for_another(message: Message) -> bool:
    """Whether the case is another person's ("My wife's a nurse, 24, B1"): several facts, and none of oneself."""
    told = {one.entity for one in message.entities} & TOLD
    return len(told) >= SPEAKS_FOR and not message.places("first_person")


def _is_told(message: Message, hit: Found) -> bool:
    for place in message.places("self"):
        token = message.tokens[place]
        if token.clause != message.tokens[hit.first].clause or not hit.first - 3 <= place < hit.first:
            continue
        if token.folded in AS or token.folded in ENGLISH_SELF and message.language != "en":
            continue
        return True
    after = islice(message.tokens, hit.last, hit.last + 3)
    return any(token.folded in {"sam", "jam", "jom"} for token in after) and not message.asks(hit.first)


def _is_aim(message: Message, hit: Found) -> bool:
    """ "për kuzhinierë", "за медицинске сестре", "4 truckers": whom a rule or a job is for."""
    return message.near("for_whom", hit.first, hit.last, 2, 0)


def _is_schooled_for(message: Message, hit: Found) -> bool:
    """ "školu za limara", "ofertë për kamerier": a school or an offer says for what."""
    return any(
        message.near(name, hit.first, hit.last, 5, 0)
        for name in ("training", "diploma", "job_offer", "training_offer", "three_year", "four_year", "two_year", "first_person")
    )  # fmt: skip


def _is_studied(message: Message, hit: Found) -> bool:
    """Whether somebody has studied this: a school or a verb of having finished stands beside it."""
    if hit.first in message.taken and not _in_degree(message, hit) or is_of_another(message, hit.first):
        return False
    if any(message.near(name, hit.first, hit.last, 5, 2) for name in ("student", "become")):
        return False
    told = not message.asks(hit.first) or message.near("own", hit.first, hit.last, 5, 4)
    schools = ("degree", "graduate_noun", "graduated")
    if hit.value in TRAINED_FOR:
        schools += ("vocational", "training", "secondary", "three_year", "four_year")
    return told and any(message.near(name, hit.first, hit.last, 4, 3) for name in schools)


def _works_there(message: Message, hit: Found) -> bool:
    return (
        message.near("working", hit.first, hit.last, 4, 0)
        and not is_of_another(message, hit.first)
        and not message.negated(hit.first, hit.last, before=5, after=0)
        and not message.near("if", hit.first, hit.last, 8, 0)
        and (message.near("first_person", hit.first, hit.last, 6, 0) or message.has("experience_years"))
    )


def _in_degree(message: Message, hit: Found) -> bool:
    """ "ekonomski fakultet": the word that says what also says where."""
    start = message.tokens[hit.first].start
    return any(one.entity == "qualification" and one.start <= start < one.end for one in message.entities)
