"""The talk about the person's own case: what was understood, what that means for each way, and the one question that settles most."""

import json
import re
from functools import lru_cache

from chatbot.actions import knowledge
from chatbot.actions.base import BotAction
from chatbot.actions.conversation import Answer, Turn, button
from chatbot.actions.profile import country_name, describe, personal
from chatbot.actions.questions import offer_countries, question
from chatbot.nlu.lexicon import countries
from chatbot.nlu.tokens import tokenise
from content.rules.evaluate import evaluate, next_question
from content.rules.model import CriterionResult, Evaluation, Outcome, Route, Standing
from content.rules.present import to_dict

MOST_ROUTES = 3
MOST_REASONS = 2
MOST_SOURCES = 6
MOST_NAMES = 5
# Best news first; where more must be known, the way that needs least of it.
_ORDER = {Outcome.ELIGIBLE: 0, Outcome.DEPENDS: 1, Outcome.NEED_MORE: 2, Outcome.NOT_ELIGIBLE: 3}


def ways(turn: Turn) -> list[Route]:
    """The ways to judge: those of the country the person named, else all."""
    found = knowledge.routes()
    country = turn.profile.get("country")
    return [route for route in found if route.country == country] or found


# How much a person usually still lacks where a condition is open, by its kind: an age or the absence of a ban is mostly there, a recognised
# diploma mostly not. Only the order of what is shown rests on it.
_EFFORT = {
    "qualified_job": 1, "training_years": 1, "language": 1, "answer": 1, "job_offer": 2, "experience": 2, "funds": 2,
    "qualification": 3, "recognition": 3, "salary": 3,
}  # fmt: skip
_DEGREE, _POINTS_EFFORT, _BURDEN = 4, 12, 3


def judged(routes: list[Route], profile: dict) -> list[Evaluation]:
    """All ways with their outcome, the best first: before others those that no failed condition burdens and that ask for least.

    Who has told of a trade, a job or an offer looks for work: ways to study or to be an au pair come after those. With a training contract
    the ways to training come first.
    """
    offer = profile.get("job_offer")
    is_trainee = isinstance(offer, dict) and offer.get("kind") == "training"
    looks_for_work = any(profile.get(field) for field in ("occupation", "job_offer", "experience_years"))

    def rank(one: Evaluation) -> tuple:
        effort: float = sum(map(_effort, one.criteria))
        effort += _BURDEN * sum(
            result.standing is Standing.DEPENDS and result.criterion.kind != "outside"
            for result in one.criteria
        )
        if one.points:
            effort += _POINTS_EFFORT * max(one.points.pass_mark - one.points.total, 0) / one.points.pass_mark
        aside = (
            one.route.purpose != "training" if is_trainee else looks_for_work and one.route.purpose != "work"
        )
        return _ORDER[one.outcome], aside, effort, len(one.would_change), one.route.id

    return sorted((evaluate(route, profile) for route in routes), key=rank)


def _effort(result: CriterionResult) -> int:
    if result.standing is not Standing.OPEN:
        return 0
    if result.parts:
        return (min if result.criterion.kind == "any_of" else sum)(
            _effort(part) for part in result.parts if part.standing is Standing.OPEN
        )
    if result.criterion.kind == "qualification" and "degree" in result.criterion.parameters.values():
        return _DEGREE
    return _EFFORT.get(result.criterion.kind, 0)


