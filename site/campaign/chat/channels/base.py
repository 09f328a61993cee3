"""What all providers share: the shape of a message, signatures, limits, and how a call to a provider may fail."""

import hashlib
import hmac
from abc import ABC, abstractmethod
from dataclasses import dataclass, field

import requests

from .splitting import split

PATIENCE_S = (3, 5)  # to connect, to answer


class TryLater(Exception):
    """The provider is away, slow or asks for patience; the same call may succeed later."""

    def __init__(self, why: str, seconds: float = 0.0):
        super().__init__(why)
        self.seconds = seconds


class Refused(Exception):
    """The provider won't take this message, now or later: the person has left, or it breaks a rule."""


@dataclass(frozen=True)
class Incoming:
    """One thing a person did.

    `kind` is text, button, start (opened the conversation) or other (a photo, a voice message, a place).
    `person` and `recipient` name the person at the provider: they go back to the provider and nowhere else.
    """

    id: str
    person: str
    kind: str = "text"
    text: str = ""
    button: str = ""
    locale: str = ""
    sent_at: float | None = None  # seconds since 1970, where the provider says so
    recipient: dict = field(default_factory=dict)
    response: dict | None = None  # what the webhook's own answer must carry
    answered_in_response: bool = False  # the reply itself goes into the webhook's answer


@dataclass(frozen=True)
class Button:
    """A choice: what is shown, and the reference that comes back (`correspondence.offer`)."""

    title: str
    reference: str


class Channel(ABC):
    """One provider. A subclass says how to check, read and write; the limits are the provider's."""

    name = ""
    title = ""
    most_characters = 4096
    most_characters_with_buttons = 4096
    most_buttons = 10
    most_title = 20

    def __init__(self, options: dict[str, str]):
        self.options = options

    @abstractmethod
    def is_genuine(self, headers, body: bytes) -> bool:
        """Whether the provider itself sent this body."""

    def challenge(self, query) -> str | None:
        """What to answer when the provider checks the address with GET; None refuses."""
        return None

    @abstractmethod
    def messages(self, payload: dict) -> list[Incoming]:
        """What persons did, oldest first; everything else in the payload is none of our business.

        Raises:
            KeyError, TypeError, ValueError, AttributeError: the payload hasn't the documented shape.
        """

    @abstractmethod
    def part(self, text: str, buttons: list[Button]) -> dict:
        """One message as the provider wants it, without the recipient."""

    @abstractmethod
    def send(self, part: dict, recipient: dict) -> None:
        """Hands one message to the provider.

        Raises:
            TryLater, Refused
        """

    def parts(self, text: str, buttons: list[Button]) -> list[dict]:
        """An answer as as many messages as the provider's limits ask for; buttons go with the last one.

        Choices that don't fit on buttons are written out: whoever types one is understood as well.
        """
        shown = buttons[: self.most_buttons]
        if len(shown) < len(buttons) or any(len(button.title) > self.most_title for button in buttons):
            text += "\n\n" + "\n".join(f"– {button.title}" for button in buttons)
        texts = split(text, self.most_characters)
        if shown and len(texts[-1]) > self.most_characters_with_buttons:
            texts[-1:] = split(texts[-1], self.most_characters_with_buttons)
        return [self.part(one, []) for one in texts[:-1]] + [self.part(texts[-1], shown)]

    def short(self, title: str) -> str:
        """A button's title within the provider's limit."""
        return title if len(title) <= self.most_title else f"{title[: self.most_title - 1].rstrip()}…"


def same(given: str, expected: str) -> bool:
    """Whether two secrets are equal, in a time that doesn't tell where they differ."""
    return bool(expected) and hmac.compare_digest(given.encode(), expected.encode())


def hmac_sha256(secret: str, body: bytes) -> str:
    """The HMAC-SHA256 of a body as lower-case hexadecimal digits."""
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def post(url: str, body: dict, **options) -> requests.Response:
    """One call to a provider.

    Raises:
        TryLater: no answer, 429, a refused key (the operator can cure it), or an error on the provider's side. Neither the address nor
            the body is in the message: both name a person or carry a key. After no answer only the provider's own queue tries again:
            the message may have arrived, and waiting for another one would keep this process from everybody else.
    """
    try:
        response = requests.post(url, json=body, timeout=PATIENCE_S, allow_redirects=False, **options)
    except requests.RequestException as error:
        raise TryLater(type(error).__name__, float("inf")) from None
    if response.status_code == 429 or response.status_code >= 500 or response.status_code == 401:
        raise TryLater(f"HTTP {response.status_code}", _seconds(response))
    return response


def answer_of(response: requests.Response) -> dict:
    """The provider's JSON object; empty when it is none."""
    try:
        answer = response.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _seconds(response: requests.Response) -> float:
    """How long the provider asks to wait: the Retry-After header, or Telegram's `parameters.retry_after`."""
    try:
        return float(response.headers.get("Retry-After") or answer_of(response)["parameters"]["retry_after"])
    except (KeyError, TypeError, ValueError):
        return 0.0
