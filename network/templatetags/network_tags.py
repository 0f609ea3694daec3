"""Tags of the exchange's pages, and of lower rooms' pages that show something of the exchange."""

from __future__ import annotations

from typing import Any

from django import template

from network.public_answers import needs_and_offers
from network.words import names, word

register = template.Library()
register.filter("word", word)
register.filter("names", names)


@register.inclusion_tag("network/parts/city_exchange.html")
def city_exchange(city: Any) -> dict[str, Any]:
    """What a city looks for and offers, for its public page; nothing where its answers do not allow it."""
    return {"found": needs_and_offers(city)}


@register.filter
def percent(share: float) -> str:
    """A share of one as a whole percentage: 0.254 → "25 %"."""
    return f"{round(100 * share)} %"


@register.filter
def at(mapping: Any, key: str) -> Any:
    """A value of a mapping by a key of the template."""
    return mapping.get(key, "") if hasattr(mapping, "get") else ""
