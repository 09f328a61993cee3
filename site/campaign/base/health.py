"""`/health/`: each part and its lag. 200 as long as pages can be served."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import JsonResponse

from campaign.chat import rasa
from campaign.search.outbox import lag
from content.index.queries import open_store

OK, DEGRADED, DOWN = "ok", "degraded", "down"


def health(request):
    """JSON: `{status, parts: {database, index, bot}}`, each part `ok | degraded | down`."""
    found = parts()
    states = {part["state"] for part in found.values()}
    down = found["database"]["state"] == DOWN
    status = DOWN if down else OK if states == {OK} else DEGRADED
    response = JsonResponse({"status": status, "parts": found}, status=503 if down else 200)
    response["Cache-Control"] = "no-store"
    return response


def parts() -> dict[str, dict]:
    """The state of database, index and bot, each `{state: ok | degraded | down}` with what is known beside it."""
    return {"database": _database(), "index": _index(), "bot": _bot()}


def _database() -> dict:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return {"state": DOWN, "why": type(error).__name__}
    return {"state": OK}


def _index() -> dict:
    try:
        waiting = lag()
        details = open_store(settings.CONTENT_INDEX).health()
    except Exception as error:  # noqa: BLE001 - whatever is wrong with the index, the answer says so
        return {"state": DOWN, "why": type(error).__name__}
    return {"state": DEGRADED if waiting["waiting"] else OK, **details, **waiting}


def _bot() -> dict:
    if not settings.RASA_URL:
        return {"state": DOWN, "why": "no bot is configured; the chat answers from search"}
    return (
        {"state": OK}
        if rasa.is_up()
        else {"state": DOWN, "why": "the bot does not answer; the chat answers from search"}
    )
