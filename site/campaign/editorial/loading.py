"""Files into the database: creates what is missing, updates what nobody has touched, reports what an editor has."""

import re
import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction
from wagtail.models import Locale, Page, Site
from wagtail.rich_text import RichText

from campaign.base.models import CampaignPage
from campaign.facts.models import Contact, Fact, Source
from campaign.glossary.models import Term
from campaign.guides.models import GuidePage, HelpPage, RiskPage
from campaign.home.models import AboutPage, HomePage, IndexPage
from campaign.questions.models import Question
from campaign.routes.models import CountryPage, Route, RoutePage
from campaign.search.outbox import rebuilt_afterwards
from campaign.search.pages import page_types
from campaign.synonyms.models import SynonymSet
from content.files import glossary
from content.files.read import Content, PageFile
from content.files.synonyms import SynonymSet as SynonymSetFile
from content.languages import LANGUAGES

from . import shapes
from .models import LoadedItem

PAGE_TYPES: dict[str, type[CampaignPage]] = {
    model.kind: model
    for model in (HomePage, IndexPage, GuidePage, RoutePage, CountryPage, RiskPage, HelpPage, AboutPage)
}
IN_MENU = {"index", "help"}  # what the main navigation and the cards of the front page show
# Translations of one page share this key; from the page's name, so that loading twice finds what is there.
NAMESPACE = uuid.UUID("5d6f6c1e-6f0f-4d0e-9a57-3f1f4f6f2b10")


@dataclass
class Report:
    """What loading did: counts, and what an editor has touched and was therefore kept."""

    counts: Counter = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)


