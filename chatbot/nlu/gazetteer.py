"""What a person tells about themselves, read from one message: the entities of the shared vocabulary.

Deterministic, trilingual, and aware of the question that was asked last: a bare "5", "po" or "A2" means what the question was about.
Not said is absent. A negation makes `none` or `false` of what it stands beside; it never reaches over a "but" or the end of a clause.
"""

import re
from itertools import pairwise
from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Set

from chatbot.nlu import lexicon, quantities
from chatbot.nlu.lexicon import Found
from chatbot.nlu.numbers import find_numbers
from chatbot.nlu.tokens import Token, tokenise
from content.text.language import identify

LEVEL = re.compile(r"[abc][12]")
PERSONAL = frozenset(
    "nationality residence occupation qualification training_years languages age experience_years experience_last5 experience_last7 "
    "experience_until_now job_offer salary funds recognition asylum_benefits_recent entry_ban overstay matura graduated_years_ago "
    "pension_provision".split()
)
YES_NO = frozenset(
    "asylum_benefits_recent entry_ban overstay matura pension_provision experience_until_now job_offer".split()
)
QUANTITIES = frozenset(
    "age experience_years experience_last5 experience_last7 training_years graduated_years_ago funds job_offer.months".split()
)
REFUSED = "refused"
# What follows one of these is another statement: "imam 31 godinu i radim ...".
JOINS = frozenset("i dhe edhe and ali por but".split())
# How many words a short answer to a question may have, and how many more a refusal that names what is refused.
SHORT, LONGER = 6, 7
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
# Work by which others are meant as often as oneself: who teaches, translates, guards the counter. It counts when somebody says they do it.
OFTEN_OTHERS = frozenset(
    "translator police_officer office_clerk photographer primary_teacher secondary_teacher university_teacher chef lawyer journalist "
    "driver caretaker receptionist secretary".split()
)
# Words by which a message asks; facts about schools, levels and offers in such a message are the question's, unless told of oneself.
QUESTION_STARTS = frozenset(
    "a dal jel mogu moze smem treba sta kako koliko kolko koji koja koje kome ko da do does did is are can could may must how what which who when where why "
    "would will should si qysh cka qka cfare qfare sa kur ku kush cili cila pse kush".split()
)


# Those of them that ask wherever they stand.
QUESTION_WORDS = frozenset(
    "dal jel mogu moze smem treba sta kako koliko kolko koji koja koje how what which where why can should si qysh cka qka cfare qfare "
    "sa kur ku cili cila pse a".split()
) - {"a"}
# These ask in any place of a clause; Albanian "a" does before a verb.
ASK_ANYWHERE = frozenset("qysh cilat cilet cilen cfare qfare koliko which whether".split())
AFTER_ALBANIAN_A = frozenset(
    "munem munet mund mundem mundet muj ka kam kom duhet duhen vlen njihet pranohet pranojn pranon don dojn bon shkon eshte osht asht o jam jom".split()
)
# "If I have B1, which papers do I need?" asks for papers, not for a judgement.
OTHER_QUESTIONS = frozenset(
    "which how where koji koja koje koliko kako gde gdje cilat cilet cfare ku".split()
)
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
        if ending and ending.group() == "?":
            return True
        begins = max((match.end() for match in SENTENCE_END.finditer(self.text, 0, start)), default=0)
        first = next(token for token in self.tokens if token.start >= begins)
        return first.folded in QUESTION_STARTS or self._clause_asks(place)

    def _clause_asks(self, place: int) -> bool:
        """Whether a clause asks without a mark: "ima li granica za Ausbildung", "me a1 a munem", "anerkennung qysh bohet"."""
        clause = self.tokens[place].clause
        said = [token.folded for token in self.tokens if token.clause == clause]
        if "li" in said or any(word in ASK_ANYWHERE for word in said):
            return True
        return self.language == "sq" and any(
            one == "a" and other in AFTER_ALBANIAN_A for one, other in pairwise(said)
        )

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
        """ "jo vetëm", "not only", "ne samo" deny nothing; "pa" in front of a number or verb is Serbian "and then"."""
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


