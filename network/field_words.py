"""Labels of what a person typed into a form that came too late, so that nothing of it is lost or nameless."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from network.choices import ActionState, ClosingReason, Format

LABELS: Mapping[str, str | Promise] = {
    "question_1": _("First question"),
    "question_2": _("Second question"),
    "question_3": _("Third question"),
    "format": _("How you meet"),
    "state": _("How far is it?"),
    "note": _("Note"),
    "reason": _("Reason"),
    "text": _("Text of the invitation"),
    "answer_by": _("Answer by"),
    "story": _("Public story"),
    "evidence": _("Evidence"),
    "visits": _("Visits and talks"),
    "recommendations": _("Recommendations"),
    "response": _("Answer of the city"),
    "follow_up": _("What followed"),
    "address": _("Its address in the text now, such as 25(d)"),
}
CHOICES: Mapping[str, Mapping[str, str | Promise]] = {
    "format": dict(Format.choices),
    "state": dict(ActionState.choices),
    "reason": dict(ClosingReason.choices),
}
# What a form says by itself: keys, buttons, and versions somebody saw.
UNTYPED = frozenset(
    {
        "csrfmiddlewaretoken", "version", "to", "run", "seen", "host", "facilitator", "preview", "send", "edit",
        "publish", "withdraw", "sure", "cancel",
    }
)  # fmt: skip


def label(name: str) -> str:
    """The label of a field: "text-12" is one of several "text"; a name without a label is shown with spaces."""
    known = LABELS.get(name) or LABELS.get(re.sub(r"-\d+$", "", name))
    return str(known) if known is not None else name.replace("_", " ")


def labelled(fields: Iterable[tuple[str, list[str]]]) -> list[tuple[str, str]]:
    """(label, value) of what a person wrote; of a choice the words it stood for. Values are cut at 8000 characters."""
    return [
        (label(name), str(CHOICES.get(name, {}).get(value, value))[:8000])
        for name, values in fields
        if name not in UNTYPED
        for value in values
        if value.strip()
    ]
