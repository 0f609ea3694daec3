"""Dimensions of practices and tools."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from cities.labels import of_choices
from practices.choices import FailureMode, Lifecycle, ProcessStep, RecordKind, Scale, ToolKind
from practices.cost_words import BAND_WORDS
from practices.evidence_words import MEANINGS
from practices.outcomes import Direction, OutcomeCode
from search.facets import Facet


def grade_labels(codes: Collection[str], language: str) -> Mapping[str, str]:
    """Grade → "E3 compared: against a group …"."""
    with translation.override(language):
        return {code: f"{code} {MEANINGS[code]}" for code in codes if code in MEANINGS}


def cost_labels(codes: Collection[str], language: str) -> Mapping[str, str]:
    """Cost band → words."""
    with translation.override(language):
        return {code: str(BAND_WORDS[code]) for code in codes if code in BAND_WORDS}


FACETS: tuple[Facet, ...] = (
    Facet("record_kind", _("Kind of practice"), of_choices(RecordKind)),  # type: ignore[arg-type]
    Facet("outcome", _("What changed"), of_choices(OutcomeCode)),  # type: ignore[arg-type]
    Facet("direction", _("Direction of the result"), of_choices(Direction),  # type: ignore[arg-type]
          help=_("Better means better for people.")),  # type: ignore[arg-type]
    Facet("grade", _("Evidence"), grade_labels, order="code-descending",  # type: ignore[arg-type]
          help=_("How strong the evidence is, whichever way it points.")),  # type: ignore[arg-type]
    Facet("failure", _("Why it did not work"), of_choices(FailureMode)),  # type: ignore[arg-type]
    Facet("lifecycle", _("Stage"), of_choices(Lifecycle)),  # type: ignore[arg-type]
    Facet("scale", _("Scale"), of_choices(Scale)),  # type: ignore[arg-type]
    Facet("cost", _("Cost of the first year"), cost_labels),  # type: ignore[arg-type]
    Facet("year", _("Started"), order="code-descending"),  # type: ignore[arg-type]
    Facet("tool", _("Kind of tool"), of_choices(ToolKind)),  # type: ignore[arg-type]
    Facet("step", _("Step of the process"), of_choices(ProcessStep), order="code"),  # type: ignore[arg-type]
)
