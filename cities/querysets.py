"""Reads of single models, in domain words. `public()` is the room's one gate to everybody."""

from __future__ import annotations

from django.db import models
from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from search.gates import unrestricted

PROFILE_RELATIONS = ("city_languages", "powers", "indicators", "actors", "sources", "priorities__group",
                     "experience__group")
KEY_DIGITS = 18  # more than any database counts to


def called(kind: str, name: str) -> models.Q:
    """The record of this name: its code, or its id as lists and the search give it ("city:12").

    A code never holds a colon, so the two cannot be mistaken. An id that is none matches nothing.
    """
    head, colon, number = name.partition(":")
    if not colon or head != kind:
        return models.Q(code=name)
    if not (number.isascii() and number.isdigit() and len(number) <= KEY_DIGITS):
        return models.Q(pk__in=())
    return models.Q(pk=int(number))


class CityQuerySet(PageQuerySet):  # type: ignore[misc]
    """Cities in the page tree."""

    def public(self) -> CityQuerySet:
        """Published, under no restricted page, and real: what every listing, API, feed and document goes through.

        The fictional cities of the demonstration have pages of their own, marked as such, and appear in no list.
        """
        return unrestricted(self).live().real()  # type: ignore[no-any-return]

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
