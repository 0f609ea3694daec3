"""The project speaks of itself only: no machine's paths, no registry's hosts, nothing left to do later."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
THIS = Path(__file__).name
SUFFIXES = {".py", ".html", ".md", ".toml", ".txt", ".sh", ".js", ".css", ".yaml", ".yml", ".json", ".csv", ""}
FORBIDDEN = {
    "a machine's path": r"""(?:^|[\s"'`=(:])/(?:work|root|home/\w+)/""",
    "a registry's host": r"\b(?:pypi\.org|files\.pythonhosted|registry\.npmjs|repo1?\.maven|deb\.debian)",
    "work left for later": r"\b(?:TO" r"DO|FIX" r"ME)\b",
}
pytestmark = pytest.mark.sqlite_only


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_holds(what: str) -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    found = []
    for name in listed:
        path = ROOT / name
        if path.suffix not in SUFFIXES or path.name == THIS or not path.is_file() or "/vendor/" in name:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        found += [f"{name}:{text[: m.start()].count(chr(10)) + 1}" for m in re.finditer(FORBIDDEN[what], text)]
    assert not found
