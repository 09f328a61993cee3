"""What a person tells about themselves, read from one message: the entities of the shared vocabulary.

Deterministic, trilingual, and aware of the question that was asked last: a bare "5", "po" or "A2" means what the question was about.
Not said is absent. A negation makes `none` or `false` of what it stands beside; it never reaches over a "but" or the end of a clause.
"""

import re
from itertools import pairwise
from typing import Any, Dict, List, Optional, Sequence, Set

from chatbot.nlu import history, lexicon, offers, quantities, schooling, trades
from chatbot.nlu.lexicon import Found
from chatbot.nlu.message import LEVEL, SHORT, Entity, Message
from chatbot.nlu.numbers import find_numbers
from chatbot.nlu.tokens import Token

PERSONAL = frozenset(
    "nationality residence occupation qualification training_years languages age experience_years experience_last5 experience_last7 "
    "experience_until_now job_offer salary funds recognition asylum_benefits_recent entry_ban overstay matura graduated_years_ago "
    "pension_provision".split()
)
YES_NO = frozenset(
    "asylum_benefits_recent entry_ban overstay matura pension_provision experience_until_now job_offer".split()
)
QUANTITIES = frozenset(
    "age experience_years experience_last5 experience_last7 training_years graduated_years_ago funds job_offer.months".split()
)
REFUSED = "refused"
# What counts for the speaker only when the speaker has it.
OF_ONE_PERSON = frozenset(
    "job_offer salary experience_years recognition asylum_benefits_recent entry_ban overstay pension_provision".split()
)
# Neighbours where people from Kosovo get papers and have relatives; a destination only where somebody says that they go there.
HOMES = frozenset({"RS", "AL", "MK"})
# Nobody who goes abroad from here is asked for these.
MOTHER_TONGUES = frozenset({"sq", "sr"})
# In front of a verb: what somebody wants, in place of what is.
WISHES = frozenset("da te me to".split())
LACKING = frozenset("jo ne no not 0 nula zero hic hiq aspak nista none nijedan njet".split())
# How many more a refusal may have that names what is refused.
LONGER = 7


def read(text: str, asked: Optional[str] = None, country: str = "DE") -> List[Entity]:
    """The facts in a message, in the order they stand there.

    Args:
        text: what was typed, any script.
        asked: the field of the profile that the bot asked for last, such as `age` or `languages.de`.
        country: where the person wants to go, as far as known: a level without a language is in that country's language.
    """
    message = Message(text, asked or "")
    if not message.tokens:
        return []
    if _refusal(message):
        return message.entities
    _languages(message, country)
    _places_of_life(message)
    offers.read(message)
    schooling.read(message)
    schooling.read_recognition(message, country)
    history.read(message)
    numbers = find_numbers(message.tokens, message.taken)
    quantities.read(message, numbers)
    offers.read_paid(message)
    trades.read(message)
    _qualification_of_training(message)
    _bare_answer(message)
    return sorted(_own(message), key=lambda one: one.start)


def _own(message: Message) -> List[Entity]:
    """Without an offer, pay or a past that somebody else has; who tells the whole case of another person asks for that person."""
    if trades.speaks_for_another(message):
        return message.entities
    is_wanted = message.places("wants_me") or message.places("promised")  # "my brother's boss wants me"
    return [
        one
        for one in message.entities
        if one.entity not in OF_ONE_PERSON
        or one.entity in {"job_offer", "salary"}
        and is_wanted
        or not trades.is_of_another(message, message.place_of(one.start))
    ]


def _whole(message: Message, entity: str, value: Any) -> None:
    message.add(entity, value, 0, len(message.tokens))


def _refusal(message: Message) -> bool:
    """A question may be declined, or not be known; neither is asked again. Age and pay can be declined before they are asked."""
    named = "age" if message.places("my_age") else "salary" if message.places("pay_talk") else ""
    if len(message.tokens) > SHORT + (LONGER if named else 4):
        return False
    refuses = message.places("refuse")
    if not refuses and named and _wants_not(message):
        refuses = {0}
    if not (refuses or message.asked and message.places("unknown")):
        return False
    asked = named if named and refuses else message.asked
    if not asked:
        return False
    holder, _, key = asked.partition(".")
    _whole(message, holder, {key: REFUSED} if key else REFUSED)
    return True


