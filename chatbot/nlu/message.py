"""A message with the classes of its words: what stands near what, what is denied, asked or supposed. The readers of facts share it."""

import re
from itertools import pairwise
from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Set

from chatbot.nlu import lexicon
from chatbot.nlu.tokens import Token, tokenise
from content.text.language import identify

LEVEL = re.compile(r"[abc][12]")
# What follows one of these is another statement: "imam 31 godinu i radim ...".
JOINS = frozenset("i dhe edhe and ali por but".split())
# How many words a short answer to a question may have.
SHORT = 6
SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")
# What denies in one of our languages and means something else in another: Albanian "në" (in), Serbian "па" (and then), "с" (with).
DENIES_ONLY_IN = {
    "ne": {"sr"},
    "bez": {"sr"},
    "pa": {"sq"},
    "s": {"sq"},
    "as": {"sq"},
    "hala": {"sq"},
    "jos": {"sr"},
    "not": {"en"},
    "don": {"en"},
}
# Words by which a message asks; facts about schools, levels and offers in such a message are the question's, unless told of oneself.
QUESTION_STARTS = frozenset(
    "a dal jel mogu moze smem treba sta kako koliko kolko kolika kolike kolike koji koja koje kome ko da do does did is are can could may must how what which who when where why "
    "would will should si qysh cka qka cfare qfare sa kur ku kush cili cila pse kush".split()
)
# Those of them that ask wherever they stand.
QUESTION_WORDS = frozenset(
    "dal jel mogu moze smem treba sta kako koliko kolko kolika kolike koji koja koje how what which where why can should si qysh cka qka cfare qfare "
    "sa kur ku cili cila pse a".split()
) - {"a"}
# These ask in any place of a clause; Albanian "a" does before a verb.
ASK_ANYWHERE = frozenset("kolika kolike qysh cilat cilet cilen cfare qfare koliko which whether".split())
AFTER_ALBANIAN_A = frozenset(
    "munem munet mund mundem mundet muj ka kam kom duhet duhen vlen njihet pranohet pranojn pranon don dojn bon shkon eshte osht asht o jam jom".split()
)
# "If I have B1, which papers do I need?" asks for papers, not for a judgement.
OTHER_QUESTIONS = frozenset(
    "which how where koji koja koje koliko kako gde gdje cilat cilet cfare ku".split()
)
# A list of facts has so many parts, each of so many words at most.
LEAST_CLAUSES, LONGEST_LISTED = 3, 5
# A supposition is one short message; in longer ones people tell what is.
LONGEST_SUPPOSITION = 14


class Entity(NamedTuple):
    """A fact of the shared vocabulary and the characters [start, end) that say it; `isco` is the ISCO-08 group of an occupation."""

    entity: str
    value: Any
    start: int
    end: int
    isco: Optional[str] = None