class CheckEligibility(BotAction):
    """Judges what was told so far and asks on."""

    named = "action_eligibility"

    def answer(self, turn: Turn) -> Answer:
        """Understood, outcome with reasons and sources, next question."""
        say, routes = turn.say, ways(turn)
        if turn.intent == "correct" and turn.value("field"):
            return _ask_anew(turn, turn.value("field"))
        if turn.intent == "correct" and not (turn.merged.new or turn.merged.updated):
            return _ask_what_to_correct(turn)
        goes_on = bool(
            turn.intent in {"inform", "deny", "correct"}
            and "?" not in turn.text
            and turn.asked
            and "possible" in turn.grounds
        )
        lines = [
            *_told(turn, goes_on),
            *(say.shown(fault.get(turn.language, fault["en"])) for fault in turn.merged.faults),
        ]
        if not routes:
            return Answer(
                say("I cannot look into our pages at the moment. Please try again in a few minutes."),
                status="failure",
            )
        named = named_ways(turn.text, routes) or list(turn.topic.get("named") or ())
        covered = {route.country for route in routes}
        country = turn.profile.get("country")
        if country and country != "refused" and country not in covered:
            lines.append(_not_covered(turn, country, covered))
        if not personal(turn.profile):
            lines.append(
                say("I compare what you tell me with the legal conditions. The authority decides in the end.")
            )
            answer = Answer("\n".join(lines), remember={"topic": turn.topic | {"named": named}})
            return _with_question(turn, answer, [one for one in routes if one.id in named] or routes)
        evaluations = judged(routes, turn.profile)
        wished = [one for one in evaluations if one.route.id in named]
        shown = [*wished, *(one for one in evaluations if one not in wished)][:MOST_ROUTES]
        shown = _with_what_is_barred(turn, shown, evaluations)
        if turn.supposes:  # what would be otherwise comes first; where nothing would, that is the answer
            changed = _changed(turn, evaluations)
            shown = changed[:MOST_ROUTES] or shown[:1]
            if not changed:
                lines.append(say("By itself that would not change the result."))
        is_decided = any(one.outcome in {Outcome.ELIGIBLE, Outcome.DEPENDS} for one in shown)
        possible = [one.route.id for one in evaluations if one.outcome is Outcome.NEED_MORE]
        if goes_on and shown[0].outcome is Outcome.NEED_MORE:
            # In the middle of the questions only what is still possible, when that has changed; the reasons come again with the result.
            if possible != turn.grounds.get("possible"):
                names = [
                    say.shown(one.route.name[turn.language])
                    for one in evaluations
                    if one.route.id in possible
                ]
                lines.append(say("Still possible: {routes}.", routes=", ".join(names[:MOST_NAMES])))
        else:
            lines += [f"• {_verdict(one, turn)}" for one in shown]
        if is_decided:
            lines.append(say("This is no promise of a visa: the authority decides."))
        answer = Answer("\n".join(lines), sources=_sources(shown, turn), offers=_offers(shown, turn))
        answer.outcomes = [to_dict(one, turn.language) for one in shown]
        answer.remember["grounds"] = {
            "kind": "eligibility",
            "routes": [one.route.id for one in shown],
            "possible": possible,
            "supposed": turn.supposed,
        }
        answer.remember["topic"] = {
            "intent": "",
            "page": shown[0].route.page,
            "country": shown[0].route.country,
            "named": named,
        }
        still_open = [one.route for one in wished or evaluations if one.outcome is Outcome.NEED_MORE]
        return _with_question(turn, answer, still_open or [one.route for one in shown])


# What the names of ways have beside their own words.
_NO_NAME = frozenset("eu be e i u ne te per za in for the of and dhe so sa".split())

_GENERIC = frozenset(
    "work permit permits leje pune punes radna dozvola za rad single jedinstvena unike studime studije study research".split()
)


def named_ways(text: str, routes: list[Route]) -> list[str]:
    """The ways that a message names: each word of the name stands in it, whatever its ending ("Kartën Blu", "Plavu kartu")."""
    said = [token.folded for token in tokenise(text)]
    return [
        route.id
        for route in routes
        if any(_is_named(said, part) for name in route.name.values() for part in _names(name))
    ]


@lru_cache(maxsize=512)
def _names(name: str) -> tuple[tuple[str, ...], ...]:
    """The words of a name without the country in brackets and with it; what follows a dash ("– Ausbildung") is a name of its own."""
    found = []
    for part in re.split(r"\s[–-]\s", name.partition(" (")[0]):
        tokens = tokenise(part)
        of_places = countries().places(tokens)
        words = [
            token.folded
            for place, token in enumerate(tokens)
            if place not in of_places and token.folded not in _NO_NAME
        ]
        if sum(map(len, words)) >= _LEAST_LETTERS and not _GENERIC.issuperset(words):
            found.append(tuple(words))
    return tuple(found)


def _is_named(said: list[str], words: tuple[str, ...]) -> bool:
    return all(any(_is_form_of(one, word) for one in said) for word in words)


def _is_form_of(said: str, word: str) -> bool:
    stem = word[:-1] if len(word) > _SHORT_WORD else word
    return said.startswith(stem) and len(said) <= len(stem) + _LONGEST_ENDING


_LEAST_LETTERS, _SHORT_WORD, _LONGEST_ENDING = 5, 3, 4


def _with_what_is_barred(turn: Turn, shown: list[Evaluation], all_ways: list[Evaluation]) -> list[Evaluation]:
    """Who tells of a ban or of asylum benefits must hear what that bars, also when other ways are left."""
    if not {"entry_ban", "asylum_benefits_recent"} & set(turn.merged.new):
        return shown
    barred = [
        one
        for one in all_ways
        if any(
            result.standing is Standing.FAILS
            and result.criterion.kind in {"entry_ban", "asylum_benefits_recent"}
            for result in one.criteria
        )
    ]
    if not barred or any(one in barred for one in shown):
        return shown
    return [*shown[: MOST_ROUTES - 1], barred[0]]