def _wants_not(message: Message) -> bool:
    """ "platu neću", "rrogën s'dua": unwilling, with nothing said to be told."""
    words = [token.folded for token in message.tokens]
    return bool({"necu", "sdua"} & set(words)) or any(
        pair in (("s", "dua"), ("s", "du"), ("nuk", "dua"), ("nuk", "du"), ("ne", "bih"))
        for pair in pairwise(words)
    )


def _languages(message: Message, country: str) -> None:
    """Levels go to the nearest language of their clause; a lone one to the language that was asked about, else to the country's."""
    tokens = message.tokens
    names = [hit for hit in lexicon.languages().find(tokens) if not _is_people(message, hit)]
    levels = [place for place, token in enumerate(tokens) if LEVEL.fullmatch(token.folded)]
    levels += [
        p
        for p in range(len(tokens) - 1)
        if re.fullmatch("[abc]", tokens[p].folded)
        and tokens[p + 1].folded in {"1", "2"}
        and not message.near("licence", p, p + 2)
    ]
    levels = [place for place in levels if not message.near("licence", place, place + 1, 3, 2)]
    known: Dict[str, str] = {}
    denied: Dict[str, str] = {}
    for place in sorted(levels):
        width = 1 if LEVEL.fullmatch(tokens[place].folded) else 2
        level = (tokens[place].folded + (tokens[place + 1].folded if width == 2 else "")).upper()
        near = [
            hit
            for hit in names
            if abs(hit.first - place) <= 5 and tokens[hit.first].clause == tokens[place].clause
        ]
        free = [hit for hit in near if hit.value not in known] or near
        if not near and (before := _just_named(message, names, place)):
            free = [before]
        hit = min(free, key=lambda one: min(abs(one.first - place), abs(one.last - 1 - place)), default=None)
        holder, _, asked = message.asked.partition(".")
        language = (
            hit.value
            if hit
            else asked
            if holder == "languages"
            else "en"
            if country in {"GB", "US", "CA", "IE"}
            else "de"
        )
        if _is_asked_about(message, place, place + width) and holder != "languages":
            message.taken.update(range(place, place + width))
            known.setdefault(language, level)
            continue
        is_denied = message.negated(place, place + width, before=3, after=0) and len(levels) > 1
        (denied if is_denied else known)[language] = level
        message.taken.update(range(place, place + width))
        if not is_denied:
            message.add(
                "languages",
                {language: level},
                min(place, hit.first) if hit else place,
                max(place + width, hit.last) if hit else place + width,
            )
    for hit in names:
        if hit.value in known or hit.value in denied or message.near("into", hit.first, hit.last, 3, 2):
            continue
        lacks = _is_lacked(message, hit)
        if message.asks(hit.first) and not (lacks or message.near("cannot", hit.first, hit.last, 3, 3)):
            continue
        if message.near("relatives", hit.first, hit.last, 6, 0) or _is_contrast(message, hit):
            continue
        is_denied = (
            lacks
            or message.negated(hit.first, hit.last, before=4)
            or message.near("cannot", hit.first, hit.last, 0, 3)
        )
        if is_denied or message.near("none", hit.first, hit.last, 2, 3):
            message.add("languages", {hit.value: "none"}, hit.first, hit.last)
        elif hit.value not in MOTHER_TONGUES and message.near("a_little", hit.first, hit.last, 2, 2):
            message.add("languages", {hit.value: "A1"}, hit.first, hit.last)
        elif message.near("fluent", hit.first, hit.last, 3, 2):
            message.add("languages", {hit.value: "C1"}, hit.first, hit.last)
    for place, token in enumerate(tokens):
        is_language_word = re.match(r"gjuh|jezik|language", token.folded)
        if (
            is_language_word
            and not (known or names or message.asks(place) or message.places("advert"))
            and not message.near("asking", place, place + 1, 3, 3)
            and message.negated(place, place + 1, before=3)
        ):
            message.add(
                "languages", {"de" if country in {"DE", "AT", "CH"} else "en": "none"}, place, place + 1
            )


