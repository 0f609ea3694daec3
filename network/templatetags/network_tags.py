"""Tags of the exchange's pages, and of lower rooms' pages that show something of the exchange."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.translation import gettext as _

from network.public_answers import needs_and_offers
from network.words import word

register = template.Library()
register.filter("word", word)


@register.inclusion_tag("network/parts/city_exchange.html")
def city_exchange(city: Any) -> dict[str, Any]:
    """What a city looks for and offers, for its public page; nothing where its answers do not allow it."""
    return {"found": needs_and_offers(city)}


@register.filter
def names(members: Iterable[Any]) -> str:
    """Cities of an exchange's members in one line: "A and B", "A, B and C"."""
    found = [member.membership.city.title for member in members]
    if len(found) < 2:
        return "".join(found)
    return _("%(first)s and %(last)s") % {"first": ", ".join(found[:-1]), "last": found[-1]}


@register.filter
def percent(share: float) -> str:
    """A share of one as a whole percentage: 0.254 → "25 %"."""
    return f"{round(100 * share)} %"


@register.filter
def at(mapping: Any, key: str) -> Any:
    """A value of a mapping by a key of the template."""
    return mapping.get(key, "") if hasattr(mapping, "get") else ""