class _Loader:
    def __init__(self, content: Content, routes: dict[str, dict]):
        self.content, self.routes = content, routes
        self.report = Report()
        self.loaded = {(item.kind, item.key, item.language): item for item in LoadedItem.objects.all()}

    def wants(
        self, kind: str, key: str, language: str, new: dict, present: dict | None, page: Page | None = None
    ) -> bool:
        """Whether the file's version is to be written: it is new, or differs and nobody touched what is there."""
        if present is None:
            self.report.counts["created"] += 1
        elif shapes.digest(present) == shapes.digest(new):
            self.report.counts["unchanged"] += 1
            self.note(kind, key, language, new, page.latest_revision_id if page else None)
            return False
        elif is_touched(self.loaded.get((kind, key, language)), present, page):
            self.report.kept.append(f"{kind} {key} {language}".strip())
            return False
        else:
            self.report.counts["updated"] += 1
        if page is None:  # a page is noted with the revision that writing it makes
            self.note(kind, key, language, new)
        return True

    def note(self, kind: str, key: str, language: str, shape: dict, revision: int | None = None) -> None:
        noted = {"digest": shapes.digest(shape), "parts": shapes.parts(shape), "revision": revision}
        item = self.loaded.get((kind, key, language))
        if item is None or any(getattr(item, name) != value for name, value in noted.items()):
            LoadedItem.objects.update_or_create(kind=kind, key=key, language=language, defaults=noted)

    def load_sources(self) -> None:
        present = {source.pk: source for source in Source.objects.all()}
        for source in self.content.sources.values():
            row = present.get(source.id)
            shape = shapes.source_shape(source)
            if self.wants("source", str(source.id), "", shape, shapes.source_shape(row) if row else None):
                Source(pk=source.id, **shape).save()

    def load_facts(self) -> None:
        present = {fact.key: fact for fact in Fact.objects.prefetch_related("sources")}
        for fact in self.content.facts.values():
            row = present.get(fact.id)
            if not self.wants(
                "fact", fact.id, "", shapes.fact_shape(fact), shapes.fact_row_shape(row) if row else None
            ):
                continue
            row = row or Fact(key=fact.id)
            for language in LANGUAGES:
                setattr(row, f"label_{language}", fact.label[language])
            row.value = ",".join(map(str, fact.value)) if isinstance(fact.value, list) else str(fact.value)
            for name in (
                "unit",
                "gross",
                "year",
                "checked_on",
                "valid_until",
                "confidence",
                "being_checked",
                "checked_by",
            ):
                setattr(row, name, getattr(fact, name))
            row.sources = list(Source.objects.filter(pk__in=fact.sources))
            row.save()

    def load_contacts(self) -> None:
        present = {
            contact.key: contact
            for contact in Contact.objects.select_related("phone_fact").prefetch_related("sources")
        }
        for order, contact in enumerate(self.content.contacts.values()):
            row = present.get(contact.id)
            if not self.wants(
                "contact",
                contact.id,
                "",
                shapes.contact_shape(contact),
                shapes.contact_shape(row) if row else None,
            ):
                continue
            row = row or Contact(key=contact.id, order=order)
            for language in LANGUAGES:
                setattr(row, f"name_{language}", contact.name[language])
                setattr(row, f"role_{language}", contact.role[language])
            for name in ("country", "city", "address", "website", "checked_on"):
                setattr(row, name, getattr(contact, name))
            row.phone_fact = Fact.objects.get(key=contact.phone_fact) if contact.phone_fact else None
            row.purposes = ", ".join(contact.purposes)
            row.sources = list(Source.objects.filter(pk__in=contact.sources))
            row.save()

    def load_routes(self) -> None:
        # A draft that is not published yet counts as touched.
        present = {route.key: route.get_latest_revision_as_object() for route in Route.objects.all()}
        for key, data in self.routes.items():
            row = present.get(key)
            if self.wants("route", key, "", data, row.data if row else None):
                Route.objects.update_or_create(key=key, defaults={"data": data})

    def load_questions(self) -> None:
        present = {question.key: question for question in Question.objects.prefetch_related("sources")}
        for order, faq in enumerate(self.content.faq.values()):
            row, shape = present.get(faq.id), shapes.question_shape(faq)
            if not self.wants("question", faq.id, "", shape, shapes.question_row_shape(row) if row else None):
                continue
            row = row or Question(key=faq.id, order=order)
            row.page_key, row.country, row.checked_on = faq.page, faq.country, faq.checked_on
            row.topics = ", ".join(faq.topics)
            for language in LANGUAGES:
                setattr(row, f"question_{language}", faq.question[language])
                setattr(row, f"answer_{language}", faq.answer[language])
                setattr(row, f"also_{language}", "\n".join(faq.also[language]))
                setattr(row, f"review_{language}", faq.review[language])
            row.sources = list(Source.objects.filter(pk__in=faq.sources))
            row.save()

    def load_terms(self, terms: dict[str, glossary.Term]) -> None:
        present = {term.key: term for term in Term.objects.all()}
        for order, term in enumerate(terms.values()):
            row, shape = present.get(term.id), shapes.term_shape(term)
            if not self.wants("term", term.id, "", shape, shapes.term_shape(row.as_term()) if row else None):
                continue
            row = row or Term(key=term.id, order=order)
            row.category, row.page_key, row.explain = term.category, term.page, term.explain
            row.original_language, row.original_name = term.original or ("", "")
            for language in LANGUAGES:
                setattr(row, f"name_{language}", term.name[language])
                setattr(row, f"meaning_{language}", term.meaning[language])
                setattr(row, f"also_{language}", "\n".join(term.also.get(language, ())))
            row.save()

    def load_synonyms(self, sets: Iterable[SynonymSetFile]) -> None:
        rows = list(SynonymSet.objects.all())
        # By its first name now, else by the one it had when it was loaded: an editor may have put another one first.
        present = {(row.language, row.key): row for row in rows}
        present |= {(row.language, row.as_set().key): row for row in rows}
        for found in sets:
            row, shape = present.get((found.language, found.key)), shapes.synonyms_shape(found)
            if row is None and ("synonyms", found.key, found.language) in self.loaded:
                self.report.kept.append(f"synonyms {found.key} {found.language} (deleted)")
                continue
            there = shapes.synonyms_shape(row.as_set()) if row else None
            if not self.wants("synonyms", found.key, found.language, shape, there):
                continue
            row = row or SynonymSet(key=found.key, language=found.language)
            row.names, row.meant = ", ".join(found.said), ", ".join(found.meant)
            row.reason, row.query, row.page_key = found.reason, found.query, found.page
            row.save()

    # Pages -----------------------------------------------------------------------------------------------------------

    def load_pages(self) -> None:
        locales = {
            language: Locale.objects.get_or_create(language_code=language)[0] for language in LANGUAGES
        }
        rows = {
            (page.translation_key, page.locale.language_code): page
            for model in page_types()
            for page in model.objects.select_related("locale")
        }
        fresh: set[int] = set()
        for page in _parents_first(self.content.pages):
            for language in LANGUAGES:
                identity = (uuid.uuid5(NAMESPACE, page.key), language)
                if identity not in rows:
                    parent = rows.get((uuid.uuid5(NAMESPACE, page.parent), language)) if page.parent else None
                    rows[identity] = self._create(page, language, locales[language], parent)
                    fresh.add(rows[identity].pk)
        self._point_site_at(rows.get((uuid.uuid5(NAMESPACE, "home"), "sq")))

        page_keys = {row.pk: row.key for row in rows.values()}
        source_urls = {source.url: source.pk for source in Source.objects.all()}
        routes = {route.key: route for route in Route.objects.all()}
        for page in self.content.pages.values():
            for language in LANGUAGES:
                row = rows[uuid.uuid5(NAMESPACE, page.key), language]
                shape = shapes.page_shape_of_file(page, language)
                present = (
                    None
                    if row.pk in fresh
                    else shapes.page_shape_of_row(row.get_latest_revision_as_object(), page_keys, source_urls)
                )
                if self.wants("page", page.key, language, shape, present, row):
                    self._write(row, page, language, shape, rows, routes)
                    self.note("page", page.key, language, shape, row.latest_revision_id)

    def _create(self, page: PageFile, language: str, locale: Locale, parent: Page | None) -> CampaignPage:
        row = PAGE_TYPES[page.type](
            key=page.key,
            title=page.texts[language].title,
            slug=language if page.type == "home" else page.slug[language],
            summary=page.texts[language].summary,
            checked_on=page.checked_on,
            locale=locale,
            translation_key=uuid.uuid5(NAMESPACE, page.key),
            show_in_menus=page.type in IN_MENU,
            live=False,
            **({"country": page.country} if page.type in {"route", "country"} else {}),
        )
        return (parent or Page.get_first_root_node()).add_child(instance=row)

    def _write(
        self,
        row: CampaignPage,
        page: PageFile,
        language: str,
        shape: dict,
        rows: dict,
        routes: dict[str, Route],
    ) -> None:
        def link(match: re.Match) -> str:
            if match["kind"] == "page":
                return f'<a linktype="page" id="{rows[uuid.uuid5(NAMESPACE, match["target"]), language].pk}">'
            return f'<a href="{self.content.sources[int(match["target"])].url}">'

        def rich(html: str) -> RichText:
            return RichText(re.sub(r'<a href="(?P<kind>page|source):(?P<target>[^"]+)">', link, html))

        row.title, row.menu_title = shape["title"], shape["menu"]
        row.search_words = "\n".join(shape["also"])
        row.slug, row.summary = shape["slug"], shape["summary"]
        row.checked_on, row.review = page.checked_on, shape["review"]
        row.topics = ", ".join(page.topics)
        row.body = [
            ("section", {"heading": heading, "text": rich(html)})
            if kind == "text"
            else ("callout", {"kind": kind, "text": rich(html)})
            for kind, heading, html in shape["sections"]
        ]
        row.sources = [("source", Source.objects.get(pk=key)) for key in page.sources]
        row.related = [
            ("page", rows[uuid.uuid5(NAMESPACE, key), language].page_ptr)
            for key in page.related
            if key in self.content.pages
        ]
        if page.type == "route":
            row.criteria = routes.get(page.route)
        if page.type in {"route", "country"}:
            row.country = page.country
        row.full_clean()
        row.save_revision(changed=False).publish()

    def _point_site_at(self, home: CampaignPage | None) -> None:
        """Makes the Albanian front page the site's root and removes Wagtail's welcome page."""
        if home is None or Site.objects.filter(root_page_id=home.pk).exists():
            return
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "localhost", "root_page": home.page_ptr}
        )
        for page in Page.get_first_root_node().get_children():
            if page.specific_class is Page:
                page.delete()


