"""What every page of the campaign has: an answer, sections, sources, the day it was checked, a review mark per language."""

from django.conf import settings
from django.db import models
from django.utils.html import escape
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.blocks import PageChooserBlock
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.rich_text import expand_db_html
from wagtail.snippets.blocks import SnippetChooserBlock
from wagtail_localize.fields import SynchronizedField, TranslatableField

from campaign.base.pictures import PICTURES, shapes
from campaign.blocks.stream import body_blocks
from campaign.facts.rendering import fact_list, facts_in, with_figures
from campaign.glossary.rendering import with_meanings
from campaign.languages.forms import FORMS, current, in_form
from content import figures
from content.countries import country_name


class Review(models.TextChoices):
    """Who has read a text in this language."""

    MACHINE_DRAFTED = "machine_drafted", _("drafted by machine")
    READ_BY_NATIVE = "read_by_native", _("read by a native speaker")
    APPROVED = "approved", _("approved")


class FramedPreview:
    """A preview that the editor may frame: it passes through the middleware under a public address, where framing is forbidden."""

    def serve_preview(self, request, mode_name):
        """The preview with the editors' policy."""
        response = super().serve_preview(request, mode_name)
        response._csp_config = settings.ADMIN_CSP
        response["X-Frame-Options"] = "SAMEORIGIN"
        return response


class CampaignPage(FramedPreview, Page):
    """Base of all page types. Subclasses name their `kind`, which the templates and the index use."""

    kind = "guide"
    explains_words = True  # hard words of its text show their meaning on a tap

    key = models.SlugField(
        _("key"), max_length=80, blank=True, help_text=_("Its name in the content files and in the index.")
    )
    menu_title = models.CharField(
        _("short name"), max_length=40, blank=True, help_text=_("For the menu, where the title is too long.")
    )
    summary = models.TextField(
        _("answer in two sentences"), help_text=_("Shown first, in lists, and by the bot.")
    )
    body = StreamField(body_blocks(), verbose_name=_("text"), blank=True)
    sources = StreamField(
        [("source", SnippetChooserBlock("facts.Source"))], verbose_name=_("sources"), blank=True
    )
    related = StreamField([("page", PageChooserBlock())], verbose_name=_("read next"), blank=True)
    topics = models.CharField(_("topics"), max_length=200, blank=True, help_text=_("Words with commas."))
    search_words = models.TextField(
        _("also searched as"),
        blank=True,
        help_text=_(
            "Other words people use for this page's subject, one a line: cities, slang, names on forms."
        ),
    )
    checked_on = models.DateField(_("checked on"))
    review = models.CharField(_("review"), max_length=16, choices=Review, default=Review.MACHINE_DRAFTED)

    content_panels = [
        *Page.content_panels,
        FieldPanel("menu_title"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("sources"),
        FieldPanel("related"),
        FieldRowPanel([FieldPanel("checked_on"), FieldPanel("review")]),
    ]
    promote_panels = [
        *Page.promote_panels,
        MultiFieldPanel([FieldPanel("key"), FieldPanel("topics"), FieldPanel("search_words")], _("Index")),
    ]
    override_translatable_fields = [
        SynchronizedField("key"),
        SynchronizedField("checked_on"),
        SynchronizedField("topics"),
        TranslatableField("slug"),
    ]

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.key = self.key or slugify(self.slug or self.title)
        super().save(*args, **kwargs)

    @property
    def short_name(self) -> str:
        """What the page is called where there is little room."""
        return self.menu_title or self.title

    def parts(self) -> list[dict]:
        """The text as plain data: kind, heading, rich text as stored, and the anchor of its section."""
        listed = []
        for number, block in enumerate(self.body, 1):
            if block.block_type == "section":
                heading = block.value["heading"]
                listed.append(
                    {
                        "kind": "text",
                        "heading": heading,
                        "html": _source_of(block.value["text"]),
                        "anchor": f"s{number}",
                    }
                )
            else:
                listed.append(
                    {
                        "kind": block.value["kind"],
                        "heading": "",
                        "html": _source_of(block.value["text"]),
                        "anchor": f"s{number}",
                    }
                )
        return listed

    def facts(self) -> dict:
        """The facts this page refers to, by key, in order of appearance."""
        return facts_in(self.summary, *(part["heading"] + part["html"] for part in self.parts()))

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        from campaign.questions.rendering import questions_of, shown  # questions know pages, too

        form, language = current(), self.locale.language_code
        questions = questions_of(self.key)
        facts = self.facts()
        facts |= facts_in(*(question.answer_in(language) for question in questions))
        self.summary_html = with_figures(escape(self.summary), facts, language)
        sections = [
            {
                **part,
                "heading": figures.plain(part["heading"], _plain_facts(facts), language),
                "html": with_figures(expand_db_html(part["html"]), facts, language),
            }
            for part in self.parts()
        ]
        meanings = []
        if self.explains_words:
            texts, meanings = with_meanings([part["html"] for part in sections], language, self.title)
            sections = [{**part, "html": html} for part, html in zip(sections, texts, strict=True)]
        context.update(
            kind=self.kind,
            picture=PICTURES.get(self.key),
            sections=sections,
            meanings=meanings,
            questions=shown(questions, facts, language),
            facts=fact_list(facts, language),
            sources=self.source_list(),
            related=[item_of(page, request) for page in self.related_pages()],
            trail=[
                {"title": page.short_name, "url": page.get_url(request)}
                for page in self.get_ancestors().live().filter(depth__gt=1).specific()
            ],
            checked_on=figures.long_date(self.checked_on, language),
            **self.addresses(request, form),
        )
        return context

    def source_list(self) -> list:
        """The sources of statements that carry no figure."""
        return [block.value for block in self.sources if block.value]

    def related_pages(self) -> list[Page]:
        """Pages to read next, in the language of this one, as far as they are published."""
        chosen = [block.value.localized for block in self.related if block.value]
        return [page.specific for page in chosen if page.live]

    def addresses(self, request, form) -> dict:
        """The language switch, hreflang links and canonical address of this page."""
        translations = {
            page.locale.language_code: page
            for page in self.get_translations(inclusive=True).live().select_related("locale")
        }
        own = self.get_url(request) or ""
        forms, alternates = [], []
        for other in FORMS.values():
            page = translations.get(other.language)
            # A page that isn't there yet is linked under the wanted form: that address explains and offers the others.
            url = in_form(page.get_url(request) if page else own, other)
            forms.append(
                {
                    "code": other.code,
                    "name": other.name,
                    "url": url,
                    "html_lang": other.html_lang,
                    "current": other.code == form.code,
                }
            )
            if page:
                alternates.append({"hreflang": other.html_lang, "url": request.build_absolute_uri(url)})
        return {
            "forms": forms,
            "alternates": alternates,
            "canonical": request.build_absolute_uri(request.path),
        }


def item_of(page, request) -> dict:
    """A page as lists and cards show it: title, summary without links, address."""
    page = page.specific
    language = page.locale.language_code
    summary = getattr(page, "summary", "")
    facts = _plain_facts(facts_in(summary)) if "[[" in summary else {}
    return {
        "title": page.title,
        "summary": figures.plain(summary, facts, language),
        "url": page.get_url(request),
        "country": country_name(code, language) if (code := getattr(page, "country", "")) else "",
        "key": getattr(page, "key", ""),
        "kind": getattr(page, "kind", ""),
        "shapes": shapes(code) if code and page.kind == "country" else (),
    }


def _plain_facts(rows: dict) -> dict:
    return {key: row.as_fact() for key, row in rows.items()}


def _source_of(rich_text) -> str:
    return rich_text.source if rich_text else ""
