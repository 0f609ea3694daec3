"""Codes the collection may use: those of the shipped vocabularies and of the shipped digest of the Guidelines."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

GUIDELINES = Path(__file__).resolve().parents[3] / "guidelines" / "data"
CITIES = Path(__file__).resolve().parents[3] / "cities" / "data"
DOCUMENT = "un-safer-cities-guidelines"


@cache
def _file(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((GUIDELINES / "vocabulary" / f"{name}.json").read_text("utf-8"))
    return content


@cache
def themes() -> frozenset[str]:
    """Codes of themes (not of their groups)."""
    return frozenset(theme_groups())


@cache
def theme_groups() -> dict[str, str]:
    """Theme → its group."""
    return {theme["code"]: group["code"] for group in _file("themes")["groups"] for theme in group["themes"]}


@cache
def sdg_targets() -> frozenset[str]:
    return frozenset(target["code"] for goal in _file("sdg")["goals"] for target in goal["targets"])


@cache
def terms(name: str) -> frozenset[str]:
    """Codes of a flat vocabulary: population-groups, approaches, levers, justice-strands."""
    return frozenset(term["code"] for term in _file(name)["terms"])


@cache
def countries() -> dict[str, dict[str, Any]]:
    """Country code → its facts."""
    content = json.loads((CITIES / "countries.json").read_text("utf-8"))
    return {row["code"]: row for row in content["countries"]}


@cache
def provisions() -> frozenset[str]:
    """Addresses of the Guidelines draft, from the shipped digest."""
    digest = yaml.safe_load((GUIDELINES / "digests" / f"{DOCUMENT}.yaml").read_text("utf-8"))
    return frozenset(_addresses(digest))


def _addresses(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if "address" in node:
            yield str(node["address"])
        for value in node.values():
            yield from _addresses(value)
    elif isinstance(node, list):
        for item in node:
            yield from _addresses(item)
