"""Tables for coordinators, with cells that a spreadsheet cannot mistake for formulas (goal S15)."""

from __future__ import annotations

import csv
import io

from network.models import Round
from search.cells import neutral

HEADINGS = (
    "exchange",
    "state",
    "cities",
    "countries",
    "format",
    "gain predicted",
    "usefulness reported",
    "actions done",
    "actions open",
    "closing reason",
)


def round_csv(round: Round) -> str:
    """The round's exchanges, one row each; no contacts, answers or notes."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    exchanges = round.exchanges.prefetch_related("members__membership__city__country", "members__checks", "actions")
    for exchange in exchanges:
        members = list(exchange.members.all())
        gains = [check.gain for member in members for check in member.checks.all() if check.gain]
        actions = list(exchange.actions.all())
        row = (
            exchange.pk,
            exchange.get_state_display(),
            "; ".join(m.membership.city.title for m in members),
            "; ".join(m.membership.city.country.name() for m in members),
            exchange.get_format_display(),
            exchange.value,
            round_to(sum(gains) / len(gains)) if gains else "",
            sum(a.state == "done" for a in actions),
            sum(a.state in ("open", "under-way") for a in actions),
            exchange.get_closing_reason_display() if exchange.closing_reason else "",
        )
        writer.writerow([neutral(cell) for cell in row])
    return out.getvalue()


def round_to(value: float) -> str:
    """A mean of marks with one decimal."""
    return f"{value:.1f}"
