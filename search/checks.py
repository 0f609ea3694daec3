"""System checks of the search's settings: a wrong address is told by `manage.py check`, not by the first visitor."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from search.engines.address import Address, AddressError, is_elasticsearch
from search.queries import OUTDATED
from search.service import get_engine

KNOWN = ("embedded", "memory", "https", "http")


@register("search")
def check_search_settings(app_configs: Sequence[Any] | None = None, **options: Any) -> list[CheckMessage]:
    """SEARCH_URL, SEARCH_USER, SEARCH_PASSWORD, SEARCH_CA, SEARCH_FALLBACK_URL."""
    found: list[CheckMessage] = []
    url, fallback = settings.SEARCH_URL, settings.SEARCH_FALLBACK_URL
    if is_elasticsearch(url):
        found += _address(url)
        found += _fallback(fallback)
    else:
        found += _inside("SEARCH_URL", url)
        if settings.SEARCH_USER or settings.SEARCH_PASSWORD or settings.SEARCH_CA:
            found.append(
                Warning(
                    "SEARCH_USER, SEARCH_PASSWORD and SEARCH_CA are of use with an Elasticsearch only.",
                    hint="Remove them, or set SEARCH_URL to https://host:9200/index.",
                    id="search.W001",
                )
            )
    return found


def _address(url: str) -> list[CheckMessage]:
    try:
        Address.parse(url, user=settings.SEARCH_USER, password=settings.SEARCH_PASSWORD, ca=settings.SEARCH_CA)
    except AddressError as problem:
        hint = "See docs/guides/operator-elasticsearch.md."
        return [Error(f"{problem.setting}: {problem.message}.", hint=hint, id="search.E002")]
    return []


@register("search", deploy=True)
def check_search_engine(app_configs: Sequence[Any] | None = None, **options: Any) -> list[CheckMessage]:
    """`manage.py check --deploy`: the engine of the settings answers, and its index is of this release's definition."""
    if any(told.is_serious() for told in check_search_settings()):
        return []  # an address that is wrong need not be asked
    engine = get_engine().status()
    if engine.outdated:
        return [Warning(f"{OUTDATED}.", hint="Searches may find too little until then.", id="search.W003")]
    if not engine.available:
        hint = "See docs/guides/operator-elasticsearch.md; the log has the kind of error."
        return [Error(f"SEARCH_URL: {engine.detail}.", hint=hint, id="search.E004")]
    return []


def _fallback(url: str) -> list[CheckMessage]:
    if not url:
        return [
            Warning(
                "SEARCH_FALLBACK_URL is empty: searches fail while Elasticsearch does not answer.",
                hint="Set it to embedded:///directory, beside the process that drains the queue.",
                id="search.W002",
            )
        ]
    if is_elasticsearch(url):
        return [
            Error(
                "SEARCH_FALLBACK_URL: the stand-in must be an engine inside the site.",
                hint="Set it to embedded:///directory.",
                id="search.E003",
            )
        ]
    return _inside("SEARCH_FALLBACK_URL", url)


def _inside(setting: str, url: str) -> list[CheckMessage]:
    """An engine inside the site: its scheme is known, and its directory is one."""
    try:
        part = urlsplit(url)
    except ValueError:
        part = urlsplit("")
    if part.scheme not in KNOWN:
        hint = "Set it to embedded:///directory, https://host:9200/index or memory://."
        return [Error(f"{setting}: unknown kind of engine.", hint=hint, id="search.E001")]
    if part.scheme == "embedded" and (part.netloc or len(Path(part.path).parts) < 2):
        hint = "Three slashes begin an absolute path: embedded:///srv/site/search."
        return [Error(f"{setting}: names no directory.", hint=hint, id="search.E001")]
    return []
