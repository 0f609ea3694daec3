"""What the site writes where a file says nothing: a file that leaves it out and one that says it are the same."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from practices.importers.collection.apply_cities import CHILDREN as CITY_PARTS
from practices.importers.collection.apply_practices import CHILDREN as PRACTICE_PARTS
from practices.models import Adoption, Outcome, PracticePage

PARTS: Mapping[str, Any] = {**CITY_PARTS, **PRACTICE_PARTS, "outcomes": Outcome, "adoptions": Adoption}
UNSAID = {"grade", "document"}
"""Computed, or added by the site."""


@cache
def defaults_of(part: str) -> Mapping[str, Any]:
    """Field → the value a row of that part has when nothing is said; of the whole record when part is ""."""
    model = PARTS.get(part) if part else PracticePage
    fields = model._meta.concrete_fields if model else ()
    return {field.name: field.get_default() for field in fields if field.has_default()}


def said(key: str, value: Any) -> Any:
    """The value of a record's key without what goes without saying."""
    if isinstance(value, list) and (key in PARTS or key == "provisions"):
        usual = defaults_of(key)
        return [
            {name: item for name, item in row.items() if name not in UNSAID and usual.get(name, ...) != item}
            if isinstance(row, dict)
            else row
            for row in value
        ]
    return None if value == defaults_of("").get(key, ...) else value
