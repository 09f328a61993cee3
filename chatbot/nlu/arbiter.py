"""What a message is for, when classifier, facts, danger and the question asked disagree. Plain rules, in the order of their weight."""

from typing import Any, Dict, FrozenSet, Iterable, List, NamedTuple, Optional, Sequence, Tuple

from chatbot.nlu.gazetteer import PERSONAL, REFUSED
from content.text.danger import ALWAYS

FALLBACK = "nlu_fallback"
# Below this the classifier counts for nothing against facts and context.
UNSURE_BELOW = 0.30
# Below this it is asked back, when neither facts nor context decide. On a held-out fifth of the training data .5 turns one message in ten away
# and takes what is answered wrongly from 14 to 8 in a hundred. Small talk that is taken wrongly costs nobody anything.
ASK_BACK_BELOW = 0.50
# ... unless nothing else comes near: the first at least this likely, and this many times as likely as the second.
CLEAR_FROM, CLEAR_LEAD = 0.38, 2.5
SMALL_TALK = frozenset("greet goodbye thanks affirm deny".split())
# A question is taken for one, whatever facts stand in it, from here on.
SURE_FROM = 0.45
MOST_WORDS_OF_FOLLOW_UP = 5
# "And Slovenia?": no more than a name, so no question of its own.
MOST_WORDS_OF_A_NAME = 3
# Turning somebody away takes more certainty than answering.
OUT_OF_SCOPE_FROM = 0.52
# From here on what was told before doesn't matter; from the second a question is no going on with the last one.
FIRM_FROM, NO_TELLING_FROM = 0.6, 0.8
# Who tells this many facts without a question mark wants to know what they mean.
MANY_FACTS = 3
SAME_QUESTION = "same question, other country"
IN_A_CASE = "likely in a case"
GOES_ON_TELLING = "goes on telling"

QUESTIONS = frozenset(
    "ask_routes ask_requirements ask_documents ask_fees ask_processing_time ask_where_to_apply ask_visa_free ask_recognition ask_language_level "
    "ask_salary_threshold ask_family ask_study ask_seasonal ask_risks ask_scams ask_worker_rights ask_return_help ask_info_sessions".split()
)
CONTROL = frozenset("restart summary explain_why change_language talk_to_person ask_identity".split())
ANSWERS = frozenset("affirm deny inform".split())


# How far on danger's side classifier and weights together must put a message (the sum of their margins). From the first value a message that
# the site alone would hold for danger is one, from the second it is danger by itself, from the third a line with the number is added. Set on
# the red team's set and one half of a fresh hand's.
WORDS_COUNT_FROM, CERTAIN_FROM, POSSIBLE_FROM = -0.3, 0.0, -1.25
DANGER = "report_danger"
# What bars a way, told of oneself with a question about ways in, asks for a judgement.
HINDRANCES = frozenset({"entry_ban", "asylum_benefits_recent"})
WAYS_IN = frozenset({"ask_visa_free", "ask_routes", "ask_requirements"})
# In the middle of a case these are meant more often than the classifier, which doesn't see the case, holds likely.
ABOUT_CASES, LIKELY_IN_A_CASE, SURE_IN_A_CASE = (
    frozenset({"ask_routes", "ask_requirements", "check_eligibility"}),
    0.2,
    0.4,
)


class Context(NamedTuple):
    """What the conversation knows: the field asked for, whether a profile is being filled, the intent of the last factual question, whether
    this message leans on the one before ("edhe për ..."), supposes something ("po sikur ..."), and which facts were told before; whether the
    last answer was help in danger, and whether this message asks what was noted ("sećaš li se ...") or says that something else was meant."""

    asked: str = ""
    has_profile: bool = False
    last_question: str = ""
    follows_up: bool = False
    known: FrozenSet[str] = frozenset()
    supposes: bool = False
    in_danger: bool = False
    recalls: bool = False
    meant: bool = False


class Decision(NamedTuple):
    """The intent, how sure, and by which rule."""

    intent: str
    confidence: float
    rule: str


