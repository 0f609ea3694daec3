"""Small readings the desk's templates need: examples of a field, questions of a field or step, titles of parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import template

from practices.desk import profile_steps
from practices.desk.steps import PART_TITLES, Step
from practices.living.reminders import is_aged
from practices.models import ReviewAssignment

register = template.Library()
TITLES: Mapping[str, Any] = {**profile_steps.PART_TITLES, **PART_TITLES}


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
    return TITLES.get(name, name)


@register.filter
def by_group(field: Any) -> list[tuple[str, list[Any], int]]:
    """Boxes of the themes as (label of the group, its boxes, how many are ticked)."""
    groups: dict[str, list[Any]] = {}
    for box in field.subwidgets:
        groups.setdefault(str(box.data["value"].instance.group), []).append(box)
    return [(label, boxes, sum(bool(box.data["selected"]) for box in boxes)) for label, boxes in groups.items()]


@register.filter
def row_title(instance: Any) -> str:
    """What a row of a repeated part is called in its folded state."""
    display = getattr(instance, "get_power_display", None)
    if display:
        return str(display())
    for name in ("title", "name", "indicator", "outcome", "group", "key", "code", "tag", "address", "organisation"):
        value = getattr(instance, name, None)
        if value:
            return str(value)
    return str(instance)


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field of the record as a reviewer reads it: name, label, its values as text (empty: not reported)."""

    name: str
    label: str
    values: tuple[str, ...]


@register.filter
def shown_fields(step: Step, draft: Any) -> list[ShownField]:
    """All fields and repeated parts of a step with their values."""
    rows = [ShownField(name, label_of(draft, name), tuple(_values(draft, name))) for name in step.fields]
    for name, parts in step.parts.items():
        lines = tuple(
            " · ".join(text for part in parts for text in _values(row, part)) for row in getattr(draft, name).all()
        )
        rows.append(ShownField(name, str(TITLES.get(name, name)), lines))
    return rows


def label_of(draft: Any, name: str) -> str:
    """The field's own words."""
    return str(draft._meta.get_field(name).verbose_name)


def _values(row: Any, name: str) -> Iterator[str]:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if hasattr(value, "all"):
        value = list(value.all())
    if isinstance(value, list):
        yield from (str(item) for item in value)
    elif value not in (None, ""):
        yield str(value)


@register.inclusion_tag("desk/opinions.html")
def published_opinions(practice: Any) -> dict[str, Any]:
    """What reviewers agreed to publish beside a record that names its city. practice: a PublicPractice."""
    if practice.anonymised:
        return {"opinions": ()}
    rows = ReviewAssignment.objects.filter(
        submission__practice_id=practice.id,
        submission__signatures__isnull=False,
        publish_opinion=True,
        done__isnull=False,
    )
    return {"opinions": rows.exclude(opinion="").order_by("done").distinct()}


@register.inclusion_tag("desk/standing.html")
def standing(practice: Any, page: Any) -> dict[str, Any]:
    """When the city last said that it is still true, and whether weak evidence has aged.

    practice: PublicPractice. page: the PracticePage; nothing is said where a practice is shown without its page.
    """
    if not page or practice.anonymised:
        return {}
    return {"practice": practice, "last_confirmed": page.last_confirmed, "aged": is_aged(page)}