def _changed(turn: Turn, supposed: list[Evaluation]) -> list[Evaluation]:
    """The ways that stand otherwise with the supposition than without it."""

    def stand(one: Evaluation) -> tuple:
        return (
            one.outcome,
            one.points and one.points.total,
            tuple(result.standing for result in one.criteria),
        )

    now = {one.route.id: stand(one) for one in judged([one.route for one in supposed], turn.before)}
    return [one for one in supposed if now[one.route.id] != stand(one)]


def _told(turn: Turn, goes_on: bool = False) -> list[str]:
    """The repetition of what was understood; what replaced an older answer is named as such, and so is what was only supposed.

    In the middle of the questions (`goes_on`) only what this message told.
    """
    say, lines = turn.say, []
    if turn.supposes:
        supposed = {
            name: turn.profile[name] for name in turn.profile if turn.profile[name] != turn.before.get(name)
        }
        phrases = describe(supposed, say)
        return [say("Supposing this: {facts}.", facts=", ".join(phrases))] if phrases else []
    if turn.merged.updated:
        changed = describe(
            {name: turn.profile.get(name, turn.profile.get("job_offer")) for name in turn.merged.updated}, say
        )
        if changed:
            lines.append(say("Updated: {facts}.", facts=", ".join(changed)))
    new = {name: turn.profile[name] for name in turn.merged.new if name in turn.profile}
    if goes_on and not lines and turn.merged.new and not personal(new) and "country" not in new:
        return [say("All right, we leave that out.")]
    phrases = describe(new if goes_on else turn.profile, say)
    if phrases and not (goes_on and lines):
        facts = ", ".join(phrases)
        lines.append(say("Understood: {facts}.", facts=facts[0].upper() + facts[1:]))
    if goes_on and not lines:
        lines.append(say("Good."))
    return lines


def _not_covered(turn: Turn, country: str, covered: set[str]) -> str:
    names = ", ".join(country_name(code, turn.say) for code in sorted(covered, reverse=True))
    return turn.say(
        "{country}: I cannot check the conditions there yet. I can for: {countries}.",
        country=country_name(country, turn.say),
        countries=names,
    )


def _verdict(evaluation: Evaluation, turn: Turn) -> str:
    """One way in a few sentences: outcome, the reasons that decide, and what would help."""
    say, language = turn.say, turn.language
    outcome = {
        Outcome.ELIGIBLE: say("by your answers you meet the conditions."),
        Outcome.DEPENDS: say("as far as it depends on you, the way is open. Something else decides too."),
        Outcome.NEED_MORE: say("possible, but I need to know more."),
        Outcome.NOT_ELIGIBLE: say("for now you do not meet the conditions."),
    }[evaluation.outcome]
    parts = [f"{say.shown(evaluation.route.name[language])}: {outcome}"]
    points = evaluation.points
    if points and evaluation.outcome is not Outcome.ELIGIBLE:
        enough = points.total >= points.pass_mark
        sentence = (
            say("Points: {total}; {needed} are enough.", total=points.total, needed=points.pass_mark)
            if enough
            else say("Points so far: {total} of {needed}.", total=points.total, needed=points.pass_mark)
        )
        parts.append(sentence)
    reasons = " ".join(say.shown(text) for text in _reasons(evaluation, language))
    if reasons:
        lead = {
            Outcome.NEED_MORE: say("Condition: {conditions}", conditions=reasons),
            Outcome.NOT_ELIGIBLE: say("Not met: {conditions}", conditions=reasons),
        }
        parts.append(lead.get(evaluation.outcome, reasons))
    if evaluation.outcome is Outcome.NOT_ELIGIBLE and evaluation.would_change:
        changes = "; ".join(
            say.shown(change.texts[language]).rstrip(".") for change in evaluation.would_change[:MOST_REASONS]
        )
        parts.append(say("What would help: {changes}.", changes=changes))
    return " ".join(parts)


def _reasons(evaluation: Evaluation, language: str) -> list[str]:
    """The conditions that decide: those that fail, or those that others decide, or those still open."""
    wanted = {
        Outcome.NOT_ELIGIBLE: Standing.FAILS,
        Outcome.DEPENDS: Standing.DEPENDS,
        Outcome.NEED_MORE: Standing.OPEN,
        Outcome.ELIGIBLE: Standing.HOLDS,
    }[evaluation.outcome]
    deciding = [one.criterion for one in evaluation.criteria if one.standing is wanted]
    if evaluation.outcome is Outcome.NEED_MORE:
        # Whether there is a ban is asked last; as a reason it would only frighten.
        deciding = [
            criterion
            for criterion in deciding
            if criterion.kind not in {"entry_ban", "asylum_benefits_recent"}
        ][:1]
        deciding = (
            deciding or [one.criterion for one in evaluation.criteria if one.standing is Standing.DEPENDS][:1]
        )
    return [text for criterion in deciding if (text := criterion.why.get(language, ""))][:MOST_REASONS]


