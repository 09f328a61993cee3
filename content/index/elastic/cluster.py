"""How we call Elasticsearch: where it is, how long we wait, what is tried again, and what an error means to us."""

import logging
import os
import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any, TypeVar

from elasticsearch import (
    ApiError,
    ConflictError,
    ConnectionError,
    ConnectionTimeout,
    Elasticsearch,
    NotFoundError,
    TransportError,
)
from elasticsearch_dsl import Search

from content.index.store import EngineAway, IndexMissing

from .documents import Action

PREFIX = "campaign"
CHUNK = 500  # documents of one bulk call
PAGE_SIZE = 1000  # documents of one answer when everything is read
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Server:
    """Where Elasticsearch is, and how to get in. Several addresses are nodes of one cluster."""

    urls: tuple[str, ...]
    prefix: str = PREFIX
    api_key: str = ""
    ca_certs: str = ""

    @classmethod
    def from_environment(cls) -> "Server":
        """As ELASTICSEARCH_URL (several with commas), _API_KEY, _CA_CERTS and _PREFIX say."""

        def value(name: str) -> str:
            return os.environ.get(f"ELASTICSEARCH_{name}", "").strip()

        urls = tuple(url.strip() for url in value("URL").split(",") if url.strip())
        return cls(urls, value("PREFIX") or PREFIX, value("API_KEY"), value("CA_CERTS"))

    def client(self) -> Elasticsearch:
        """A new client. It never repeats a call by itself: `Patience` does, with pauses."""
        logging.getLogger("elastic_transport").setLevel(logging.WARNING)  # it reports every call otherwise
        access = {"api_key": self.api_key, "ca_certs": self.ca_certs}
        return Elasticsearch(
            list(self.urls), max_retries=0, **{name: value for name, value in access.items() if value}
        )


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a call may take, and the pauses before it is tried again."""

    seconds: float
    pauses: tuple[float, ...]
    also_after_timeout: bool = True


# A reader is better served by the embedded index than by a second wait.
SEARCHING = Patience(2, (0.05, 0.1), also_after_timeout=False)
# A cluster that lost its master takes some seconds to choose another. An editor waits meanwhile, but not twice: there is the outbox.
WRITING = Patience(10, (0.05, 0.1, 0.2, 0.4, 0.8), also_after_timeout=False)
BULK = Patience(30, (0.2, 1, 3))


class Cluster:
    """The nodes behind one address. Safe in threads and after a fork."""

    def __init__(self, server: Server):
        self.server = server
        self._local: tuple[int, Elasticsearch] | None = None
        self._lock = threading.Lock()

    def ask(self, call: Callable[[Elasticsearch], T], patience: Patience) -> T:
        """The answer to a call, tried again after pauses while the trouble may pass.

        Raises:
            IndexMissing: there is no such index. ConflictError: something newer is stored. EngineAway: anything else.
        """
        client = self._client().options(request_timeout=patience.seconds)
        for pause in (*patience.pauses, None):
            try:
                return call(client)
            except NotFoundError as error:
                raise IndexMissing(
                    f"there is no content index {self.server.prefix} on the server yet: build it first"
                ) from error
            except ConflictError:
                raise
            except (ApiError, TransportError, _Trouble) as error:
                if pause is None or not _may_pass(error, patience):
                    raise EngineAway(f"Elasticsearch does not answer: {_short(error)}") from error
            time.sleep(pause * random.uniform(0.5, 1))
        raise AssertionError("unreachable")

    def every(self, index: str, query: Any, source: Sequence[str] = ("*",)) -> Iterator[dict[str, Any]]:
        """Every document that fits, ordered by key."""
        search = Search().query(query).sort("key").source(list(source))[:PAGE_SIZE].to_dict()
        while True:
            found = self.ask(lambda client: client.search(index=index, **search), BULK)["hits"]["hits"]
            yield from (hit["_source"] for hit in found)
            if len(found) < PAGE_SIZE:
                return
            search["search_after"] = found[-1]["sort"]

    def bulk(
        self, actions: Iterable[Action], patience: Patience, progress: Callable[[int], None] | None = None
    ) -> None:
        """Many writes. Where something newer is stored that one stays."""
        done = 0
        for batch in batched(actions, CHUNK):
            waiting = list(batch)

            def call(client: Elasticsearch) -> None:
                nonlocal waiting
                items = client.bulk(operations=[line for action in waiting for line in action])["items"]
                results = [next(iter(item.values())) for item in items]
                waiting = [
                    action
                    for action, result in zip(waiting, results)
                    if result["status"] in _PASSING  # the others are done
                ]
                for result in results:
                    if result["status"] != 409 and "error" in result:
                        look_for_error(result)

            self.ask(call, patience)
            done += len(batch)
            if progress:
                progress(done)

    def refresh(self, *indices: str) -> None:
        """Makes everything written so far findable."""
        self.ask(lambda client: client.indices.refresh(index=list(indices)), BULK)

    def _client(self) -> Elasticsearch:
        """This process's client: connections must not be shared with a fork."""
        with self._lock:
            if self._local is None or self._local[0] != os.getpid():
                self._local = os.getpid(), self.server.client()
            return self._local[1]


# --- Trouble ----------------------------------------------------------------------------------------------------------

_PASSING = (429, 502, 503, 504)


class _Trouble(Exception):
    """An error inside an answer that as a whole is fine."""

    def __init__(self, status: int, reason: str):
        self.status_code = status
        super().__init__(reason)


def look_for_error(answer: Mapping[str, Any]) -> None:
    """Raises what a part of an answer reports; `Cluster.ask` takes it from there."""
    if "error" in answer:
        reason = answer["error"].get("reason") or answer["error"].get("type")
        if answer["error"].get("type") == "index_not_found_exception":
            raise IndexMissing(reason)
        raise _Trouble(answer["status"], reason)


def _may_pass(error: Exception, patience: Patience) -> bool:
    if isinstance(error, ConnectionTimeout):
        return patience.also_after_timeout
    return isinstance(error, ConnectionError) or getattr(error, "status_code", None) in _PASSING


def _short(error: Exception) -> str:
    return " ".join(f"{type(error).__name__} {error}".split())[:200]