def _just_named(message: Message, names: List[Found], place: int) -> Optional[Found]:
    """ "good English, level C1": the language that the clause before ends with, if it has no level of its own."""
    clause = message.tokens[place].clause
    before = [hit for hit in names if message.tokens[hit.first].clause == clause - 1]
    levelled = any(LEVEL.fullmatch(token.folded) for token in message.tokens if token.clause == clause - 1)
    others = sum(token.clause == clause for token in message.tokens[:place])
    return before[-1] if before and not levelled and others <= 2 else None


def _is_lacked(message: Message, hit: Found) -> bool:
    """ "gjermanishten jo", "German not", "njemački 0"; and "bez nemačkog" inside a question in which somebody tells of themselves."""
    after = message.tokens[hit.last] if hit.last < len(message.tokens) else None
    ends = hit.last + 1 >= len(message.tokens) or message.tokens[hit.last + 1].clause != (
        after and after.clause
    )
    clause = message.tokens[hit.first].clause
    if after and after.clause == clause and ends and after.folded in LACKING:
        return True
    before = message.tokens[hit.first - 1].folded if hit.first else ""
    tells = bool(message.places("age") or message.places("year"))
    return before in {"bez", "pa", "without"} and tells


def _is_contrast(message: Message, hit: Found) -> bool:
    """ "auf Albanisch bitte, jo gjermanisht": another language is wanted; nothing is said of what somebody knows."""
    before = message.tokens[hit.first - 1].folded if hit.first else ""
    return before in {"jo", "ne", "not"} and bool(message.places("into"))


def _is_asked_about(message: Message, first: int, last: int) -> bool:
    """Whether a message asks about a level or a paper ("sa i vështirë është B2", "do I need B1") instead of saying that one has it."""
    before = message.tokens[first - 1].folded if first else ""
    if before in {"dit", "pas"} and message.asks(first) or message.near("aims_at", first, last, 3, 0):
        return True
    if trades.is_of_another(message, first) and not message.near("mine", first, last, 1, 1):
        return True
    is_topic = message.near("asking", first, last, 6, 6) or message.near("course", first, last, 4, 3)
    return (is_topic or message.asks(first)) and not message.near("own", first, last, 5, 4)


def _is_people(message: Message, hit: Found) -> bool:
    """ "German citizen", "srpski pasoš" and "vizën gjermane" are about papers and firms, not about the language."""
    return message.near("citizen", hit.first, hit.last, 2, 2) or message.near(
        "of_a_country", hit.first, hit.last, 2, 2
    )


def _places_of_life(message: Message) -> None:
    """Where the person holds papers, lives, and wants to go. Kosovo alone is no destination."""
    tokens = message.tokens
    moved = False
    of_languages = {hit.first for hit in lexicon.languages().find(tokens) if not _is_people(message, hit)}
    for hit in [*lexicon.countries().find(tokens), *lexicon.peoples().find(tokens)]:
        if any(place in message.taken or place in of_languages for place in range(hit.first, hit.last)):
            continue
        is_name = lexicon.countries().at(tokens, hit.first) is not None
        if message.near("except", hit.first, hit.last, 3, 0):
            continue
        if _is_citizenship(message, hit):
            if not message.negated(hit.first, hit.last):
                message.add("nationality", hit.value, hit.first, hit.last)
        elif not is_name and not message.near("of_a_country", hit.first, hit.last, 3, 2):
            continue
        elif _lives_there(message, hit):
            if message.negated(hit.first, hit.last, 3, 0):
                moved = True
            else:
                message.add("residence", hit.value, hit.first, hit.last)
        elif moved and message.near("but", hit.first, hit.last, 3, 0):
            message.add("residence", hit.value, hit.first, hit.last)
        elif message.asked in {"nationality", "residence"} and message.is_short:
            message.add(message.asked, hit.value, hit.first, hit.last)
        elif (
            _is_again(message, hit)
            or hit.value in HOMES
            and not message.near("going", hit.first, hit.last, 4, 0)
        ):
            continue
        elif hit.value != "XK" and not (
            message.negated(hit.first, hit.last, before=2, after=0)
            and not message.near("why_not", hit.first, hit.last, 4, 0)
            and message.places("but") | _other_countries(message, hit)
        ):
            message.add("country", hit.value, hit.first, hit.last)


