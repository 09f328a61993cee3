"""The index on a server: Elasticsearch through elasticsearch-dsl. Imported only where ELASTICSEARCH_URL is set.

An alias for each language (`campaign-sq`), one for the records and one for the versions of pages. Behind each stands an index of one
build; a rebuild fills new ones and moves all aliases in one call. Elasticsearch proposes passages, `ranking.rank` puts them in order.
"""

import datetime as dt
import logging
import os
import random
import re
import secrets
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
from elasticsearch_dsl import (
    A,
    Boolean,
    Document,
    Integer,
    Keyword,
    Long,
    MetaField,
    Object,
    Q,
    Search,
    Text,
)

from . import ranking
from .analysis import ANALYSER_VERSION, passage_terms
from .documents import LANGUAGES, Passage, Record
from .store import (
    AnalyserMismatch,
    EngineAway,
    IndexMissing,
    Progress,
    Scored,
    check_language,
    check_page,
    check_unique,
)

SCHEMA_VERSION = "1"
PREFIX = "campaign"
# More candidates than asked for: Elasticsearch's order is ours but for deleted passages and rounding.
MARGIN = 50
CHUNK = 500  # documents of one bulk call
PAGE_SIZE = 1000  # documents of one answer when everything is read
VERIFIED_FOR = 1.0  # seconds a look at the analyser's version is good for
RECORDS, PAGES = "records", "pages"
T = TypeVar("T")


class RebuildFailed(RuntimeError):
    """The new index does not hold what it was given. The old one goes on."""


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


# --- Documents --------------------------------------------------------------------------------------------------------


SETTINGS = {
    "number_of_shards": 1,  # one set of word statistics
    "auto_expand_replicas": "0-1",  # a second copy as soon as there is a second node
    "refresh_interval": "1s",  # writers refresh themselves; this is for one that died before it could
    "similarity": {"default": {"type": "BM25", "k1": ranking.K1, "b": ranking.B}},
}


class _Kept(Document):
    """What all our documents share. `key` is the document's id, to sort by."""

    key = Keyword()
    version = Long()

    class Meta:
        dynamic = MetaField("strict")


class PassageDocument(_Kept):
    """A passage: found by `terms`, which our own analysis has made; given back from `passage`."""

    page = Keyword()
    kind = Keyword()
    country = Keyword()
    length = Integer()
    terms = Text(analyzer="whitespace", index_options="freqs")
    passage = Object(enabled=False)

    class Index:
        settings = SETTINGS


class RecordDocument(_Kept):
    """A record; a removed one stays with its version, so that a late write does not bring it back."""

    kind = Keyword()
    id = Keyword()
    removed = Boolean()
    data = Object(enabled=False)

    class Index:
        settings = SETTINGS


class PageDocument(_Kept):
    """The newest version of a page in a language, also of a removed one."""

    page = Keyword()
    language = Keyword()

    class Index:
        settings = SETTINGS


DOCUMENTS: dict[str, type[_Kept]] = {
    **dict.fromkeys(LANGUAGES, PassageDocument),
    RECORDS: RecordDocument,
    PAGES: PageDocument,
}
Action = tuple[dict[str, Any], ...]  # one or two lines of a bulk call
Names = Mapping[str, str]  # an alias or index for each key of DOCUMENTS


def _index(index: str, body: dict[str, Any]) -> Action:
    """Writes a document unless a newer version is stored."""
    meta = {
        "_index": index,
        "_id": body["key"],
        "version": body["version"],
        "version_type": "external_gte",
    }
    return {"index": meta}, body


def _delete(index: str, key: str, version: int) -> Action:
    """Deletes a document unless a newer version is stored."""
    return ({"delete": {"_index": index, "_id": key, "version": version, "version_type": "external_gte"}},)


