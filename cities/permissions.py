"""Who may act for a city; every question is asked with the city. Somebody else's city is answered with "not found"."""

from __future__ import annotations

from typing import Any

from cities.models.people import CityRole, Role


def city_ids_of(user: Any) -> frozenset[int]:
    """Primary keys of the cities the person acts for now."""
    if user is None or not user.is_authenticated or not user.is_active:
        return frozenset()
    return frozenset(CityRole.objects.filter(user=user, ended__isnull=True).values_list("city_id", flat=True))


def may_write_for(user: Any, city: Any) -> bool:
    """Whether the person may write drafts and answers of this city."""
    return city.pk in city_ids_of(user)


def may_sign_for(user: Any, city: Any) -> bool:
    """Whether the person is a lead of this city and may sign off what it publishes."""
    if not may_write_for(user, city):
        return False
    return CityRole.objects.filter(user=user, city=city, role=Role.LEAD, ended__isnull=True).exists()
