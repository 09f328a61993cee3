"""An Answer as the plain text of a message. The list of conditions one by one is left to the page that the offers link to."""

from django.conf import settings
from django.utils.translation import gettext as _

from campaign.chat.views import shown


def as_text(answer: dict) -> str:
    """The whole answer but its buttons, paragraphs separated by an empty line. Numbers come first where somebody is in danger."""
    turn = shown({"who": "bot", "answer": answer})["answer"]
    text = "\n\n".join(turn["paragraphs"])
    offers = [_offer(offer) for offer in turn["offers"]]
    if answer["status"] == "sensitive":
        # The first line is what a locked phone shows.
        return _paragraphs("\n".join(offers), text, *_passages(turn))
    return _paragraphs(text, *_passages(turn), _sources(turn), "\n".join(offers))


def absolute(url: str) -> str:
    """An address that works outside the site."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{url}" if url.startswith("/") else url


def _paragraphs(*blocks: str) -> str:
    return "\n\n".join(block for block in blocks if block)


def _passages(turn: dict) -> list[str]:
    return [
        "\n".join(
            filter(
                None,
                (
                    passage["title"],
                    passage["text"],
                    absolute(passage["url"]),
                    passage["checked_on"] and f"{_('Checked on')} {passage['checked_on']}",
                ),
            )
        )
        for passage in turn["passages"]
    ]


def _sources(turn: dict) -> str:
    lines = [
        f"– {source['title']}"
        + (f" · {_('Checked on')} {source['checked_on']}" if source["checked_on"] else "")
        + f"\n{source['url']}"
        for source in turn["sources"]
    ]
    return "\n".join([f"{_('Sources')}:", *lines]) if lines else ""


def _offer(offer: dict) -> str:
    line = ": ".join(filter(None, (offer.get("phone"), offer["title"])))
    return "\n".join(filter(None, (line, offer.get("text"), absolute(offer.get("url", "")))))