def danger_level(by_words: Optional[str], margin: float, kinds: Iterable[str] = ()) -> str:
    """`certain`, `possible` or `none`, from two witnesses that err differently.

    Args:
        by_words: the level of `content.text.danger`.
        margin: how far the classifier puts the message on danger's side, and its score by `content.text.danger`, added up.
        kinds: of the danger, by the words.
    """
    if by_words == "certain" and not ALWAYS.isdisjoint(kinds):
        return "certain"
    if margin >= CERTAIN_FROM or by_words == "certain" and margin >= WORDS_COUNT_FROM:
        return "certain"
    return "possible" if margin >= POSSIBLE_FROM or by_words == "certain" else "none"


def decide(
    ranking: Sequence[Tuple[str, float]],
    entities: Iterable[Dict[str, Any]],
    context: Context,
    *,
    words: int,
    danger: Optional[str] = None,
    asks: bool = False,
    tells: bool = False,
) -> Decision:
    """The intent of a message.

    Args:
        ranking: intents of the classifier with probabilities, best first.
        entities: facts found, each with `entity` and `value`.
        context: the conversation so far.
        words: how many words the message has.
        danger: `certain`, `possible` or nothing.
        asks: whether it has a question mark.
        tells: whether nothing in it asks, neither a mark nor a word.
    """
    if danger == "certain":
        return Decision(DANGER, 1.0, "danger")
    if context.in_danger and words and _still_in_danger(ranking, danger):
        return Decision(DANGER, 1.0, "still in danger")
    ranking = _without_danger(ranking)
    top, confidence = ranking[0] if ranking else (FALLBACK, 0.0)
    if not words:
        return Decision(FALLBACK, 0.0, "nothing said")
    if context.recalls:
        return Decision("summary", max(confidence, 0.6), "asks what was noted")
    facts: List[Dict[str, Any]] = list(entities)
    personal = {fact["entity"] for fact in facts if fact["entity"] in PERSONAL}
    has_country = any(fact["entity"] == "country" for fact in facts)
    if personal and all(_is_refused(fact["value"]) for fact in facts):
        case = "inform" if context.has_profile or context.asked else "check_eligibility"
        return Decision(case, max(confidence, 0.6), "leaves something out")
    if top == "deny" and personal:
        top = "inform"
    is_first = not context.has_profile and confidence < FIRM_FROM
    if top == "correct" and personal and not personal & context.known and (context.known or is_first):
        top = "inform"  # nothing of it was told before
    if context.meant and context.last_question and not personal:
        return Decision(context.last_question, max(confidence, 0.6), SAME_QUESTION)
    if tells and context.last_question and not facts and top in QUESTIONS and confidence < NO_TELLING_FROM:
        return Decision(context.last_question, max(confidence, 0.6), GOES_ON_TELLING)
    if top in WAYS_IN and any(fact["entity"] in HINDRANCES and fact["value"] is True for fact in facts):
        return Decision("check_eligibility", max(confidence, 0.6), "tells what stands in the way")
    if context.supposes and (personal or has_country and context.has_profile):
        return Decision("check_eligibility", max(confidence, 0.6), "supposes something")
    if tells and personal and context.has_profile and top in QUESTIONS:
        return Decision("inform", max(confidence, 0.6), "tells, asks nothing")
    if has_country and context.has_profile and not personal and top in {"explain_why", "correct"} and asks:
        return Decision("check_eligibility", max(confidence, 0.6), "own case, other country")
    if len(personal) >= MANY_FACTS and not asks and top in QUESTIONS | {"correct"} and not context.known:
        top = "inform"
    if top in CONTROL and confidence >= UNSURE_BELOW and not (personal and context.asked):
        return Decision(top, confidence, "control")
    same_question = (
        context.last_question and has_country and not personal and words <= MOST_WORDS_OF_FOLLOW_UP
    )
    if (
        same_question
        and context.follows_up
        and (
            words <= MOST_WORDS_OF_A_NAME
            or not (top in QUESTIONS and confidence >= SURE_FROM and top != context.last_question)
        )
    ):
        return Decision(context.last_question, max(confidence, 0.6), SAME_QUESTION)
    if _answers(personal, has_country, context, words) and not (top in QUESTIONS and confidence >= SURE_FROM):
        return Decision(
            "correct" if top == "correct" else "inform", max(confidence, 0.9), "answer to the question asked"
        )
    decided = context.has_profile or context.last_question or _is_clear(ranking)
    is_unsure = confidence < ASK_BACK_BELOW and not (facts or decided)
    leans_on_case = context.has_profile and context.follows_up and not context.last_question and not personal
    if leans_on_case and has_country and words <= MOST_WORDS_OF_FOLLOW_UP and confidence < FIRM_FROM:
        return Decision("inform", max(confidence, 0.6), "own case, other country")
    if top in QUESTIONS and confidence >= SURE_FROM and not is_unsure:
        return Decision(top, confidence, "question")
    if same_question:
        return Decision(context.last_question, max(confidence, 0.6), SAME_QUESTION)
    if (
        has_country
        and context.has_profile
        and words <= MOST_WORDS_OF_FOLLOW_UP
        and (context.follows_up or top == "inform")
    ):
        return Decision("inform", max(confidence, 0.6), "own case, other country")
    if top == "correct" and confidence >= UNSURE_BELOW and (personal or has_country or context.has_profile):
        return Decision("correct", confidence, "correction")
    if (
        len(personal) + has_country >= 2
        and personal
        and not (top in QUESTIONS and confidence >= UNSURE_BELOW)
    ):
        intent = (
            "inform"
            if top == "inform" or context.has_profile and top != "check_eligibility"
            else "check_eligibility"
        )
        return Decision(intent, max(confidence, 0.7), "tells about themselves")
    if (
        context.has_profile
        and personal
        and (top in ANSWERS or top == "out_of_scope" or confidence < SURE_FROM)
    ):
        return Decision("inform", max(confidence, 0.6), "adds to the profile")
    if top == "inform" and not (personal or has_country):
        return Decision(FALLBACK, confidence, "answer without a fact")
    is_short = words <= MOST_WORDS_OF_FOLLOW_UP
    if (
        top == "check_eligibility"
        and context.has_profile
        and asks
        and is_short
        and not facts
        and confidence < SURE_FROM
    ):
        return Decision(FALLBACK, confidence, "unsure")
    if context.has_profile and top in ABOUT_CASES and LIKELY_IN_A_CASE <= confidence < SURE_IN_A_CASE:
        return Decision(top, confidence, IN_A_CASE)
    least = (
        OUT_OF_SCOPE_FROM
        if top == "out_of_scope"
        else UNSURE_BELOW
        if top in SMALL_TALK or decided
        else ASK_BACK_BELOW
    )
    if confidence < least:
        return Decision(FALLBACK, confidence, "unsure")
    return Decision(top, confidence, "classifier")


