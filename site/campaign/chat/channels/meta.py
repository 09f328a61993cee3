"""What Messenger and WhatsApp share: https://developers.facebook.com/docs/graph-api/webhooks/getting-started"""

import requests

from .base import Channel, Refused, TryLater, answer_of, hmac_sha256, post, same

# https://developers.facebook.com/docs/graph-api/guides/error-handling and .../whatsapp/cloud-api/support/error-codes:
# rate limits of app, page and number, a passing fault, and an expired key.
PASSING = {1, 2, 4, 17, 32, 190, 613, 80007, 130429, 131016, 131048, 131056}


class MetaChannel(Channel):
    """Signed with the app's secret; the address is checked with GET when it is registered."""

    def is_genuine(self, headers, body: bytes) -> bool:
        """ "Validating payloads": header X-Hub-Signature-256, `sha256=` and the HMAC-SHA256 of the raw body with the app secret."""
        return same(
            headers.get("X-Hub-Signature-256", ""), f"sha256={hmac_sha256(self.options['app_secret'], body)}"
        )

    def challenge(self, query) -> str | None:
        """ "Verification requests": the challenge comes back when the verify token is ours."""
        if query.get("hub.mode") == "subscribe" and same(
            query.get("hub.verify_token", ""), self.options["verify_token"]
        ):
            return query.get("hub.challenge", "")
        return None

    def call(self, path: str, body: dict) -> None:
        """One call of the Graph API.

        Raises:
            TryLater, Refused
        """
        response = post(
            f"{self.options['api']}/{path}",
            body,
            headers={"Authorization": f"Bearer {self.options['token']}"},
        )
        if response.status_code != requests.codes.ok:
            error = answer_of(response).get("error") or {}
            if error.get("code") in PASSING or error.get("is_transient"):
                raise TryLater(f"error {error.get('code')}")
            raise Refused(f"error {error.get('code')}")