def _sources(evaluations: list[Evaluation], turn: Turn) -> list[dict]:
    """The law and offices behind the shown results, each once, with the day we read them."""
    found: dict[str, dict] = {}
    for evaluation in evaluations:
        route = evaluation.route
        pairs = [
            (source, one.criterion.checked_on)
            for one in evaluation.criteria
            if one.standing is not Standing.HOLDS
            for source in one.criterion.sources
        ]
        for source, day in [*((source, route.checked_on) for source in route.sources), *pairs]:
            checked_on = (day or route.checked_on).isoformat()
            found.setdefault(
                source.url,
                {"title": source.title, "url": source.url, "dated": source.dated, "checked_on": checked_on},
            )
    return list(found.values())[:MOST_SOURCES]


def _offers(evaluations: list[Evaluation], turn: Turn) -> list[dict]:
    """The pages of the shown ways, and the self-check."""
    offers = {}
    for evaluation in evaluations:
        route = evaluation.route
        found = knowledge.page_address(route.page, turn.language)
        if found:
            offers[route.page] = {"kind": "page", "title": found[0], "url": found[1]}
    check = {
        "kind": "check",
        "title": turn.say("Check all conditions yourself"),
        "url": f"/{turn.form}/check/",
    }
    return [*offers.values(), check]


def _with_question(turn: Turn, answer: Answer, routes: list[Route]) -> Answer:
    """Adds the question that settles most; remembers it, so that a bare answer is understood."""
    asked = next_question(routes, turn.profile)
    put = question(asked, turn.say, _countries(turn)) if asked else None
    answer.remember["asked"] = put.field if put else None
    if put:
        answer.text = f"{answer.text}\n{put.text}"
        answer.buttons = list(put.buttons)
    return answer


def _countries(turn: Turn) -> list[str]:
    return offer_countries(knowledge.routes(), turn.profile.get("country"))


def ask_on(turn: Turn, answer: Answer) -> Answer:
    """After an answer in between: puts the open question again."""
    put = question(turn.asked, turn.say, _countries(turn)) if turn.asked else None
    if put:
        answer.text = turn.say(
            "{answer}\nTo go on with your case: {question}", answer=answer.text, question=put.text
        )
        answer.buttons = list(put.buttons)
    return answer


def _ask_what_to_correct(turn: Turn) -> Answer:
    phrases = describe(turn.profile, turn.say)
    if not phrases:
        return Answer(
            turn.say("You have not told me anything yet that could be changed. What would you like to know?")
        )
    return Answer(
        turn.say(
            'I have noted: {facts}. Write what is right instead, for example "I have B1, not A2".',
            facts=", ".join(phrases),
        )
    )


def _ask_anew(turn: Turn, field: str) -> Answer:
    """Puts the question for a field again whose answer is to be changed."""
    put = question(field, turn.say, _countries(turn)) if isinstance(field, str) else None
    if put is None:
        return _ask_what_to_correct(turn)
    return Answer(put.text, buttons=list(put.buttons), remember={"asked": put.field})


# What a summary offers to change, by the question that is put for it.
MOST_CHANGES = 6


def _changes(turn: Turn) -> list[dict]:
    """A button for each fact told that can be asked for again."""
    buttons = []
    for name, value in turn.profile.items():
        fields = [f"{name}.{key}" for key in value] if name in {"languages", "recognition"} else [name]
        for field in fields:
            phrases = describe(
                {name: {field.partition(".")[2]: value[field.partition(".")[2]]} if "." in field else value},
                turn.say,
            )
            if phrases and question(field, turn.say):
                title = turn.say("Change: {fact}", fact=phrases[0])
                buttons.append(button(title, "correct", json.dumps({"field": field})))
    return buttons[:MOST_CHANGES]


class Summary(BotAction):
    """What the person has told."""

    named = "action_summary"

    def answer(self, turn: Turn) -> Answer:
        """The profile in words, and how to change or delete it."""
        phrases = describe(turn.profile, turn.say)
        if not phrases:
            return Answer(
                turn.say("You have not told me anything about yourself yet. Shall we check your case?"),
                buttons=[button(turn.say("Check my case"), "check_eligibility")],
            )
        text = turn.say(
            "You have told me: {facts}. It is forgotten an hour after your last message at the latest. To change something, just write it anew.",
            facts=", ".join(phrases),
        )
        buttons = [
            button(turn.say("Show the result"), "check_eligibility"),
            *_changes(turn),
            button(turn.say("Forget everything"), "restart"),
        ]
        return Answer(text, buttons=buttons)


