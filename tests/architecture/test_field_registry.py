"""Every field of every model has a privacy class; a new field without one fails here."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from config.field_classes import FieldClass

ROOMS = ("config", "search", "guidelines", "cities", "practices", "network")
pytestmark = pytest.mark.sqlite_only


def registry() -> dict[str, dict[str, FieldClass]]:
    merged: dict[str, dict[str, FieldClass]] = {}
    for room in ROOMS:
        if any(model for model in apps.get_app_config(room).get_models()):
            merged.update(import_module(f"{room}.registry").FIELDS)
    return merged


def own_fields() -> dict[str, set[str]]:
    """Model → names of the fields declared for it (inherited page fields belong to Wagtail)."""
    return {
        model._meta.label: {f.name for f in (*model._meta.local_fields, *model._meta.local_many_to_many)}
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
    }


def test_every_field_has_a_class() -> None:
    known = registry()
    missing = {
        label: sorted(fields - set(known.get(label, {})))
        for label, fields in own_fields().items()
        if fields - set(known.get(label, {}))
    }
    assert not missing, f"add these to the registry.py of their room: {missing}"


def test_the_registry_names_no_field_that_is_gone() -> None:
    own = own_fields()
    gone = {
        label: sorted(set(fields) - own.get(label, set()))
        for label, fields in registry().items()
        if set(fields) - own.get(label, set())
    }
    assert not gone, f"remove these from the registry: {gone}"