def read(text: str, asked: Optional[str] = None, country: str = "DE") -> List[Entity]:
    """The facts in a message, in the order they stand there.

    Args:
        text: what was typed, any script.
        asked: the field of the profile that the bot asked for last, such as `age` or `languages.de`.
        country: where the person wants to go, as far as known: a level without a language is in that country's language.
    """
    message = Message(text, asked or "")
    if not message.tokens:
        return []
    if _refusal(message):
        return message.entities
    _languages(message, country)
    _places_of_life(message)
    _job_offer(message)
    _qualification(message)
    _recognition(message, country)
    _history(message)
    numbers = find_numbers(message.tokens, message.taken)
    quantities.read(message, numbers)
    _paid_offer(message)
    _occupations(message)
    _bare_answer(message)
    return sorted(message.entities, key=lambda one: one.start)


def _whole(message: Message, entity: str, value: Any) -> None:
    message.add(entity, value, 0, len(message.tokens))


def _refusal(message: Message) -> bool:
    """A question may be declined, or not be known; neither is asked again. Age and pay can be declined before they are asked."""
    named = "age" if message.places("my_age") else "salary" if message.places("pay_talk") else ""
    if len(message.tokens) > SHORT + (LONGER if named else 4):
        return False
    refuses = message.places("refuse")
    if not refuses and named and _wants_not(message):
        refuses = {0}
    if not (refuses or message.asked and message.places("unknown")):
        return False
    asked = named if named and refuses else message.asked
    if not asked:
        return False
    holder, _, key = asked.partition(".")
    _whole(message, holder, {key: REFUSED} if key else REFUSED)
    return True


def _wants_not(message: Message) -> bool:
    """ "platu neću", "rrogën s'dua": unwilling, with nothing said to be told."""
    words = [token.folded for token in message.tokens]
    return bool({"necu", "sdua"} & set(words)) or any(
        pair in (("s", "dua"), ("s", "du"), ("nuk", "dua"), ("nuk", "du"), ("ne", "bih"))
        for pair in pairwise(words)
    )


def _languages(message: Message, country: str) -> None:
    """Levels go to the nearest language of their clause; a lone one to the language that was asked about, else to the country's."""
    tokens = message.tokens
    names = [hit for hit in lexicon.languages().find(tokens) if not _is_people(message, hit)]
    levels = [place for place, token in enumerate(tokens) if LEVEL.fullmatch(token.folded)]
    levels += [
        p
        for p in range(len(tokens) - 1)
        if re.fullmatch("[abc]", tokens[p].folded)
        and tokens[p + 1].folded in {"1", "2"}
        and not message.near("licence", p, p + 2)
    ]
    levels = [place for place in levels if not message.near("licence", place, place + 1, 3, 2)]
    known: Dict[str, str] = {}
    denied: Dict[str, str] = {}
    for place in sorted(levels):
        width = 1 if LEVEL.fullmatch(tokens[place].folded) else 2
        level = (tokens[place].folded + (tokens[place + 1].folded if width == 2 else "")).upper()
        near = [
            hit
            for hit in names
            if abs(hit.first - place) <= 5 and tokens[hit.first].clause == tokens[place].clause
        ]
        free = [hit for hit in near if hit.value not in known] or near
        hit = min(free, key=lambda one: min(abs(one.first - place), abs(one.last - 1 - place)), default=None)
        holder, _, asked = message.asked.partition(".")
        language = (
            hit.value
            if hit
            else asked
            if holder == "languages"
            else "en"
            if country in {"GB", "US", "CA", "IE"}
            else "de"
        )
        if _is_asked_about(message, place, place + width) and holder != "languages":
            message.taken.update(range(place, place + width))
            known.setdefault(language, level)
            continue
        is_denied = message.negated(place, place + width, before=3, after=0) and len(levels) > 1
        (denied if is_denied else known)[language] = level
        message.taken.update(range(place, place + width))
        if not is_denied:
            message.add(
                "languages",
                {language: level},
                min(place, hit.first) if hit else place,
                max(place + width, hit.last) if hit else place + width,
            )
    for hit in names:
        if hit.value in known or hit.value in denied or message.near("into", hit.first, hit.last, 3, 2):
            continue
        if message.asks(hit.first) and not message.near("cannot", hit.first, hit.last, 3, 3):
            continue
        if message.near("relatives", hit.first, hit.last, 6, 0):
            continue
        is_denied = message.negated(hit.first, hit.last, before=4) or message.near(
            "cannot", hit.first, hit.last, 0, 3
        )
        if is_denied or message.near("none", hit.first, hit.last, 2, 3):
            message.add("languages", {hit.value: "none"}, hit.first, hit.last)
        elif message.near("a_little", hit.first, hit.last, 2, 2):
            message.add("languages", {hit.value: "A1"}, hit.first, hit.last)
        elif message.near("fluent", hit.first, hit.last, 3, 2):
            message.add("languages", {hit.value: "C1"}, hit.first, hit.last)
    for place, token in enumerate(tokens):
        is_language_word = re.match(r"gjuh|jezik|language", token.folded)
        if (
            is_language_word
            and not (known or names or message.asks(place))
            and message.negated(place, place + 1, before=3)
        ):
            message.add(
                "languages", {"de" if country in {"DE", "AT", "CH"} else "en": "none"}, place, place + 1
            )


