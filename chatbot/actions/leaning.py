"""Questions that name no subject ("and how long?"): the section of the page spoken of, or of our page on the kind of question."""

from collections.abc import Sequence

from chatbot.actions import knowledge
from chatbot.actions.asked import Question, is_special
from chatbot.actions.profile import country_name
from chatbot.actions.questions import WHERE_PEOPLE_GO
from chatbot.actions.topics import NO_COUNTRY, countries_of, heading_of, is_aside, is_of_kind, subject_of
from content.countries import country_name as name_of
from content.index.analysis import terms
from content.index.documents import Passage
from content.index.queries import Results

# How much of a question's weight a passage in its own words covers.
IN_OWN_WORDS = 0.55
CONSIDERED = 30
# Where the country's own page stands among the pages about it; with more pages than this there is no such thing as the country's conditions.
OWN, MANY_PAGES = 1, 6
MUCH_ALIKE = 2  # terms that a question and a heading have in common
SUMMARY_END = ":00"  # of the id of the passage that opens a page


def in_own_words(question: Question, found: Results) -> Passage | None:
    """A passage that asks for just this: of the kind, about the country, and with no subject that the question doesn't name."""
    fitting = [
        hit
        for hit in found.hits
        if hit.coverage >= IN_OWN_WORDS
        and is_of_kind(hit.passage, question.kind)
        and (hit.passage.kind == "faq" or question.about.get("by_section"))
        and _is_as_general(question, hit.passage)
    ]
    best = max(fitting, key=lambda hit: (hit.coverage, _likeness(question, hit.passage)), default=None)
    return best.passage if best else None


def _likeness(question: Question, passage: Passage) -> float:
    """The share of terms that the question and the heading, or another wording of it, have in common."""
    wordings = (heading_of(passage), *(passage.also if passage.kind == "faq" else ()))
    said = [set(terms(wording, question.language)) for wording in wordings]
    return max(len(question.terms & one) / len(question.terms | one) if one else 0.0 for one in said)


def _is_as_general(question: Question, passage: Passage) -> bool:
    """Whether a passage is about no subject and no country that the question hasn't."""
    heading = f"{passage.title} {heading_of(passage)}"
    about = {passage.country, *countries_of(heading)} - {*NO_COUNTRY, "XK"}
    if not about <= {question.country or WHERE_PEOPLE_GO[0]}:
        return False
    subject = subject_of(heading, question.kind, question.language)
    return all(question.terms & set(terms(word, question.language)) for word in subject)


def on_page_of_talk(question: Question, near: bool = False) -> Passage | None:
    """The section of the page spoken of that answers this kind of question; for another country, of the page that is its like there."""
    sections = knowledge.page(question.page, question.language) if question.page else []
    if not sections or is_aside(sections[0], question.kind):
        return None
    named = question.named
    if not named or named == sections[0].country:
        return section(question, sections, near)
    there = [one for one in sections if named == one.country or named in countries_of(heading_of(one))]
    return section(question, there, near) or _first_section(question, _about(question, named, question.page))


def on_our_page(question: Question) -> Passage | None:
    """The section of this kind about the country spoken of, or on our page on the subject."""
    country, ours = question.country, knowledge.page(question.about["page"], question.language)
    if country and question.is_by_country:
        passage = _first_section(question, _about(question, country, question.about["page"]))
        if passage or question.named:
            return passage
    fitting = [one for one in ours if one.country in {*NO_COUNTRY, country}]
    found = section(question, fitting) or section(question, ours)
    if found and not question.about.get("by_section") and _overlap(question, found) < MUCH_ALIKE:
        return fitting[0] if fitting else found
    return found or next(iter(ours), None)


