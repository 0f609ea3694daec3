"""Tags of the room for pages of other rooms: practices of a city."""

from __future__ import annotations

from typing import Any

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
