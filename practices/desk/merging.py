"""When two people wrote at once: which fields of the step differ between what was saved and what was typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from practices.desk.steps import BY_CODE


@dataclass(frozen=True, slots=True)
class Difference:
    """A field with what somebody else saved and what this person typed."""

    name: str
    label: str
    theirs: str
    yours: str


def differences(kept: Any, form: Any, code: str) -> list[Difference]:
    """Fields of a step whose saved and typed values differ. kept: the newest draft. form: bound with what was typed."""
    return differences_in(BY_CODE[code].fields, kept, form)


def differences_in(names: Iterable[str], kept: Any, form: Any) -> list[Difference]:
    """As `differences`, for the fields named."""
    found = []
    for name in names:
        bound = form[name]
        theirs, yours = _words(form, name, getattr(kept, name)), _words(form, name, bound.data)
        if theirs != yours:
            found.append(Difference(name, str(bound.label), theirs, yours))
    return found


def _words(form: Any, name: str, value: Any) -> str:
    """A value as the form would show it, for comparing and reading."""
    if hasattr(value, "all"):
        value = [item.pk for item in value.all()]
    shown = form.fields[name].prepare_value(value)
    if isinstance(shown, list | tuple):
        choices = {
            str(getattr(key, "value", key)): str(label) for key, label in getattr(form.fields[name], "choices", ())
        }
        return ", ".join(sorted(choices.get(str(item), str(item)) for item in shown))
    if shown is None or shown is False:
        return ""
    text = str(shown).replace("\r\n", "\n").strip()
    return text.removesuffix(".0") if text.replace(".", "", 1).isdigit() else text
