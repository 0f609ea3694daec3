"""Reads on the edits towards the next version: each with what it changes in the version in force."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

from guidelines.models import GuidelineDocument, ProvisionVersion, WorkingEdit
from guidelines.selectors.reading import current_version
from guidelines.text.differences import Piece, compare


@dataclass
class EditLine:
    """An edit ready to be shown. address: of its provision today, "" when it is gone; pieces: what it changes."""

    edit: WorkingEdit
    address: str = ""
    position: int = sys.maxsize
    pieces: list[Piece] = field(default_factory=list)


def edit_lines(document: GuidelineDocument) -> list[EditLine]:
    """Every edit of a text, in its order; three queries."""
    edits = list(WorkingEdit.objects.filter(document=document).select_related("provision"))
    rows = {
        row.provision_id: row
        for row in ProvisionVersion.objects.filter(
            version=current_version(document), provision__in=[edit.provision_id for edit in edits]
        )
    }
    lines = []
    for edit in edits:
        row = rows.get(edit.provision_id)
        line = EditLine(edit, pieces=compare(row.wording if row else "", edit.wording))
        if row is not None:
            line.address, line.position = row.address, row.position
        lines.append(line)
    return sorted(lines, key=lambda line: line.position)
