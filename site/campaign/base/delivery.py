"""The outermost layer: public pages from memory, everything textual compressed.

A cached page costs a dictionary look-up instead of some forty queries. Pages carry no cookie and no token, so one copy serves
everybody. What makes copies old is a new generation: any change a reader could see touches one file that all processes look at.
"""

import gzip
import hashlib
import time
from dataclasses import dataclass
from pathlib import Path

import brotli
from django.conf import settings
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from campaign.base.middleware import is_private

MOST_PAGES = 2_000
LONGEST_S = 600  # a figure may expire at midnight without anybody publishing
SMALLEST = 400  # bytes; below, compression only costs
TEXTUAL = ("text/", "application/json", "application/manifest+json", "image/svg+xml")
KEPT_HEADERS_NOT = {"content-length", "content-encoding", "etag", "date"}


def new_generation() -> None:
    """Makes every process forget its copies."""
    path = _generation_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(str(time.time_ns()))


def _generation_file() -> Path:
    return Path(settings.VAR) / "generation"


def _generation() -> int:
    try:
        return _generation_file().stat().st_mtime_ns
    except OSError:
        return 0


@dataclass(slots=True)
class _Copy:
    """A page as it was answered, in every encoding that was asked for."""

    made_at: float
    generation: int
    plain: bytes
    headers: list[tuple[str, str]]
    etag: str
    encoded: dict[str, bytes]


class DeliveryMiddleware:
    """Answers public pages from memory and compresses what goes out: Brotli where the browser takes it, else gzip."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.copies: dict[tuple[str, str, str], _Copy] = {}

    def __call__(self, request):
        encoding = preferred_encoding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        key = (request.scheme, request.META.get("HTTP_HOST", ""), request.path)
        if not settings.PAGE_CACHE or not _may_be_cached(request):
            return compress(self.get_response(request), encoding)
        generation = _generation()
        copy = self.copies.get(key)
        if copy is None or copy.generation != generation or time.monotonic() - copy.made_at > LONGEST_S:
            response = self.get_response(request)
            if not _is_a_page(response):
                return compress(response, encoding)
            copy = _copy_of(response, generation)
            if len(self.copies) >= MOST_PAGES:
                self.copies.clear()
            self.copies[key] = copy
        return _answer(copy, encoding, request)


def _may_be_cached(request) -> bool:
    return (
        request.method in {"GET", "HEAD"}
        and not request.META.get("QUERY_STRING")
        and not is_private(request.path)
    )


def _is_a_page(response) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and response.get("Content-Type", "").startswith("text/html")
        and "no-store" not in response.get("Cache-Control", "")
    )


def _copy_of(response, generation: int) -> _Copy:
    headers = [(name, value) for name, value in response.items() if name.lower() not in KEPT_HEADERS_NOT]
    etag = hashlib.blake2b(response.content, digest_size=12).hexdigest()
    return _Copy(time.monotonic(), generation, response.content, headers, etag, {})


def _answer(copy: _Copy, encoding: str, request) -> HttpResponse:
    etag = f'W/"{copy.etag}"'
    if etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
        response = HttpResponseNotModified()
        response["ETag"] = etag
        return response
    if encoding and encoding not in copy.encoded:
        copy.encoded[encoding] = encode(copy.plain, encoding, best=True)
    body = copy.encoded[encoding] if encoding else copy.plain
    response = HttpResponse(b"" if request.method == "HEAD" else body)
    for name, value in copy.headers:
        response[name] = value
    response.setdefault("Cache-Control", "no-cache")  # browsers keep a copy and ask whether it still holds
    response["ETag"] = etag
    response["Content-Length"] = str(len(body))
    if encoding:
        response["Content-Encoding"] = encoding
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def compress(response, encoding: str):
    """The response with its body compressed, where that saves anything."""
    kind = response.get("Content-Type", "")
    if response.streaming or response.has_header("Content-Encoding") or not kind.startswith(TEXTUAL):
        return response
    patch_vary_headers(response, ["Accept-Encoding"])
    if not encoding or len(response.content) < SMALLEST:
        return response
    response.content = encode(response.content, encoding)
    response["Content-Encoding"] = encoding
    response["Content-Length"] = str(len(response.content))
    return response


def encode(body: bytes, encoding: str, *, best: bool = False) -> bytes:
    """The body in `br` or `gzip`; `best` takes ten times as long, for what is kept."""
    if encoding == "br":
        return brotli.compress(body, quality=9 if best else 4)
    return gzip.compress(body, compresslevel=9 if best else 5, mtime=0)


def preferred_encoding(header: str) -> str:
    """`br`, `gzip` or nothing, by Accept-Encoding."""
    offered = {
        part.split(";")[0].strip()
        for part in header.lower().split(",")
        if "q=0" not in part.replace("q=0.", "")
    }
    return "br" if "br" in offered else "gzip" if "gzip" in offered else ""
