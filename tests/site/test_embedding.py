"""The chat on partner sites: open to the sites that are named, closed to everybody else."""

import gzip
import json
import re

import pytest
from django.core.exceptions import ImproperlyConfigured

from campaign.settings import env

pytestmark = [pytest.mark.usefixtures("campaign"), pytest.mark.django_db]
PARTNER = "https://partner.example"
MOST_BYTES = 6 * 1024  # of the script, compressed


@pytest.fixture
def partner(settings):
    settings.EMBED_ORIGINS = [PARTNER, "http://localhost:9000"]


def policy(response) -> dict[str, str]:
    return dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))


@pytest.mark.parametrize("address", ["/embed.js", "/sq/chat/embed/"])
def test_without_partners_there_is_nothing_to_embed(client, settings, address):
    settings.EMBED_ORIGINS = []
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("form", ["sq", "sr", "sr-latn", "en"])
def test_only_partners_may_frame_the_compact_page(client, partner, stand, form):
    for response in (
        client.get(f"/{form}/chat/embed/"),
        client.post(f"/{form}/chat/embed/", {"text": "tung", "agreed": "1"}),
        client.post(f"/{form}/chat/embed/", {"text": ""}),
    ):
        assert policy(response)["frame-ancestors"] == f"{PARTNER} http://localhost:9000"
        assert "X-Frame-Options" not in response and not response.cookies
        html = response.content.decode()
        assert f'action="/{form}/chat/embed/#newest"' in html and "112" in html
        assert 'class="top"' not in html
    assert policy(response)["script-src" if "script-src" in policy(response) else "default-src"] == "'self'"


@pytest.mark.parametrize(
    "address", ["/sq/", "/sq/chat/", "/sq/check/", "/sq/search/?q=viza", "/admin/login/"]
)
def test_every_other_page_refuses_frames(client, partner, address):
    response = client.get(address)
    assert response["X-Frame-Options"] == "DENY" or address.startswith("/admin")
    assert policy(response)["frame-ancestors"] in ("'none'", "'self'")
    assert PARTNER not in response["Content-Security-Policy"]


def test_the_compact_page_answers_as_json_too(client, partner, stand):
    response = client.post(
        "/sq/chat/embed/",
        json.dumps({"text": "tung"}),
        content_type="application/json",
        headers={"accept": "application/json", "origin": PARTNER},
    )
    assert response.json()["answer"]["text"] == "Po." and "Access-Control-Allow-Origin" not in response


def test_the_script_is_small_and_knows_every_written_form(client, partner):
    response = client.get("/embed.js")
    script = response.content.decode()
    assert response["Content-Type"].startswith("text/javascript") and not response.cookies
    assert len(gzip.compress(response.content, 9)) <= MOST_BYTES
    words = json.loads(re.search(r"WORDS = (\{.*\});", script)[1])
    assert {code: one[0] for code, one in words.items()} == {
        "sq": "sq", "sr": "sr-Cyrl", "sr-latn": "sr-Latn", "en": "en",
    }  # fmt: skip
    assert len({one[1] for one in words.values()}) == 4
    assert not re.search(
        r"cookie\b(?!,)|localStorage|sessionStorage|innerHTML|eval\(|setAttribute\(.style", script
    )


@pytest.mark.parametrize(
    ("origin", "allowed"), [(PARTNER, True), ("https://evil.example", False), ("null", False)]
)
def test_the_script_may_be_read_by_partners_only(client, partner, origin, allowed):
    response = client.get("/embed.js", headers={"origin": origin})
    assert response.get("Access-Control-Allow-Origin") == (origin if allowed else None)
    assert "Origin" in response["Vary"]


@pytest.mark.parametrize(
    "wrong", ["*", "partner.example", "https://partner.example/page", "https://*.example", "https://a.example;x", "https://a b"]
)  # fmt: skip
def test_what_is_no_origin_is_refused(monkeypatch, wrong):
    monkeypatch.setenv("EMBED_ORIGINS", f"{PARTNER},{wrong}")
    with pytest.raises(ImproperlyConfigured, match="EMBED_ORIGINS"):
        env.origins("EMBED_ORIGINS")


def test_origins_are_read_from_a_list(monkeypatch):
    monkeypatch.setenv("EMBED_ORIGINS", f" {PARTNER}/, http://localhost:9000 ")
    assert env.origins("EMBED_ORIGINS") == [PARTNER, "http://localhost:9000"]
    monkeypatch.delenv("EMBED_ORIGINS")
    assert env.origins("EMBED_ORIGINS") == []
