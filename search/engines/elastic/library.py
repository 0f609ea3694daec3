"""The one door to Elasticsearch's Python libraries; everything else in the project imports them from here.

`elasticsearch_dsl` lives on as `elasticsearch.dsl`; the day it is dropped, only the second import changes.
"""

from __future__ import annotations

from elastic_transport import ConnectionTimeout, TlsError, Urllib3HttpNode
from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError, helpers
from elasticsearch_dsl import FacetedSearch, Index, Mapping, Q, Search, TermsFacet, analysis, query
from elasticsearch_dsl.field import Date, GeoPoint, Keyword, Long, Nested, Object, Text

__all__ = [
    "ApiError",
    "ConnectionTimeout",
    "Date",
    "Elasticsearch",
    "FacetedSearch",
    "GeoPoint",
    "Index",
    "Keyword",
    "Long",
    "Mapping",
    "Nested",
    "NotFoundError",
    "Object",
    "Q",
    "Search",
    "TermsFacet",
    "Text",
    "TlsError",
    "TransportError",
    "Urllib3HttpNode",
    "analysis",
    "helpers",
    "query",
]
