"""The city desk's section on surveys and exchanges, filled by the room above it."""

from __future__ import annotations

from typing import Any

from django import template

from cities.permissions import city_ids_of
from network.desk_places import places

register = template.Library()


@register.inclusion_tag("network/parts/desk_places.html")
def exchange_places(user: Any) -> dict[str, Any]:
    """Surveys and exchanges of the person's cities. user: who looks at the desk."""
    return places(city_ids_of(user))