def _is_asked_about(message: Message, first: int, last: int) -> bool:
    """Whether a message asks about a level or a paper ("sa i vështirë është B2", "do I need B1") instead of saying that one has it."""
    is_topic = message.near("asking", first, last, 6, 6) or message.near("course", first, last, 4, 3)
    return (is_topic or message.asks(first)) and not message.near("own", first, last, 5, 4)


def _is_people(message: Message, hit: Found) -> bool:
    """ "German citizen", "srpski pasoš" and "vizën gjermane" are about papers and firms, not about the language."""
    return message.near("citizen", hit.first, hit.last, 2, 2) or message.near(
        "of_a_country", hit.first, hit.last, 2, 2
    )


def _places_of_life(message: Message) -> None:
    """Where the person holds papers, lives, and wants to go. Kosovo alone is no destination."""
    tokens = message.tokens
    moved = False
    of_languages = {hit.first for hit in lexicon.languages().find(tokens) if not _is_people(message, hit)}
    for hit in [*lexicon.countries().find(tokens), *lexicon.peoples().find(tokens)]:
        if any(place in message.taken or place in of_languages for place in range(hit.first, hit.last)):
            continue
        is_name = lexicon.countries().at(tokens, hit.first) is not None
        if message.near("except", hit.first, hit.last, 2, 1):
            continue
        if message.near("citizen", hit.first, hit.last, 4, 2):
            if not message.negated(hit.first, hit.last):
                message.add("nationality", hit.value, hit.first, hit.last)
        elif not is_name and not message.near("of_a_country", hit.first, hit.last, 3, 2):
            continue
        elif message.near("live", hit.first, hit.last, 3, 0):
            if message.negated(hit.first, hit.last, 3, 0):
                moved = True
            else:
                message.add("residence", hit.value, hit.first, hit.last)
        elif moved and message.near("but", hit.first, hit.last, 3, 0):
            message.add("residence", hit.value, hit.first, hit.last)
        elif message.asked in {"nationality", "residence"} and message.is_short:
            message.add(message.asked, hit.value, hit.first, hit.last)
        elif hit.value != "XK" and not (
            message.negated(hit.first, hit.last, before=2, after=0)
            and not message.near("why_not", hit.first, hit.last, 4, 0)
            and message.places("but") | _other_countries(message, hit)
        ):
            message.add("country", hit.value, hit.first, hit.last)


def _other_countries(message: Message, hit: Found) -> Set[int]:
    return {one.first for one in lexicon.countries().find(message.tokens) if one.value != hit.value}


