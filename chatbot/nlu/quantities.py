"""Numbers that mean something: ages, years of work and of training, pay, savings. The words beside a number decide, then the question asked."""

from typing import Any, Dict, List, Optional, Tuple

from chatbot.nlu.lexicon import occupations
from chatbot.nlu.message import Message
from chatbot.nlu.numbers import Number

AGES = (14, 80)
# A clause of years alone has so many words; fewer years than an adult's are no age; a school lasts five at most.
LONGEST_OF_YEARS, ADULT, LONGEST_SCHOOL = 4, 18, 5
MOST_YEARS, MOST_TRAINING_YEARS = 50, 12
SAYS_SELF = frozenset("jam jom am im m imam mit ur".split())
AFTER_AN_AGE = frozenset("dhe e edhe i and a te with me sa from of prej iz vjec godina".split())
ASKED_YEARS = (
    "age",
    "experience_years",
    "experience_last5",
    "experience_last7",
    "training_years",
    "graduated_years_ago",
)
# Pay without a period: nobody earns 12,000 a month or 60 an hour with the jobs people ask about.
YEARLY_FROM, HOURLY_UP_TO = 12_000, 60
# "45.000 evra ponudu": a sum beside an offer is its pay from here on; less is a fee or a ticket.
LEAST_OFFERED = 1_000
# Such a number without a currency is a year of the calendar.
CALENDAR_YEARS = range(1950, 2050)
# Savings above this are a sum, not a monthly amount; a year's stay is what authorities ask proof for.
MONTHLY_FUNDS_UP_TO = 3_000


def read(message: Message, numbers: List[Number]) -> None:
    """Adds to the message what its numbers say.

    Args:
        message: a `chatbot.nlu.message.Message`.
        numbers: those found in it.
    """
    for number in numbers:
        if {number.first} & message.taken:
            continue
        first, last = number.first, number.last
        if number.weak and message.tokens[first].folded in {"mi", "mij"}:
            continue
        is_years = message.near("year", first, last, 0, 2) or message.near("age", first, last, 0, 2)
        if _money(message, number):
            continue
        if is_years or message.near("age", first, last, 3, 3):
            _years(message, number)
        elif message.asked in ASKED_YEARS and message.is_short and not number.weak:
            _keep(message, message.asked, number)
        elif message.asked == "job_offer.months" and message.is_short:
            months = number.value * (12 if message.near("year", first, last, 0, 2) else 1)
            message.add("job_offer", {"months": months}, first, last)
        elif (
            _stands_alone(message, number)
            or _is_bare_age(message, number)
            or _is_corrected_age(message, number)
        ):
            _keep(message, "age", number)
    if not message.has("experience_years"):
        _no_experience(message)
    if message.places("now") and message.has("experience_years"):
        place = min(message.places("now"))
        message.add("experience_until_now", True, place, place + 1)


def _no_experience(message: Message) -> None:
    """ "pa përvojë", "bez iskustva": none, unless it is asked about ("can I go without experience?")."""
    place = min(message.places("experience_noun"), default=None)
    if place is None or message.asks(place) or message.near("need", place, place + 1, 6, 6):
        return
    if message.negated(place, place + 1, before=2, after=0):
        message.add("experience_years", 0, place, place + 1)


def _keep(message: Message, entity: str, number: Number) -> None:
    value = int(number.value) if float(number.value).is_integer() else number.value
    if entity == "training_years" and value > MOST_TRAINING_YEARS:
        entity = "age"
    fits = AGES[0] <= value <= AGES[1] if entity == "age" else 0 <= value <= MOST_YEARS
    if fits and not message.has(entity):
        message.add(entity, value, number.first, number.last)


def _years(message: Message, number: Number) -> None:
    """Years of what: the nearest word says it; then the question; then whether the number can be an age."""
    first, last = number.first, number.last
    if message.places("since") & {first - 1} and _beside_a_trade(message, number):
        _keep(message, "experience_years", number)
        return
    is_graduation = message.near("graduated", first, last, 7, 6)
    if message.near("ago", first, last, 1, 3) and (
        is_graduation or not message.near("experience", first, last, 4, 4)
    ):
        if message.asked == "graduated_years_ago" or is_graduation:
            _keep(message, "graduated_years_ago", number)
        return
    is_recent = message.near("recent", first, last, 2, 2) and not message.near("age", first, last, 2, 0)
    if is_recent and message.asked not in {"experience_last5", "experience_last7"}:
        return
    if number.value < 18 and message.near("relatives", first, last, 5, 1):
        return
    distances = {
        "age": _nearest(message, "age", number, 3, 3),
        "training_years": _nearest_training(message, number),
        "experience_years": _nearest(message, "experience", number, 6, 5),
    }
    said = [(away, field) for field, away in distances.items() if away is not None]
    said = [one for one in said if not message.has(one[1])] or said
    if not said and (field := _of_clause_before(message, number)):
        said = [(0, field)]
    if said:
        _away, field = min(said)
        if field == "experience_years" and message.asked in {"experience_last5", "experience_last7"}:
            field = message.asked
        _keep(message, field, number)
    elif message.asked in ASKED_YEARS:
        _keep(message, message.asked, number)
    elif message.asked == "qualification" and message.has("qualification"):
        _keep(message, "training_years", number)
    elif (
        number.value >= AGES[0]
        and message.near("self", first, last, 3, 0)
        and not _beside_a_trade(message, number)
    ) or (
        number.value >= AGES[0]
        and message.near("have", first, last, 2, 0)
        and not _beside_a_trade(message, number)
    ):
        _keep(message, "age", number)
    elif _beside_a_trade(message, number):
        is_age = number.value >= (18 if message.near("year_sr", first, last, 0, 2) else 27)
        _keep(message, "age" if is_age and number.value >= AGES[0] else "experience_years", number)
    elif 18 <= number.value <= 67 and (
        message.is_short or not message.asks(first) or message.near("year_sr", first, last, 0, 2)
    ):
        _keep(message, "age", number)


