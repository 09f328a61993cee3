"""The index on a server: Elasticsearch through elasticsearch-dsl. Imported only where ELASTICSEARCH_URL is set.

An alias for each language (`campaign-sq`), one for the records and one for the versions of pages. Behind each stands an index of one
build; a rebuild fills new ones and moves all aliases in one call.
"""

from .builds import RebuildFailed
from .cluster import Server
from .store import ElasticStore

__all__ = ["ElasticStore", "RebuildFailed", "Server"]
