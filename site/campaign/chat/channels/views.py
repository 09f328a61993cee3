"""The address a provider calls. Off unless its keys are set; whatever isn't genuine ends here, and nothing of it is logged."""

import json
import logging

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from campaign.languages.views import switched_off

from .answering import answer
from .base import Channel, TryLater
from .messenger import Messenger
from .telegram import Telegram
from .viber import Viber
from .whatsapp import WhatsApp

logger = logging.getLogger(__name__)
MOST_BYTES = 512 * 1024  # Meta sends up to a thousand events at once
CHANNELS = {channel.name: channel for channel in (Telegram, Viber, Messenger, WhatsApp)}


@csrf_exempt  # no cookie stands behind it; each provider signs what it sends
@require_http_methods(["GET", "POST"])
def webhook(request, name: str):
    """200 once every message in the request has its reply, 503 while one hasn't: the provider sends it again, answered ones are skipped."""
    channel = _switched_on(name)
    if channel is None:
        return switched_off(request)
    if request.method == "GET":
        challenge = channel.challenge(request.GET)
        if challenge is None:
            return HttpResponse(status=403)
        return HttpResponse(challenge, content_type="text/plain")
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        return HttpResponse(status=413)
    body = request.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        return HttpResponse(status=413)
    if not channel.is_genuine(request.headers, body):
        return HttpResponse(status=403)
    try:
        payload = json.loads(body)
    except ValueError:
        return HttpResponse(status=400)
    return _answer_all(channel, payload)


def _switched_on(name: str) -> Channel | None:
    options = settings.CHANNELS.get(name)
    return CHANNELS[name](options) if name in CHANNELS and options else None


def _answer_all(channel: Channel, payload):
    try:
        incoming = channel.messages(payload)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        # Genuine, but nothing we know: asking for it again would bring the same.
        logger.warning("%s sent something unknown: %s", channel.name, type(error).__name__)
        return HttpResponse()
    response, later = None, False
    for one in incoming:
        try:
            response = answer(channel, one) or response
        except TryLater as error:
            logger.warning("A reply waits for %s: %s", channel.name, error)
            later = True
            if error.seconds == float(
                "inf"
            ):  # the others would wait as long; the provider brings all of them again
                break
    if later:
        return HttpResponse(status=503)
    return JsonResponse(response) if response else HttpResponse()
