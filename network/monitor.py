"""The urban safety monitor's self-assessment: statements on a city's knowledge systems by theme. No database.

Source of the themes and the purpose: resolution 24/10 of the Governing Council (the monitor serves peer review);
crime, community, local governance. It is no league table: nothing is added up over statements or cities.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from django.utils.translation import gettext as _

FOLDER = Path(__file__).resolve().parent / "data"
LEVELS = ("none", "begun", "in-place", "used", "checked")


@dataclass(frozen=True, slots=True)
class Statement:
    """Something a city may have, and the help under it."""

    code: str
    label: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A theme of the monitor."""

    code: str
    title: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Monitor:
    """A version of the self-assessment."""

    version: str
    parts: tuple[Part, ...]

    @property
    def statements(self) -> dict[str, Statement]:
        """Code → statement."""
        return {one.code: one for part in self.parts for one in part.statements}


@lru_cache(maxsize=4)
def monitor(version: str) -> Monitor:
    """The questions of a version. Raises LookupError when there is none."""
    path = FOLDER / f"monitor-{version}.yaml"
    if not version.isalnum() or not path.exists():
        raise LookupError(f"monitor version {version!r}: unknown")
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    parts = tuple(
        Part(p["code"], p["title"], tuple(Statement(s["code"], s["label"], s.get("help", "")) for s in p["statements"]))
        for p in raw["parts"]
    )
    return Monitor(str(raw["version"]), parts)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One statement in two cities. why_not: why their figures are not set side by side, or ""."""

    statement: Statement
    mine: Mapping[str, str]
    theirs: Mapping[str, str]
    why_not: str


def compare(
    version: str, mine: Mapping[str, Mapping[str, str]], theirs: Mapping[str, Mapping[str, str]]
) -> list[Comparison]:
    """Two cities' self-assessments side by side; a level is compared only when both name the same kind of source."""
    rows = []
    for code, statement in monitor(version).statements.items():
        a, b = mine.get(code, {}), theirs.get(code, {})
        why = ""
        if not a.get("level") or not b.get("level"):
            why = _("one of the cities has not answered")
        elif (a.get("source") or "").strip().casefold() != (b.get("source") or "").strip().casefold():
            why = _("the cities name different sources")
        rows.append(Comparison(statement, a, b, why))
    return rows
