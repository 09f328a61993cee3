"""Why a question is put, and why the last result came out as it did."""

from chatbot.actions import knowledge
from chatbot.actions.base import BotAction
from chatbot.actions.conversation import Answer, Turn
from chatbot.actions.eligibility import MOST_ROUTES, ask_on, ways
from chatbot.actions.profile import merge
from chatbot.actions.verdict import MOST_SOURCES, result_offers, result_sources
from chatbot.nlu.tokens import tokenise
from content.rules.evaluate import evaluate
from content.rules.model import Standing
from content.rules.present import to_dict
from content.rules.ranking import judged


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
                for source in result_sources([evaluation], turn)[:2]:
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
    keys = turn.grounds.get("routes", ())
    profile = merge(turn.profile, turn.grounds.get("supposed") or []).profile
    found = {
        one.route.id: one
        for one in judged([route for route in knowledge.routes() if route.id in keys], profile)
    }
    ways_shown = [found[key] for key in keys if key in found]
    shown = ways_shown[:1]
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
    answer = Answer(
        "\n".join(lines), sources=result_sources(shown, turn), offers=result_offers(ways_shown, turn)
    )
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
