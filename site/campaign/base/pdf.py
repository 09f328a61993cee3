"""HTML as a tagged PDF that a printer and a screen reader can use. Fetches nothing; two at a time on this machine."""

import contextlib
import ctypes.util
import fcntl
import importlib.util
import logging
import time
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from django.conf import settings

AT_ONCE = 2
WAIT_S = 2.0  # a worker that waits longer would be missing for pages
_PAUSE_S = 0.1
_LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz")


class Busy(Exception):
    """As many PDFs as may be are being made."""


@lru_cache(maxsize=1)
def is_available() -> bool:
    """Whether PDFs can be made here: the package, and the system's libraries for setting text. Loads neither."""
    return bool(importlib.util.find_spec("weasyprint")) and all(
        ctypes.util.find_library(name) or ctypes.util.find_library(f"{name}-0") for name in _LIBRARIES
    )


def pdf_of(html: str) -> bytes:
    """The PDF of a whole HTML document, whose `lang` and `title` become the PDF's.

    Raises:
        Busy: others are being made and none was finished in time.
    """
    with _turn():
        # Imported here: 2 s and 40 MB, so only in a process that is asked for a PDF.
        for name in ("weasyprint", "weasyprint.progress"):
            logging.getLogger(name).setLevel(logging.ERROR)
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher

        nothing = URLFetcher(allowed_protocols=())
        return HTML(string=html, url_fetcher=nothing).write_pdf(pdf_variant="pdf/ua-1")


@contextlib.contextmanager
def _turn() -> Iterator[None]:
    """One of the places; they are locked files, because all processes of the site share them."""
    folder = Path(settings.VAR) / "pdf"
    folder.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + WAIT_S
    while True:
        for place in range(AT_ONCE):
            with open(folder / f"{place}.lock", "w") as file:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except OSError:
                    continue
                yield
                return
        if time.monotonic() >= end:
            raise Busy
        time.sleep(_PAUSE_S)
