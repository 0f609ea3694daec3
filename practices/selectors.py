"""Reads across models for pages, API and other rooms; all of them through `public()`."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from practices.models import PracticePage

FEW = 50  # beyond it one scan of all practices is quicker than as many conditions


def public_paths_below(paths: Iterable[str]) -> Iterable[str]:
    """Paths of public practices that name their city, below the cities at those paths."""
    wanted = list(paths)
    if not wanted:
        return []
    condition = Q()
    for path in wanted if len(wanted) <= FEW else ():
        condition |= Q(path__startswith=path)
    return PracticePage.objects.naming_their_city().filter(condition).values_list("path", flat=True)
