"""What was told so far: said back, and forgotten when the person wants that."""

import json

from chatbot.actions.base import BotAction
from chatbot.actions.conversation import Answer, Turn, button
from chatbot.actions.profile import describe
from chatbot.actions.questions import question

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
