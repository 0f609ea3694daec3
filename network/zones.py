"""Whose clock a time is shown on: the zone of the reader's city, or universal time."""

from __future__ import annotations

from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from cities.models import CityPage


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(available_timezones())


def known_zone(name: str) -> str:
    """The name of a zone this machine knows, else "UTC"."""
    return name if name in _known() else "UTC"


def zone_of_cities(city_ids: frozenset[int]) -> ZoneInfo:
    """The zone a person's cities share; universal time when they share none, and for people without a city."""
    if not city_ids:
        return ZoneInfo("UTC")
    rows = CityPage.objects.filter(pk__in=city_ids).values_list("time_zone", flat=True)
    names = {known_zone(name) for name in rows}
    return ZoneInfo(names.pop() if len(names) == 1 else "UTC")
