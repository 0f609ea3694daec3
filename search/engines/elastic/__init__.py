"""Elasticsearch behind the seam: for sites with more than one web machine, more data, or high availability."""

from search.engines.elastic.client import DocumentRefused, Patience
from search.engines.elastic.engine import ElasticEngine

__all__ = ["DocumentRefused", "ElasticEngine", "Patience"]
