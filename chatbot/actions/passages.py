"""Which passage answers a question: chosen by what it asks for, what and which country it is about, and by its words."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from chatbot.actions import knowledge
from chatbot.actions.asked import Question, is_short, is_special
from chatbot.actions.conversation import Turn
from chatbot.actions.leaning import SUMMARY_END, in_own_words, on_our_page, on_page_of_talk, section
from chatbot.actions.profile import country_name
from chatbot.actions.questions import WHERE_PEOPLE_GO
from chatbot.actions.topics import NO_COUNTRY, countries_of, heading_of, is_aside, is_of_kind, kinds_of
from chatbot.nlu.arbiter import SAME_QUESTION
from content.index.documents import Passage
from content.index.queries import Hit, Results

# How much of the question's weight the best passage must cover to be the answer, and to be shown as perhaps one.
SURE, PERHAPS = 0.55, 0.34
# A section chosen because its page was spoken of or is ours on the subject: the question's few words say nothing against it.
CHOSEN = 0.8
# How sure the kind of a question must be for our page on it to be shown where no passage has the question's words, and how sure we are then.
SURE_KIND, MAYBE = 0.75, 0.5
# What speaks for a passage beside its words, as factors: its heading says what was asked for (or something else), it is the page's summary or
# a question of ours, it is about the country (named, or only likely), it stands on the page of the talk, on a page for special cases or dangers.
ON_KIND, OFF_KIND = 1.25, 0.6
SUMMARY, FAQ = 1.2, 1.15
NAMED_COUNTRY, LIKELY_COUNTRY, OTHER_COUNTRY = 2.0, 1.2, 0.75
SAME_PAGE, SAME_PAGE_IN_SHORT = 1.5, 1.8
SPECIAL, DANGERS, OWN_PAGE, NAMED_WAY = 0.6, 0.4, 1.15, 2.0
# How much less sure we are of a passage that says something else than was asked for.
OFF_THE_POINT = 0.5
# By how much the best passage must lead to be taken as it is.
CLEAR = 1.4
# From here on a question is asked in our own words, whatever kind it was taken for.
OWN_WORDS = 0.85


@dataclass(frozen=True)
class Choice:
    """The passages for a question, the best first, and how sure we are of it. `is_general`: the question named no subject at all."""

    hits: list[Hit] = dataclasses.field(default_factory=list)
    confidence: float = 0.0
    is_general: bool = False

    @property
    def best(self) -> Passage | None:
        """The passage to quote."""
        return self.hits[0].passage if self.hits else None


def look_up(turn: Turn) -> Choice:
    """The passages for a turn's question.

    A question without a subject is about the page of the talk or, where there was none, about our page on that kind of question; any other
    is searched for by its words, and answered by the section of the page found that says what was asked for.
    """
    question = Question(turn)
    found = _right_country(question, _by_words(question))
    if not question.leans:
        choice = _right_section(question, found)
        return choice if choice.confidence >= PERHAPS else _on_the_subject(question, choice)
    there = on_page_of_talk(question) if question.points_back or not question.named else None
    passage = there or in_own_words(question, found) or on_page_of_talk(question)
    if passage:
        return _with_first(passage, found)
    passage = on_our_page(question) or on_page_of_talk(question, near=True)
    return _with_first(passage, found, is_general=True) if passage else _right_section(question, found)


def _with_first(passage: Passage, found: Results, is_general: bool = False) -> Choice:
    score = found.hits[0].score if found.hits else 1.0
    rest = [hit for hit in found.hits if hit.passage.id != passage.id]
    return Choice([Hit(passage, score, (), ""), *rest], CHOSEN, is_general)


def _by_words(question: Question) -> Results:
    """What a search finds, in our order. A short question, or one in words we don't have, is helped by the words of its kind."""
    turn, language, hint = question.turn, question.language, question.hint
    text = question.text
    country = question.country if question.is_by_country and _is_covered(question.country) else None
    country = question.country if not question.kind and _is_covered(question.named) else country
    if turn.decided_by == SAME_QUESTION:
        about = country_name(question.named, turn.say) if question.named else turn.text
        text = f"{turn.topic.get('question') or hint} {about}"
    found = knowledge.find(text or hint, language, country=country)
    if found.confidence < SURE and hint and text and not _is_clear(found):
        sharper = knowledge.find(f"{hint} {text}", language, country=country)
        found = max(found, sharper, key=lambda results: results.confidence)
    if found.confidence < SURE and country and not question.named:  # a country told before is only likely
        anywhere = knowledge.find(text or hint, language)
        found = max(found, anywhere, key=lambda results: results.confidence)
    ordered = sorted(found.hits, key=lambda hit: hit.score * _factor(hit.passage, question), reverse=True)
    confidence = ordered[0].coverage if ordered else 0.0
    return dataclasses.replace(found, hits=tuple(ordered), confidence=confidence)


