"""Every channel switched on, each with a stand-in for its provider."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from campaign.chat.channels import answering

from .providers import NAMES, OPTIONS, Provider, signature


@pytest.fixture
def providers(settings, monkeypatch) -> Iterator[dict[str, Provider]]:
    """The stand-ins by name; the site calls them instead of the providers, and doesn't pause between two tries."""
    cache.clear()
    monkeypatch.setattr(answering, "PAUSES_S", (0.0, 0.0))
    running = {name: Provider(name) for name in NAMES}
    settings.CHANNELS = {name: OPTIONS[name] | {"api": running[name].address} for name in NAMES}
    yield running
    for provider in running.values():
        provider.shutdown()
        provider.server_close()


@pytest.fixture
def deliver(client):
    """Sends a payload, or raw bytes, to a channel's address as its provider does."""
    import json

    def send(name: str, payload, headers: dict | None = None):
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        return client.post(
            f"/channels/{name}/",
            data=body,
            content_type="application/json",
            headers=signature(name, body) if headers is None else headers,
        )

    return send