def _of_clause_before(message: Message, number: Number) -> str:
    """ "I still work as a nurse, 5 years now", "medical school, four years": a clause of nothing but years belongs to the one before."""
    clause = message.tokens[number.first].clause
    here = [p for p, token in enumerate(message.tokens) if token.clause == clause]
    before = {p for p, token in enumerate(message.tokens) if token.clause == clause - 1}
    if number.first != here[0] or len(here) > LONGEST_OF_YEARS or not before or number.value >= ADULT:
        return ""
    if before & (message.places("training") | message.places("secondary")) and number.value <= LONGEST_SCHOOL:
        return "training_years"
    has_trade = any(hit.first in before for hit in occupations().find(message.tokens, message.taken))
    return "experience_years" if has_trade or before & message.places("experience") else ""


def _nearest(message: Message, name: str, number: Number, before: int, after: int) -> Optional[int]:
    """How far a word of the class is; none when another number stands between ("54 god, 30 god staža" are not 54 of work)."""
    away = message.nearest(name, number.first, number.last, before, after)
    if away is None or message.near(name, number.first, number.last, min(before, away), 0):
        return away
    between = message.tokens[number.last : number.last + away]
    return None if any(token.folded[:1].isdigit() for token in between) else away


def _nearest_training(message: Message, number: Number) -> Optional[int]:
    first, last = number.first, number.last
    found = [_nearest(message, "training", number, 6, 5), message.nearest("school_field", first, last, 3, 0)]
    if message.places("degree") or message.places("training"):
        found.append(message.nearest("took", first, last, 2, 0))
    if message.has("qualification"):
        found.append(message.nearest("training_offer", first, last, 6, 0))
    return min((away for away in found if away is not None), default=None)


def _beside_a_trade(message: Message, number: Number) -> bool:
    """ "murator 20 vjet", "električar sam 8 godina": years in the trade."""
    clause = message.tokens[number.first].clause
    return any(
        message.tokens[hit.first].clause == clause and number.first - 5 <= hit.first < number.last + 6
        for hit in occupations().find(message.tokens, message.taken | message.places("negation"))
    )


def _is_bare_age(message: Message, number: Number) -> bool:
    """ "I am 28", "jam 28", "imam 31": a number fit for an age, said of oneself, with no unit behind it."""
    if not 16 <= number.value <= 67 or not float(number.value).is_integer() or number.weak:
        return False
    if message.negated(number.first, number.last, before=3, after=0):
        return False
    if len(message.tokens) == 1 and message.asked and message.asked not in ASKED_YEARS:
        return True
    before = [token.folded for token in message.tokens[max(number.first - 2, 0) : number.first]]
    says_self = bool(before) and (before[-1] in SAYS_SELF or before[-2:] in (["i", "kam"], ["ja", "imam"]))
    says_self = says_self or len(before) > 1 and before[-1] in {"s", "is"} and before[-2] in {"he", "she"}
    following = message.tokens[number.last] if number.last < len(message.tokens) else None
    ends = (
        following is None
        or following.clause != message.tokens[number.first].clause
        or following.folded in AFTER_AN_AGE
        or before[-1:] != ["imam"]
        and not _has_unit(message, number)
    )
    return (says_self or _heads_a_trade(message, number)) and ends


def _has_unit(message: Message, number: Number) -> bool:
    """Whether something else than years is counted: "I am 20 km away", "jam 30 dite"."""
    units = ("euro", "franc", "dollar", "month", "per_hour", "unit")
    return any(message.near(name, number.first, number.last, 0, 1) for name in units)


def _heads_a_trade(message: Message, number: Number) -> bool:
    """ "29 mechanic, trade school": a number and a trade at the beginning of what somebody tells."""
    if number.first or message.asked:
        return False
    return any(hit.first == number.last for hit in occupations().find(message.tokens, set()))


def _stands_alone(message: Message, number: Number) -> bool:
    """ "Waiter, 30, Kosovo passport": a number between commas in what somebody tells about themselves."""
    if (
        not 16 <= number.value <= 67
        or not float(number.value).is_integer()
        or number.weak
        or message.has("age")
    ):
        return False
    clauses = [token.clause for token in message.tokens]
    alone = clauses.count(clauses[number.first]) == number.last - number.first
    few = 2 if occupations().find(message.tokens, set()) else 3
    return alone and len(set(clauses)) >= few and not message.asked.endswith(("salary", "funds"))


