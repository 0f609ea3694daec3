"""An import plan as JSON for programs and as lines for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from guidelines.importers.docket import Docket
from guidelines.text.aligned import UNSURE
from guidelines.text.notation import in_notation
from guidelines.text.tree import Node

if TYPE_CHECKING:
    from guidelines.services.importing import ImportPlan


def plan_as_json(plan: ImportPlan) -> str:
    """{"sections": …, "left_out": …, "notes": …, "document": code or null, "alignment": … or null}."""
    return json.dumps(
        {
            **plan.parsed.as_json(),
            "title": plan.title,
            "document": plan.document.code if plan.document else None,
            "alignment": plan.alignment.as_json() if plan.alignment else None,
        },
        ensure_ascii=False,
        indent=1,
    )


def plan_as_lines(plan: ImportPlan) -> str:
    """The outline with the first words of each provision, what was left out by reason, and the alignment's counts."""
    lines = [f"Text: {plan.title}", f"Document: {plan.document.code if plan.document else 'a new one'}"]
    for part in plan.parsed.parts:
        lines.append(f"{part.number or '–'} {part.title}".rstrip())
        for node in part.nodes:
            lines.extend(_outline(node, 1))
    reasons: dict[str, int] = {}
    for item in plan.parsed.left_out:
        reasons[item.reason] = reasons.get(item.reason, 0) + 1
    lines += [f"left out: {count} × {reason}" for reason, count in reasons.items()]
    lines += [
        f"line {word.line}: {word.before!r} is read as {word.after!r}, {word.reason}" for word in plan.parsed.broken
    ]
    lines += [f"note: {note}" for note in (*plan.parsed.notes, *plan.notes)]
    if plan.alignment:
        lines.append(
            "against the current version: " + ", ".join(f"{n} {k}" for k, n in plan.alignment.counts().items())
        )
        lines += [line for line in map(_change, plan.alignment.as_json()["matches"]) if line]
        lines += [f"  {address} is deleted" for address in plan.alignment.as_json()["deleted"]]
    return "\n".join(lines)


def _change(match: dict[str, Any]) -> str:
    """ "  4 → 5  moved, reworded (100 %: same wording)" of a provision that is not as it was, else ""."""
    if match["kind"] == "unchanged":
        return ""
    was = match["old"] or " + ".join(match["others"]) or "–"
    became = ", ".join(match["changes"]) or match["kind"]
    others = f" with {', '.join(match['others'])}" if match["old"] and match["others"] else ""
    look = "; please look" if match["confidence"] < UNSURE or match["rivals"] else ""
    return f"  {was} → {match['new']}  {became}{others} ({round(100 * match['confidence'])} %: {match['reason']}{look})"


def _outline(node: Node, depth: int) -> Iterator[str]:
    heading = f"[{node.heading}] " if node.heading else ""
    yield f"{'  ' * depth}{node.address}  {heading}{node.wording[:70]}"
    for child in node.children:
        yield from _outline(child, depth + 1)


def docket_as_json(docket: Docket) -> str:
    """{"before", "after", "entries": [{"number", "new_number", "section", "wordings", "latest",
    "recommendation", …}]}."""
    return json.dumps(
        {
            "before": docket.before,
            "after": docket.after,
            "entries": [
                {
                    "number": entry.number,
                    "new_number": entry.new_number,
                    "section": entry.section,
                    "action": entry.action,
                    "wordings": {
                        letter: in_notation(entry.base(letter), entry.proposed(letter)) for letter in entry.wordings
                    },
                    "latest": entry.latest,
                    "recommendation": entry.recommendation,
                    "footnotes": entry.footnotes,
                    "line": entry.line,
                }
                for entry in docket.entries
            ],
        },
        ensure_ascii=False,
        indent=1,
    )


def docket_as_lines(docket: Docket) -> str:
    """One line for each paragraph with its renumbering and the first words of its notation."""
    lines = [f"{len(docket.entries)} paragraphs, {docket.before} → {docket.after}"]
    for entry in docket.entries:
        for letter in entry.wordings:
            name = f"{entry.number}({letter})" if letter else entry.number
            words = in_notation(entry.base(letter), entry.proposed(letter))
            lines.append(f"{name} → {entry.new_number}: {words[:90]}")
    return "\n".join(lines)
