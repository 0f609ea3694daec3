"""Small readings the desk's templates need: examples of a field, questions of a field or step, titles of parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from practices.desk.steps import Step

register = template.Library()
PART_TITLES = {
    "population": _("Population groups, each with its part"),
    "steps": _("Steps with dates"),
    "outcomes": _("Outcomes"),
    "preconditions": _("Preconditions"),
    "blocks": _("Building blocks"),
    "sources": _("Sources"),
}


@register.filter
def example_of(field: str, examples: Mapping[str, Any]) -> Any:
    """The good and weak example of a field, or None."""
    return examples.get(field)


@register.filter
def at(threads: Mapping[str, Any], field: str) -> Any:
    """The open questions of a field, or None."""
    return threads.get(field)


@register.filter
def questions_of(step: Step, threads: Mapping[str, list[Any]]) -> list[Any]:
    """The open questions of all fields of a step."""
    return [question for name in (*step.fields, *step.parts) for question in threads.get(name, ())]


@register.filter
def part_title(name: str) -> Any:
    """The heading of a repeated part."""
    return PART_TITLES.get(name, name)


@register.filter
def row_title(instance: Any) -> str:
    """What a row of a repeated part is called in its folded state."""
    for name in ("title", "name", "indicator", "outcome", "group", "key"):
        value = getattr(instance, name, None)
        if value:
            return str(value)
    return str(instance)
