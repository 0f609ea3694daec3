"""Ready sets of cities a review of a text may ask: the members of programmes the asking person coordinates."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from guidelines.asked import ReadySet
from network.models import Membership


def cities_of_programmes(document: Any, user: Any) -> list[ReadySet]:
    """One set for each programme; who is a member is known to its coordinators only. One query."""
    if not user.is_authenticated:
        return []
    rows = Membership.objects.current().filter(programme__coordinators__user=user)
    found: dict[tuple[str, str], set[str]] = {}
    columns = ("programme__code", "programme__name", "city_id")
    for code, name, city in rows.order_by("programme__name", "pk").values_list(*columns):
        found.setdefault((code, name), set()).add(f"city:{city}")
    under = _("Networks and programmes")
    return [ReadySet(f"in-{code}", name, under, frozenset(cities)) for (code, name), cities in found.items()]