def _is_clear(found: Results) -> bool:
    """Whether one passage stands far above the others."""
    return found.confidence >= PERHAPS and (
        len(found.hits) == 1 or found.hits[0].score >= CLEAR * found.hits[1].score
    )


def _factor(passage: Passage, question: Question) -> float:
    kind, turn = question.kind, question.turn
    factor = 1.0
    if kind:
        kinds = kinds_of(heading_of(passage), passage.language)
        if kind in kinds:
            factor = ON_KIND
        elif kinds and question.about.get("by_section"):
            factor = OFF_KIND
        if passage.page == question.about["page"]:
            factor *= OWN_PAGE
        factor *= DANGERS if is_aside(passage, kind) else 1.0
    if is_special(question, passage):
        factor *= SPECIAL
    if passage.page in question.ways:
        factor *= NAMED_WAY
    if passage.kind == "faq":
        factor = max(factor, FAQ) if factor >= 1 else factor
    elif passage.id.endswith(SUMMARY_END):
        factor = max(factor, SUMMARY) if factor >= 1 else factor
    if passage.country not in NO_COUNTRY:
        if question.named:
            factor *= NAMED_COUNTRY if passage.country == question.named else 1.0
        elif passage.country == question.country:
            factor *= LIKELY_COUNTRY
        elif passage.country != WHERE_PEOPLE_GO[0]:
            factor *= OTHER_COUNTRY
    if passage.page == turn.topic.get("page"):
        factor *= SAME_PAGE_IN_SHORT if is_short(turn) else SAME_PAGE
    return factor


def _is_covered(country: str | None) -> bool:
    return country is not None and any(route.country == country for route in knowledge.routes())


def _right_country(question: Question, found: Results) -> Results:
    """Without what is about other countries than the one that was named."""
    named = question.named
    if not named or named == "XK" or question.kind and not question.is_by_country:
        return found
    kept = tuple(hit for hit in found.hits if _fits_country(hit.passage, named, question))
    return dataclasses.replace(found, hits=kept, confidence=kept[0].coverage if kept else 0.0)


def _fits_country(passage: Passage, named: str, question: Question) -> bool:
    if passage.country not in NO_COUNTRY:
        return passage.country == named
    heading = countries_of(f"{passage.title}\n{passage.heading}") - {"XK", "EU"}
    if heading:
        return named in heading
    if _is_covered(named) or not question.about.get("by_country"):
        return True
    return named in countries_of(passage.text)


