"""What of a city's answers its public page shows: themes it looks for and offers, where the answer itself allows it.

Only the newest submitted answers of a membership count, so that a later "no" takes back an earlier "yes". Own words,
aims, constraints and people are never shown; an offer leads to the practice it rests on when that is public.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cities.models import CityPage
from guidelines.models import Theme
from network.choices import ResponseState
from network.models import Response
from practices.models import PracticePage
from practices.selectors import practices_of_city


@dataclass(frozen=True, slots=True)
class Offered:
    """A theme a city offers, with the public practice it rests on, if any."""

    theme: Theme
    practice: PracticePage | None


@dataclass(frozen=True, slots=True)
class NeedsAndOffers:
    """Themes a city looks for, and what it offers."""

    needs: tuple[Theme, ...]
    offers: tuple[Offered, ...]


def needs_and_offers(city: CityPage) -> NeedsAndOffers | None:
    """What may be shown of a city, or None; one query for most cities, three at most."""
    answers = [row for row in _newest(city) if row.get("public") is True]
    needed = list(dict.fromkeys(row["theme"] for one in answers for row in one.get("challenges") or ()))
    offered = {row["theme"]: row.get("reference") or "" for one in answers for row in one.get("offers") or ()}
    if not needed and not offered:
        return None
    themes = {theme.code: theme for theme in Theme.objects.filter(code__in={*needed, *offered})}
    codes = {code for code in offered.values() if code}
    rows = PracticePage.objects.filter(pk__in=practices_of_city(city), code__in=codes) if codes else ()
    practices = {row.code: row for row in rows}
    return NeedsAndOffers(
        tuple(themes[code] for code in needed if code in themes),
        tuple(Offered(themes[code], practices.get(ref)) for code, ref in offered.items() if code in themes),
    )


def _newest(city: CityPage) -> list[Mapping[str, Any]]:
    """The newest submitted answers of each current membership."""
    rows = Response.objects.filter(
        membership__city=city.pk, membership__left__isnull=True, state=ResponseState.SUBMITTED
    ).order_by("-submitted", "-pk")
    found: dict[int, Mapping[str, Any]] = {}
    for row in rows:
        if row.membership_id not in found:
            found[row.membership_id] = json.loads(row.answers)
    return list(found.values())
