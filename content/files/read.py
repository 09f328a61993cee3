"""Reads what the campaign knows: sources, facts, contacts, pages. Every fault is named with file, line and cure.

A broken file is loaded not at all rather than half.
"""

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from content.figures import CURRENCIES, REFERENCE, UNITS, Fact
from content.files.markup import MarkupError, Section, sections
from content.files.problems import ContentError, Problem
from content.files.yaml_file import Checker, load_yaml
from content.languages import LANGUAGES

if TYPE_CHECKING:
    from content.files.faq import Faq

CONTENT = Path(__file__).resolve().parents[1]
PAGE_TYPES = ("home", "index", "guide", "route", "country", "risk", "help", "about")
_LINK = re.compile(r'<a href="(?P<kind>page|source):(?P<target>[^"]+)">(?P<words>.*?)</a>')
REVIEW_STATES = ("machine_drafted", "read_by_native", "approved")
ID = re.compile(r"[a-z0-9_]+")


@dataclass(frozen=True)
class Source:
    """Who says so: a law text, an authority's page, or a secondary page."""

    id: int
    title: str
    url: str
    kind: str
    dated: str
    site_only: bool = False


@dataclass(frozen=True)
class Contact:
    """A place where a person gets help; what isn't confirmed is absent."""

    id: str
    name: dict[str, str]
    role: dict[str, str]
    country: str
    purposes: tuple[str, ...]
    sources: tuple[int, ...]
    checked_on: dt.date
    phone_fact: str = ""
    website: str = ""
    address: str = ""
    city: str = ""


@dataclass(frozen=True)
class Text:
    """A page in one language."""

    title: str
    summary: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class PageFile:
    """A page in all its languages, as its folder describes it."""

    key: str
    type: str
    parent: str | None
    order: int
    slug: dict[str, str]
    checked_on: dt.date
    review: dict[str, str]
    texts: dict[str, Text] = field(compare=False)
    menu: dict[str, str] = field(default_factory=dict)
    also: dict[str, tuple[str, ...]] = field(default_factory=dict)
    country: str = ""
    route: str = ""
    topics: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    sources: tuple[int, ...] = ()


@dataclass(frozen=True)
class Content:
    """Everything that was read, and what could not be."""

    sources: dict[int, Source]
    facts: dict[str, Fact]
    contacts: dict[str, Contact]
    pages: dict[str, PageFile]
    problems: list[Problem]
    faq: "dict[str, Faq]" = field(default_factory=dict)


def read_sources(path: Path = CONTENT / "sources.yaml") -> dict[int, Source]:
    """The register of sources by id."""
    check = Checker(path)
    found: dict[int, Source] = {}
    for entry in load_yaml(path) or []:
        if not check.need(entry, "id", "title", "url", "kind", "dated"):
            continue
        if entry["id"] in found:
            check.fault(entry["__line__"], f"source {entry['id']} stands here twice; ids are never reused")
        if not str(entry["url"]).startswith(("https://", "http://")):
            check.fault(entry["__line__"], f"{entry['url']!r} isn't a web address")
        found[entry["id"]] = Source(
            entry["id"],
            entry["title"],
            entry["url"],
            entry["kind"],
            str(entry["dated"]),
            bool(entry.get("site_only")),
        )
    check.done()
    return found


def read_facts(path: Path, sources: dict[int, Source]) -> dict[str, Fact]:
    """The facts of one file by id."""
    check = Checker(path)
    found: dict[str, Fact] = {}
    for entry in load_yaml(path) or []:
        line = entry.get("__line__", 1)
        if (
            not check.need(entry, "id", "label", "unit", "sources", "checked_on")
            or entry.get("value") is None
        ):
            if entry.get("value") is None:
                check.fault(line, "value missing")
            continue
        if not ID.fullmatch(entry["id"]):
            check.fault(line, f"id {entry['id']!r}: use small letters, digits and _")
        if entry["id"] in found:
            check.fault(line, f"fact {entry['id']} stands here twice; ids are never reused")
        if entry["unit"] not in UNITS:
            check.fault(line, f"unit {entry['unit']!r} isn't known; use one of {', '.join(UNITS)}")
        unknown = [source for source in entry["sources"] if source not in sources]
        if unknown:
            check.fault(line, f"sources {unknown} aren't in content/sources.yaml")
        value = entry["value"]
        if isinstance(value, dt.date):
            value = value.isoformat()
        if (entry["unit"] == "percent" or entry["unit"][:3] in CURRENCIES) and not isinstance(
            value, int | float
        ):
            check.fault(line, f"value {value!r} isn't a number; amounts are numbers without a sign")
        found[entry["id"]] = Fact(
            id=entry["id"],
            label=check.texts(entry, "label"),
            value=value,
            unit=entry["unit"],
            sources=tuple(entry["sources"]),
            checked_on=check.date(entry, "checked_on"),
            year=entry.get("year"),
            gross=bool(entry.get("gross")),
            valid_until=check.date(entry, "valid_until"),
            confidence=entry.get("confidence", ""),
            being_checked=bool(entry.get("being_checked")),
            checked_by=entry.get("checked_by", ""),
        )
    check.done()
    return found


