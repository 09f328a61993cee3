"""Pages, facts, routes and contacts as the index keeps them. The only place that knows both shapes."""

import datetime as dt
import json
import logging
import re
from pathlib import Path

from django.utils.translation import override

from campaign.facts.models import Contact, Fact, Source
from campaign.facts.rendering import facts_in
from campaign.glossary.models import Term
from campaign.questions.models import Question
from campaign.questions.rendering import questions_of
from campaign.routes.models import Route
from campaign.synonyms.models import SynonymSet
from content import figures
from content.files.markup import text_of
from content.files.problems import ContentError
from content.files.read import Source as FileSource
from content.files.routes import parse_route
from content.files.synonyms import SynonymSet as SynonymSetFile
from content.index.documents import Passage
from content.index.documents import Source as IndexSource
from content.index.synonyms import record as record_of_synonyms
from content.languages import LANGUAGES
from content.rules.present import to_record

logger = logging.getLogger(__name__)
_KEY = re.compile(r'"([a-z0-9_]+)"|\[\[([a-z0-9_]+)')


def passages_of_page(page, version: int) -> list[Passage]:
    """The passages of one page in its language: the answer first, each section with its callouts, then its questions."""
    language = page.locale.language_code
    rows = page.facts()
    facts = {key: row.as_fact() for key, row in rows.items()}
    with override(language):
        url = page.get_url() or f"/{language}/"
    trail = [ancestor.title for ancestor in page.get_ancestors().filter(depth__gt=2)]
    page_sources = [_source(source, page.checked_on) for source in page.source_list()]

    def passage(number: int, heading: str, text: str, used: list[str], anchor: str) -> Passage:
        sources = [
            _source(source, rows[key].checked_on)
            for key in used
            if key in rows
            for source in rows[key].sources.all()
        ]
        return Passage(
            id=f"{page.key}:{language}:{number:02}",
            version=version,
            language=language,
            kind="route" if page.kind == "route" else "page",
            page=page.key,
            title=page.title,
            heading_path=tuple([*trail, page.title, heading] if heading else [*trail, page.title]),
            text=text,
            url=f"{url}#{anchor}" if anchor else url,
            sources=tuple(_unique([*sources, *page_sources])),
            checked_on=page.checked_on,
            valid_from=None,
            valid_until=min(
                (facts[key].valid_until for key in used if key in facts and facts[key].valid_until),
                default=None,
            ),
            audience="everyone",
            country=getattr(page, "country", "") or "",
            also=() if number else tuple(page.search_words.splitlines()),
            topics=tuple(word.strip() for word in page.topics.split(",") if word.strip()),
        )

    found = [
        passage(0, "", figures.plain(page.summary, facts, language), figures.references(page.summary), "")
    ]
    for heading, html, anchor in _merged(page.parts()):
        text = text_of(figures.plain(html, facts, language))
        if text:
            found.append(
                passage(
                    len(found),
                    figures.plain(heading, facts, language),
                    text,
                    figures.references(heading + html),
                    anchor,
                )
            )
    asked = questions_of(page.key)
    rows = facts_in(*(question.answer_in(language) for question in asked))
    return found + [
        _question_passage(question, found[0], rows, page_sources, url, [*trail, page.title])
        for question in asked
    ]


def _question_passage(
    question: Question,
    page: Passage,
    rows: dict[str, Fact],
    page_sources: list[IndexSource],
    url: str,
    heading_path: list[str],
) -> Passage:
    """A question with its answer written out. `page` is the first passage of its page, `rows` the facts that answers refer to."""
    language = page.language
    answer = question.answer_in(language)
    used = [key for key in figures.references(answer) if key in rows]
    facts = {key: rows[key].as_fact() for key in used}
    sources = [_source(source, rows[key].checked_on) for key in used for source in rows[key].sources.all()]
    sources += [_source(source, question.checked_on) for source in question.sources.all()]
    return Passage(
        id=f"{page.page}:{language}:faq:{question.key}",
        version=page.version,
        language=language,
        kind="faq",
        page=page.page,
        title=question.question_in(language),
        heading_path=tuple(heading_path),
        text=figures.plain(answer, facts, language),
        url=f"{url}#{question.anchor}",
        sources=tuple(_unique(sources or page_sources)),
        checked_on=question.checked_on,
        valid_from=None,
        valid_until=min((fact.valid_until for fact in facts.values() if fact.valid_until), default=None),
        audience="everyone",
        country=question.country or page.country,
        topics=tuple(question.topic_list()),
        also=question.also_in(language),
    )


