"""How long both stores take to index and to answer, at any size, and whether they answer alike.

`python -m tests.performance.bench_index 3000 30000`; without sizes all of `SIZES`. ELASTICSEARCH_URL names a server, else one is started.
"""

import secrets
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from content.index.elastic import ElasticStore, Server
from content.index.pair import StorePair
from content.index.queries import Results, search
from content.index.sqlite import SQLiteStore
from content.index.store import Store
from content.languages import LANGUAGES
from tests.elasticsearch.server import Cluster, forget
from tests.performance.passages import passages, questions

SIZES = (3_000, 30_000)  # 300,000 takes ten minutes: only who asks for it
QUESTIONS = 40  # in each language
HEADER = f"{'passages':>9}  {'store':<13}  {'indexed in':>10}  {'on disk':>9}  {'p50':>8}  {'p95':>8}  same answers"


@dataclass(frozen=True)
class Row:
    """What was measured of one store at one size. `parity`: the share of questions that both stores answer in the same way."""

    size: int
    store: str
    index_s: float
    disk_mb: float
    p50_ms: float
    p95_ms: float
    parity: float

    def __str__(self):
        return (
            f"{self.size:>9,}  {self.store:<13}  {self.index_s:>8.1f} s  {self.disk_mb:>6.1f} MB  "
            f"{self.p50_ms:>5.1f} ms  {self.p95_ms:>5.1f} ms  {self.parity:>11.1%}"
        )


def bench(sizes: Sequence[int] = SIZES, write: Callable[[str], None] = print) -> list[Row]:
    """Measures both stores at each size and writes a line for each as soon as it is known."""
    write(HEADER)
    rows = []
    with _server() as server:
        for size in sizes:
            for row in _at(size, server):
                write(str(row))
                rows.append(row)
    return rows


@contextmanager
def _server() -> Iterator[Server]:
    given = Server.from_environment()
    if given.urls:
        yield given
        return
    with Cluster(1) as cluster:
        yield Server(cluster.urls)


def _at(size: int, server: Server) -> Iterator[Row]:
    own = Server(server.urls, f"bench{secrets.token_hex(4)}", server.api_key, server.ca_certs)
    given = list(passages(size))
    with tempfile.TemporaryDirectory() as folder:
        embedded = SQLiteStore(Path(folder) / "index.sqlite3", writable=True)
        elastic = ElasticStore(own)
        try:
            built = [
                _seconds(lambda store=store: store.rebuild(given, [], 1)) for store in (embedded, elastic)
            ]
            answers = [_ask_all(store) for store in (embedded, StorePair(elastic, embedded))]
            same = [one == other for (one, _), (other, _) in zip(*answers)]
            disk = [embedded.path.stat().st_size, _on_server(own)]
        finally:
            forget(own.client(), own.prefix)
    for name, seconds, told, held in zip(("embedded", "elasticsearch"), built, answers, disk):
        times = sorted(took for _, took in told)
        yield Row(
            size,
            name,
            seconds,
            held / 1e6,
            1000 * times[len(times) // 2],
            1000 * times[int(len(times) * 0.95)],
            sum(same) / len(same),
        )


def _ask_all(store: Store) -> list[tuple[Results, float]]:
    """The answers to all questions with the seconds each took; everything is asked once before, as caches would be filled in use."""
    asked = [(text, language) for language in LANGUAGES for text in questions(language, QUESTIONS)]
    for text, language in asked:
        search(text, language, limit=10, store=store)
    told = []
    for text, language in asked:
        start = time.perf_counter()
        results = search(text, language, limit=10, store=store)
        told.append((results, time.perf_counter() - start))
    return told


def _seconds(action: Callable[[], None]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def _on_server(server: Server) -> int:
    stats = server.client().indices.stats(index=f"{server.prefix}-*", metric="store")
    return stats["_all"]["primaries"]["store"]["size_in_bytes"]


if __name__ == "__main__":
    bench([int(size) for size in sys.argv[1:]] or SIZES)