class StartOver(BotAction):
    """Forgets what was told."""

    # Rasa maps the intent `restart` to its own action of this name, which says nothing; an action of ours by that name takes its place.
    named = "action_restart"

    def answer(self, turn: Turn) -> Answer:
        """A clean start in the same language."""
        turn.merged.profile = {}
        forgotten = {"asked": None, "topic": None, "grounds": None, "strikes": 0}
        return Answer(
            turn.say(
                "Everything you told me is forgotten. Ask me something, or let us check your case anew."
            ),
            buttons=[button(turn.say("Check my case"), "check_eligibility")],
            remember=forgotten,
        )


class ExplainWhy(BotAction):
    """Why something is asked, or why the last result came out as it did."""

    named = "action_explain_why"

    def answer(self, turn: Turn) -> Answer:
        """The rule behind an open question, else the reasons of the last result, else the sources of the last answer."""
        if turn.grounds.get("kind") == "eligibility" and not _asks_about_question(turn):
            return ask_on(turn, standing(turn))
        if turn.asked:
            return self._question(turn)
        if turn.grounds.get("sources"):
            sources = turn.grounds["sources"]
            text = turn.say(
                "I only repeat what our checked pages say. The sources of the last answer are listed below."
            )
            return Answer(text, sources=sources)
        return Answer(
            turn.say(
                "I only give answers that stand on our pages with their source. Which answer would you like explained?"
            )
        )

    def _question(self, turn: Turn) -> Answer:
        """The conditions for whose sake the open question is put."""
        reasons: dict[str, dict] = {}
        names = []
        shown = turn.grounds.get("routes", ())
        for route in sorted(ways(turn), key=lambda one: one.id not in shown):  # those just named first
            without = {
                name: value for name, value in turn.profile.items() if name != turn.asked.partition(".")[0]
            }
            evaluation = evaluate(route, without)
            if turn.asked in evaluation.missing or turn.asked.partition(".")[0] in evaluation.missing:
                names.append(turn.say.shown(route.name[turn.language]))
                for source in _sources([evaluation], turn)[:2]:
                    reasons.setdefault(source["url"], source)
        if not names:
            return ask_on(
                turn, Answer(turn.say("It narrows down which ways are open to you. You may leave it out."))
            )
        text = turn.say(
            "The law sets a condition on this for: {routes}. You may leave the question out.",
            routes=", ".join(names[:MOST_ROUTES]),
        )
        return ask_on(turn, Answer(text, sources=list(reasons.values())[:MOST_SOURCES]))


def standing(turn: Turn) -> Answer:
    """The reasons of the last result in full: its first way, condition by condition."""
    shown = [
        one
        for one in judged(knowledge.routes(), turn.profile)
        if one.route.id in turn.grounds.get("routes", ())
    ]
    ways_shown, shown = shown, shown[:1]
    states = {
        Standing.FAILS: turn.say("not met"),
        Standing.OPEN: turn.say("not known yet"),
        Standing.DEPENDS: turn.say("others decide"),
        Standing.HOLDS: turn.say("met"),
    }
    lines = []
    for evaluation in shown:
        name = turn.say.shown(evaluation.route.name[turn.language])
        lines.append(turn.say("{route}, condition by condition:", route=name))
        for one in sorted(evaluation.criteria, key=lambda result: result.standing):
            why = one.criterion.why.get(turn.language, "")
            if why:
                lines.append(f"• {turn.say.shown(why)} ({states[one.standing]})")
    answer = Answer("\n".join(lines), sources=_sources(shown, turn), offers=_offers(ways_shown, turn))
    answer.outcomes = [to_dict(one, turn.language) for one in shown]
    return answer


def _asks_about_question(turn: Turn) -> bool:
    """ "Why?" and "why do you ask?" rather than "why not?", while a question is open."""
    said = [token.folded for token in tokenise(turn.text)]
    if not turn.asked or {"jo", "ne", "nije", "not", "cant", "nuk", "s"} & set(said):
        return False
    return len(said) <= 2 or any(word.startswith(_ASKING) for word in said)


_ASKING = (
    "pyet",
    "pyt",
    "pit",
    "ask",
    "need",
    "treb",
    "duhe",
    "vyn",
    "bitn",
    "matter",
    "renesi",
    "intereson",
    "zanim",
)
