"""Comparing published versions: what became of each provision, and its wording word by word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from guidelines.choices import LineageKind
from guidelines.models import DocumentVersion, Lineage, Provision, ProvisionVersion, Section
from guidelines.text.differences import Piece, compare
from guidelines.text.section_pairs import paired, same_sections


@dataclass
class Change:
    """One provision in two versions. what: words for each change ("reworded", "renumbered from 9"); pieces: inline
    differences, heading: those of the words above it, when they changed; changes: codes of the same. A provision that
    is only in one version has one row."""

    old: ProvisionVersion | None
    new: ProvisionVersion | None
    changes: list[str] = field(default_factory=list)
    what: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    heading: list[Piece] = field(default_factory=list)

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
            "heading": [piece.as_json() for piece in self.heading],
            "pieces": [piece.as_json() for piece in self.pieces],
        }


@dataclass
class SectionChange:
    """A section whose number or title changed, that is new (old is None) or gone (new is None). pieces: of both."""

    old: Section | None
    new: Section | None
    pieces: list[Piece]


@dataclass
class Comparison:
    """Two versions. changes: in the order of the new one, deleted provisions after the one they stood behind.
    sections: those that changed."""

    old: DocumentVersion
    new: DocumentVersion
    changes: list[Change]
    sections: list[SectionChange] = field(default_factory=list)

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


@dataclass(frozen=True, slots=True)
class _Ties:
    """Splits and mergers between two versions. was, now: address of a provision (by id) in the one compared from and
    the one compared to. same: pairs of sections (by id) that are the same one. backward: the one compared to is the
    older: then what was split off is merged again, and what was merged is split."""

    lineage: Sequence[Lineage]
    was: Mapping[int, str]
    now: Mapping[int, str]
    same: set[Any] = field(default_factory=set)
    backward: bool = False

    def _lines(self, kind: LineageKind) -> list[tuple[Provision, Provision]]:
        if not self.backward:
            return [(line.source, line.target) for line in self.lineage if line.kind == kind]
        return [(line.target, line.source) for line in self.lineage if line.kind != kind]

    def sources(self, target: int, kind: LineageKind) -> str:
        """Addresses in the older version of what was split for, or merged into, a provision."""
        found = [a for a, b in self._lines(kind) if b.pk == target]
        return ", ".join(dict.fromkeys(self.was.get(p.pk, p.key) for p in found))

    def targets(self, source: int, kind: LineageKind) -> str:
        """Addresses in the newer version of what a provision was split into, or merged into."""
        found = [b for a, b in self._lines(kind) if a.pk == source]
        return ", ".join(dict.fromkeys(self.now.get(p.pk, p.key) for p in found))


def compare_versions(old: DocumentVersion, new: DocumentVersion) -> Comparison:
    """Every provision of two versions, paired by identity. Constant number of queries."""
    before, after = rows_of(old), rows_of(new)
    lineage = Lineage.objects.filter(
        version__document_id=new.document_id,
        version__number__gt=min(old.number, new.number),
        version__number__lte=max(old.number, new.number),
    ).select_related("source", "target")
    was = {row.provision_id: row for row in before}
    now = {row.provision_id: row for row in after}
    same = same_sections({k: r.section_id for k, r in was.items()}, {k: r.section_id for k, r in now.items()})
    addresses = ({k: r.address for k, r in rows.items()} for rows in (was, now))
    ties = _Ties(list(lineage), *addresses, same=same, backward=old.number > new.number)
    across = old.language != new.language  # of another language only the structure can be compared
    changes = [_change(was.get(row.provision_id), row, ties, across) for row in after]
    for place, row in enumerate(before):
        if row.provision_id not in now:
            above = next((r.provision_id for r in reversed(before[:place]) if r.depth <= row.depth), None)
            changes.insert(_place_below(changes, above), _change(row, None, ties, across))
    return Comparison(old, new, changes, [] if across else _sections(old, new, same))


def _sections(old: DocumentVersion, new: DocumentVersion, same: set[Any]) -> list[SectionChange]:
    """Sections that are not in both versions with the same number and title."""
    before, after = (list(version.sections.order_by("position")) for version in (old, new))
    named = [[(s.pk, s.key, s.title) for s in sections] for sections in (before, after)]
    found = []
    for o, n in paired(named[0], named[1], same):
        was, now = before[o] if o is not None else None, after[n] if n is not None else None
        words = [f"{s.number} {s.title}".strip() if s else "" for s in (was, now)]
        if words[0] != words[1]:
            found.append(SectionChange(was, now, compare(words[0], words[1])))
    return found


def _place_below(changes: Sequence[Change], above: int | None) -> int:
    """Where a deleted provision is shown: below the one it stood behind and all that lies under that one."""
    rows = [change.new or change.old for change in changes]
    at = next((n for n, row in enumerate(rows) if row and row.provision_id == above), None)
    if at is None:
        return 0
    depth = rows[at].depth  # type: ignore[union-attr]
    return next((n for n in range(at + 1, len(rows)) if rows[n].depth <= depth), len(rows))  # type: ignore[union-attr]


def _change(old: ProvisionVersion | None, new: ProvisionVersion | None, ties: _Ties, across: bool = False) -> Change:
    change = Change(old, new)
    if not across:
        change.pieces = compare(old.wording if old else "", new.wording if new else "")
    note = change.changes.append
    tell = change.what.append
    if old is None and new is not None:
        sources = ties.sources(new.provision_id, LineageKind.SPLIT)
        note("split" if sources else "new")
        tell(_("split off from %(keys)s") % {"keys": sources} if sources else _("new"))
    elif new is None and old is not None:
        targets = ties.targets(old.provision_id, LineageKind.MERGED)
        note("merged" if targets else "deleted")
        tell(_("merged into %(keys)s") % {"keys": targets} if targets else _("deleted"))
    elif old is not None and new is not None:
        if not across and old.heading != new.heading:
            change.heading = compare(old.heading, new.heading)
            note("retitled")
            tell(_("heading changed"))
        _both(old, new, ties, note, tell, across=across)
        _joined_or_parted(new.provision_id, ties, note, tell)
    return change


def _joined_or_parted(provision: int, ties: _Ties, note: Any, tell: Any) -> None:
    """What a provision that goes on took in or gave away: the counterpart of "merged into" and "split off from"."""
    taken_in = ties.sources(provision, LineageKind.MERGED)
    if taken_in:
        note("merged")
        tell(_("merged with %(keys)s") % {"keys": taken_in})
    given = ties.targets(provision, LineageKind.SPLIT)
    if given:
        note("split")
        tell(_("split, with %(keys)s") % {"keys": given})


def _both(old: ProvisionVersion, new: ProvisionVersion, ties: _Ties, note: Any, tell: Any, *, across: bool) -> None:
    if not across and old.wording_hash != new.wording_hash:
        note("reworded")
        tell(_("reworded"))
    moved = (old.parent.provision_id if old.parent else None) != (new.parent.provision_id if new.parent else None)
    if moved or (old.section.key != new.section.key and (old.section_id, new.section_id) not in ties.same):
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
        Lineage.objects.filter(
            Q(source=provision) | Q(target=provision), version__document_id=provision.document_id
        ).select_related("source", "target")
    )
    kin = {pk for line in lineage for pk in (line.source_id, line.target_id)}
    addresses: dict[int, dict[int, str]] = {}
    for number, pk, address in ProvisionVersion.objects.filter(provision__in=kin).values_list(
        "version__number", "provision_id", "address"
    ):
        addresses.setdefault(number, {})[pk] = address
    places = {row.section_id for row in rows.values()}
    beside: dict[int, set[int]] = {place: set() for place in places}
    for place, pk in ProvisionVersion.objects.filter(section__in=places).values_list("section_id", "provision_id"):
        beside[place].add(pk)
    steps: list[Step] = []
    before: ProvisionVersion | None = None
    seen, last = False, 0
    for version in versions:
        row = rows.get(version.pk)
        if not seen and row is None:
            continue
        own = [line for line in lineage if line.version_id == version.pk]
        ties = _Ties(own, addresses.get(last, {}), addresses.get(version.number, {}), _same(before, row, beside))
        if row is not None or before is not None:
            steps.append(Step(version, row, _change(before, row, ties) if seen or row is None or own else None))
        seen, before, last = True, row, version.number
    return steps[::-1]


def _same(old: ProvisionVersion | None, new: ProvisionVersion | None, beside: Mapping[int, set[int]]) -> set[Any]:
    """The sections of a provision in two versions as a pair, when they are the same section."""
    if old is None or new is None:
        return set()
    sections = [dict.fromkeys(beside[row.section_id], row.section_id) for row in (old, new)]
    return same_sections(*sections)