def _merged(parts: list[dict]) -> list[tuple[str, str, str]]:
    """Sections with the callouts and continued text that follow them."""
    merged: list[list] = []
    for part in parts:
        if part["heading"] or not merged:
            merged.append([part["heading"], part["html"], part["anchor"]])
        else:
            merged[-1][1] += part["html"]
    return [tuple(item) for item in merged]


def _source(source, checked_on: dt.date) -> IndexSource:
    return IndexSource(title=source.title, url=source.url, dated=source.dated, checked_on=checked_on)


def _unique(sources: list[IndexSource]) -> list[IndexSource]:
    return list({source.url + source.title: source for source in sources}.values())


def fact_record(fact: Fact) -> dict:
    """A fact with its sources written out, for rules and the bot."""
    value = fact.as_fact()
    return {
        "id": value.id,
        "label": value.label,
        "value": value.value,
        "unit": value.unit,
        "year": value.year,
        "gross": value.gross,
        "checked_on": value.checked_on.isoformat(),
        "valid_until": value.valid_until.isoformat() if value.valid_until else None,
        "being_checked": value.being_checked,
        "shown": {language: figures.with_unit(value, language) for language in LANGUAGES},
        "sources": [
            {"id": source.pk, "title": source.title, "url": source.url, "dated": source.dated}
            for source in fact.sources.all()
        ],
    }


def contact_record(contact: Contact) -> dict:
    """A contact in all languages."""
    return {
        "id": contact.key,
        "name": {language: getattr(contact, f"name_{language}") for language in LANGUAGES},
        "role": {language: getattr(contact, f"role_{language}") for language in LANGUAGES},
        "phone": contact.phone,
        "website": contact.website,
        "address": contact.address,
        "city": contact.city,
        "country": contact.country,
        "for": contact.purpose_list(),
        "order": contact.order,
        "checked_on": contact.checked_on.isoformat(),
        "sources": [
            {"title": source.title, "url": source.url, "dated": source.dated}
            for source in contact.sources.all()
        ],
    }


def route_record(route: Route) -> dict | None:
    """A route with its facts resolved, so that a reader of the index needs no database; None when its data are faulty.

    Raises nothing: publishing must not fail because of a route; the fault is logged and `load_content` names it.
    """
    wanted = Fact.objects.filter(key__in=_named(route)).prefetch_related("sources")
    facts = {fact.key: fact.as_fact() for fact in wanted}
    try:
        parsed = parse_route(route.data, Path(f"{route.key}.yaml"), facts, file_sources())
    except ContentError as error:
        logger.error("The route %s can't be judged: %s", route.key, error)
        return None
    return to_record(parsed)


def synonyms_record(
    language: str, *, leaving_out: int | None = None, adding: SynonymSetFile | None = None
) -> dict:
    """What search takes for the same in a language: the editors' sets and the other names of the glossary.

    To try a set, one can be left out (by its number in the database) and one added.
    """
    rows = SynonymSet.objects.filter(language=language).exclude(pk=leaving_out)
    sets = [row.as_set() for row in rows] + ([adding] if adding else [])
    terms = (term.as_term() for term in Term.objects.order_by("order", "key"))
    return record_of_synonyms(sets, ((term.name[language], term.also.get(language, ())) for term in terms))


def refers_to(route: Route, fact_key: str) -> bool:
    """Whether the route's data name this fact, as a value or in a text."""
    return fact_key in _named(route)


def _named(route: Route) -> set[str]:
    """Every word of the route's data that could be the key of a fact: whole values, and references in texts."""
    return {value or reference for value, reference in _KEY.findall(json.dumps(route.data))}


def file_sources() -> dict[int, FileSource]:
    """All sources as route data refer to them."""
    return {
        row.pk: FileSource(row.pk, row.title, row.url, row.kind, row.dated, row.site_only)
        for row in Source.objects.all()
    }