def _job_offer(message: Message) -> None:
    """An offer counts when the person has it or lacks it; a question about offers tells nothing."""
    tokens, asked = message.tokens, message.asked
    for hit in lexicon.words()["no_offer"].find(tokens):
        if not message.has("job_offer"):
            message.add("job_offer", False, hit.first, hit.last)
    for hit in lexicon.words()["wants_me"].find(tokens):
        is_employer = message.near("employer", hit.first, hit.last, 7, 5) or _is_a_place_before(message, hit)
        is_open = message.negated(hit.first, hit.last) or message.near("might", hit.first, hit.last, 6, 0)
        if is_employer and not is_open and not message.has("job_offer"):
            kind = {"kind": "seasonal"} if message.places("seasonal") else {}
            message.add("job_offer", {**kind, **_where(message, hit)}, hit.first, hit.last)
    for name, kind in (("promised", ""), ("training_offer", "training"), ("job_offer", "")):
        for hit in lexicon.words()[name].find(tokens):
            if message.has("job_offer") or message.near("not_an_offer", hit.first, hit.last, 2, 3):
                continue
            if message.negated(hit.first, hit.last):
                is_told = message.supposes or not message.asks(hit.first)
                if is_told or message.near("have", hit.first, hit.last, 4, 4):
                    message.add("job_offer", False, hit.first, hit.last)
            elif (
                name == "promised"
                or _is_held(message, hit)
                or message.supposes
                or _heads_a_clause(message, hit)
                or asked == "job_offer"
                and message.is_short
                or len(tokens) <= 3
                and not kind
                and not message.asks(hit.first)
                and not message.near("doubt", hit.first, hit.last, 2, 2)
            ):
                value: Dict[str, Any] = {"kind": kind} if kind else {}
                if not kind and message.near("training_offer", hit.first, hit.last, 3, 3):
                    value["kind"] = "training"
                if message.near("seasonal", hit.first, hit.last, 3, 4):
                    value["kind"] = "seasonal"
                message.add("job_offer", {**value, **_where(message, hit)}, hit.first, hit.last)


def _paid_offer(message: Message) -> None:
    """ "ofert berlin 46000 eur": an offer with its pay, told and not asked, is held."""
    if message.has("job_offer") or not message.has("salary"):
        return
    names = ("job_offer", "wants_me")
    for hit in (hit for name in names for hit in lexicon.words()[name].find(message.tokens)):
        if not (
            message.asks(hit.first)
            or message.negated(hit.first, hit.last)
            or message.near("need", hit.first, hit.last, 6, 3)
            or message.near("might", hit.first, hit.last, 6, 3)
        ):
            message.add("job_offer", _where(message, hit), hit.first, hit.last)
            return


def _is_a_place_before(message: Message, hit: Found) -> bool:
    """ "if Zagreb hires me": the place stands for the firm."""
    start = message.tokens[hit.first].start
    return any(one.entity == "country" and 0 <= start - one.end <= 1 for one in message.entities)


def _heads_a_clause(message: Message, hit: Found) -> bool:
    """ "19 godina, položen B1, ugovor za Ausbildung": one of several things that are listed, with no verb."""
    clause = message.tokens[hit.first].clause
    begins = hit.first == 0 or message.tokens[hit.first - 1].clause != clause
    begins = (
        begins
        or hit.first == 1 + next(p for p, token in enumerate(message.tokens) if token.clause == clause)
        and (message.tokens[hit.first - 1].folded in {"i", "dhe", "edhe", "and", "sa", "me", "with"})
    )
    is_listed = clause == message.tokens[-1].clause and clause >= 2
    is_asking = message.asks(hit.first) or message.near("need", hit.first, hit.last, 3, 6)
    return begins and is_listed and not is_asking and not message.near("might", hit.first, hit.last, 0, 6)


def _where(message: Message, hit: Found) -> Dict[str, Any]:
    """The country of an offer: one named near it."""
    away = [
        (abs(_place_of(message, one.start) - hit.first), one.value)
        for one in message.entities
        if one.entity == "country"
    ]
    return {"country": min(away)[1]} if away and min(away)[0] <= 10 else {}


def _place_of(message: Message, start: int) -> int:
    return next(place for place, token in enumerate(message.tokens) if token.start >= start)