def _first_section(question: Question, pages: list[list[Passage]]) -> Passage | None:
    """The section of this kind on the first page that has one, else of a kind near to it; a country's own page answers in general."""
    own = pages[OWN] if len(pages) > OWN else []
    has_many = question.kind == "ask_requirements" and len(pages) > MANY_PAGES
    if own and (question.kind == "ask_routes" or has_many):  # that page says which ways there are
        return section(question, own) or own[0]
    for near in (False, True):
        for sections in pages:
            passage = section(question, sections, near)
            if passage:
                return passage
    return next((one[0] for one in pages if one and not question.about.get("by_section")), None)


def _about(question: Question, country: str, spoken_of: str) -> list[list[Passage]]:
    """Passages about a country, page by page: the page that is the like of the one spoken of, the country's own, what our page on the
    subject says of it, and the ways there."""
    language = question.language
    ours = knowledge.page(question.about["page"], language)
    own = knowledge.page(_key(country), language)  # called by its English name
    page = next(iter(knowledge.page(spoken_of, language) or ours), None)
    alike = its_like(question, page, country) if page and country not in NO_COUNTRY else []
    twins = [one for one in alike if one and _without_country(one[0]) == _without_country(page)]
    special = [one for one in alike if is_special(question, one[0])]
    ways = [one for one in alike if one not in twins and one not in special]
    return [
        twins[0] if twins else [],
        own,
        [one for one in ours if country == one.country or country in countries_of(heading_of(one))],
        *ways,
        [] if question.about["page"] == "routes" else [one for one in ours if _speaks_of(one, country)],
    ]


def its_like(question: Question, page: Passage, country: str) -> list[list[Passage]]:
    """The pages about a country, those first that have most topics in common with the page spoken of."""
    asked = f"{question.hint} {country_name(country, question.turn.say)} {page.title}"
    found = knowledge.find(asked, question.language, country=country, limit=CONSIDERED).hits
    keys = dict.fromkeys(
        hit.passage.page
        for hit in found
        if country == hit.passage.country or country in countries_of(hit.passage.title)
    )
    pages = [knowledge.page(key, question.language) for key in keys]
    wanted = set(page.topics)
    return sorted(pages, key=lambda one: -len(set(one[0].topics) & wanted))


def _key(country: str) -> str:
    return name_of(country, "en").lower()


def _without_country(page: Passage) -> str:
    """A page's key without its country: "eu-blue-card-germany" and "eu-blue-card-austria" are alike."""
    return (
        page.page.replace(f"-{_key(page.country)}", "").replace(f"{_key(page.country)}-", "")
        if page.country
        else page.page
    )


def _speaks_of(passage: Passage, country: str) -> bool:
    """Whether a passage is about a country among others, or about none."""
    named = countries_of(f"{passage.title}\n{passage.heading}\n{passage.text}") - {"XK", "EU"}
    return country in named or not named


def section(question: Question, sections: Sequence[Passage], near: bool = False) -> Passage | None:
    """The section of a page that answers the kind of question, or (`near`) the kind nearest to it; by its words, and a question of ours first."""
    for kind in question.about.get("near", ()) if near else (question.kind,):
        fitting = [one for one in sections if is_of_kind(one, kind)]
        if fitting:
            return max(
                fitting,
                key=lambda one: (
                    not one.id.endswith(SUMMARY_END),
                    _overlap(question, one) - _strangeness(question, one),
                    one.kind == "faq",
                ),
            )
    return None


def _strangeness(question: Question, passage: Passage) -> int:
    """How many subjects a heading names that neither the question nor the page's title has."""
    page = knowledge.page(passage.page, passage.language)
    known = question.terms | set(terms(page[0].title if page else "", passage.language))
    subject = subject_of(heading_of(passage), question.kind, question.language)
    return sum(not known & set(terms(word, question.language)) for word in subject)


def _overlap(question: Question, passage: Passage) -> int:
    """How many terms of the question the passage's heading and other wordings have."""
    said = " ".join((heading_of(passage), *(passage.also if passage.kind == "faq" else ())))
    return len(question.terms & set(terms(said, question.language)))
