"""What each statement of a record rests on: which fields report facts, which are the editors' reading. Pure.

A field of facts names the sources it was taken from in `rests_on`; a field of the editors' own is listed in
`editorial` and may name the sources it was drawn from as well. Rule and reasons: docs/guides/collection.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

EDITORIAL: dict[str, str] = {
    "mechanism": "why it should work is an explanation put together from what the sources report",
    "rights_risks": "what could harm rights is judged, also where no source looked; harm that happened is `unintended`",
    "preconditions": "what another city must have is a conclusion from what was there",
    "blocks.enabling": "what a block needs is a conclusion from what was there",
    "blocks.lesson": "a lesson is drawn, not observed",
    "not_fit": "advice to another city",
    "minimum_scale": "advice to another city",
    "first_steps": "advice to another city",
    "failure.differently": "advice to another city",
}
"""Fields that may be the editors' reading, with the reason."""

FACTUAL = (
    "summary", "lead_organisation", "start", "end", "problem", "causes", "alternatives", "why_this", "why_scale",
    "intervention", "blocks", "steps", "staffing", "training", "tools", "data_safeguards", "legal_background",
    "funding", "fte", "setup_months", "first_effect_months", "success_factors", "limiting_factors", "obstacles",
    "leader", "stakeholders", "community_groups", "investors", "negotiation", "displacement", "unintended",
    "worse_off", "economics", "manual", "failure.noticed", "failure.still_worked", "sustain", "who_pays_now",
)  # fmt: skip
"""Fields that report facts. Not among them: title and claim, which repeat summary and outcomes; parts with `sources` of
their own (outcomes, cost, evaluations, adoptions); and codes, by which we classify."""

FIELDS = (*FACTUAL, *EDITORIAL)
ALSO = ("claim", "failure", "further_cities", "powers_needed")
"""May name sources, but need not; `failure` and any other part speak for their keys."""


def states(record: Mapping[str, Any], name: str) -> bool:
    """Whether a field says anything; `part.key` of a repeated part when any of its rows does."""
    head, _, key = name.partition(".")
    value = record.get(head)
    if key and isinstance(value, list):
        return any(isinstance(row, Mapping) and row.get(key) for row in value)
    if key:
        return isinstance(value, Mapping) and bool(value.get(key))
    return value is not False and value not in (None, "", [], {})


def named(names: Any, name: str) -> bool:
    """Whether a field, or the part it belongs to, is among the names."""
    return name in names or name.partition(".")[0] in names


def unfounded(record: Mapping[str, Any]) -> Iterator[str]:
    """Names of filled fields that neither name a source nor are the editors' reading, in the order of FIELDS."""
    rests_on, editorial = record.get("rests_on") or {}, record.get("editorial") or ()
    founded = {name for name, keys in rests_on.items() if keys}
    for name in FIELDS:
        if states(record, name) and not named(founded, name) and name not in editorial:
            yield name


def keys_for(record: Mapping[str, Any], name: str) -> list[str]:
    """Keys of the sources a field rests on; those of its part when it names none itself."""
    rests_on = record.get("rests_on") or {}
    return list(rests_on.get(name) or rests_on.get(name.partition(".")[0]) or ())


def problems(rests_on: Any, editorial: Any) -> Iterator[tuple[str, str]]:
    """(place, message) of every name that may not stand there; the keys are judged where the sources are known."""
    for name in rests_on if isinstance(rests_on, Mapping) else ():
        if name not in (*FIELDS, *ALSO):
            yield f"rests_on.{name}", "is no field that names sources here; see the list in the guide to the collection"
    for name in editorial if isinstance(editorial, list | tuple) else ():
        if name not in EDITORIAL:
            yield "editorial", f'"{name}" reports facts, or is unknown; only these may be ours: {", ".join(EDITORIAL)}'
