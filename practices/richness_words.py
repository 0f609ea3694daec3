"""Completeness in words: names of missing fields and what holds the best grade where it is."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext_lazy as _

PART_NAMES: dict[str, Any] = {
    "blocks": _("building blocks"), "steps": _("steps with dates"), "stakeholders": _("stakeholders"),
    "preconditions": _("preconditions"), "outcomes": _("outcomes"), "evaluations": _("evaluations"),
    "sources": _("sources"), "population": _("population groups"), "sdg": _("SDG targets"),
    "provisions": _("provisions"), "cost": _("cost"), "failure.modes": _("why it failed"),
    "failure.noticed": _("when it was noticed"), "failure.differently": _("what to do differently"),
    "failure.still_worked": _("what still worked"),
}
WHY: dict[str, Any] = {
    "no-outcome": _("no outcome is reported"),
    "no-comparison": _("the outcomes say nothing of a comparison"),
    "no-comparison-group": _("there is no comparison group or area"),
    "one-site": _("it was compared at one site only"),
    "no-synthesis": _("E5 takes three sites with a manual, or a synthesis of studies"),
    "": "",
}


def field_name(name: str) -> str:
    """A field of the contract in words."""
    from practices.models import PracticePage

    if name in PART_NAMES:
        return str(PART_NAMES[name])
    try:
        return str(PracticePage._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return name.replace("_", " ")
