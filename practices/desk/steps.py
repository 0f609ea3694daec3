"""The harvest wizard's steps in 5Is order: which fields and repeated parts each asks for, and the minutes it takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Step:
    """A page of the wizard.

    fields: names on the practice page. parts: related name → fields of a repeated part. only_for: kinds of record the
    step is for; empty means all. minutes: what it takes at depth 1. optional: what depths 2 and 3 add, behind the end
    of the short way.
    """

    code: str
    title: Any
    lead: Any
    fields: tuple[str, ...]
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    minutes: int = 3
    optional: bool = False


STEPS: tuple[Step, ...] = (
    Step(
        "what",
        _("What it is"),
        _("The name of it, in words a colleague in another city would use."),
        ("title", "kind", "claim", "summary", "lead_organisation", "scale", "lifecycle", "start", "end"),
        minutes=4,
    ),
    Step(
        "problem",
        _("The problem"),
        _("What was wrong, how big it was, and what you believe caused it."),
        ("problem", "causes"),
        minutes=3,
    ),
    Step(
        "action",
        _("What is done"),
        _("What you do, and why it should weaken a cause."),
        ("intervention", "mechanism", "themes", "approaches", "levers", "justice"),
        {"population": ("group", "role")},
        minutes=4,
    ),
    Step(
        "means",
        _("Money, people, time"),
        _("What another city would have to find. Leave empty what nobody knows."),
        (
            "cost_one_off",
            "cost_yearly",
            "cost_currency",
            "cost_year",
            "cost_note",
            "funding",
            "setup_months",
            "staffing",
            "obstacles",
        ),
        {"steps": ("when", "title", "description")},
        minutes=3,
    ),
    Step(
        "people",
        _("Who took part"),
        _("Who led it, who was asked, who paid. Offices and organisations, never private persons."),
        ("leader", "community_groups", "investors", "negotiation"),
        {"stakeholders": ("name", "role")},
        minutes=2,
    ),
    Step(
        "result",
        _("What came of it"),
        _("No change and harm are results too, and as useful to others. Fear and crime are different outcomes."),
        ("displacement", "unintended", "worse_off"),
        {
            "outcomes": (
                "outcome",
                "level",
                "direction",
                "indicator",
                "baseline",
                "result",
                "comparison_value",
                "unit",
                "baseline_date",
                "result_date",
                "population",
                "comparison",
                "comparison_note",
                "effect",
                "sources",
            )
        },
        minutes=4,
    ),
    Step(
        "not-worked",
        _("What did not work"),
        _("Every practice has a part that failed. You choose how it is shown."),
        ("failure_modes", "failure_noticed", "failure_differently", "failure_still_worked", "failure_visibility"),
        minutes=2,
    ),
    Step(
        "transfer",
        _("For another city"),
        _("What must be there for it to work, and how to begin."),
        ("not_fit", "minimum_scale", "first_steps", "sustain"),
        {"preconditions": ("kind", "title", "need", "note"), "blocks": ("name", "kind", "description", "lesson")},
        minutes=3,
    ),
    Step(
        "sources",
        _("Sources and consent"),
        _("Where the figures come from, and what your city agrees to."),
        ("willing_to", "rights", "consent"),
        {"sources": ("key", "kind", "authors", "title", "year", "publisher", "url")},
        minutes=2,
    ),
    Step(
        "choice",
        _("Why this, and what it needed"),
        _("What a city that wants to copy it asks next."),
        (
            "alternatives",
            "why_this",
            "why_scale",
            "success_factors",
            "limiting_factors",
            "powers_needed",
            "legal_background",
            "data_safeguards",
            "training",
            "tools",
            "fte",
            "first_effect_months",
            "who_pays_now",
        ),
        minutes=10,
        optional=True,
    ),
    Step(
        "studies",
        _("Studies, risks and goals"),
        _("What a reviewer asks next: who looked at it, what it was worth, and which goals it serves."),
        ("rights_risks", "economics"),
        {
            "evaluations": ("evaluator", "organisation", "design", "period", "quality", "sources"),
            "sdg_links": ("tag", "relation"),
            "provisions": ("address", "role"),
        },
        minutes=8,
        optional=True,
    ),
)
PART_TITLES: Mapping[str, Any] = {
    "population": _("Population groups, each with its part"),
    "steps": _("Steps with dates"),
    "outcomes": _("Outcomes"),
    "preconditions": _("Preconditions"),
    "blocks": _("Building blocks"),
    "stakeholders": _("Others who took part, each with its role"),
    "evaluations": _("Evaluations and studies of it"),
    "sdg_links": _("SDG targets it serves"),
    "provisions": _("Paragraphs of the Guidelines it puts to work"),
    "sources": _("Sources"),
}
BY_CODE: Mapping[str, Step] = {step.code: step for step in STEPS}
STEP_OF_FIELD: Mapping[str, str] = {name: step.code for step in STEPS for name in (*step.fields, *step.parts)}


def after(code: str) -> Step | None:
    """The step behind this one, or None behind the last and where the short way ends."""
    codes = [step.code for step in STEPS]
    place = codes.index(code) + 1
    if place == len(STEPS) or STEPS[place].optional is not STEPS[place - 1].optional:
        return None
    return STEPS[place]


def before(code: str) -> Step | None:
    """The step in front of this one, or None in front of the first."""
    codes = [step.code for step in STEPS]
    place = codes.index(code)
    return STEPS[place - 1] if place else None
