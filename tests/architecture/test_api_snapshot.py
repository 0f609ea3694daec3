"""The API's description as a snapshot, so that a change others rely on is seen before it is made.

To accept a change: UPDATE_SNAPSHOTS=1 python -m pytest tests/architecture/test_api_snapshot.py
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from config.api import api

SNAPSHOT = Path(__file__).resolve().parents[1] / "snapshots" / "openapi.json"
pytestmark = pytest.mark.sqlite_only


def test_the_description_is_as_recorded() -> None:
    now = json.loads(json.dumps(api.get_openapi_schema(), default=str, sort_keys=True))
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(json.dumps(now, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    assert now == json.loads(SNAPSHOT.read_text())