def _is_held(message: Message, hit: Found) -> bool:
    is_training = lexicon.words()["training_offer"].at(message.tokens, hit.first) is not None
    if is_training and message.asks(hit.first) and not message.near("job_offer", hit.first, hit.last, 3, 3):
        return False
    is_told = message.near("holds", hit.first, hit.last, 5, 3)
    is_told = is_told or not message.asks(hit.first) and message.near("have", hit.first, hit.last, 5, 3)
    is_told = is_told or not message.asks(hit.first) and message.near("from_place", hit.first, hit.last, 0, 3)
    return is_told and not message.near("need", hit.first, hit.last, 6, 3)


def _qualification(message: Message) -> None:
    """Degree, vocational training or none. General secondary school is neither, but the entrance to others (`matura`)."""
    tokens = message.tokens
    for name, value in (("degree", "degree"), ("vocational", "vocational"), ("no_schooling", "none")):
        for hit in lexicon.words()[name].find(tokens):
            if message.near("student", hit.first, hit.last, 5, 5) or message.near(
                "need", hit.first, hit.last, 4, 1
            ):
                continue
            if name == "no_schooling" and message.near("people", hit.first, hit.last, 4, 0):
                continue
            if name != "no_schooling" and not _is_theirs(message, hit):
                continue
            if message.negated(hit.first, hit.last, before=2, after=1) and name == "vocational":
                if not message.near("people", hit.first, hit.last, 4, 3) and not message.has("qualification"):
                    message.add("qualification", "none", hit.first, hit.last)
                continue
            if (
                message.has("qualification")
                or message.negated(hit.first, hit.last, before=3)
                or {hit.first} & message.taken
            ):
                continue
            message.add("qualification", value, hit.first, hit.last)
    if not message.has("qualification"):
        for hit in lexicon.words()["diploma"].find(tokens):
            is_theirs = not message.asks(hit.first) or message.near("own", hit.first, hit.last, 6, 6)
            if (
                is_theirs
                and message.negated(hit.first, hit.last, before=3)
                and not message.near("recognised", hit.first, hit.last, 4, 4)
                and not message.near("people", hit.first, hit.last, 4, 3)
            ):
                message.add("qualification", "none", hit.first, hit.last)
                break
    for years, name in ((2, "two_year"), (3, "three_year"), (4, "four_year")):
        for hit in lexicon.words()[name].find(tokens):
            if message.near("training", hit.first, hit.last, 5, 4) and not message.has("training_years"):
                message.entities.append(
                    Entity("training_years", years, tokens[hit.first].start, tokens[hit.last - 1].end)
                )
    for hit in lexicon.words()["matura"].find(tokens):
        is_told = _is_theirs(message, hit) and not message.near("relatives", hit.first, hit.last, 6, 0)
        if (
            is_told
            and not message.has("qualification")
            and not message.has("matura")
            and not {hit.first} & message.taken
        ):
            message.add("matura", not message.negated(hit.first, hit.last, before=3), hit.first, hit.last)


def _is_theirs(message: Message, hit: Found) -> bool:
    """Whether a school or diploma is the speaker's: said so beside it, asked for, or told among other facts; a mere topic is not."""
    if message.near("own", hit.first, hit.last, 4, 3) or message.asked == "qualification":
        return True
    others = ("age", "year", "self", "job_offer", "two_year", "three_year", "four_year")
    return not message.asks(hit.first) and (
        message.near("need", hit.first, hit.last, 6, 6) is False
        and any(message.places(name) for name in others)
        or bool(lexicon.occupations().find(message.tokens, message.taken))
        or any(LEVEL.fullmatch(token.folded) for token in message.tokens)
    )


def _recognition(message: Message, country: str) -> None:
    """A diploma that is, partly is, or isn't recognised; a question how to get there tells nothing."""
    for hit in lexicon.words()["recognised"].find(message.tokens):
        about = (
            message.asked.startswith("recognition") or message.places("diploma") or message.places("degree")
        )
        if not about or message.near("need", hit.first, hit.last, 6, 1) or "?" in message.text:
            continue
        state = (
            "none"
            if message.negated(hit.first, hit.last)
            else "partial"
            if message.near("partly", hit.first, hit.last)
            else "full"
        )
        there = (
            "AT"
            if "AT" in {one.value for one in message.entities if one.entity == "country"} or country == "AT"
            else "DE"
        )
        message.add("recognition", {there: state}, hit.first, hit.last)
        return


