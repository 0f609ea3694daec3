"""Reads of single models, in domain words. `public()` is the room's one gate to everybody."""

from __future__ import annotations

from django.db import models
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

PROFILE_RELATIONS = ("city_languages", "powers", "indicators", "actors", "sources", "priorities__group",
                     "experience__group")


class CityQuerySet(PageQuerySet):  # type: ignore[misc]
    """Cities in the page tree."""

    def public(self) -> CityQuerySet:
        """Published and under no restricted page; what every listing, API, feed and document goes through."""
        return super().public().live()  # type: ignore[no-any-return]

    def real(self) -> CityQuerySet:
        """Without the fictional cities of the demonstration."""
        return self.filter(demonstration=False)  # type: ignore[no-any-return]

    def with_profile(self) -> CityQuerySet:
        """With everything a page or a document shows, in a constant number of queries."""
        return self.select_related("country", "parent_city").prefetch_related(*PROFILE_RELATIONS)  # type: ignore[no-any-return]


class OrganisationQuerySet(models.QuerySet):  # type: ignore[type-arg]
    """Roster entries."""

    def public(self) -> OrganisationQuerySet:
        """Published entries."""
        return self.filter(live=True)


CityPageManager = PageManager