def _is_citizenship(message: Message, hit: Found) -> bool:
    """Papers of the speaker; "pasoš, živim u Štrpcu" names a home, and "my wife is a citizen of Germany" says nothing of oneself."""
    away = message.nearest("citizen", hit.first, hit.last, 4, 2)
    home = message.nearest("live", hit.first, hit.last, 3, 0)
    is_nearer = away is not None and (home is None or away < home)
    return is_nearer and not trades.is_of_another(message, hit.first)


def _lives_there(message: Message, hit: Found) -> bool:
    """Where somebody lives, not where they would like to; "n'Drenas jetoj" has the verb after the place, at the end of what is said."""
    for place in message.places("live"):
        is_before = hit.first - 4 <= place < hit.first
        if is_before and place and message.tokens[place - 1].folded in WISHES:
            return False
    if message.near("live", hit.first, hit.last, 4, 0):
        return True
    following = hit.last + 1
    is_end = (
        following >= len(message.tokens)
        or message.tokens[following].clause != message.tokens[hit.last].clause
    )
    return message.near("live", hit.first, hit.last, 0, 1) and is_end


def _is_again(message: Message, hit: Found) -> bool:
    """ "in Tirana, Albania": the country of the town that was just named."""
    start = message.tokens[hit.first].start
    return any(
        one.entity == "residence" and one.value == hit.value and 0 <= start - one.end <= 2
        for one in message.entities
    )


def _other_countries(message: Message, hit: Found) -> Set[int]:
    return {one.first for one in lexicon.countries().find(message.tokens) if one.value != hit.value}


def _qualification_of_training(message: Message) -> None:
    """Years of training for a trade are a vocational training."""
    if message.has("occupation") and message.has("training_years") and not message.has("qualification"):
        years = next(one for one in message.entities if one.entity == "training_years")
        message.entities.append(years._replace(entity="qualification", value="vocational"))


def _bare_answer(message: Message) -> None:
    """Yes, no and bare values as answers to the question that was asked."""
    asked = message.asked
    holder, _, key = asked.partition(".")
    if not asked or not message.is_short or message.has(holder) or message.places("no_answer"):
        return
    folded: Sequence[Token] = message.tokens
    says_no = lexicon.words()["no"].at(folded, 0) is not None or message.places("none") == {0}
    says_yes = lexicon.words()["yes"].at(folded, 0) is not None and not says_no
    if says_no and any(token.folded[0].isdigit() for token in folded) and holder not in QUANTITIES:
        return  # "no, 4800" puts something else right
    if asked in YES_NO or asked.startswith("job_offer.") and key in {"qualified", "tariff"}:
        if says_yes or says_no:
            yes: Any = {} if asked == "job_offer" else True
            answer = yes if says_yes else False
            _whole(message, holder, {key: answer} if key else answer)
    elif holder == "languages" and (says_no or message.places("none")):
        _whole(message, "languages", {key: "none"})
    elif asked == "qualification" and (says_no or message.places("none")):
        _whole(message, "qualification", "none")
    elif holder == "recognition":
        state = (
            "partial"
            if message.places("partly")
            else "none"
            if says_no or message.places("none")
            else "full"
            if says_yes or message.places("fully")
            else None
        )
        if state:
            _whole(message, "recognition", {key: state})
    elif asked in QUANTITIES - {"age"} and (says_no and len(message.tokens) <= 3 or message.places("none")):
        _whole(message, asked, 0)
