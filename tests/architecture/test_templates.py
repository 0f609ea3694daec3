"""Templates stay within the strict content security policy and never switch escaping off."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
pytestmark = pytest.mark.sqlite_only


def offenders(pattern: str, *, outside: tuple[str, ...] = ()) -> list[str]:
    found = []
    for template in TEMPLATES:
        name = str(template.relative_to(ROOT))
        if name.startswith(outside):
            continue
        text = re.sub(r"{% comment %}.*?{% endcomment %}|{#.*?#}", "", template.read_text(encoding="utf-8"), flags=re.S)
        for match in re.finditer(pattern, text, flags=re.I | re.S):
            found.append(f"{name}:{text[: match.start()].count(chr(10)) + 1}")
    return found


# Opened from a disk, where no policy stands over them and no file beside them.
CARRIED_AWAY = ("templates/guidelines/download.html", "templates/network/market_offline.html")


def test_no_inline_style() -> None:
    assert not offenders(r"<style|\sstyle\s*=", outside=("templates/email", *CARRIED_AWAY))


def test_no_inline_script() -> None:
    # A data block (application/json, application/ld+json) is not executed.
    assert not offenders(r"<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/(?:ld\+)?json)[^>]*>")
    assert not offenders(r"\son(?:click|load|change|submit|input|error|focus|blur|key\w+|mouse\w+)\s*=")


def test_nothing_from_outside() -> None:
    assert not offenders(r"<(?:script|img|iframe|source|video|audio)[^>]*\ssrc=[\"']https?:")
    assert not offenders(r"<link[^>]*rel=[\"'](?:stylesheet|preload|icon)[^>]*href=[\"']https?:")


def test_escaping_is_never_switched_off() -> None:
    assert not offenders(r"\|\s*safe\b|{%\s*autoescape\s+off")


def test_components_name_their_variables() -> None:
    silent = [
        str(t.relative_to(ROOT))
        for t in TEMPLATES
        if "components" in t.parts and not t.read_text(encoding="utf-8").lstrip().startswith(("{#", "{% comment %}"))
    ]
    assert not silent, f"open with a comment naming the variables it takes: {silent}"
