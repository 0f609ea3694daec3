"""How private a field is. Every room names a class for each of its model fields in its `registry.py`.

Index, API, export, erasure and the log filter read these classes; a model field without one fails a test. This module
imports nothing, so that every room may use it.
"""

from __future__ import annotations

from enum import Enum


class FieldClass(Enum):
    """Classes from open to closed; the number grows with the care needed."""

    PUBLIC = 0  # shown to everybody once the record is published
    UNPUBLISHED = 1  # editorial: drafts, review, internal notes
    CITY_PRIVATE = 2  # the city, its matched peers where agreed, and its coordinator
    PERSONAL = 3  # about a person: exported and erased on request
    SECRET = 4  # tokens, keys, passwords: never leaves the database


PUBLIC = FieldClass.PUBLIC
UNPUBLISHED = FieldClass.UNPUBLISHED
CITY_PRIVATE = FieldClass.CITY_PRIVATE
PERSONAL = FieldClass.PERSONAL
SECRET = FieldClass.SECRET

FieldRegistry = dict[str, dict[str, FieldClass]]
""" "app.Model" → field name → class."""
