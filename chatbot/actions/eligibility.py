"""The talk about the person's own case: what was understood, what that means for each way, and the one question that settles most."""

from chatbot.actions import knowledge
from chatbot.actions.base import BotAction
from chatbot.actions.conversation import Answer, Turn
from chatbot.actions.named_ways import named_ways
from chatbot.actions.profile import country_name, describe, personal
from chatbot.actions.questions import offer_countries, question
from chatbot.actions.verdict import result_offers, result_sources, verdict
from content.rules.evaluate import next_question
from content.rules.model import Evaluation, Outcome, Route, Standing
from content.rules.present import to_dict
from content.rules.ranking import EVERYWHERE, judged, routes_to

MOST_ROUTES = 3
MOST_NAMES = 5


def ways(turn: Turn) -> list[Route]:
    """The ways to judge: those to the country the person named, else all."""
    return routes_to(turn.profile.get("country"), knowledge.routes())


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
        covered = {route.country for route in knowledge.routes()} - {EVERYWHERE}
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
            lines += [f"• {verdict(one, turn)}" for one in shown]
        if is_decided:
            lines.append(say("This is no promise of a visa: the authority decides."))
        answer = Answer(
            "\n".join(lines), sources=result_sources(shown, turn), offers=result_offers(shown, turn)
        )
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
    name, _, key = str(field).partition(".")
    told = turn.profile.get(name)
    is_told = key in told if key and isinstance(told, dict) else told is not None and not key
    put = question(field, turn.say, _countries(turn)) if is_told else None
    if put is None:
        return _ask_what_to_correct(turn)
    return Answer(put.text, buttons=list(put.buttons), remember={"asked": put.field})
