"""Writes of the room: shipped places and countries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from cities.models import Country, Place

BATCH = 2_000


@transaction.atomic
def load_countries(*, rows: Iterable[Mapping[str, Any]]) -> int:
    """Create or update countries from the rows of `importers.places.read_countries`. Returns their number."""
    countries = [Country(**row) for row in rows]
    fields = [field.name for field in Country._meta.fields if not field.primary_key]
    Country.objects.bulk_create(countries, update_conflicts=True, unique_fields=["code"], update_fields=fields)
    return len(countries)


@transaction.atomic
def load_gazetteer(*, rows: Iterable[Mapping[str, Any]]) -> int:
    """Replace the gazetteer by the rows of `importers.places.read_gazetteer`. Returns their number.

    Cities keep their own facts, so nothing refers to a place and replacing is safe.
    """
    Place.objects.all().delete()
    places = Place.objects.bulk_create((Place(**row) for row in rows), batch_size=BATCH)
    return len(places)
