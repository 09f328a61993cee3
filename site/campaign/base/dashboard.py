"""On the editors' first screen: what waits for the index, and whether search and bot answer. The states are those of `/health/`."""

import datetime as dt

from django.template.defaultfilters import date
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from campaign.search.models import OutboxRow

from .health import DEGRADED, DOWN, OK, parts


class IndexPanel(Component):
    """How far the index is behind, why, and the state of index and bot."""

    name = "index"
    order = 150
    template_name = "base/index_panel.html"

    def get_context_data(self, parent_context):
        states = parts()
        index = states["index"]
        failed = OutboxRow.objects.exclude(last_error="").last()
        since = index.get("since")
        return {
            "waiting": index.get("waiting", 0),
            "since": _since(since) if since else "",
            "error": plain_words(failed.last_error) if failed else "",
            "index": state_in_words("index", index),
            "bot": state_in_words("bot", states["bot"]),
        }


def _since(moment: str) -> str:
    """How old the oldest row is, and its time for those who look into a log."""
    created = dt.datetime.fromisoformat(moment)
    told = {"age": timesince(created), "time": date(timezone.localtime(created), "H:i")}
    return _("%(age)s (since %(time)s)") % told


def state_in_words(part: str, found: dict) -> dict:
    """The state of index or bot as `/health/` has it, with what it means for readers: `{state, text}`."""
    texts = {
        ("index", OK): _("Search is up to date."),
        ("index", DEGRADED): _("Search answers, but not everything has arrived yet."),
        ("index", DOWN): _("Search can't be used: readers are told so and see contacts."),
        ("bot", OK): _("The bot answers."),
        ("bot", DOWN): _("The bot does not answer: the chat answers from search."),
    }
    return {"state": found["state"], "text": texts[part, found["state"]]}


def plain_words(error: str) -> str:
    """What an error of the outbox means, for people who don't run servers. `error`: as the outbox keeps it, `Name('...')`."""
    return {
        "EngineAway": _(
            "The search server does not answer. Nothing is lost: it gets everything once it is back."
        ),
        "IndexMissing": _(
            "There is no index yet. Whoever looks after the server writes it with rebuild_index."
        ),
        "AnalyserMismatch": _(
            "The index is of another version. Whoever looks after the server writes it anew with rebuild_index."
        ),
        "OperationalError": _(
            "The file of the index is locked, or the disk is full. Tell whoever looks after the server."
        ),
        "OSError": _("The file of the index can't be written. Tell whoever looks after the server."),
        "PermissionError": _("The file of the index can't be written. Tell whoever looks after the server."),
    }.get(
        error.partition("(")[0],
        _("Something unexpected went wrong. Tell whoever looks after the server; the log has the details."),
    )
