"""What the page of a programme shows: its cities with what is missing, who could join, who facilitates how much."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from cities.models import CityPage
from network.choices import Purpose
from network.models import Exchange, Programme

JOINABLE = 1000  # names offered while typing; beyond them the name is typed in full


def members_of(programme: Any) -> list[dict[str, Any]]:
    """Current members with the consents given and whether a focal point is named; three queries."""
    places = list(
        programme.memberships.current()
        .select_related("city__country")
        .prefetch_related("consents")
        .order_by("city__title")
    )
    found = []
    for place in places:
        newest = {consent.purpose: consent.granted for consent in place.consents.all()}
        given = [str(label) for value, label in Purpose.choices if newest.get(value)]
        everything = len(given) == len(Purpose.choices)
        found.append(
            {"membership": place, "consents": given, "everything": everything, "contact": bool(place.contact_email)}
        )
    return found


def joinable(programme: Programme) -> list[tuple[str, str]]:
    """(code, name with country) of published cities that are not in the programme; as many as a list can offer."""
    inside = programme.memberships.current().values("city")
    rows = CityPage.objects.live().filter(demonstration=programme.demonstration).exclude(pk__in=inside)
    rows = rows.order_by("title").only("code", "title", "country").select_related("country")
    return [(city.code, f"{city.title}, {city.country}") for city in rows[:JOINABLE]]


def workload_of(programme: Any) -> list[tuple[str, int]]:
    """Facilitators of the programme's exchanges with how many each has under way, the busiest first."""
    rows = (
        Exchange.objects.live()
        .filter(round__programme=programme, facilitator__isnull=False)
        .values_list("facilitator__name")
        .annotate(n=Count("pk"))
        .order_by("-n", "facilitator__name")
    )
    return [(name, n) for name, n in rows]
