"""Danger, people to talk to, and what the bot did not understand or does not cover."""

from chatbot.actions import knowledge
from chatbot.actions.answer import answer_from_pages, unknown
from chatbot.actions.base import BotAction
from chatbot.actions.conversation import Answer, Turn, ask_offer, button, contact_offer, later_offer
from chatbot.actions.eligibility import CheckEligibility, ask_on
from chatbot.actions.small_talk import abilities, out_of_scope
from chatbot.nlu.message import contains

# From this many messages in a row that were not understood a person is offered instead of another guess.
STRIKES = 2
MOST_SUGGESTIONS = 3
LIKELY = 0.08
SHORT_ANSWER = 3
# A page that fits this well is shown as perhaps the answer, before asking back.
NEARLY_SURE = 0.43


class DangerHelp(BotAction):
    """Help first: the numbers, and three short steps."""

    named = "action_danger"

    def answer(self, turn: Turn) -> Answer:
        """Stops everything else. The numbers come from the index, never from here."""
        say = turn.say
        people = [
            contact for contact in knowledge.contacts("emergency", "trafficking") if contact.get("phone")
        ]
        numbers = ", ".join(f"{one['phone']} ({say.shown(one['name'][turn.language])})" for one in people[:4])
        lines = [say("Your safety comes first. You do not have to explain everything to get help.")]
        if turn.grounds.get("kind") == "danger" and people:  # the steps were said just now
            lines = [
                say("You can call at any time: {numbers}. When you are safe, we can go on.", numbers=numbers)
            ]
        else:
            if people:
                lines.append(say("Call now: {numbers}.", numbers=numbers))
            lines.append(
                say(
                    "1. If you can, go to a place with other people. 2. Call, or let someone call for you. 3. Do not hand over documents or money."
                )
            )
        offers = [contact_offer(contact, turn.language) for contact in people]
        return Answer(
            "\n".join(lines),
            status="sensitive",
            offers=offers,
            remember={"asked": None, "grounds": {"kind": "danger"}},
        )


class TalkToPerson(BotAction):
    """Where a person gives advice."""

    named = "action_person"

    def answer(self, turn: Turn) -> Answer:
        """Counsellors, those with a phone first."""
        return people_to_ask(
            turn, turn.say("These people can advise you, free of charge unless they say otherwise:")
        )


def people_to_ask(turn: Turn, text: str) -> Answer:
    """A sentence and the contacts who advise; honest when we have none."""
    people = knowledge.contacts("advice")[:4]
    if not people:
        return unknown(turn, [])
    return Answer(
        text, offers=[ask_offer(turn), *(contact_offer(contact, turn.language) for contact in people)]
    )


class OutOfScope(BotAction):
    """What has nothing to do with working abroad."""

    named = "action_out_of_scope"

    def answer(self, turn: Turn) -> Answer:
        """Says kindly what the bot is for."""
        if _asks_how_it_stands(turn):
            return CheckEligibility().answer(turn)
        return ask_on(turn, out_of_scope(turn))


def _asks_how_it_stands(turn: Turn) -> bool:
    """ "What am I missing?" in the middle of a case is about that."""
    return "possible" in turn.grounds and contains(turn.text, "own_standing")


class Fallback(BotAction):
    """What was not understood: perhaps our pages know it; else a question back; the second time, a person."""

    named = "action_fallback"
    understands = False

    def answer(self, turn: Turn) -> Answer:
        """The steps of the ladder, in this order."""
        if _asks_how_it_stands(turn):
            return CheckEligibility().answer(turn)
        strikes = turn.strikes + 1
        # A few words after a question of ours were meant as its answer, not as a search.
        is_answer = bool(turn.asked) and len(turn.text.split()) <= SHORT_ANSWER
        found = None if is_answer or turn.is_button or not turn.text.strip() else answer_from_pages(turn)
        is_likely = found and found.status == "partly" and found.remember["topic"]["sure"] >= NEARLY_SURE
        if found and found.status == "answered" or is_likely:
            found.remember["strikes"] = 0
            return ask_on(turn, found)
        if strikes >= STRIKES:
            answer = people_to_ask(
                turn, turn.say("I am sorry, I do not understand this. Perhaps you would rather ask a person:")
            )
            answer.status = "unknown"
            if not turn.is_button and turn.text.strip():
                answer.offers = [*answer.offers, later_offer(turn)]
        else:
            answer = self._ask_back(turn, found)
        answer.remember["strikes"] = strikes
        return ask_on(turn, answer)

    def _ask_back(self, turn: Turn, found: Answer | None) -> Answer:
        labels = intent_labels(turn)
        likely = [name for name, probability in turn.ranking if name in labels and probability >= LIKELY][
            :MOST_SUGGESTIONS
        ]
        pages = [offer for offer in (found.offers if found else []) if offer["kind"] == "page"][:3]
        text = (
            turn.say("I am not sure what you mean. Did you mean one of these?")
            if likely
            else turn.say("I did not understand that. Could you say it in other words?")
        )
        people = [contact_offer(contact, turn.language) for contact in knowledge.contacts("advice")[:1]]
        return Answer(
            text,
            status="unknown",
            buttons=[button(labels[name], name) for name in likely] or abilities(turn),
            offers=[*pages, *people],
        )


def intent_labels(turn: Turn) -> dict[str, str]:
    """Intents as a person would say them, for "did you mean"."""
    say = turn.say
    return {
        "check_eligibility": say("Check my case"),
        "ask_routes": say("Which ways exist?"),
        "ask_requirements": say("Which conditions apply?"),
        "ask_documents": say("Which documents do I need?"),
        "ask_fees": say("What does it cost?"),
        "ask_processing_time": say("How long does it take?"),
        "ask_where_to_apply": say("Where do I apply?"),
        "ask_visa_free": say("How long may I stay without a visa?"),
        "ask_recognition": say("How is my diploma recognised?"),
        "ask_language_level": say("Which language level do I need?"),
        "ask_salary_threshold": say("How much must the job pay?"),
        "ask_family": say("Can my family come along?"),
        "ask_study": say("Training or studies abroad"),
        "ask_seasonal": say("Seasonal work"),
        "ask_risks": say("What are the risks?"),
        "ask_scams": say("Is this offer genuine?"),
        "ask_worker_rights": say("My rights at work"),
        "ask_return_help": say("Help after returning"),
        "ask_info_sessions": say("Information sessions"),
        "talk_to_person": say("Talk to a person"),
    }
