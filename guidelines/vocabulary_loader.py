"""Loads the shipped vocabularies. Repeating it changes nothing; what an editor has changed since stays as it is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models, transaction

from guidelines.models import (
    Approach,
    Indicator,
    JusticeStrand,
    Lever,
    PopulationGroup,
    SdgGoal,
    SdgTarget,
    Theme,
    ThemeGroup,
)

DATA = Path(__file__).parent / "data" / "vocabulary"
FLAT: tuple[tuple[type[models.Model], str], ...] = (
    (Approach, "approaches.json"),
    (Lever, "levers.json"),
    (JusticeStrand, "justice-strands.json"),
)
RELATIONS = frozenset({"sdg_targets", "broader", "themes", "targets", "links"})


@dataclass
class Report:
    """What a load did: numbers of terms, and the fields left to editors as "Model code: field"."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)


def read(name: str) -> dict[str, Any]:
    """A shipped file. Raises FileNotFoundError or json.JSONDecodeError, which name the file or place."""
    content: dict[str, Any] = json.loads((DATA / name).read_text(encoding="utf-8"))
    return content


@transaction.atomic
def load_vocabulary() -> Report:
    """Load every shipped vocabulary, SDG first because themes point at targets."""
    report = Report()
    load_sdg(report)
    load_themes(report)
    load_population_groups(report)
    for model, name in FLAT:
        for position, term in enumerate(read(name)["terms"], start=1):
            put(model, {**term, "position": position}, report)
    load_indicators(report)
    return report


def load_sdg(report: Report) -> None:
    """17 goals and their targets with our short labels."""
    for position, goal in enumerate(read("sdg.json")["goals"], start=1):
        stored = put(SdgGoal, {"code": goal["code"], "labels": goal["labels"], "position": position}, report)
        for target in goal["targets"]:
            put(SdgTarget, target, report, goal=stored)


def load_themes(report: Report) -> None:
    """Theme groups and themes; a theme's usual SDG targets are set when it is first added."""
    targets = {target.code: target for target in SdgTarget.objects.all()}
    position = 0
    for place, group in enumerate(read("themes.json")["groups"], start=1):
        stored = put(ThemeGroup, {**group, "position": place}, report)
        for theme in group["themes"]:
            position += 1
            before = report.added
            instance = put(Theme, {**theme, "position": position}, report, group=stored)
            if report.added > before:
                instance.sdg_targets.set([targets[code] for code in theme["sdg_targets"]])


def load_population_groups(report: Report) -> None:
    """Population groups; a group's broader group comes before it in the file or is looked up afterwards."""
    terms = read("population-groups.json")["terms"]
    for position, term in enumerate(terms, start=1):
        broader = PopulationGroup.objects.get(code=term["broader"]) if term["broader"] else None
        put(PopulationGroup, {**term, "position": position}, report, broader=broader)


def load_indicators(report: Report) -> None:
    """Indicators; their themes are set when first added. Their provisions are attached by `load_indicator_links`, when
    the text is there."""
    themes = {theme.code: theme for theme in Theme.objects.all()}
    for position, term in enumerate(read("indicators.json")["indicators"], start=1):
        before = report.added
        instance = put(Indicator, {**term, "position": position}, report)
        if report.added > before:
            instance.themes.set([themes[code] for code in term["themes"]])


def put(model: type[Any], term: Mapping[str, Any], report: Report, **relations: Any) -> Any:
    """Add a term, or bring the fields an editor has not touched up to the shipped values.

    Returns the stored instance. A field counts as touched when it differs from what was loaded last.
    """
    values = {name: value for name, value in term.items() if name != "code" and name not in RELATIONS}
    instance = model.objects.filter(code=term["code"]).first()
    if instance is None:
        report.added += 1
        instance = model(code=term["code"], **values, **relations, loaded=values)
        instance.full_clean(exclude=["name", "slug"])
        instance.save()
        return instance
    changed = False
    for name, value in values.items():
        shipped_before, now = instance.loaded.get(name), getattr(instance, name)
        if now == value:
            continue
        if now != shipped_before:
            report.kept.append(f"{model.__name__} {instance.code}: {name}")
            continue
        setattr(instance, name, value)
        changed = True
    if changed or instance.loaded != values:
        instance.loaded = values
        instance.save()
    report.changed += changed
    report.unchanged += not changed
    return instance