def _passage_body(passage: Passage, version: int) -> dict[str, Any]:
    terms = passage_terms(passage)
    return {
        "key": passage.id,
        "version": version,
        "page": passage.page,
        "kind": passage.kind,
        "country": passage.country,
        "length": len(terms),
        "terms": ranking.joined(terms),
        "passage": passage.to_dict(),
    }


def _record_body(kind: str, id: str, data: Mapping[str, Any] | None, version: int) -> dict[str, Any]:
    body = {"key": _record_key(kind, id), "version": version, "kind": kind, "id": id, "removed": data is None}
    return body if data is None else {**body, "data": dict(data)}


def _record_key(kind: str, id: str) -> str:
    """Unlike for any other kind and id, and in the order of ids within a kind."""
    return f"{len(kind)}:{kind}:{id}"


def _page_body(page: str, language: str, version: int) -> dict[str, Any]:
    return {"key": f"{language}:{page}", "version": version, "page": page, "language": language}


# --- The store --------------------------------------------------------------------------------------------------------


class ElasticStore:
    """A `Store` on a server, but for `vocabulary`: see `pair.StorePair`. Safe in threads and after a fork."""

    def __init__(self, server: Server):
        self.server = server
        self.aliases: Names = {name: f"{server.prefix}-{name}" for name in DOCUMENTS}
        self._local: tuple[int, Elasticsearch] | None = None
        self._lock = threading.Lock()
        self._verified_until = 0.0
        self._copy = secrets.token_hex(4)  # one reader always asks the same copy of an index

    # --- Reading ------------------------------------------------------------------------------------------------------

    def search_terms(
        self,
        language: str,
        groups: Sequence[Mapping[str, float]],
        *,
        kinds: Sequence[str] | None = None,
        country: str | None = None,
        limit: int = 50,
    ) -> list[Scored]:
        """See `Store.search_terms`."""
        check_language(language)
        asked = sorted({term for group in groups for term in group})
        if not asked:
            return []
        candidates = (
            Search()
            .query(_any_of(groups, kinds, country))
            .sort({"_score": "desc"}, "key")
            .source(["length", "terms", "passage"])
            .extra(track_total_hits=False)[: limit + MARGIN]
        )
        statistics, found = self._search((language, _statistics(asked)), (language, candidates))
        holding = _holding(statistics)
        if not holding:
            return []
        count, length = (
            statistics["hits"]["total"]["value"],
            statistics["aggregations"]["length"]["value"],
        )
        weights = {term: ranking.idf(count, number) for term, number in holding.items()}
        sources = [hit["_source"] | {"id": hit["_id"]} for hit in found["hits"]["hits"]]
        proposed = [
            ranking.Candidate(source, source["id"], source["length"], source["terms"]) for source in sources
        ]
        ranked = ranking.rank(proposed, groups, weights, length / count)[:limit]
        return [
            Scored(Passage.from_dict(row.candidate.key["passage"]), row.score, row.held, row.parts)
            for row in ranked
        ]

    def frequencies(self, language: str, terms: Iterable[str]) -> dict[str, int]:
        """See `Store.frequencies`."""
        check_language(language)
        (found,) = self._search((language, _statistics(terms)))
        return _holding(found)

    def size(self, language: str) -> int:
        """See `Store.size`."""
        check_language(language)
        (found,) = self._search((language, _statistics(())))
        return found["hits"]["total"]["value"]

    def pages(self, language: str) -> set[str]:
        """See `Store.pages`."""
        check_language(language)
        return {body["page"] for body in self._every(language, Q("match_all"), ["page"])}

    def page(self, page: str, language: str) -> list[Passage]:
        """See `Store.page`."""
        check_language(language)
        found = self._every(language, Q("term", page=page), ["passage"])
        return [Passage.from_dict(body["passage"]) for body in found]

    def record(self, kind: str, id: str) -> dict[str, Any] | None:
        """See `Store.record`."""
        found = self._every(RECORDS, Q("term", key=_record_key(kind, id)), ["data"])
        return next((body.get("data") for body in found), None)

    def records(self, kind: str) -> list[Record]:
        """See `Store.records`."""
        kept = Q("bool", filter=[Q("term", kind=kind), Q("term", removed=False)])
        return [
            Record(kind, body["id"], body["version"], body["data"])
            for body in self._every(RECORDS, kept, ["id", "version", "data"])
        ]

    def health(self) -> dict[str, Any]:
        """See `Store.health`; also `{nodes, cluster: green | yellow | red}`."""
        newest = A("max", field="version")
        records = Search().query("term", removed=False)[:0].extra(track_total_hits=True)
        versions = [Search()[:0] for _ in (RECORDS, PAGES)]
        for search in versions:
            search.aggs.metric("newest", newest)
        *sizes, kept, in_records, in_pages = self._search(
            *((language, _statistics(())) for language in LANGUAGES),
            (RECORDS, records),
            *zip((RECORDS, PAGES), versions),
        )
        cluster = self._ask(
            lambda client: client.cluster.health(index=list(self.aliases.values())), SEARCHING
        )
        report = {
            "engine": "elasticsearch",
            "analyser": ANALYSER_VERSION,
            "passages": {
                language: found["hits"]["total"]["value"] for language, found in sorted(zip(LANGUAGES, sizes))
            },
            "records": kept["hits"]["total"]["value"],
            "version": int(
                max(found["aggregations"]["newest"]["value"] or 0 for found in (in_records, in_pages))
            ),
            "nodes": cluster["number_of_nodes"],
            "cluster": cluster["status"],
        }
        if cluster["status"] != "green":
            report |= {"state": "degraded", "why": f"the cluster is {cluster['status']}: a copy is missing"}
        return report

    def engines(self) -> "tuple[ElasticStore, ...]":
        """See `Store.engines`."""
        return (self,)

    # --- Writing ------------------------------------------------------------------------------------------------------

    def replace_page(self, page: str, language: str, passages: Sequence[Passage], version: int) -> bool:
        """See `Store.replace_page`.

        Elasticsearch has no transactions. The page's version is claimed first; who finds afterwards that somebody else has claimed a
        newer one takes back what he wrote, and the newer one removes what it finds when it starts. So the newest always stands alone.

        Raises:
            ValueError: a passage belongs to another page or language.
        """
        check_page(page, language, passages)
        self._verify()
        alias, keys = self.aliases[language], {passage.id for passage in passages}
        is_newest = self._put(PAGES, _page_body(page, language, version))
        if is_newest:
            self._refresh(alias)
            gone = {body["key"] for body in self._every(language, Q("term", page=page), ["key"])} - keys
            written = [_index(alias, _passage_body(passage, version)) for passage in passages]
            self._bulk([*written, *(_delete(alias, key, version) for key in sorted(gone))], WRITING)
            is_newest = self._claimed(page, language) <= version
        if not is_newest:
            self._bulk([_delete(alias, key, version) for key in sorted(keys)], WRITING)
        self._refresh(alias)
        return is_newest

    def remove_page(self, page: str, language: str, version: int) -> bool:
        """See `Store.remove_page`."""
        return self.replace_page(page, language, (), version)

    def put_record(self, kind: str, id: str, data: Mapping[str, Any] | None, version: int) -> bool:
        """See `Store.put_record`."""
        self._verify()
        is_newest = self._put(RECORDS, _record_body(kind, id, data, version))
        self._refresh(self.aliases[RECORDS])
        return is_newest

    def rebuild(
        self,
        passages: Iterable[Passage],
        records: Iterable[tuple[str, str, Mapping[str, Any]]],
        version: int,
        *,
        progress: Progress | None = None,
    ) -> None:
        """See `Store.rebuild`. The index before stays for `roll_back`; older ones go.

        Raises:
            RebuildFailed: the new index does not hold what it was given; the old one goes on.
        """
        passages, records = list(passages), list(records)
        check_unique(passages)
        old, new = self._current(), self._create()
        readable = old if self._written_by_us(old) else {}
        try:
            self._load(new, passages, records, version, progress)
            self._check_counts(new, passages, records)
            self._replay(readable, new, version)
            self._wait_for_copies(new)
            self._swap(new)
        except BaseException:
            self._drop(new.values())
            raise
        # Whoever wrote while the aliases moved may have written to the old index: it is closed to writers, which waits for those
        # who are at it, and what is newer there follows.
        if readable:
            self._close_to_writers(readable)
            self._replay(readable, new, version)
        self._drop(
            name
            for build, names in self._builds().items()
            if build < min(map(_build_of, old.values()), default="")
            for name in names.values()
        )

    def roll_back(self) -> None:
        """Goes back to the index before the last rebuild. What has changed since must be checked (`check_index`).

        Raises:
            IndexMissing: no earlier index has been kept.
        """
        now = max(map(_build_of, self._current().values()), default="")
        earlier = [names for build, names in self._builds().items() if build < now]
        if not earlier or earlier[-1].keys() != DOCUMENTS.keys():
            raise IndexMissing("no earlier index has been kept")
        self._ask(
            lambda client: client.indices.put_settings(
                index=list(earlier[-1].values()), settings={"index.blocks.write": None}
            ),
            BULK,
        )
        self._swap(earlier[-1])

    # --- Rebuilding ---------------------------------------------------------------------------------------------------

    def _create(self) -> dict[str, str]:
        build = f"{dt.datetime.now(dt.UTC):%Y%m%dt%H%M%S%f}-{secrets.token_hex(3)}"
        new = {name: f"{alias}-{build}" for name, alias in self.aliases.items()}
        for name, index in new.items():
            body = DOCUMENTS[name]._index.to_dict()
            body["mappings"]["_meta"] = {"analyser": ANALYSER_VERSION, "schema": SCHEMA_VERSION}
            self._ask(lambda client, index=index, body=body: client.indices.create(index=index, **body), BULK)
        return new

    def _load(
        self,
        new: Names,
        passages: list[Passage],
        records: list[tuple[str, str, Mapping[str, Any]]],
        version: int,
        progress: Progress | None,
    ) -> None:
        pages = dict.fromkeys((passage.page, passage.language) for passage in passages)
        self._bulk((_index(new[PAGES], _page_body(*page, version)) for page in pages), BULK)
        self._bulk((_index(new[RECORDS], _record_body(*record, version)) for record in records), BULK)
        written = (_index(new[passage.language], _passage_body(passage, version)) for passage in passages)
        self._bulk(written, BULK, progress and (lambda done: progress(done, len(passages))))

    def _check_counts(
        self, new: Names, passages: list[Passage], records: list[tuple[str, str, Mapping[str, Any]]]
    ) -> None:
        self._refresh(*new.values())
        given = dict.fromkeys(LANGUAGES, 0) | {RECORDS: len(records)}
        for passage in passages:
            given[passage.language] += 1
        for name, number in given.items():
            held = self._ask(lambda client, index=new[name]: client.count(index=index)["count"], BULK)
            if held != number:
                raise RebuildFailed(f"{new[name]} holds {held} documents instead of {number}")

    def _replay(self, old: Names, new: Names, version: int) -> None:
        """Brings to the new index what the old one holds of a newer version. Each document keeps its version, so none goes back."""
        if not old:
            return
        self._refresh(*old.values(), *new.values())
        newer = Q("range", version={"gt": version})
        for body in self._every(old[RECORDS], newer):
            self._bulk([_index(new[RECORDS], body)], BULK)
        for claim in self._every(old[PAGES], newer):
            of_page = Q("term", page=claim["page"])
            source, target = old[claim["language"]], new[claim["language"]]
            kept = list(self._every(source, of_page))
            there = {body["key"] for body in self._every(target, of_page, ["key"])}
            gone = there - {body["key"] for body in kept}
            self._bulk(
                [
                    _index(new[PAGES], claim),
                    *(_index(target, body) for body in kept),
                    *(_delete(target, key, claim["version"] - 1) for key in sorted(gone)),
                ],
                BULK,
            )
        self._refresh(*new.values())

    def _wait_for_copies(self, new: Names) -> None:
        """Until each index has its second copy, where there is a node for one; not for ever, since one copy can answer too."""
        self._ask(
            lambda client: client.options(ignore_status=408).cluster.health(
                index=list(new.values()), wait_for_status="green", timeout="20s"
            ),
            BULK,
        )

    def _swap(self, new: Names) -> None:
        """All aliases at once; readers meet either the old build or the new."""
        actions: list[dict[str, Any]] = []
        for name, alias in self.aliases.items():
            actions += [
                {"remove": {"index": f"{alias}-*", "alias": alias, "must_exist": False}},
                {"add": {"index": new[name], "alias": alias}},
            ]
        self._ask(lambda client: client.indices.update_aliases(actions=actions), BULK)
        self._verified_until = 0.0

    def _close_to_writers(self, old: Names) -> None:
        self._ask(lambda client: client.indices.add_block(index=list(old.values()), block="write"), BULK)

    def _builds(self) -> dict[str, dict[str, str]]:
        """The indices of every build, oldest first."""
        pattern = re.compile(rf"{re.escape(self.server.prefix)}-({'|'.join(DOCUMENTS)})-(\d{{8}}t\d+-\w+)")
        builds: dict[str, dict[str, str]] = {}
        for index in self._indices():
            if found := pattern.fullmatch(index):
                builds.setdefault(found[2], {})[found[1]] = index
        return dict(sorted(builds.items()))

    def _current(self) -> dict[str, str]:
        """The index behind each alias; empty before the first rebuild."""
        behind = {alias: index for index, aliases in self._indices().items() for alias in aliases}
        return {name: behind[alias] for name, alias in self.aliases.items() if alias in behind}

    def _indices(self) -> dict[str, list[str]]:
        found = self._ask(lambda client: client.indices.get_alias(index=f"{self.server.prefix}-*"), BULK)
        return {index: list(about["aliases"]) for index, about in found.items()}

    def _drop(self, indices: Iterable[str]) -> None:
        names = sorted(indices)
        if names:
            self._ask(lambda client: client.indices.delete(index=names, ignore_unavailable=True), BULK)

    # --- Single calls -------------------------------------------------------------------------------------------------

    def _search(self, *searches: tuple[str, Search]) -> list[dict[str, Any]]:
        """The answers to several searches, each (name in DOCUMENTS, search), in one call."""
        self._verify()
        lines = [
            line
            for name, search in searches
            for line in ({"index": self.aliases[name], "preference": self._copy}, search.to_dict())
        ]

        def call(client: Elasticsearch) -> list[dict[str, Any]]:
            answers = client.msearch(searches=lines)["responses"]
            for answer in answers:
                _look_for_error(answer)
            return answers

        return self._ask(call, SEARCHING)

    def _every(self, index: str, query: Any, source: Sequence[str] = ("*",)) -> Iterator[dict[str, Any]]:
        """Every document that fits, ordered by key. `index`: a name in DOCUMENTS, or an index."""
        if index in self.aliases:
            self._verify()
            index = self.aliases[index]
        search = Search().query(query).sort("key").source(list(source))[:PAGE_SIZE].to_dict()
        while True:
            found = self._ask(lambda client: client.search(index=index, **search), BULK)["hits"]["hits"]
            yield from (hit["_source"] for hit in found)
            if len(found) < PAGE_SIZE:
                return
            search["search_after"] = found[-1]["sort"]

    def _put(self, name: str, body: dict[str, Any]) -> bool:
        """Writes one document. False when a newer version is stored."""

        def call(client: Elasticsearch) -> bool:
            client.index(
                index=self.aliases[name],
                id=body["key"],
                document=body,
                version=body["version"],
                version_type="external_gte",
                require_alias=True,  # or a missing index would be made up on the spot
            )
            return True

        try:
            return self._ask(call, WRITING)
        except ConflictError:
            return False

    def _claimed(self, page: str, language: str) -> int:
        key = _page_body(page, language, 0)["key"]
        found = self._ask(lambda client: client.get(index=self.aliases[PAGES], id=key), WRITING)
        return found["_source"]["version"]

    def _bulk(
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
                        _look_for_error(result)

            self._ask(call, patience)
            done += len(batch)
            if progress:
                progress(done)

    def _refresh(self, *indices: str) -> None:
        self._ask(lambda client: client.indices.refresh(index=list(indices)), BULK)

    def _verify(self) -> None:
        """Makes sure that all indices exist and were written by our analyser. Looked up at most once a second."""
        if time.monotonic() < self._verified_until:
            return
        if not self._written_by_us(self.aliases):
            raise AnalyserMismatch(
                f"the index was not written by analyser {ANALYSER_VERSION} (schema {SCHEMA_VERSION}): rebuild it"
            )
        self._verified_until = time.monotonic() + VERIFIED_FOR

    def _written_by_us(self, names: Names) -> bool:
        if not names:
            return False
        found = self._ask(lambda client: client.indices.get_mapping(index=list(names.values())), SEARCHING)
        ours = {"analyser": ANALYSER_VERSION, "schema": SCHEMA_VERSION}
        return all(about["mappings"].get("_meta") == ours for about in found.values())

    def _ask(self, call: Callable[[Elasticsearch], T], patience: Patience) -> T:
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

    def _client(self) -> Elasticsearch:
        """This process's client: connections must not be shared with a fork."""
        with self._lock:
            if self._local is None or self._local[0] != os.getpid():
                self._local = os.getpid(), self.server.client()
            return self._local[1]


# --- Questions --------------------------------------------------------------------------------------------------------


def _any_of(groups: Sequence[Mapping[str, float]], kinds: Sequence[str] | None, country: str | None) -> Any:
    """The sum over groups of the best of each group's terms, as `Store.search_terms` wants it."""
    filters = []
    if kinds is not None:
        filters.append(Q("terms", kind=list(kinds)))
    if country:
        filters.append(Q("terms", country=["", "EU", country]))
    best = [
        Q(
            "dis_max",
            queries=[Q("term", terms={"value": term, "boost": boost}) for term, boost in group.items()],
        )
        for group in groups
        if group
    ]
    return Q("bool", should=best, minimum_should_match=1, filter=filters)


def _statistics(terms: Iterable[str]) -> Search:
    """How many passages there are, how long they are together, and how many hold each term."""
    search = Search()[:0].extra(track_total_hits=True)
    search.aggs.metric("length", "sum", field="length")
    holding = {term: Q("term", terms=term) for term in terms}
    if holding:
        search.aggs.bucket("holding", "filters", filters=holding)
    return search


def _holding(found: Mapping[str, Any]) -> dict[str, int]:
    buckets = found["aggregations"].get("holding", {"buckets": {}})["buckets"]
    return {term: bucket["doc_count"] for term, bucket in buckets.items() if bucket["doc_count"]}


def _build_of(index: str) -> str:
    return "-".join(index.rsplit("-", 2)[1:])


# --- Trouble ----------------------------------------------------------------------------------------------------------

_PASSING = (429, 502, 503, 504)


class _Trouble(Exception):
    """An error inside an answer that as a whole is fine."""

    def __init__(self, status: int, reason: str):
        self.status_code = status
        super().__init__(reason)


def _look_for_error(answer: Mapping[str, Any]) -> None:
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
