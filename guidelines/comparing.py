"""Comparing published versions: what became of each provision, and its wording word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from guidelines.choices import LineageKind
from guidelines.models import DocumentVersion, Lineage, Provision, ProvisionVersion
from guidelines.text.differences import Piece, compare


@dataclass
class Change:
    """One provision in two versions. what: words for each change ("reworded", "renumbered from 9"); pieces: inline
    differences; changes: codes of the same. A provision that is only in one version has one row."""

    old: ProvisionVersion | None
    new: ProvisionVersion | None
    changes: list[str] = field(default_factory=list)
    what: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)

    @property
    def unchanged(self) -> bool:
        return not self.changes

    @property
    def old_pieces(self) -> list[Piece]:
        """The left column: everything but insertions."""
        return [piece for piece in self.pieces if piece.operation != "insert"]

    @property
    def new_pieces(self) -> list[Piece]:
        """The right column: everything but deletions."""
        return [piece for piece in self.pieces if piece.operation != "delete"]

    def as_json(self) -> dict[str, Any]:
        return {
            "key": (self.new or self.old).provision.key,  # type: ignore[union-attr]
            "from": self.old.address if self.old else None,
            "to": self.new.address if self.new else None,
            "changes": self.changes,
            "pieces": [piece.as_json() for piece in self.pieces],
        }


@dataclass
class Comparison:
    """Two versions. changes: in the order of the new one, deleted provisions after the one they stood behind."""

    old: DocumentVersion
    new: DocumentVersion
    changes: list[Change]

    @property
    def across_languages(self) -> bool:
        """Whether the two are in different languages: shown side by side, compared by structure only."""
        return self.old.language != self.new.language

    @property
    def counts(self) -> dict[str, int]:
        """How often each kind of change occurs; "unchanged" too."""
        found: dict[str, int] = {}
        for change in self.changes:
            for code in change.changes or ["unchanged"]:
                found[code] = found.get(code, 0) + 1
        return found


def rows_of(version: DocumentVersion) -> list[ProvisionVersion]:
    """The provisions of a version with what comparing needs, in one query."""
    return list(
        ProvisionVersion.objects.filter(version=version)
        .select_related("provision", "parent", "section")
        .order_by("position")
    )


def compare_versions(old: DocumentVersion, new: DocumentVersion) -> Comparison:
    """Every provision of two versions, paired by identity. Constant number of queries."""
    before, after = rows_of(old), rows_of(new)
    lineage = list(
        Lineage.objects.filter(
            version__document_id=new.document_id,
            version__number__gt=min(old.number, new.number),
            version__number__lte=max(old.number, new.number),
        ).select_related("source", "target")
    )
    was = {row.provision_id: row for row in before}
    now = {row.provision_id for row in after}
    across = old.language != new.language  # of another language only the structure can be compared
    changes = [_change(was.get(row.provision_id), row, lineage, across) for row in after]
    for place, row in enumerate(before):
        if row.provision_id not in now:
            above = before[place - 1].provision_id if place else None
            at = next((n for n, c in enumerate(changes, start=1) if (c.new or c.old).provision_id == above), 0)  # type: ignore[union-attr]
            changes.insert(at, _change(row, None, lineage, across))
    return Comparison(old, new, changes)


def _change(
    old: ProvisionVersion | None, new: ProvisionVersion | None, lineage: Sequence[Lineage], across: bool = False
) -> Change:
    change = Change(old, new)
    if not across:
        change.pieces = compare(old.wording if old else "", new.wording if new else "")
    note = change.changes.append
    tell = change.what.append
    if old is None and new is not None:
        sources = [
            line.source.key for line in lineage if line.target_id == new.provision_id and line.kind == LineageKind.SPLIT
        ]
        note("split" if sources else "new")
        tell(_("split off from %(keys)s") % {"keys": ", ".join(sources)} if sources else _("new"))
    elif new is None and old is not None:
        targets = [
            line.target.key
            for line in lineage
            if line.source_id == old.provision_id and line.kind == LineageKind.MERGED
        ]
        note("merged" if targets else "deleted")
        tell(_("merged into %(keys)s") % {"keys": ", ".join(targets)} if targets else _("deleted"))
    elif old is not None and new is not None:
        _both(old, new, note, tell, across=across)
    return change


def _both(old: ProvisionVersion, new: ProvisionVersion, note: Any, tell: Any, *, across: bool) -> None:
    if not across and old.wording_hash != new.wording_hash:
        note("reworded")
        tell(_("reworded"))
    moved = (old.parent.provision_id if old.parent else None) != (new.parent.provision_id if new.parent else None)
    if moved or old.section.key != new.section.key:
        note("moved")
        tell(_("moved from %(address)s") % {"address": old.address})
    elif old.address != new.address:
        note("renumbered")
        tell(_("renumbered from %(address)s") % {"address": old.address})


@dataclass
class Step:
    """One version of a provision's history. change: against the version before it; absent: it was not in this one."""

    version: DocumentVersion
    row: ProvisionVersion | None
    change: Change | None


def provision_history(provision: Provision) -> list[Step]:
    """What a provision was in each version since its first, newest first. Constant number of queries."""
    every = list(
        DocumentVersion.objects.filter(document_id=provision.document_id, translation_of=None).order_by("number")
    )
    versions = [v for v in every if not v.structure_only] or every  # the bare structure is no wording to compare with
    rows = {
        row.version_id: row
        for row in ProvisionVersion.objects.filter(provision=provision).select_related("provision", "parent", "section")
    }
    lineage = list(
        Lineage.objects.filter(version__document_id=provision.document_id).select_related("source", "target")
    )
    steps: list[Step] = []
    before: ProvisionVersion | None = None
    seen = False
    for version in versions:
        row = rows.get(version.pk)
        if not seen and row is None:
            continue
        own = [line for line in lineage if line.version_id == version.pk]
        if row is not None or before is not None:
            steps.append(Step(version, row, _change(before, row, own) if seen or row is None else None))
        seen, before = True, row
    return steps[::-1]