def is_touched(item: LoadedItem | None, present: dict, page: Page | None = None) -> bool:
    """Whether an editor has changed what is there since it was loaded as `item`.

    A page that still has the loader's revision is untouched whatever it looks like: a new version of the site may describe the
    same text in another way. Everything else is compared part by part, and only in the parts that existed when it was loaded.
    """
    if item is None:
        return True
    if page is not None and item.revision is not None:
        return page.latest_revision_id != item.revision
    if item.parts:
        now = shapes.parts(present)
        return any(now[name] != mark for name, mark in item.parts.items() if name in now)
    # Loaded before parts and revisions were noted. Loading has no user, saving in the editor always has one.
    if shapes.digest(shapes.as_first_noted(present)) == item.digest:
        return False
    return page is None or page.revisions.filter(user__isnull=False).exists()


def _parents_first(pages: dict[str, PageFile]) -> list[PageFile]:
    """Parents before children, siblings by their order."""

    def depth(page: PageFile) -> int:
        return 0 if page.parent is None else 1 + depth(pages[page.parent])

    return sorted(pages.values(), key=lambda page: (depth(page), page.order, page.key))


def load(
    content: Content,
    routes: dict[str, dict],
    terms: dict[str, glossary.Term] | None = None,
    synonyms: Iterable[SynonymSetFile] = (),
) -> Report:
    """Loads everything in one transaction, then rebuilds the index if anything changed."""
    loader = _Loader(content, routes)
    with rebuilt_afterwards(), transaction.atomic():
        loader.load_sources()
        loader.load_facts()
        loader.load_contacts()
        loader.load_routes()
        if "home" in content.pages:
            loader.load_pages()
        loader.load_questions()
        loader.load_terms(terms or {})
        loader.load_synonyms(synonyms)
    return loader.report
