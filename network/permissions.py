"""Who may do what in the exchange; every question is asked with the object."""

from __future__ import annotations

from typing import Any

from network.choices import NEVER_MET
from network.models import Assessment, Exchange, Membership, Programme
from network.states import CONFIRMED_EXCHANGES


def may_coordinate(user: Any, programme: Programme) -> bool:
    """Whether the person coordinates this programme. Administrators do not, unless they are named as coordinators."""
    return bool(
        user is not None
        and user.is_authenticated
        and user.is_active
        and programme.coordinators.filter(user=user).exists()
    )


def may_start_programmes(user: Any) -> bool:
    """Administrators start programmes and name their first coordinators; they do not coordinate by that."""
    return bool(user is not None and user.is_authenticated and user.is_active and user.is_superuser)


def may_enter(user: Any, exchange: Exchange, city_ids: frozenset[int]) -> bool:
    """Whether the person may enter the exchange's room: its coordinator, or a city of it when all have accepted.

    city_ids: the cities the person acts for.
    """
    if may_coordinate(user, exchange.round.programme):
        return True
    if exchange.state not in CONFIRMED_EXCHANGES or exchange.closing_reason in NEVER_MET:
        return False
    accepted = exchange.members.filter(state="accepted", membership__city_id__in=city_ids)
    return bool(city_ids) and accepted.exists()


def may_see_contacts(user: Any, exchange: Exchange, city_ids: frozenset[int]) -> bool:
    """Contacts are shown only when all members have accepted, to the members and the coordinator."""
    everybody = exchange.members.exists() and not exchange.members.exclude(state="accepted").exists()
    return everybody and may_enter(user, exchange, city_ids)


def may_see_assessment(user: Any, place: Membership, found: Assessment | None, city_ids: frozenset[int]) -> bool:
    """Whether the person may see a city's self-assessment: the city, its coordinator, and matched cities when shared.

    found: the assessment, if there is one; others than the city do not learn whether there is.
    """
    if place.city_id in city_ids:
        return True
    if found is None:
        return False
    if may_coordinate(user, place.programme):
        return True
    if not found.shared or not city_ids:
        return False
    together = (
        Exchange.objects.confirmed()
        .exclude(closing_reason__in=NEVER_MET)
        .filter(members__membership=place, members__state="accepted")
    )
    return together.filter(members__membership__city_id__in=city_ids, members__state="accepted").exists()
