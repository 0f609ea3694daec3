"""Who may do what in the exchange; every question is asked with the object."""

from __future__ import annotations

from typing import Any

from network.models import Exchange, Programme


def may_coordinate(user: Any, programme: Programme) -> bool:
    """Whether the person coordinates this programme. Administrators do not, unless they are named as coordinators."""
    return bool(
        user is not None
        and user.is_authenticated
        and user.is_active
        and programme.coordinators.filter(user=user).exists()
    )


def may_enter(user: Any, exchange: Exchange, city_ids: frozenset[int]) -> bool:
    """Whether the person may enter the exchange's room: its coordinator, or a city that accepted.

    city_ids: the cities the person acts for.
    """
    if may_coordinate(user, exchange.round.programme):
        return True
    accepted = exchange.members.filter(state="accepted", membership__city_id__in=city_ids)
    return bool(city_ids) and accepted.exists()


def may_see_contacts(user: Any, exchange: Exchange, city_ids: frozenset[int]) -> bool:
    """Contacts are shown only when all members have accepted, to the members and the coordinator."""
    everybody = exchange.members.exists() and not exchange.members.exclude(state="accepted").exists()
    return everybody and may_enter(user, exchange, city_ids)