def read_contacts(path: Path, sources: dict[int, Source], facts: dict[str, Fact]) -> dict[str, Contact]:
    """The places where a person gets help, by id, in the order of the file."""
    check = Checker(path)
    found: dict[str, Contact] = {}
    for entry in load_yaml(path) or []:
        line = entry.get("__line__", 1)
        if not check.need(entry, "id", "name", "role", "country", "for", "checked_on"):
            continue
        phone = entry.get("phone_fact", "")
        if phone and phone not in facts:
            check.fault(line, f"phone_fact {phone} isn't a fact; a phone number is published only as one")
        unknown = [source for source in entry.get("sources", []) if source not in sources]
        if unknown:
            check.fault(line, f"sources {unknown} aren't in content/sources.yaml")
        found[entry["id"]] = Contact(
            id=entry["id"],
            name=check.texts(entry, "name"),
            role=check.texts(entry, "role"),
            country=entry["country"],
            purposes=tuple(entry["for"]),
            sources=tuple(entry.get("sources", [])),
            checked_on=check.date(entry, "checked_on"),
            phone_fact=phone,
            website=entry.get("website", ""),
            address=entry.get("address", ""),
            city=entry.get("city", ""),
        )
    check.done()
    return found


def read_text(path: Path) -> Text:
    """A page's text in one language."""
    raw = path.read_text(encoding="utf-8").replace("\r\n", "\n").lstrip("\ufeff")
    match = re.match(r"---\n(.*?)\n---\n", raw, re.DOTALL)
    if not match:
        raise ContentError([Problem(path, 1, "must begin with --- title: ... summary: ... ---")])
    try:
        head = yaml.safe_load(match[1]) or {}
    except yaml.YAMLError as error:
        raise ContentError([Problem(path, 2, f"the part between --- isn't valid YAML: {error}")]) from error
    missing = [name for name in ("title", "summary") if not head.get(name)]
    if missing:
        raise ContentError([Problem(path, 2, f"{', '.join(missing)} missing")])
    first_line = raw[: match.end()].count("\n")
    try:
        parts = sections(raw[match.end() :])
    except MarkupError as error:
        raise ContentError([Problem(path, first_line + error.line, str(error))]) from error
    return Text(str(head["title"]).strip(), str(head["summary"]).strip(), tuple(parts))


def read_page(folder: Path, sources: dict[int, Source], facts: dict[str, Fact]) -> PageFile:
    """A page folder: `page.yaml` and a text for each language.

    Raises:
        ContentError: anything of it is missing or wrong.
    """
    path = folder / "page.yaml"
    entry = load_yaml(path)
    check = Checker(path)
    if not isinstance(entry, dict):
        raise ContentError([Problem(path, 1, "must be a mapping; see docs/architecture.md")])
    check.need(entry, "type", "slug", "checked_on", "review")
    if entry.get("type") not in PAGE_TYPES:
        check.fault(1, f"type {entry.get('type')!r} isn't known; use one of {', '.join(PAGE_TYPES)}")
    if entry.get("type") != "home":
        check.need(entry, "parent")
    slug = check.texts(entry, "slug")
    for language, value in slug.items():
        if not re.fullmatch(r"[a-z0-9-]+", value):
            check.fault(1, f"slug {value!r} ({language}): use small ASCII letters, digits and -")
    review = check.texts(entry, "review")
    menu = check.texts(entry, "menu") if "menu" in entry else {}
    also = {
        language: tuple(str(word).strip() for word in (entry.get("also") or {}).get(language) or ())
        for language in LANGUAGES
    }
    for state in set(review.values()) - set(REVIEW_STATES):
        check.fault(1, f"review {state!r} isn't known; use one of {', '.join(REVIEW_STATES)}")
    unknown = [source for source in entry.get("sources") or [] if source not in sources]
    if unknown:
        check.fault(1, f"sources {unknown} aren't in content/sources.yaml")

    texts: dict[str, Text] = {}
    for language in LANGUAGES:
        file = folder / f"{language}.md"
        if not file.exists():
            check.fault(1, f"{language}.md is missing; a page exists in all three languages or not at all")
            continue
        try:
            texts[language] = read_text(file)
        except ContentError as error:
            check.problems.extend(error.problems)
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            for reference in REFERENCE.finditer(line):
                if reference["id"] and reference["id"] not in facts:
                    check.problems.append(
                        Problem(file, number, f"[[{reference['id']}]]: no such fact in content/facts/")
                    )
    check.done()
    return PageFile(
        key=folder.name,
        type=entry["type"],
        parent=entry.get("parent"),
        order=int(entry.get("order", 0)),
        slug=slug,
        checked_on=check.date(entry, "checked_on"),
        review=review,
        texts=texts,
        menu=menu,
        also=also,
        country=entry.get("country", ""),
        route=entry.get("route", ""),
        topics=tuple(entry.get("topics") or ()),
        related=tuple(entry.get("related") or ()),
        sources=tuple(entry.get("sources") or ()),
    )