def _is_clear(ranking: Sequence[Tuple[str, float]]) -> bool:
    """Whether the first intent, though not likely in itself, has no rival."""
    likely = [confidence for _, confidence in ranking[:2]] + [0.0, 0.0]
    return likely[0] >= CLEAR_FROM and likely[0] >= CLEAR_LEAD * likely[1]


def _without_danger(ranking: Sequence[Tuple[str, float]]) -> List[Tuple[str, float]]:
    """What else it can be, once it is no danger; the probabilities share what that had."""
    left = 1.0 - sum(likely for name, likely in ranking if name == DANGER)
    return [(name, likely / max(left, 0.01)) for name, likely in ranking if name != DANGER]


def _is_refused(value: Any) -> bool:
    return value == REFUSED or isinstance(value, dict) and set(value.values()) == {REFUSED}


def _still_in_danger(ranking: Sequence[Tuple[str, float]], danger: Optional[str]) -> bool:
    """After help in danger: unless the message is clearly about something else, the numbers stay."""
    top, confidence = ranking[0] if ranking else (FALLBACK, 0.0)
    return (
        top == DANGER or danger == "possible" or confidence < SURE_FROM and top not in {"thanks", "goodbye"}
    )


def _answers(personal: Iterable[str], has_country: bool, context: Context, words: int) -> bool:
    holder = context.asked.split(".")[0]
    if not holder:
        return False
    if holder in personal or context.asked == "job_offer.salary" and "salary" in personal:
        return True
    return holder in {"country", "job_offer"} and has_country and words <= MOST_WORDS_OF_FOLLOW_UP