def _is_corrected_age(message: Message, number: Number) -> bool:
    """ "*37 ne 73", "I meant 34, not 43", "24 i kom", "тридесет шест ми је", "a locksmith of 34": an age told without its unit."""
    if not 16 <= number.value <= 67 or not float(number.value).is_integer() or number.weak:
        return False
    words = [token.folded for token in message.tokens]
    after, before = words[number.last : number.last + 3], words[max(number.first - 2, 0) : number.first]
    told = after[:2] in (
        ["i", "kam"],
        ["i", "kom"],
        ["i", "ka"],
        ["mi", "je"],
        ["te", "mbushura"],
        ["qe", "i"],
    ) or before[-2:] == ["i", "kom"]
    corrected = (
        len(after) > 1
        and after[0] in {"ne", "jo", "not", "a"}
        and any(one.isdigit() and 16 <= int(one) <= 99 for one in after[1:])
        and not (set(words) & {"euro", "eur", "evra", "vjet", "muaj", "meseci", "months"})
    )
    told = told or bool(before) and before[-1] == "of" and _beside_a_trade(message, number)
    too_old = after[:2] in (["too", "late"], ["too", "old"], ["te", "vjeter"]) or before[-1:] in (
        ["aged"],
        ["qene"],
    )
    return told or corrected or too_old


def _money(message: Message, number: Number) -> bool:
    """Pay or savings. An amount that something costs is neither."""
    first, last = number.first, number.last
    currency = _currency(message, number)
    holder = message.asked.split(".")[0]
    asked_pay = message.asked in {"job_offer.salary", "salary"}
    if not asked_pay and (
        message.places("advert")
        or not currency
        and number.value in CALENDAR_YEARS
        or message.near("withheld", first, last, 6, 3)
    ):
        return False
    by_the_hour = number.value <= HOURLY_UP_TO and (currency or _is_rate(message, number))
    is_pay = (
        message.near("salary", first, last, 5, 5)
        or message.near("gross", first, last, 2, 4)
        or message.near("net", first, last, 2, 4)
        or (currency and number.value >= LEAST_OFFERED or by_the_hour and _period(message, number) == "hour")
        and holder != "funds"
        and (message.near("job_offer", first, last, 4, 4) or message.near("wants_me", first, last, 4, 4))
    )
    if message.near("spent", first, last, 4, 2) or message.near("fee", first, last, 4, 3) and not is_pay:
        return False
    if (
        message.near("funds", first, last, 6, 6)
        or message.asked == "funds"
        and (message.is_short or currency)
    ) and (currency or message.asked == "funds" and not _is_of_years(message, number) or number.value >= 500):
        monthly = message.near("per_month", first, last, 0, 4) or number.value <= MONTHLY_FUNDS_UP_TO
        message.add("funds", round(number.value if monthly else number.value / 12), first, last)
        return True
    period = _period(message, number)
    if not (
        is_pay or asked_pay and (message.is_short or currency) or currency and period and holder != "funds"
    ):
        return False
    if not currency and not asked_pay and number.value < 100 and period != "hour":
        return False
    if not currency and message.near("year", first, last, 0, 1) and number.value < 100:
        return False
    salary: Dict[str, Any] = {
        "amount": int(number.value) if float(number.value).is_integer() else number.value,
        "currency": currency or "EUR",
        "per": period or _usual_period(number.value),
    }
    for name, is_gross in (("gross", True), ("net", False)):
        if message.near(name, first, last, 3, 6):
            salary["gross"] = is_gross
    if not message.has("salary"):
        message.add("salary", salary, first, last)
    return True


def _is_of_years(message: Message, number: Number) -> bool:
    """ "39 vjet jam" to a question about money."""
    return message.near("year", number.first, number.last, 0, 1) or message.near(
        "age", number.first, number.last, 0, 1
    )


def _currency(message: Message, number: Number) -> Optional[str]:
    for name, code in (("euro", "EUR"), ("franc", "CHF"), ("dollar", "USD")):
        if message.near(name, number.first, number.last, 1, 1):
            return code
    return None


def _period(message: Message, number: Number) -> Optional[str]:
    found: List[Tuple[int, str]] = []
    for name, period in (("per_hour", "hour"), ("per_month", "month"), ("per_year", "year")):
        away = message.nearest(name, number.first, number.last, 3, 5)
        if away is not None:
            found.append((away, period))
    return min(found)[1] if found else None


def _is_rate(message: Message, number: Number) -> bool:
    """ "18/hr" is pay, "40 orë" are hours."""
    end = message.tokens[number.last - 1].end
    return message.text[end : end + 2].strip().startswith("/")


def _usual_period(amount: float) -> str:
    return "year" if amount >= YEARLY_FROM else "hour" if amount <= HOURLY_UP_TO else "month"
