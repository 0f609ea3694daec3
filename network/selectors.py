"""Reads across models for coordinators and cities; each begins with what the person may see."""

from __future__ import annotations

from guidelines.models import Theme


def theme_codes() -> frozenset[str]:
    """Codes of all themes a challenge or offer may name."""
    return frozenset(Theme.objects.values_list("code", flat=True))
