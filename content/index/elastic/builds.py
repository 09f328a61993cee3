"""The indices of each build, and how a new build takes the place of the old one without a moment in between."""

import datetime as dt
import re
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from elasticsearch_dsl import Q

from content.index import analysis
from content.index.documents import Passage
from content.index.store import Progress
from content.languages import LANGUAGES

from .cluster import BULK, SEARCHING, Cluster
from .documents import (
    DOCUMENTS,
    PAGES,
    RECORDS,
    SCHEMA_VERSION,
    Names,
    delete_action,
    index_action,
    page_body,
    passage_body,
    record_body,
)


class RebuildFailed(RuntimeError):
    """The new index does not hold what it was given. The old one goes on."""


class Builds:
    """A build is an index for each key of DOCUMENTS; the aliases stand before one of them."""

    def __init__(self, cluster: Cluster):
        self.cluster = cluster
        self.aliases: Names = {name: f"{cluster.server.prefix}-{name}" for name in DOCUMENTS}

    def create(self) -> dict[str, str]:
        """A new build, empty; no alias stands before it yet."""
        build = f"{dt.datetime.now(dt.UTC):%Y%m%dt%H%M%S%f}-{secrets.token_hex(3)}"
        new = {name: f"{alias}-{build}" for name, alias in self.aliases.items()}
        for name, index in new.items():
            body = DOCUMENTS[name]._index.to_dict()
            body["mappings"]["_meta"] = {"analyser": analysis.ANALYSER_VERSION, "schema": SCHEMA_VERSION}
            self.cluster.ask(
                lambda client, index=index, body=body: client.indices.create(index=index, **body), BULK
            )
        return new

    def load(
        self,
        new: Names,
        passages: list[Passage],
        records: list[tuple[str, str, Mapping[str, Any]]],
        version: int,
        progress: Progress | None,
    ) -> None:
        """Writes everything to a new build."""
        pages = dict.fromkeys((passage.page, passage.language) for passage in passages)
        self.cluster.bulk((index_action(new[PAGES], page_body(*page, version)) for page in pages), BULK)
        self.cluster.bulk(
            (index_action(new[RECORDS], record_body(*record, version)) for record in records), BULK
        )
        written = (
            index_action(new[passage.language], passage_body(passage, version)) for passage in passages
        )
        self.cluster.bulk(written, BULK, progress and (lambda done: progress(done, len(passages))))

    def check_counts(
        self, new: Names, passages: list[Passage], records: list[tuple[str, str, Mapping[str, Any]]]
    ) -> None:
        """Makes sure that a new build holds what it was given.

        Raises:
            RebuildFailed: it does not.
        """
        self.cluster.refresh(*new.values())
        given = dict.fromkeys(LANGUAGES, 0) | {RECORDS: len(records)}
        for passage in passages:
            given[passage.language] += 1
        for name, number in given.items():
            held = self.cluster.ask(lambda client, index=new[name]: client.count(index=index)["count"], BULK)
            if held != number:
                raise RebuildFailed(f"{new[name]} holds {held} documents instead of {number}")

    def replay(self, old: Names, new: Names, version: int) -> None:
        """Brings to the new index what the old one holds of a newer version. Each document keeps its version, so none goes back."""
        if not old:
            return
        self.cluster.refresh(*old.values(), *new.values())
        newer = Q("range", version={"gt": version})
        for body in self.cluster.every(old[RECORDS], newer):
            self.cluster.bulk([index_action(new[RECORDS], body)], BULK)
        for claim in self.cluster.every(old[PAGES], newer):
            of_page = Q("term", page=claim["page"])
            source, target = old[claim["language"]], new[claim["language"]]
            kept = list(self.cluster.every(source, of_page))
            there = {body["key"] for body in self.cluster.every(target, of_page, ["key"])}
            gone = there - {body["key"] for body in kept}
            self.cluster.bulk(
                [
                    index_action(new[PAGES], claim),
                    *(index_action(target, body) for body in kept),
                    *(delete_action(target, key, claim["version"] - 1) for key in sorted(gone)),
                ],
                BULK,
            )
        self.cluster.refresh(*new.values())

    def wait_for_copies(self, new: Names) -> None:
        """Until each index has its second copy, where there is a node for one; not for ever, since one copy can answer too."""
        self.cluster.ask(
            lambda client: client.options(ignore_status=408).cluster.health(
                index=list(new.values()), wait_for_status="green", timeout="20s"
            ),
            BULK,
        )

    def swap(self, new: Names) -> None:
        """All aliases at once; readers meet either the old build or the new."""
        actions: list[dict[str, Any]] = []
        for name, alias in self.aliases.items():
            actions += [
                {"remove": {"index": f"{alias}-*", "alias": alias, "must_exist": False}},
                {"add": {"index": new[name], "alias": alias}},
            ]
        self.cluster.ask(lambda client: client.indices.update_aliases(actions=actions), BULK)

    def close_to_writers(self, old: Names) -> None:
        """Refuses further writes to a build, and waits for those under way."""
        self.cluster.ask(
            lambda client: client.indices.add_block(index=list(old.values()), block="write"), BULK
        )

    def all(self) -> dict[str, dict[str, str]]:
        """The indices of every build, oldest first."""
        pattern = re.compile(
            rf"{re.escape(self.cluster.server.prefix)}-({'|'.join(DOCUMENTS)})-(\d{{8}}t\d+-\w+)"
        )
        builds: dict[str, dict[str, str]] = {}
        for index in self._indices():
            if found := pattern.fullmatch(index):
                builds.setdefault(found[2], {})[found[1]] = index
        return dict(sorted(builds.items()))

    def current(self) -> dict[str, str]:
        """The index behind each alias; empty before the first rebuild."""
        behind = {alias: index for index, aliases in self._indices().items() for alias in aliases}
        return {name: behind[alias] for name, alias in self.aliases.items() if alias in behind}

    def _indices(self) -> dict[str, list[str]]:
        found = self.cluster.ask(
            lambda client: client.indices.get_alias(index=f"{self.cluster.server.prefix}-*"), BULK
        )
        return {index: list(about["aliases"]) for index, about in found.items()}

    def drop(self, indices: Iterable[str]) -> None:
        """Deletes indices; one that is gone already is no trouble."""
        names = sorted(indices)
        if names:
            self.cluster.ask(lambda client: client.indices.delete(index=names, ignore_unavailable=True), BULK)

    def written_by_us(self, names: Names) -> bool:
        """Whether these indices exist and were written by our analyser in our shape."""
        if not names:
            return False
        found = self.cluster.ask(
            lambda client: client.indices.get_mapping(index=list(names.values())), SEARCHING
        )
        ours = {"analyser": analysis.ANALYSER_VERSION, "schema": SCHEMA_VERSION}
        return all(about["mappings"].get("_meta") == ours for about in found.values())


def build_of(index: str) -> str:
    """The moment and mark of the build that an index belongs to; later builds sort after earlier ones."""
    return "-".join(index.rsplit("-", 2)[1:])
