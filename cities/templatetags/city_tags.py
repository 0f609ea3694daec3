"""Tags of the room for pages of other rooms: which cities publish a value of an indicator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language

from cities.indicators import public_values, value_counts

register = template.Library()


@register.simple_tag
def cities_with_values() -> Mapping[str, int]:
    """Indicator → how many public cities publish a value."""
    return value_counts()


@register.inclusion_tag("cities/parts/indicator_values.html")
def indicator_values(indicator: Any) -> dict[str, Any]:
    """The values public cities publish of an indicator, by city, newest first."""
    rows = public_values(indicator.code, get_language() or "en")
    return {"rows": rows, "cities": len({row.code for row in rows})}