def _right_section(question: Question, found: Results) -> Choice:
    """The best passage, or the section of its page that says what was asked for."""
    hits = list(found.hits)
    if not hits:
        return Choice()
    best = hits[0]
    if not question.is_sure:
        return Choice(
            hits, found.confidence * (2 + _named_share(question, best)) / 3 if question.subject else 0.0
        )
    choice = Choice(hits, found.confidence)
    if question.ways and best.passage.page not in question.ways:
        passage = _of_named_way(question)
        if passage:
            return _with_first(passage, found)
    if is_aside(best.passage, question.kind):
        return Choice(hits, found.confidence * OFF_THE_POINT)
    if best.passage.page in question.ways and question.kind in {"ask_routes", "ask_requirements"}:
        return _about_a_way(question, choice)
    kinds = kinds_of(heading_of(best.passage), question.language)
    asks_other = best.passage.kind == "faq" and bool(kinds)
    if question.kind in kinds or not (question.about.get("by_section") or asks_other):
        return (
            choice
            if choice.confidence >= SURE or best.passage.kind == "faq"
            else _swapped(choice, _summary(best.passage))
        )
    if best.passage.kind == "faq" and best.coverage >= OWN_WORDS:
        return choice
    sections = knowledge.page(best.passage.page, question.language)
    passage = section(question, sections) or section(question, sections, near=True)
    if passage is None:
        return Choice(hits, found.confidence * OFF_THE_POINT)
    return _swapped(choice, passage)


def _of_named_way(question: Question) -> Passage | None:
    """The section of this kind on the page of a way that the question names, of the likeliest country first."""
    pages = [knowledge.page(key, question.language) for key in sorted(question.ways)]
    pages = [one for one in pages if one and (not question.named or one[0].country == question.named)]
    pages.sort(key=lambda one: one[0].country != (question.country or WHERE_PEOPLE_GO[0]))
    return next((found for one in pages if (found := section(question, one))), None)


def _summary(passage: Passage) -> Passage:
    """What opens the passage's page: fits better than a section that is only perhaps meant."""
    return next(iter(knowledge.page(passage.page, passage.language)), passage)


def _about_a_way(question: Question, choice: Choice) -> Choice:
    """Who asks what a way is gets the page's summary; who asks for its conditions, those, or the question of ours that says just that."""
    best = choice.hits[0]
    sections = knowledge.page(best.passage.page, question.language)
    if is_of_kind(best.passage, question.kind) and best.passage.kind == "faq" and best.coverage >= OWN_WORDS:
        return choice
    passage = section(question, sections) if question.kind == "ask_requirements" else sections[0]
    return _swapped(choice, passage or sections[0])


def _swapped(choice: Choice, passage: Passage) -> Choice:
    """The choice with another passage of the best one's page in its place."""
    best = choice.hits[0]
    rest = [hit for hit in choice.hits if hit.passage.id != passage.id]
    return Choice([Hit(passage, best.score, (), best.why, best.coverage), *rest], choice.confidence)


def _named_share(question: Question, hit: Hit) -> float:
    """The share of the question's subject that a passage has: a guess must not rest on words that suit anything."""
    if hit.passage.page == question.page:  # the rest of the subject was named before
        return 1.0
    found = set(hit.why.split(", "))
    return sum(word in found for word in question.subject) / len(question.subject)


def _on_the_subject(question: Question, choice: Choice) -> Choice:
    """Our page on a kind of question that is a subject by itself (frauds, rights, family), where the words alone find nothing sure."""
    about, is_sure = question.about, question.turn.confidence >= SURE_KIND
    if question.compares:
        page = "countries"
    elif is_sure and about and not about.get("by_section") and question.kind != "ask_requirements":
        page = about["page"]
    else:
        return choice
    sections = knowledge.page(page, question.language)
    if not sections or choice.best and choice.best.page == page:
        return choice
    score = choice.hits[0].score if choice.hits else 1.0
    return Choice([Hit(sections[0], score, (), ""), *choice.hits], MAYBE)


def distinct_pages(hits: Iterable[Hit], without: Iterable[str] = ()) -> list[Passage]:
    """The first passage of each page, in order."""
    pages: dict[str, Passage] = {}
    for hit in hits:
        if hit.passage.page not in set(without):
            pages.setdefault(hit.passage.page, hit.passage)
    return list(pages.values())
