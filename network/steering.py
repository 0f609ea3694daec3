"""What a coordinator can set before a run: weights as sliders, sizes of groups, care for the worst-off; and a trial."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from network.matching import MatchingError, Plan, match
from network.models import Round, Run
from network.problem import problem_of, snapshot_document
from network.services.errors import RunNotPossible
from network.services.matching import plan_of

# Sliders: weight of the algorithm → words. Shares go from 0 to 1.
SLIDERS: tuple[tuple[str, Any, float], ...] = (
    ("practices", _("Practices that answer a need"), 0.75),
    ("challenges", _("Challenges in common"), 0.25),
    ("reciprocity", _("Both sides gain alike"), 0.25),
    ("context", _("Similar size and income"), 0.6),
    ("variety", _("Different enough to learn"), 0.3),
    ("language", _("A common language"), 1.0),
    ("time", _("Hours in common"), 0.5),
    ("novelty", _("Not the same partners again"), 1.0),
    ("group_of_three", _("Share kept in a group of three"), 0.85),
)
SIZES: tuple[tuple[str, Any], ...] = (
    ("both", _("pairs and threes")),
    ("pairs", _("pairs only")),
    ("triads", _("threes only")),
)
TRIAL_SECONDS = 4.0  # a trial answers while the coordinator looks; it is never kept


@dataclass(frozen=True, slots=True)
class Figures:
    """A plan in the few figures that do not depend on the weights. worst and across in percent."""

    served: int
    worst: int
    pairs: int
    threes: int
    across: int

    @classmethod
    def of(cls, plan: Plan) -> Figures:
        """The figures of a plan."""
        sizes = [len(group.members) for group in plan.groups]
        fair = plan.fairness
        return cls(
            fair.served, round(100 * fair.worst_share), sizes.count(2), sizes.count(3), round(100 * fair.cross_region)
        )


@dataclass(frozen=True, slots=True)
class Tried:
    """Before and after of other settings, and how many cities would be in another group."""

    before: Figures
    after: Figures
    changed: int


def form_values(round: Round, run: Run | None) -> dict[str, Any]:
    """The settings as they stood for the run (or the round): sliders in percent, sizes, fairness."""
    options = (run.options if run else round.options) or {}
    weights, limits = options.get("weights", {}), options.get("limits", {})
    sizes = "both"
    if limits.get("pairs") is False:
        sizes = "triads"
    elif limits.get("triads") is False:
        sizes = "pairs"
    return {
        "sliders": [
            {"name": name, "label": label, "percent": int(100 * weights.get(name, default) + 0.5)}
            for name, label, default in SLIDERS
        ],
        "sizes": sizes,
        "size_choices": SIZES,
        "fair": "worst_off" in options.get("fairness", {}).get("order", ["worst_off"]),
    }


def options_from(data: Mapping[str, str]) -> dict[str, Any]:
    """Settings of a run out of the form. Raises RunNotPossible naming the slider out of range."""
    weights = {}
    for name, label, default in SLIDERS:
        raw = data.get(name, "")
        if raw == "":
            weights[name] = default
            continue
        if not (raw.isascii() and raw.isdigit() and len(raw) < 4 and int(raw) <= 100):
            raise RunNotPossible(f"{label}: give a whole number from 0 to 100.")
        weights[name] = int(raw) / 100
    sizes = data.get("sizes", "both")
    return {
        "weights": weights,
        "limits": {"pairs": sizes != "triads", "triads": sizes != "pairs"},
        "fairness": {
            "order": ["coverage", "worst_off", "total"] if data.get("fair", "yes") == "yes" else ["coverage", "total"]
        },
    }


def try_out(run: Run, options: Mapping[str, Any]) -> Tried:
    """What other settings would change on the run's frozen answers; nothing is kept.

    Stops after some seconds with the best found so far. Raises RunNotPossible with what the algorithm refuses.
    """
    before = plan_of(run)
    document = {**snapshot_document(run.snapshot), "settings": dict(options)}
    ends = time.monotonic() + TRIAL_SECONDS
    try:
        after = match(problem_of(document), previous=before, should_stop=lambda: time.monotonic() > ends)
    except MatchingError as error:
        raise RunNotPossible(str(error) or "No result within a few seconds; use “Run again” instead.") from error
    changed = len(after.changes.cities_changed) if after.changes else 0
    return Tried(Figures.of(before), Figures.of(after), changed)
