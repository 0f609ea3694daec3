"""What the first page shows, read from every room through their public gates."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language

from config.navigation import search_url
from config.problems import PROBLEMS
from guidelines.models import SdgGoal, ThemeGroup
from search import service, sources
from search.queries import Query, SearchUnavailable
from search.sources import Card

log = logging.getLogger("safer_cities.home")

NEWEST = 6
LESSONS = 3
PINS = 600
Counts = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class HomeFigures:
    """Public records counted by the search: per kind, and practices per theme path, SDG path and record kind.

    available is False when the search did not answer; the page then shows no counts rather than zeros.
    """

    kinds: Counts = field(default_factory=dict)
    themes: Counts = field(default_factory=dict)
    sdgs: Counts = field(default_factory=dict)
    record_kinds: Counts = field(default_factory=dict)
    available: bool = True


def home_figures() -> HomeFigures:
    """All counts of the first page from one search."""
    known = sources.all_facets()
    names = tuple(name for name in ("kind", "theme", "sdg", "record_kind") if name in known)
    selected = {"kind": ("practice",)} if "kind" in known else {}
    try:
        answer = service.get_engine().search(Query(selected=selected, size=1, facets=names, facet_values=500))
    except SearchUnavailable as trouble:
        log.warning("the first page shows no counts: %s", trouble)
        return HomeFigures(available=False)
    counts = {name: {value.value: value.count for value in result.values} for name, result in answer.facets.items()}
    return HomeFigures(
        counts.get("kind", {}), counts.get("theme", {}), counts.get("sdg", {}), counts.get("record_kind", {})
    )


def problem_tiles(figures: HomeFigures) -> list[dict[str, Any]]:
    """The problems with their addresses and how many practices answer each."""
    return [
        {
            "title": p.title,
            "text": p.text,
            "icon": p.icon,
            "count": figures.themes.get(p.theme, 0),
            "url": search_url({"kind": "practice", "theme": p.theme}),
        }
        for p in PROBLEMS
    ]


def theme_columns(figures: HomeFigures) -> list[dict[str, Any]]:
    """Theme groups with their themes and counts."""
    return [
        {
            "code": group.code,
            "label": group.label(),
            "url": group.get_absolute_url(),
            "themes": [
                {
                    "label": theme.label(),
                    "url": theme.get_absolute_url(),
                    "count": figures.themes.get(f"{group.code}/{theme.code}", 0),
                }
                for theme in group.themes.all()
            ],
        }
        for group in ThemeGroup.objects.prefetch_related("themes")
    ]


def sdg_tiles(figures: HomeFigures) -> list[dict[str, Any]]:
    """The 17 goals with their short label, address in the search and count."""
    return [
        {
            "number": goal.code,
            "label": goal.label(),
            "url": search_url({"sdg": goal.code}),
            "count": figures.sdgs.get(goal.code, 0),
        }
        for goal in SdgGoal.objects.all()
    ]


def cards(kind: str, keys: Iterable[int]) -> list[Card]:
    """Cards of these keys in their order, through the room's public gate; unknown or private keys are left out."""
    source = sources.all_sources().get(kind)
    wanted = list(keys)
    if source is None or not wanted:
        return []
    found = source.cards(wanted, (get_language() or "en")[:2])
    return [found[key] for key in wanted if key in found]


def newest_practices() -> list[Card]:
    """The practices published last that are not lessons of failure (those have their own place)."""
    from practices.choices import RecordKind
    from practices.models import PracticePage

    keys = PracticePage.objects.public().exclude(kind=RecordKind.DID_NOT_WORK).order_by("-first_published_at", "-pk")
    return cards("practice", keys.values_list("pk", flat=True)[:NEWEST])


def lessons() -> list[Card]:
    """The newest records of what did not work."""
    from practices.choices import RecordKind
    from practices.models import PracticePage

    keys = PracticePage.objects.public().filter(kind=RecordKind.DID_NOT_WORK).order_by("-first_published_at", "-pk")
    return cards("practice", keys.values_list("pk", flat=True)[:LESSONS])


def city_pins() -> list[dict[str, Any]]:
    """Cities with a place, for the map of the first page."""
    from cities.models import CityPage

    keys = CityPage.objects.public().exclude(latitude=None).exclude(longitude=None).order_by("title")
    found = cards("city", keys.values_list("pk", flat=True)[:PINS])
    return [
        {
            "lat": card.location[0],
            "lon": card.location[1],
            "url": card.url,
            "label": f"{card.title}, {card.place}" if card.place and card.place != card.title else card.title,
        }
        for card in found
        if card.location
    ]
