"""The competency framework (Guidelines, 25(h)): read from the collection's file, shown with its trainings and themes.

It is one document that cities comment on, so it stays a file with a checked shape and is not edited on the site.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from cities.marks import entry_numbered
from guidelines.models import Theme
from practices.importers.collection.contract import CONTRACT
from practices.importers.collection.files import COLLECTION, FRAMEWORK, Collection, Record, read_file
from practices.models import ToolPage

STATUS = {"proposal": _("A proposal, open to comment by cities"), "adopted": _("Adopted")}


@cache
def framework() -> dict[str, Any] | None:
    """The framework as its file holds it; None when there is none. Raises ValueError when the file is not sound."""
    if not (COLLECTION / FRAMEWORK).exists():
        return None
    collection = Collection()
    read_file(collection, COLLECTION, COLLECTION / FRAMEWORK, "framework", "")
    problems = [str(issue) for issue in collection.issues]
    records: list[Record] = collection.records
    for record in records:
        problems += [f"{place}: {message}" for place, message in CONTRACT["framework"].problems(record.data, "")]
    if problems:
        raise ValueError("; ".join(problems))
    return records[0].data


def framework_context() -> dict[str, Any] | None:
    """The page's context: matrix of roles and competencies, competencies by group with public trainings and themes."""
    data = framework()
    if data is None:
        return None
    codes = {code for item in data["competencies"] for code in item.get("trainings") or ()}
    tools = {tool.code: tool for tool in ToolPage.objects.public().filter(code__in=codes)}
    wanted = {code for item in data["competencies"] for code in item.get("themes") or ()}
    themes = {theme.code: theme for theme in Theme.objects.filter(code__in=wanted)}
    labels = {level["code"]: level["label"] for level in data["levels"]}
    shown = [
        {
            **item,
            "levels": [{"label": labels[code], "text": words} for code, words in item["levels"].items()],
            "tools": [tools[code] for code in item.get("trainings") or () if code in tools],
            "themes": [themes[code] for code in item.get("themes") or () if code in themes],
            "cells": [labels.get(role["competencies"].get(item["code"], ""), "") for role in data["roles"]],
        }
        for item in data["competencies"]
    ]
    groups = [
        {**group, "items": [item for item in shown if item["group"] == group["code"]]} for group in data["groups"]
    ]
    sources, _marks = entry_numbered(data, ())
    return {"framework": data, "groups": groups, "status": STATUS[data["status"]], "sources": sources}
