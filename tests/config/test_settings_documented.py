"""The operator's table of settings and the reader of the environment name the same variables."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.sqlite_only


def test_every_variable_is_documented_and_read() -> None:
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "config/env.py").read_text()))
    table = (ROOT / "docs/guides/operator.md").read_text().split("### Settings")[1].split("\n## ")[0]
    documented = {
        name for row in re.findall(r"^\| (`.+?) \|", table, flags=re.M) for name in re.findall(r"`([A-Z_]+)`", row)
    }
    assert documented == read
