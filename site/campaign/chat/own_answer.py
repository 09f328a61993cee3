"""What the site answers when the bot can't: danger first, else what search finds, always with a person to ask."""

import logging

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from campaign.facts.models import Contact
from campaign.facts.rendering import phone_href
from campaign.languages.forms import in_form, written_in
from content.index.queries import open_store, search
from content.text.danger import assess
from content.text.language import identify
from content.text.scripts import to_latin

logger = logging.getLogger(__name__)
SENTENCES = 420


def own_answer(text: str, form) -> dict:
    """An Answer without the bot: status `sensitive` for danger, else `failure` with the nearest passages."""
    guess = identify(text, prior=form.language)
    language = guess.language or form.language
    script = "Latn" if language != "sr" else (guess.script or form.script)
    written = written_in(language, script)
    with override(written.language):
        answer = _danger(language) if assess(text).level == "certain" else _found(text, language, written)
    answer |= {"language": language, "script": script, "buttons": []}
    return _in_latin(answer) if written.code == "sr-latn" else answer


def _danger(language: str) -> dict:
    return {
        "status": "sensitive",
        "text": _(
            "Your safety comes first. If you can, go to a safe place and call now. You do not have to explain everything."
        ),
        "passages": [],
        "sources": [],
        "offers": contact_offers(language, ("emergency", "trafficking")),
    }


def _found(text: str, language: str, form) -> dict:
    try:
        hits = search(text, language, limit=3, store=open_store(settings.CONTENT_INDEX)).hits
    except Exception as error:  # noqa: BLE001 - the last answer must not fail
        logger.warning("The chat has neither bot nor index: %s", type(error).__name__)
        hits = []
    passages = [
        {
            "page": hit.passage.page,
            "title": hit.passage.title,
            "text": shorten(hit.passage.text),
            "url": in_form(hit.passage.url, form),
            "checked_on": hit.passage.checked_on.isoformat() if hit.passage.checked_on else None,
        }
        for hit in hits
    ]
    sources = {
        source.url: {
            "title": source.title,
            "url": source.url,
            "dated": source.dated,
            "checked_on": source.checked_on.isoformat(),
        }
        for hit in hits[:1]
        for source in hit.passage.sources
    }
    opening = _("The assistant cannot answer at the moment. This is what our pages say about it:")
    nothing = _(
        "The assistant cannot answer at the moment, and our pages have nothing on this. Please ask a person:"
    )
    return {
        "status": "failure",
        "text": opening if passages else nothing,
        "passages": passages,
        "sources": list(sources.values()),
        # Word patterns alone miss much of what the bot would notice: the first emergency number is always there.
        "offers": [
            {"kind": "ask", "title": _("Write to a counsellor"), "url": f"/{form.code}/ask/"},
            *contact_offers(language, ("advice",))[:2],
            *contact_offers(language, ("emergency",))[:1],
        ],
    }


def contact_offers(language: str, purposes: tuple[str, ...]) -> list[dict]:
    """Contacts from the database for these purposes, as offers; those with a phone number first."""
    chosen = [
        contact
        for contact in Contact.objects.select_related("phone_fact")
        if set(purposes) & set(contact.purpose_list())
    ]
    chosen.sort(key=lambda contact: (not contact.phone, contact.order))
    return [
        {
            "kind": "contact",
            "title": getattr(contact, f"name_{language}"),
            **({"phone": contact.phone} if contact.phone else {}),
            **({"url": contact.website} if contact.website else {}),
        }
        for contact in chosen
    ]


def contact_links(language: str, purposes: tuple[str, ...], most: int) -> list[dict]:
    """The first of these contacts, each with what a phone dials."""
    found = contact_offers(language, purposes)[:most]
    return [
        one | {"phone_href": f"tel:{phone_href(one['phone'])}" if one.get("phone") else ""} for one in found
    ]


def shorten(text: str) -> str:
    """Whole sentences up to about 420 characters."""
    if len(text) <= SENTENCES:
        return text
    cut = text[:SENTENCES]
    end = max(cut.rfind(mark) for mark in (". ", "! ", "? ", "\n"))
    return cut[: end + 1].strip() if end > SENTENCES // 3 else f"{cut[: cut.rfind(' ')]} …"


def _in_latin(answer: dict) -> dict:
    for passage in answer["passages"]:
        passage |= {"title": to_latin(passage["title"]), "text": to_latin(passage["text"])}
    for offer in answer["offers"]:
        offer["title"] = to_latin(offer["title"])
    return answer | {"text": to_latin(answer["text"])}
