"""Tags of the room for pages of other rooms: practices of a city."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.utils.translation import get_language

from practices.search_documents import PracticeSource
from practices.selectors import adoptions_of_city, practices_of_city
from search.sources import Card

register = template.Library()


@register.simple_tag
def practice_cards(city: Any) -> list[Card]:
    """Cards of the public practices a city leads or shares, newest first."""
    keys = practices_of_city(city)
    cards = PracticeSource().cards(keys, get_language() or "en")
    return [cards[key] for key in keys if key in cards]


@register.simple_tag
def adopted_practices(city: Any) -> list[dict[str, Any]]:
    """Public practices of other cities this one took up: card, status, direction, year."""
    return adoptions_of_city(city, get_language() or "en")


@register.inclusion_tag("practices/parts/export_links.html")
def export_links(facets: Iterable[Any], cards: Iterable[tuple[Card, Any]], here: str) -> dict[str, Any]:
    """Whole records of the practices a search finds, as files; nothing when it found no practice.

    facets: as the results page shows them (none while the index catches up). cards: of the page. here: its address.
    """
    kinds = [value for facet in facets if facet.name == "kind" for value in facet.values]
    chosen = {value.value for value in kinds if value.selected}
    counted = {value.value for value in kinds if value.count} & (chosen or {"practice"})
    found = "practice" in (counted if kinds else {card.kind for card, _hit in cards})
    return {"query": urlsplit(here).query, "formats": ("xlsx", "csv", "json") if found else ()}
