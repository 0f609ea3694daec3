"""The map of addresses as a snapshot: a new or changed route shows in the diff and enters the access matrix.

To accept a change: UPDATE_SNAPSHOTS=1 python -m pytest tests/architecture/test_url_map.py
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

SNAPSHOT = Path(__file__).resolve().parents[1] / "snapshots" / "urls.txt"
pytestmark = pytest.mark.sqlite_only


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.pattern}"
        else:
            yield from routes(entry, f"{prefix}{entry.pattern}")


def test_the_map_is_as_recorded() -> None:
    # Wagtail's own admin is Wagtail's to change; ours inside it is covered by the access matrix.
    now = sorted({route for route in routes(get_resolver()) if not route.startswith("admin/")})
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text("\n".join(now) + "\n")
    recorded = SNAPSHOT.read_text().splitlines()
    assert now == recorded, f"new: {sorted(set(now) - set(recorded))}, gone: {sorted(set(recorded) - set(now))}"
