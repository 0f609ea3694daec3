"""The engine the site searches with, chosen by SEARCH_URL. Nothing else in the site knows which one it is."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from urllib.parse import urlsplit

from django.conf import settings

from search import sources
from search.engines.base import Engine
from search.engines.embedded import EmbeddedEngine
from search.engines.memory import MemoryEngine
from search.facets import Facet

_lock = threading.Lock()
_engine: Engine | None = None
_built_from: tuple[str, ...] = ()


def get_engine() -> Engine:
    """The one engine of this process, built on first use and again when the settings change (as tests do)."""
    global _engine, _built_from
    wanted = _settings()
    if _engine is None or wanted != _built_from:
        with _lock:
            if _engine is None or wanted != _built_from:
                _engine, _built_from = build(settings.SEARCH_URL, sources.all_facets()), wanted
    return _engine


def reset() -> None:
    """Forget the engine; the next caller builds a new one."""
    global _engine
    with _lock:
        _engine = None


def build(url: str, facets: Mapping[str, Facet]) -> Engine:
    """An engine for the address: embedded:///directory, memory://, or https://host:9200/index.

    Raises ValueError naming SEARCH_URL when the address is none of these.
    """
    scheme = urlsplit(url).scheme
    if scheme == "memory":
        return MemoryEngine(url, facets=facets)
    if scheme == "embedded":
        return EmbeddedEngine(url, facets=facets)
    if scheme in ("http", "https"):
        return _elastic(url, facets)
    raise ValueError(f"SEARCH_URL '{url}': write embedded:///directory, https://host:9200/index or memory://")


def _elastic(url: str, facets: Mapping[str, Facet]) -> Engine:
    """Elasticsearch, with an engine of this machine to answer while it does not. Imported only when it is asked for."""
    from search.engines.elastic import ElasticEngine
    from search.engines.failover import FailoverEngine

    primary = ElasticEngine(
        url, facets=facets, user=settings.SEARCH_USER, password=settings.SEARCH_PASSWORD, ca=settings.SEARCH_CA
    )
    if not settings.SEARCH_FALLBACK_URL:
        return primary
    return FailoverEngine(primary, build(settings.SEARCH_FALLBACK_URL, facets))


def _settings() -> tuple[str, ...]:
    return (
        settings.SEARCH_URL,
        settings.SEARCH_FALLBACK_URL,
        settings.SEARCH_USER,
        settings.SEARCH_PASSWORD,
        settings.SEARCH_CA,
    )
