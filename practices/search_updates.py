"""Tells the search what changed, for every way a record can change; see also signals.py."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cities.models import CityPage, Organisation
from practices.models import PracticePage, ToolPage
from search import outbox

MODELS: dict[str, Any] = {"city": CityPage, "organisation": Organisation, "tool": ToolPage, "practice": PracticePage}


def bulk_changed(records: Iterable[Any], reason: str = "loaded") -> None:
    """Note many records at once by kind and code; a translation changes its practice. Call in their transaction."""
    codes: dict[str, set[str]] = {}
    for record in records:
        kind = "practice" if record.kind == "translation" else record.kind
        codes.setdefault(kind, set()).add(record.code)
    for kind, wanted in codes.items():
        keys = dict(MODELS[kind].objects.values_list("code", "pk"))
        outbox.changed(kind, sorted(keys[code] for code in wanted if code in keys), reason)
