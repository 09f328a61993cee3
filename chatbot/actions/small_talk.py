"""Greetings, thanks, what the bot is, and in which language it speaks."""

from chatbot.actions.base import BotAction
from chatbot.actions.conversation import Answer, Turn, button
from chatbot.actions.eligibility import CheckEligibility, ask_on
from chatbot.actions.profile import personal
from chatbot.nlu.lexicon import countries
from chatbot.nlu.message import contains
from chatbot.nlu.tokens import tokenise
from content.text.scripts import script_of

_LANGUAGE_WORDS = {
    "sq": ("shqip", "alban"),
    "sr": ("srp", "serb", "naski", "bosan", "boshnjak", "hrvat", "bosn"),
    "en": ("angl", "engles", "english"),
}
_LATIN_WORDS, _CYRILLIC_WORDS = ("latin",), ("ciril", "qiril", "cyril")


def abilities(turn: Turn) -> list[dict]:
    """What one can begin with, as buttons."""
    say = turn.say
    return [
        button(say("Check my case"), "check_eligibility"),
        button(say("Which ways exist?"), "ask_routes"),
        button(say("Is this offer genuine?"), "ask_scams"),
        button(say("Talk to a person"), "talk_to_person"),
    ]


def out_of_scope(turn: Turn) -> Answer:
    """What the bot is for, and nothing else."""
    text = turn.say(
        "I can only help with legal work in the EU, its conditions and its risks. Can I help you with one of these?"
    )
    return Answer(text, status="unknown", buttons=abilities(turn))


class Greet(BotAction):
    """Hello, and what can be asked."""

    named = "action_greet"

    def answer(self, turn: Turn) -> Answer:
        """A greeting that says what the bot is for."""
        return Answer(
            turn.say(
                "Hello! I help with legal ways to work in the EU. You can ask me something or check your own case."
            ),
            buttons=abilities(turn),
        )


class Goodbye(BotAction):
    """Farewell."""

    named = "action_goodbye"

    def answer(self, turn: Turn) -> Answer:
        """A short farewell."""
        return Answer(turn.say("Goodbye, and all the best. You can come back at any time."))


class Thanks(BotAction):
    """Thanks received."""

    named = "action_thanks"

    def answer(self, turn: Turn) -> Answer:
        """You're welcome. Who was being asked something may go on, but isn't pressed to: thanks often end a talk."""
        buttons = [button(turn.say("Go on with my case"), "check_eligibility")] if turn.asked else []
        return Answer(turn.say("You're welcome."), buttons=buttons)


class Affirm(BotAction):
    """A yes that answers no question we put."""

    named = "action_affirm"

    def answer(self, turn: Turn) -> Answer:
        """The open question again, or what can be done."""
        if turn.asked:
            return ask_on(turn, Answer(turn.say("Good.")))
        if personal(turn.profile) and contains(turn.text, "goes_on"):
            return CheckEligibility().answer(turn)
        return Answer(turn.say("Good. What would you like to do?"), buttons=abilities(turn))


class Deny(BotAction):
    """A no that answers no question we put."""

    named = "action_deny"

    def answer(self, turn: Turn) -> Answer:
        """A question that isn't answered is left out, and the talk goes on; otherwise, or for "enough", something else is offered."""
        if turn.asked and not contains(turn.text, "stops"):
            turn.leave_out(turn.asked)
            return CheckEligibility().answer(turn)
        return Answer(
            turn.say("All right. Is there something else I can help with?"),
            buttons=abilities(turn),
            remember={"asked": None},
        )


class Identity(BotAction):
    """What the bot is and can do."""

    named = "action_identity"

    def answer(self, turn: Turn) -> Answer:
        """A program, from which texts it answers, and what it never does; to a plain call for help, what it can help with."""
        if contains(turn.text, "asks_help"):
            text = turn.say(
                "Yes. Ask me something about legal work in the EU, or let us check your own case."
            )
            return ask_on(turn, Answer(text, buttons=[] if turn.asked else abilities(turn)))
        text = turn.say(
            "I am a program, not a person. I answer from this site's checked pages, with source and date, and compare your case with the "
            "legal conditions. I decide nothing and promise no visa; what you write is forgotten within an hour of your last message."
        )
        return ask_on(turn, Answer(text, buttons=[] if turn.asked else abilities(turn)))


class ChangeLanguage(BotAction):
    """Another language, or the other script of Serbian."""

    named = "action_change_language"

    def answer(self, turn: Turn) -> Answer:
        """Goes on in the wished language; names the choices when none of ours was named."""
        language, script, is_named = wished(turn)
        if not language:
            text = turn.say(
                "I speak Albanian, Serbian (Cyrillic and Latin) and English. Which one would you like?"
            )
            return Answer(text, buttons=_choices())
        turn.speak(language, script, script_follows=language == "sr" and not is_named)
        return ask_on(turn, Answer(turn.say("All right, we go on in English.")))


def wished(turn: Turn) -> tuple[str, str, bool]:
    """Language and script that a message or a button asks for, and whether the script was named (else it is the person's own);
    empty where none of our languages is named. The last one named is meant."""
    tokens = tokenise(turn.text)
    of_places = countries().places(tokens)  # who names Albania doesn't ask for Albanian
    said = " ".join(token.folded for place, token in enumerate(tokens) if place not in of_places)
    chosen = turn.value("language")
    if isinstance(chosen, str):
        language, _, script = chosen.partition("-")
        if language in _LANGUAGE_WORDS:
            return language, "Cyrl" if language == "sr" and script != "latn" else "Latn", True
    script = (
        "Latn"
        if any(word in said for word in _LATIN_WORDS)
        else "Cyrl"
        if any(word in said for word in _CYRILLIC_WORDS)
        else ""
    )
    if script:
        return "sr", script, True
    places = {
        language: max(said.rfind(word) for word in words) for language, words in _LANGUAGE_WORDS.items()
    }
    denied = [
        language
        for language, words in _LANGUAGE_WORDS.items()
        if any(f"{no} {word}" in said for no in ("kuptoj", "razumem", "understand") for word in words)
    ]
    language = max(
        (one for one in places if places[one] >= 0 and one not in denied),
        key=lambda one: places[one],
        default="",
    )
    if language == "sr":
        return "sr", script_of(turn.text) or turn.script, False
    return language, "Latn", False


def _choices() -> list[dict]:
    return [
        button("Shqip", "change_language", '{"language": "sq"}'),
        button("Srpski", "change_language", '{"language": "sr-latn"}'),
        button("Српски", "change_language", '{"language": "sr"}'),
        button("English", "change_language", '{"language": "en"}'),
    ]
