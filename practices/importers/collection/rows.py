"""From a part of a file to keyword arguments of its model: null means empty, never the word "None"."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from cities.fields import CodesField


def arguments(model: Any, data: Mapping[str, Any], names: tuple[str, ...], prefix: str = "") -> dict[str, Any]:
    """Values of the named keys for the model's fields (called prefix + name): text "" and list [] for null.

    A field with a default keeps it when the key is null; another record is named by its code.
    """
    found = {}
    for name in names:
        field, value = model._meta.get_field(prefix + name), data.get(name)
        if value is None:
            if isinstance(field, CodesField):
                value = []
            elif isinstance(field, models.CharField | models.TextField) and not field.has_default():
                value = ""
            elif field.has_default():
                value = field.get_default()
        found[field.attname] = value
    return found


def children(model: Any, items: list[Mapping[str, Any]] | None, names: tuple[str, ...]) -> list[Any]:
    """Unsaved rows of a repeated part, numbered in the file's order."""
    return [model(sort_order=number, **arguments(model, item, names)) for number, item in enumerate(items or ())]