def read_content(root: Path = CONTENT) -> Content:
    """Everything under `content/`. Faults are collected, and what is faulty is left out whole."""
    problems: list[Problem] = []
    try:
        sources = read_sources(root / "sources.yaml")
    except ContentError as error:
        return Content({}, {}, {}, {}, error.problems)

    facts: dict[str, Fact] = {}
    for path in sorted((root / "facts").glob("*.yaml")):
        try:
            found = read_facts(path, sources)
        except ContentError as error:
            problems.extend(error.problems)
            continue
        problems.extend(
            Problem(path, 1, f"fact {key} stands in another file too; ids are never reused")
            for key in found.keys() & facts.keys()
        )
        facts.update(found)

    contacts: dict[str, Contact] = {}
    if (root / "contacts.yaml").exists():
        try:
            contacts = read_contacts(root / "contacts.yaml", sources, facts)
        except ContentError as error:
            problems.extend(error.problems)

    pages: dict[str, PageFile] = {}
    for path in sorted((root / "pages").glob("*/page.yaml")):
        try:
            pages[path.parent.name] = read_page(path.parent, sources, facts)
        except ContentError as error:
            problems.extend(error.problems)
    orphans = {key for key, page in pages.items() if page.parent and page.parent not in pages}
    while orphans:
        for key in orphans:
            problems.append(
                Problem(root / "pages" / key / "page.yaml", 1, f"parent {pages[key].parent!r} isn't there")
            )
            del pages[key]
        orphans = {key for key, page in pages.items() if page.parent and page.parent not in pages}
    pages, dead = _without_dead_links(root, pages, sources)
    problems.extend(dead)
    from content.files.faq import read_all_faq  # it builds on this module

    faq, faults = read_all_faq(root / "faq", pages, facts, sources)
    problems.extend(faults)
    return Content(sources, facts, contacts, pages, problems, faq)


def _without_dead_links(
    root: Path, pages: dict[str, PageFile], sources: dict[int, Source]
) -> tuple[dict[str, PageFile], list[Problem]]:
    """Links inside the site that lead nowhere are faults; until they are mended a reader sees their words without the link."""
    found: list[Problem] = []

    def mended(page: PageFile, language: str, text: Text) -> Text:
        def link(match: re.Match) -> str:
            kind, target = match["kind"], match["target"]
            if target in pages if kind == "page" else target.isdigit() and int(target) in sources:
                return match[0]
            path = root / "pages" / page.key / f"{language}.md"
            found.append(Problem(path, 1, f"the link to {kind}:{target} leads nowhere"))
            return match["words"]

        parts = tuple(replace(part, html=_LINK.sub(link, part.html)) for part in text.sections)
        return replace(text, sections=parts)

    def related(page: PageFile) -> tuple[str, ...]:
        path = root / "pages" / page.key / "page.yaml"
        missing = [key for key in page.related if key not in pages]
        found.extend(Problem(path, 1, f"related: {key} isn't a page") for key in missing)
        return tuple(key for key in page.related if key in pages)

    checked = {
        key: replace(
            page,
            related=related(page),
            texts={language: mended(page, language, text) for language, text in page.texts.items()},
        )
        for key, page in pages.items()
    }
    return checked, found
