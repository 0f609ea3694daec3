"""Tags other rooms' pages use: records like this one, the newest of a kind, the feed of a search."""

from __future__ import annotations

import logging
from typing import Any

from django import template
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from search import limits
from search.finding import drawn
from search.queries import Query, SearchError
from search.service import get_engine
from search.sources import Card

register = template.Library()
logger = logging.getLogger("safer_cities.search")


def _language() -> str:
    return (get_language() or "en")[:2]


@register.simple_tag
def similar_records(document_id: str, limit: int = limits.SIMILAR) -> list[Card]:
    """Cards of the records most like this one ("practice:12"), through the gate; [] while the search is down."""
    try:
        hits = get_engine().similar(document_id, limit)
    except SearchError:
        logger.warning("similar records of %s left out: the search does not answer", document_id)
        return []
    return [card for card, _ in drawn(hits, _language())[0]]


@register.simple_tag
def newest_records(limit: int = 6, **filters: str) -> list[Card]:
    """Cards of the newest records, narrowed by facets (kind="practice"); [] while the search is down."""
    selected = {name: (code,) for name, code in filters.items() if code}
    try:
        query = Query(language=_language(), selected=selected, sort="newest", size=limit, facets=())
        hits = get_engine().search(query).hits
    except SearchError:
        logger.warning("newest records left out: the search does not answer")
        return []
    return [card for card, _ in drawn(hits, _language())[0]]


@register.simple_tag
def facet_counts(facet: str, **filters: str) -> dict[str, int]:
    """Code → public records, of one facet under these filters; {} while the search is down."""
    selected = {name: (code,) for name, code in filters.items() if code}
    try:
        found = get_engine().search(Query(selected=selected, facets=(facet,), size=1, facet_values=500))
    except SearchError:
        logger.warning("counts of %s left out: the search does not answer", facet)
        return {}
    return {value.value: value.count for value in found.facets[facet].values}


@register.simple_tag
def search_feed_url(**parameters: str) -> str:
    """Address of the Atom feed of a search."""
    given: dict[str, Any] = {name: value for name, value in parameters.items() if value}
    address = reverse("search:results", args=["atom"])
    return f"{address}?{urlencode(given)}" if given else address


@register.filter
def of(mapping: dict[str, Any], key: str) -> Any:
    """A mapping's value under a key of the template."""
    return mapping.get(key, "")
