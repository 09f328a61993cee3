"""The index on a server as a `Store`. Elasticsearch proposes passages, `ranking.rank` puts them in order."""

import secrets
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from elasticsearch import ConflictError, Elasticsearch
from elasticsearch_dsl import A, Q, Search

from content.index import analysis, ranking
from content.index.documents import Passage, Record
from content.index.store import (
    AnalyserMismatch,
    IndexMissing,
    Progress,
    Scored,
    check_language,
    check_page,
    check_unique,
)
from content.languages import LANGUAGES

from .builds import Builds, build_of
from .cluster import BULK, SEARCHING, WRITING, Cluster, Server, look_for_error
from .documents import (
    DOCUMENTS,
    PAGES,
    RECORDS,
    SCHEMA_VERSION,
    delete_action,
    index_action,
    page_body,
    passage_body,
    record_body,
    record_key,
)

# More candidates than asked for: Elasticsearch's order is ours but for deleted passages and rounding.
MARGIN = 50
VERIFIED_FOR = 1.0  # seconds a look at the analyser's version is good for


class ElasticStore:
    """A `Store` on a server, but for `vocabulary`: see `pair.StorePair`. Safe in threads and after a fork."""

    def __init__(self, server: Server):
        self.server = server
        self.cluster = Cluster(server)
        self.builds = Builds(self.cluster)
        self.aliases = self.builds.aliases
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
        found = self._every(RECORDS, Q("term", key=record_key(kind, id)), ["data"])
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
        cluster = self.cluster.ask(
            lambda client: client.cluster.health(index=list(self.aliases.values())), SEARCHING
        )
        report = {
            "engine": "elasticsearch",
            "analyser": analysis.ANALYSER_VERSION,
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
        is_newest = self._put(PAGES, page_body(page, language, version))
        if is_newest:
            self.cluster.refresh(alias)
            gone = {body["key"] for body in self._every(language, Q("term", page=page), ["key"])} - keys
            written = [index_action(alias, passage_body(passage, version)) for passage in passages]
            self.cluster.bulk(
                [*written, *(delete_action(alias, key, version) for key in sorted(gone))], WRITING
            )
            is_newest = self._claimed(page, language) <= version
        if not is_newest:
            self.cluster.bulk([delete_action(alias, key, version) for key in sorted(keys)], WRITING)
        self.cluster.refresh(alias)
        return is_newest

    def remove_page(self, page: str, language: str, version: int) -> bool:
        """See `Store.remove_page`."""
        return self.replace_page(page, language, (), version)

    def put_record(self, kind: str, id: str, data: Mapping[str, Any] | None, version: int) -> bool:
        """See `Store.put_record`."""
        self._verify()
        is_newest = self._put(RECORDS, record_body(kind, id, data, version))
        self.cluster.refresh(self.aliases[RECORDS])
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
        old, new = self.builds.current(), self.builds.create()
        readable = old if self.builds.written_by_us(old) else {}
        try:
            self.builds.load(new, passages, records, version, progress)
            self.builds.check_counts(new, passages, records)
            self.builds.replay(readable, new, version)
            self.builds.wait_for_copies(new)
            self.builds.swap(new)
            self._verified_until = 0.0
        except BaseException:
            self.builds.drop(new.values())
            raise
        # Whoever wrote while the aliases moved may have written to the old index: it is closed to writers, which waits for those
        # who are at it, and what is newer there follows.
        if readable:
            self.builds.close_to_writers(readable)
            self.builds.replay(readable, new, version)
        self.builds.drop(
            name
            for build, names in self.builds.all().items()
            if build < min(map(build_of, old.values()), default="")
            for name in names.values()
        )

    def roll_back(self) -> None:
        """Goes back to the index before the last rebuild. What has changed since must be checked (`check_index`).

        Raises:
            IndexMissing: no earlier index has been kept.
        """
        now = max(map(build_of, self.builds.current().values()), default="")
        earlier = [names for build, names in self.builds.all().items() if build < now]
        if not earlier or earlier[-1].keys() != DOCUMENTS.keys():
            raise IndexMissing("no earlier index has been kept")
        self.cluster.ask(
            lambda client: client.indices.put_settings(
                index=list(earlier[-1].values()), settings={"index.blocks.write": None}
            ),
            BULK,
        )
        self.builds.swap(earlier[-1])
        self._verified_until = 0.0

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
                look_for_error(answer)
            return answers

        return self.cluster.ask(call, SEARCHING)

    def _every(self, name: str, query: Any, source: Sequence[str]) -> Iterator[dict[str, Any]]:
        """Every document of an index (a name in DOCUMENTS) that fits, ordered by key."""
        self._verify()
        return self.cluster.every(self.aliases[name], query, source)

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
            return self.cluster.ask(call, WRITING)
        except ConflictError:
            return False

    def _claimed(self, page: str, language: str) -> int:
        key = page_body(page, language, 0)["key"]
        found = self.cluster.ask(lambda client: client.get(index=self.aliases[PAGES], id=key), WRITING)
        return found["_source"]["version"]

    def _verify(self) -> None:
        """Makes sure that all indices exist and were written by our analyser. Looked up at most once a second."""
        if time.monotonic() < self._verified_until:
            return
        if not self.builds.written_by_us(self.aliases):
            raise AnalyserMismatch(
                f"the index was not written by analyser {analysis.ANALYSER_VERSION} (schema {SCHEMA_VERSION}): rebuild it"
            )
        self._verified_until = time.monotonic() + VERIFIED_FOR


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
