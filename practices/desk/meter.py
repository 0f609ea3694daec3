"""The live richness meter: how complete the draft is, what is missing and on which step, the best grade reachable."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist

from practices import richness
from practices.desk.steps import PART_TITLES, STEP_OF_FIELD
from practices.models import PracticePage
from practices.record import practice_record

# Names of the record contract that differ from the wizard's names.
PLACES = {
    "cost": "cost_one_off",
    "sdg": "sdg_links",
    "failure.modes": "failure_modes",
    "failure.noticed": "failure_noticed",
    "failure.differently": "failure_differently",
    "failure.still_worked": "failure_still_worked",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """A field that is still empty: its name, its words, the step it is on ("" when only the admin has it)."""

    field: str
    words: str
    step: str


@dataclass(frozen=True, slots=True)
class Meter:
    """percent of depth 1 that is filled; what is missing; the best grade the form alone can reach and why."""

    percent: int
    missing: tuple[Missing, ...]
    best_grade: str
    why: str


def measure(page: PracticePage) -> Meter:
    """Measure a draft (an unsaved revision object is fine) at depth 1."""
    record = {**practice_record(page), "depth": 1}
    found = richness.measure(record)
    missing = tuple(
        Missing(name, _words(name), STEP_OF_FIELD.get(PLACES.get(name, name), "")) for name in found.missing
    )
    return Meter(found.percent, missing, found.best_grade, found.why)


def _words(name: str) -> str:
    field_name = PLACES.get(name, name)
    if field_name in PART_TITLES:
        return str(PART_TITLES[field_name])
    try:
        return str(PracticePage._meta.get_field(field_name).verbose_name)
    except FieldDoesNotExist:
        return field_name.replace("_", " ")
