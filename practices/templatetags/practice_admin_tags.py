"""What the editor shows beside the form: completeness and grade."""

from __future__ import annotations

from typing import Any

from django import template

from practices import richness
from practices.computed import refresh_computed
from practices.record import practice_record
from practices.richness_words import WHY, field_name

register = template.Library()


@register.simple_tag
def richness_of(panel: Any) -> dict[str, Any]:
    """State of the record in the form: percent, depth, grade, missing (words), best_grade, why. panel: the editor's."""
    page = panel.instance
    refresh_computed(page)
    found = richness.measure(practice_record(page))
    return {
        "percent": found.percent,
        "depth": page.record_depth,
        "grade": page.grade,
        "missing": [field_name(name) for name in found.missing],
        "best_grade": found.best_grade,
        "why": WHY[found.why],
    }
