"""Every kind of content as plain data, equal for a file and for the database: what is compared, loaded and exported."""

import hashlib
import json
import re

from campaign.base.models import CampaignPage
from campaign.facts.models import Contact, Fact, Source
from campaign.questions.models import Question
from content.figures import Fact as FactFile
from content.files.faq import Faq
from content.files.glossary import Term
from content.files.markup import Section
from content.files.read import Contact as ContactFile
from content.files.read import PageFile
from content.files.read import Source as SourceFile
from content.files.synonyms import SynonymSet

ADDED_LATER = {"explain"}
LINK = re.compile(r"<a ([^>]*)>")


def digest(shape: dict) -> str:
    """A fingerprint that changes when anything a reader or a rule sees changes."""
    return hashlib.sha256(
        json.dumps(shape, sort_keys=True, ensure_ascii=False, default=str).encode()
    ).hexdigest()


def parts(shape: dict) -> dict[str, str]:
    """A short fingerprint of each part of a shape."""
    return {name: digest({name: value})[:16] for name, value in shape.items()}


def as_first_noted(shape: dict) -> dict:
    """The shape without the parts that came after loading began to note parts: how its digest was taken then."""
    return {name: value for name, value in shape.items() if name not in ADDED_LATER}


def source_shape(source: Source | SourceFile) -> dict:
    """A source, from a file or from the database."""
    return {name: getattr(source, name) for name in ("title", "url", "kind", "dated", "site_only")}


def fact_shape(fact: FactFile) -> dict:
    """A fact; rows of the database give theirs with `as_fact()`."""
    return {
        "label": fact.label,
        "value": _value(fact.value),
        "unit": fact.unit,
        "gross": fact.gross,
        "year": fact.year,
        "sources": sorted(fact.sources),
        "checked_on": fact.checked_on.isoformat(),
        "valid_until": fact.valid_until.isoformat() if fact.valid_until else None,
        "confidence": fact.confidence,
        "being_checked": fact.being_checked,
    }


def _value(value: object) -> object:
    """A value as text, the same whether it came from YAML or from the editor's field: 1.0 is 1, codes are texts."""
    if isinstance(value, list):
        return [str(item) for item in value]
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def contact_shape(contact: Contact | ContactFile) -> dict:
    """A contact, from a file or from the database."""
    if isinstance(contact, ContactFile):
        name, role, phone = contact.name, contact.role, contact.phone_fact
        purposes, sources = list(contact.purposes), sorted(contact.sources)
    else:
        name = {language: getattr(contact, f"name_{language}") for language in ("sq", "sr", "en")}
        role = {language: getattr(contact, f"role_{language}") for language in ("sq", "sr", "en")}
        phone = contact.phone_fact.key if contact.phone_fact else ""
        purposes, sources = contact.purpose_list(), sorted(source.pk for source in contact.sources.all())
    return {
        "name": name,
        "role": {language: " ".join(text.split()) for language, text in role.items()},
        "phone_fact": phone,
        "for": purposes,
        "sources": sources,
        "country": contact.country,
        "city": contact.city,
        "address": contact.address,
        "website": contact.website,
        "checked_on": contact.checked_on.isoformat(),
    }


def question_shape(faq: Faq) -> dict:
    """A question; rows of the database give theirs with `question_row_shape`."""
    return {
        "page": faq.page,
        "question": faq.question,
        "answer": faq.answer,
        "also": {language: list(wordings) for language, wordings in faq.also.items()},
        "sources": sorted(faq.sources),
        "topics": list(faq.topics),
        "country": faq.country,
        "checked_on": faq.checked_on.isoformat(),
        "review": faq.review,
    }


def question_row_shape(row: Question) -> dict:
    """A question of the database."""
    languages = ("sq", "sr", "en")
    return {
        "page": row.page_key,
        "question": {language: row.question_in(language) for language in languages},
        "answer": {language: " ".join(row.answer_in(language).split()) for language in languages},
        "also": {language: list(row.also_in(language)) for language in languages},
        "sources": sorted(source.pk for source in row.sources.all()),
        "topics": row.topic_list(),
        "country": row.country,
        "checked_on": row.checked_on.isoformat(),
        "review": {language: getattr(row, f"review_{language}") for language in languages},
    }


def synonyms_shape(found: SynonymSet) -> dict:
    """A set of synonyms; rows of the database give theirs with `as_set()`."""
    return {
        "said": list(found.said),
        "meant": list(found.meant),
        "reason": found.reason,
        "query": found.query,
        "page": found.page,
    }


def term_shape(term: Term) -> dict:
    """A word of the glossary; rows of the database give theirs with `as_term()`."""
    return {
        "category": term.category,
        "name": term.name,
        "also": {language: list(names) for language, names in term.also.items()},
        "meaning": term.meaning,
        "original": {"lang": term.original[0], "name": term.original[1]} if term.original else None,
        "page": term.page,
        "explain": term.explain,
    }


def page_shape_of_file(page: PageFile, language: str) -> dict:
    """A page's text and frame in one language, as its folder has it."""
    text = page.texts[language]
    return {
        "type": page.type,
        "title": text.title,
        "menu": page.menu.get(language, ""),
        "also": list(page.also.get(language, ())),
        "summary": text.summary,
        "sections": [[part.kind, part.heading, part.html] for part in text.sections],
        "slug": language if page.type == "home" else page.slug[language],
        "checked_on": page.checked_on.isoformat(),
        "review": page.review[language],
        "topics": list(page.topics),
        "sources": list(page.sources),
        "related": list(page.related),
        "country": page.country if page.type in {"route", "country"} else "",
        "route": page.route if page.type == "route" else "",
    }


def page_shape_of_row(page: CampaignPage, page_keys: dict[int, str], source_urls: dict[str, int]) -> dict:
    """The same, as the database has it."""
    criteria = getattr(page, "criteria", None)
    return {
        "type": page.kind,
        "title": page.title,
        "menu": page.menu_title,
        "also": page.search_words.splitlines(),
        "summary": page.summary,
        "sections": [
            [part.kind, part.heading, part.html] for part in sections_of_row(page, page_keys, source_urls)
        ],
        "slug": page.slug,
        "checked_on": page.checked_on.isoformat(),
        "review": page.review,
        "topics": [word.strip() for word in page.topics.split(",") if word.strip()],
        "sources": [source.pk for source in page.source_list()],
        "related": [page_keys.get(block.value.pk, "") for block in page.related if block.value],
        "country": getattr(page, "country", ""),
        "route": criteria.key if criteria else "",
    }


def sections_of_row(
    page: CampaignPage, page_keys: dict[int, str], source_urls: dict[str, int]
) -> list[Section]:
    """The text of a page with its links as a file writes them: page:key and source:id."""

    def link(match: re.Match) -> str:
        attributes = dict(re.findall(r'(\w+)="([^"]*)"', match[1]))
        if attributes.get("linktype") == "page":
            target = f"page:{page_keys.get(int(attributes['id']), '')}"
        else:
            target = attributes.get("href", "")
            target = f"source:{source_urls[target]}" if target in source_urls else target
        return f'<a href="{target}">'

    return [
        Section(
            part["kind"], part["heading"], LINK.sub(link, re.sub(r' data-block-key="\w+"', "", part["html"]))
        )
        for part in page.parts()
    ]


def fact_row_shape(fact: Fact) -> dict:
    """A fact of the database."""
    return fact_shape(fact.as_fact())
