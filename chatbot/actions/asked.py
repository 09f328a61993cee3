"""What a message asks for, in the talk it stands in."""

from chatbot.actions import knowledge
from chatbot.actions.conversation import Turn
from chatbot.actions.named_ways import named_ways
from chatbot.actions.topics import countries_of, subject_of, topics
from chatbot.nlu.arbiter import GOES_ON_TELLING, SAME_QUESTION, SURE_FROM, UNSURE_BELOW
from chatbot.nlu.lexicon import countries
from chatbot.nlu.lexicon import words as lexicon_words
from chatbot.nlu.message import contains, follows_up
from chatbot.nlu.tokens import tokenise
from content.index.analysis import terms, words
from content.index.documents import Passage

# Questions of so few words go on from the talk before them, the longer ones when they begin like that.
SHORT_QUESTION, LEANING_QUESTION = 4, 6


class Question:
    """What a turn asks for.

    `kind` is its intent where that is a question, `named` the country it names, `country` that or the likely one, `subject` the words in it
    that name a subject. A question without any `leans` on the talk before it.
    """

    def __init__(self, turn: Turn):
        self.turn = turn
        self.language = turn.language
        self.text = "" if turn.is_button else turn.text
        if turn.decided_by == GOES_ON_TELLING:
            self.text = f"{turn.topic.get('question') or ''} {turn.text}".strip()
        self.kind = turn.intent if turn.intent in topics()["kinds"] else ""
        goes_on = self.kind == turn.topic.get("intent") and turn.confidence >= UNSURE_BELOW
        sure = turn.confidence >= SURE_FROM or goes_on or turn.decided_by == SAME_QUESTION or turn.is_button
        self.is_sure = bool(self.kind) and sure
        self.about = topics()["kinds"].get(self.kind, {})
        self.hint = " ".join(self.about.get(self.language, {}).get("hints", ()))
        there = turn.topic.get("country") if contains(turn.text, "there") else None
        self.named = turn.value("country") or there
        self.country = self.named or turn.topic.get("country") or turn.profile.get("country")
        # Who compares two countries asks about neither alone.
        self.compares = len(countries_of(turn.text) - {"XK"}) > 1
        if self.compares:
            self.named = None
        if self.compares or self.country == "refused":
            self.country = None
        self.subject = subject_of(self.text, self.kind, self.language)
        self.terms = frozenset(term for word in words(self.text, self.language) for term in word.terms)
        self.is_repeated = turn.decided_by == SAME_QUESTION
        self.leans = self.is_sure and (not self.subject or self.is_repeated)
        self.is_by_country = bool(self.about.get("by_country"))
        # "How much for it?" points back, and so does a question in few words.
        self.points_back = self.is_repeated or is_short(turn) or contains(turn.text, "points_back")
        ways = named_ways(self.text, knowledge.routes()) if self.subject else []
        self.ways = frozenset(way.page for way in knowledge.routes() if way.id in ways)

    @property
    def page(self) -> str:
        """The page that was spoken of: where the last question was answered, or of the way that was named."""
        topic = self.turn.topic
        return topic.get("page", "") if topic.get("intent") or topic.get("named") else ""


def asks_the_same(turn: Turn) -> bool:
    """Whether a message names a country and nothing else, after a question: "А у Аустрији?"."""
    if turn.is_button or not turn.topic.get("intent") or not turn.value("country"):
        return False
    tokens = tokenise(turn.text)
    said = countries().places(tokens) | {hit.first for hit in lexicon_words()["follow_up"].find(tokens)}
    rest = [token.folded for place, token in enumerate(tokens) if place not in said]
    return not any(word.terms for word in words(" ".join(rest), turn.language))


def is_short(turn: Turn) -> bool:
    """A short question that goes on from the talk before it: "sa kushton?", "Добро. А колика је плата?"."""
    last = turn.text.rpartition(". ")[2].rpartition("! ")[2]
    goes_on = turn.language != "sq" and follows_up(last)  # in Albanian "a" begins any question
    return len(last.split()) <= (LEANING_QUESTION if goes_on else SHORT_QUESTION)


def is_special(question: Question, page: Passage) -> bool:
    """Whether a page is for special cases only (studies, a season) that the question doesn't name."""
    if page.page == question.page or question.kind in {"ask_study", "ask_seasonal"}:
        return False
    if not set(page.page.split("-")) & set(topics()["special"]):
        return False
    subject = subject_of(page.title, question.kind, page.language)
    return not any(question.terms & set(terms(word, page.language)) for word in subject)
