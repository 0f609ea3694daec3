"""Reads the headings of UN-Habitat's best-practice reporting format as columns of our own. Pure.

The format asks in prose for the situation before, priorities, objectives, resources, process, results, sustainability,
lessons and transferability (UN-Habitat, Best Practices and Local Leadership Programme, reporting guide). Names of
persons, addresses and telephone numbers are left out on purpose: the record names offices, never people.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "title": ("name of best practice", "title of practice", "title of best practice", "name of the best practice",
              "name of practice", "name of initiative", "best practice title"),
    "city": ("city town", "city", "town", "city or town"),
    "lead_organisation": ("name of organization", "nominating organization", "organization", "lead organization",
                          "name of organisation", "nominating organisation"),
    "summary": ("summary", "executive summary", "summary of the initiative"),
    "start": ("start date", "starting date", "date of start"),
    "end": ("end date", "completion date", "date of completion"),
    "problem": ("situation before the initiative began", "situation before the initiative", "background"),
    "why_this": ("establishment of priorities", "priorities"),
    "intervention": ("formulation of objectives and strategies", "objectives and strategies", "objectives"),
    "investors": ("mobilization of resources", "mobilisation of resources", "resources"),
    "obstacles": ("process",),
    "steps.1.description": ("results achieved", "impact", "results"),
    "sustain": ("sustainability",),
    "success_factors": ("lessons learned", "lessons learnt"),
    "not_fit": ("transferability", "transfers", "transferability and upscaling"),
    "legal_background": ("related policies", "related policy legislation", "policy legislation"),
    "stakeholders": ("partners", "partnerships"),
    "community_groups": ("beneficiaries",),
    "cost.note": ("financial profile", "budget"),
}  # fmt: skip
KNOWN_BY = {"problem", "why_this", "sustain", "success_factors", "investors"}
_BY_HEADING = {heading: column for column, headings in HEADINGS.items() for heading in headings}


def folded(heading: str) -> str:
    """A heading in lower case without numbers, marks and extra spaces."""
    return " ".join(re.sub(r"[^a-z ]+", " ", heading.lower()).split())


def is_un_habitat(columns: list[str]) -> bool:
    """Whether headings are those of the format: at least three that only it has."""
    found = {_BY_HEADING.get(folded(column)) for column in columns if "_" not in column}
    return len(found & KNOWN_BY) >= 3 and not set(columns) & {"lead_organisation", "why_this"}


def mapped(cells: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """A row under our columns, and the headings that were left out."""
    row: dict[str, str] = {}
    left_out: list[str] = []
    for heading, text in cells.items():
        column = _BY_HEADING.get(folded(heading))
        if column is None:
            left_out.append(heading)
            continue
        if column == "stakeholders":
            names = [name.strip() for name in re.split(r"[;\n]", text) if name.strip()]
            text = "\n".join("name=" + name.replace("\\", "\\\\").replace("|", "\\|") for name in names)
        row[column] = f"{row[column]}\n\n{text}" if row.get(column) else text
    if row.get("steps.1.description"):
        row["steps.1.title"] = "Results as reported"
    return row, left_out