class Message:
    """A message with the classes of its words. The readers of `quantities` share it."""

    def __init__(self, text: str, asked: str):
        self.text = text
        self.asked = asked
        self.tokens = tokenise(text)
        self.taken: Set[int] = set()
        self.entities: List[Entity] = []
        self._places: Dict[str, Set[int]] = {}
        self._language: Optional[str] = None
        self.supposes = supposes(text)

    @property
    def language(self) -> str:
        """The language it is most likely in; empty when nothing tells."""
        if self._language is None:
            self._language = identify(self.text).language or ""
        return self._language

    def asks(self, place: int) -> bool:
        """Whether the sentence of a word asks rather than tells."""
        start, end = self.tokens[place].start, self.tokens[place].end
        ending = SENTENCE_END.search(self.text, end)
        begins = max((match.end() for match in SENTENCE_END.finditer(self.text, 0, start)), default=0)
        first = next(token for token in self.tokens if token.start >= begins)
        if self._is_listed(place, first):
            return False
        is_question = bool(ending) and ending.group() == "?"
        begins_asking = first.folded in QUESTION_STARTS and not (
            first.folded == "a" and self.language == "en"
        )
        return is_question or begins_asking or self._clause_asks(place)

    def _is_listed(self, place: int, first: Token) -> bool:
        """ "do I qualify, 24, cook, offer in hand": a few words between commas that ask nothing tell a fact, whatever the sentence asks."""
        clause = self.tokens[place].clause
        said = [token.folded for token in self.tokens if token.clause == clause]
        asks_for_things = any(
            self.tokens[p].start >= first.start for p in self.places("need") | self.places("about")
        )
        is_short = (
            len(said) <= LONGEST_LISTED and len({token.clause for token in self.tokens}) >= LEAST_CLAUSES
        )
        asks = said[0] in QUESTION_STARTS or bool(set(said) & (QUESTION_WORDS | {"li", "chance", "chances"}))
        return is_short and not asks and not asks_for_things

    def _clause_asks(self, place: int) -> bool:
        """Whether a clause asks without a mark: "ima li granica za Ausbildung", "me a1 a munem", "anerkennung qysh bohet"."""
        clause = self.tokens[place].clause
        said = [token.folded for token in self.tokens if token.clause == clause]
        if "li" in said or any(word in ASK_ANYWHERE for word in said):
            return True
        return self.language == "sq" and any(
            one == "a" and other in AFTER_ALBANIAN_A for one, other in pairwise(said)
        )

    def place_of(self, start: int) -> int:
        """The token that begins at a position of the text, or the next one."""
        return next(place for place, token in enumerate(self.tokens) if token.start >= start)

    def places(self, name: str) -> Set[int]:
        """The tokens of a word class."""
        if name not in self._places:
            places = lexicon.words()[name].places(self.tokens)
            if name == "negation":
                places = {place for place in places if self._denies(place)}
            self._places[name] = places
        return self._places[name]

    def _denies(self, place: int) -> bool:
        token = self.tokens[place]
        if token.folded == "ne" and "ë" in self.text[token.start : token.end].lower():
            return False
        languages = DENIES_ONLY_IN.get(token.folded)
        return languages is None or not self.language or self.language in languages

    def near(self, name: str, first: int, last: int, before: int = 3, after: int = 3) -> bool:
        """Whether a word of the class stands near the tokens [first, last), in the same clause."""
        return self.nearest(name, first, last, before, after) is not None

    def nearest(self, name: str, first: int, last: int, before: int = 3, after: int = 3) -> Optional[int]:
        """How many tokens away the nearest word of the class stands, in the same clause; `None` when there is none."""
        clause = self.tokens[first].clause
        best = None
        for place in self.places(name):
            if self.tokens[place].clause != clause or not first - before <= place < last + after:
                continue
            if any(token.folded in JOINS for token in self.tokens[last:place]):
                continue
            away = first - place if place < first else max(place - last + 1, 0)
            best = away if best is None else min(best, away)
        return best

    def negated(self, first: int, last: int, before: int = 4, after: int = 3) -> bool:
        """Whether a negation governs the tokens: before them, or just after ("ofertë s'kam"), with no "but" between."""
        clause, negation, but = self.tokens[first].clause, self.places("negation"), self.places("but")
        leaning = self.places("leaning")
        for place in range(first - 1, max(first - before, 0) - 1, -1):
            if self.tokens[place].clause != clause or place in but and place not in negation:
                break
            if place in negation and place not in leaning:
                return self._holds(place)
        have = {"skam", "skom", "nemam", "nema", "ska", "nemamo"}
        for place in range(last, min(last + after, len(self.tokens))):
            if self.tokens[place].clause != clause or place in but and place not in negation:
                break
            folded = self.tokens[place].folded
            if folded in have or folded in {"nuk", "s", "nik"} and self._followed_by_have(place):
                return True
        return False

    def _holds(self, place: int) -> bool:
        """ "jo vetëm", "not only", "ne samo" deny nothing."""
        following = self.tokens[place + 1].folded if place + 1 < len(self.tokens) else ""
        return following not in {"vetem", "only", "samo"}

    def _followed_by_have(self, place: int) -> bool:
        return any(
            token.folded in {"kam", "kom", "ka", "kemi"} for token in self.tokens[place + 1 : place + 3]
        )

    def add(self, entity: str, value: Any, first: int, last: int, isco: Optional[str] = None) -> None:
        """Records a fact and the words that say it."""
        self.entities.append(Entity(entity, value, self.tokens[first].start, self.tokens[last - 1].end, isco))
        self.taken.update(range(first, last))

    def has(self, entity: str) -> bool:
        """Whether the fact was read already."""
        return any(one.entity == entity for one in self.entities)

    @property
    def is_short(self) -> bool:
        """Whether the message can be a bare answer."""
        return 0 < len(self.tokens) <= SHORT


def follows_up(text: str) -> bool:
    """Whether a message goes on from the one before: "edhe për Austri?", "a za Nemačku", "and in Slovenia"."""
    tokens = tokenise(text)
    return bool(tokens) and lexicon.words()["follow_up"].at(tokens, 0) is not None


def contains(text: str, name: str) -> bool:
    """Whether words of a class stand in a message."""
    return bool(lexicon.words()[name].find(tokenise(text)))


def supposes(text: str) -> bool:
    """Whether a message supposes something instead of telling it: a short one with a sentence that begins by "po sikur", "a ako", "what if"."""
    tokens = tokenise(text)
    if not 1 < len(tokens) <= LONGEST_SUPPOSITION:
        return False
    begins = [0, *(place for place in range(1, len(tokens)) if _begins_sentence(text, tokens, place))]
    words = lexicon.words()
    if any(token.folded in OTHER_QUESTIONS for token in tokens):
        return False
    return any(
        words["suppose"].at(tokens, place) and not words["no_supposition"].at(tokens, place)
        for place in begins
    )


def _begins_sentence(text: str, tokens: Sequence[Token], place: int) -> bool:
    return bool(SENTENCE_END.search(text, tokens[place - 1].end, tokens[place].start + 1))


def asks_something(text: str) -> bool:
    """Whether a message asks: it has a question mark, or a word by which one asks."""
    tokens = tokenise(text)
    return "?" in text or any(
        token.folded in QUESTION_WORDS or place == 0 and token.folded in QUESTION_STARTS
        for place, token in enumerate(tokens)
    )
