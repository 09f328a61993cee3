"""What is written to Elasticsearch: the documents of each index, and the lines of a bulk call that write them."""

from collections.abc import Mapping
from typing import Any

from elasticsearch_dsl import Boolean, Document, Integer, Keyword, Long, MetaField, Object, Text

from content.index import analysis, ranking
from content.index.documents import Passage
from content.languages import LANGUAGES

SCHEMA_VERSION = "1"
RECORDS, PAGES = "records", "pages"
SETTINGS = {
    "number_of_shards": 1,  # one set of word statistics
    "auto_expand_replicas": "0-1",  # a second copy as soon as there is a second node
    "refresh_interval": "1s",  # writers refresh themselves; this is for one that died before it could
    "similarity": {"default": {"type": "BM25", "k1": ranking.K1, "b": ranking.B}},
}


class Kept(Document):
    """What all our documents share. `key` is the document's id, to sort by."""

    key = Keyword()
    version = Long()

    class Meta:
        dynamic = MetaField("strict")


class PassageDocument(Kept):
    """A passage: found by `terms`, which our own analysis has made; given back from `passage`."""

    page = Keyword()
    kind = Keyword()
    country = Keyword()
    length = Integer()
    terms = Text(analyzer="whitespace", index_options="freqs")
    passage = Object(enabled=False)

    class Index:
        settings = SETTINGS


class RecordDocument(Kept):
    """A record; a removed one stays with its version, so that a late write does not bring it back."""

    kind = Keyword()
    id = Keyword()
    removed = Boolean()
    data = Object(enabled=False)

    class Index:
        settings = SETTINGS


class PageDocument(Kept):
    """The newest version of a page in a language, also of a removed one."""

    page = Keyword()
    language = Keyword()

    class Index:
        settings = SETTINGS


DOCUMENTS: dict[str, type[Kept]] = {
    **dict.fromkeys(LANGUAGES, PassageDocument),
    RECORDS: RecordDocument,
    PAGES: PageDocument,
}
Action = tuple[dict[str, Any], ...]  # one or two lines of a bulk call
Names = Mapping[str, str]  # an alias or index for each key of DOCUMENTS


def index_action(index: str, body: dict[str, Any]) -> Action:
    """Writes a document unless a newer version is stored."""
    meta = {
        "_index": index,
        "_id": body["key"],
        "version": body["version"],
        "version_type": "external_gte",
    }
    return {"index": meta}, body


def delete_action(index: str, key: str, version: int) -> Action:
    """Deletes a document unless a newer version is stored."""
    return ({"delete": {"_index": index, "_id": key, "version": version, "version_type": "external_gte"}},)


def passage_body(passage: Passage, version: int) -> dict[str, Any]:
    """The document of a passage."""
    terms = analysis.passage_terms(passage)
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


def record_body(kind: str, id: str, data: Mapping[str, Any] | None, version: int) -> dict[str, Any]:
    """The document of a record; `data` None for a removed one."""
    body = {"key": record_key(kind, id), "version": version, "kind": kind, "id": id, "removed": data is None}
    return body if data is None else {**body, "data": dict(data)}


def record_key(kind: str, id: str) -> str:
    """Unlike for any other kind and id, and in the order of ids within a kind."""
    return f"{len(kind)}:{kind}:{id}"


def page_body(page: str, language: str, version: int) -> dict[str, Any]:
    """The document that keeps the newest version of a page."""
    return {"key": f"{language}:{page}", "version": version, "page": page, "language": language}
