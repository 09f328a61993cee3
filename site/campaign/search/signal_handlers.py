"""Every change a reader could see becomes an outbox row: publish, unpublish, move with descendants, slug, delete, snippets."""

from django.db.models.signals import post_delete, post_save
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from campaign.base.models import CampaignPage
from campaign.facts.models import Contact, Fact, Source
from campaign.glossary.models import Term
from campaign.questions.models import Question
from campaign.routes.models import Route
from campaign.synonyms.models import SynonymSet
from content.languages import LANGUAGES

from .models import OutboxRow
from .outbox import enqueue

PAGE = OutboxRow.Kind.PAGE


def on_page(sender, instance, **kwargs):
    """A page was published or withdrawn."""
    if isinstance(instance, CampaignPage):
        enqueue(PAGE, instance.key, instance.locale.language_code)


def on_page_with_descendants(sender, instance, **kwargs):
    """A page moved or got another slug: the addresses of everything below it changed too."""
    for page in instance.get_descendants(inclusive=True).specific():
        on_page(sender, page)


def on_delete(sender, instance, **kwargs):
    """A page is gone. Wagtail deletes descendants one by one, so each arrives here."""
    on_page(sender, instance)


def on_fact(sender, instance, **kwargs):
    """A fact changed: its pages and routes quote it."""
    enqueue(OutboxRow.Kind.FACT, instance.key)
    for contact in Contact.objects.filter(phone_fact=instance):
        enqueue(OutboxRow.Kind.CONTACT, contact.key)


def on_source(sender, instance, **kwargs):
    """A source changed: everything that cites it shows it."""
    for fact in instance.facts.all():
        enqueue(OutboxRow.Kind.FACT, fact.key)
    for question in instance.questions.all():
        on_question(Question, question)


def on_question(sender, instance, **kwargs):
    """A question changed: its passages are part of its page's, and of the page it stood at before."""
    for page in {instance.page_key, getattr(instance, "page_before", "")} - {""}:
        enqueue(OutboxRow.Kind.QUESTION, page)
    instance.page_before = instance.page_key


def on_contact(sender, instance, **kwargs):
    """A contact changed."""
    enqueue(OutboxRow.Kind.CONTACT, instance.key)


def on_route(sender, instance, **kwargs):
    """The criteria of a route changed."""
    enqueue(OutboxRow.Kind.ROUTE, instance.key)


def on_synonyms(sender, instance, **kwargs):
    """A set of synonyms changed: its language has new ones, and so has the language it stood in before."""
    for language in {instance.language, getattr(instance, "language_before", "")} - {""}:
        enqueue(OutboxRow.Kind.SYNONYMS, language)
    instance.language_before = instance.language


def on_term(sender, instance, **kwargs):
    """A word of the glossary changed: pages explain it, so kept copies are old; its other names serve the search."""
    for language in LANGUAGES:
        enqueue(OutboxRow.Kind.SYNONYMS, language)


def connect() -> None:
    """Called once, when the app is ready."""
    page_published.connect(on_page)
    page_unpublished.connect(on_page)
    post_page_move.connect(on_page_with_descendants)
    page_slug_changed.connect(on_page_with_descendants)
    post_delete.connect(on_delete)
    for model, handler in (
        (Fact, on_fact),
        (Contact, on_contact),
        (Route, on_route),
        (Question, on_question),
        (SynonymSet, on_synonyms),
        (Term, on_term),
    ):
        post_save.connect(handler, sender=model)
        post_delete.connect(handler, sender=model)
    post_save.connect(on_source, sender=Source)