def _history(message: Message) -> None:
    """Asylum benefits within the last two years, and entry bans; only what is told, never what is asked."""
    if "?" in message.text and not message.places("have") - message.places("need"):
        return
    for hit in lexicon.words()["asylum"].find(message.tokens):
        if message.has("asylum_benefits_recent"):
            break
        if message.negated(hit.first, hit.last, before=5):
            message.add("asylum_benefits_recent", False, hit.first, hit.last)
        elif message.near("asylum_past", hit.first, hit.last, 6, 4):
            years = [
                n.value
                for n in find_numbers(message.tokens, set())
                if message.near("year", n.first, n.last, 0, 2) and message.near("ago", n.first, n.last, 2, 3)
            ]
            if years or message.near("benefit", hit.first, hit.last, 4, 4):
                message.add("asylum_benefits_recent", not years or min(years) < 2, hit.first, hit.last)
    for hit in lexicon.words()["entry_ban"].find(message.tokens):
        if message.has("entry_ban"):
            break
        if message.negated(hit.first, hit.last):
            message.add("entry_ban", False, hit.first, hit.last)
        elif message.near("imposed", hit.first, hit.last, 4, 2) or (
            message.near("have", hit.first, hit.last, 4, 2)
            and not message.near("need", hit.first, hit.last, 6, 1)
        ):
            message.add("entry_ban", True, hit.first, hit.last)


def _occupations(message: Message) -> None:
    """The work of the person. A trade that is denied ("nuk jam zidar, jam hidraulik") isn't theirs."""
    skip = (
        message.taken
        | message.places("year")
        | message.places("have")
        | message.places("negation")
        | message.places("age")
    )
    for hit in lexicon.occupations().find(message.tokens, skip):
        if message.negated(hit.first, hit.last, before=3, after=0) and not message.near(
            "diploma", hit.first, hit.last, 3, 0
        ):
            continue
        told = message.near("self", hit.first, hit.last, 3, 0) or len(message.tokens) <= 3
        if hit.value in OFTEN_OTHERS and not told or message.near("no_trade", hit.first, hit.last, 1, 1):
            continue
        message.add("occupation", hit.value, hit.first, hit.last, lexicon.occupations().isco[hit.value])
    if message.has("occupation") and message.has("training_years") and not message.has("qualification"):
        years = next(one for one in message.entities if one.entity == "training_years")
        message.entities.append(years._replace(entity="qualification", value="vocational"))


def _bare_answer(message: Message) -> None:
    """Yes, no and bare values as answers to the question that was asked."""
    asked = message.asked
    holder, _, key = asked.partition(".")
    if not asked or not message.is_short or message.has(holder):
        return
    folded: Sequence[Token] = message.tokens
    says_no = lexicon.words()["no"].at(folded, 0) is not None or message.places("none") == {0}
    says_yes = lexicon.words()["yes"].at(folded, 0) is not None and not says_no
    if asked in YES_NO or asked.startswith("job_offer.") and key in {"qualified", "tariff"}:
        if says_yes or says_no:
            yes: Any = {} if asked == "job_offer" else True
            answer = yes if says_yes else False
            _whole(message, holder, {key: answer} if key else answer)
    elif holder == "languages" and (says_no or message.places("none")):
        _whole(message, "languages", {key: "none"})
    elif asked == "qualification" and (says_no or message.places("none")):
        _whole(message, "qualification", "none")
    elif holder == "recognition":
        state = (
            "partial"
            if message.places("partly")
            else "none"
            if says_no or message.places("none")
            else "full"
            if says_yes or message.places("fully")
            else None
        )
        if state:
            _whole(message, "recognition", {key: state})
    elif asked in QUANTITIES - {"age"} and (says_no and len(message.tokens) <= 3 or message.places("none")):
        _whole(message, asked, 0)
