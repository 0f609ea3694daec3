"""An import that waits for its alignment to be looked at: kept, corrected without overwriting, published, discarded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as calendar_date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.importers.corrections import CorrectionsFile, refuse_other_plan
from guidelines.importers.guideline_text import parse_guideline
from guidelines.importers.source import unicode_of
from guidelines.models import DocumentVersion, GuidelineDocument, PendingImport
from guidelines.permissions import may_publish, require
from guidelines.services.correcting import ImportNotPossible, carried_over
from guidelines.services.importing import ImportPlan, adds_nothing, apply_import, plan_import
from guidelines.stored_text import load_tree
from guidelines.text.alignment import Alignment, align, leaves_of
from guidelines.text.corrections import Corrections, Said, corrections_from


@dataclass
class CorrectionsConflict(Exception):
    """Somebody saved corrections of this import meanwhile. theirs: as they are now; merged: with mine over them; both:
    provisions we said different things of. Nothing was saved."""

    theirs: Corrections
    merged: Corrections
    both: list[str]
    revision: int
    by: Any = None

    def __str__(self) -> str:
        return _("Somebody else has corrected this import meanwhile. Nothing was saved yet.")


@transaction.atomic
def keep_import(
    *,
    document: GuidelineDocument,
    source_name: str,
    raw: bytes,
    status: str,
    by: Any,
    date: calendar_date | None = None,
    reference: str = "",
    corrections: CorrectionsFile | None = None,
) -> PendingImport:
    """Read a text and keep it until its alignment was looked at. corrections: from a file, made for this text.

    Raises UnreadableText, ImportNotPossible, BadCorrections, PermissionDenied; then nothing is kept.
    """
    require(may_publish(by))
    plan = plan_import(parsed=parse_guideline(raw), title=document.title, code=document.code)
    against = plan.current.number if plan.current else 0
    if corrections is not None:
        refuse_other_plan(corrections, document=document.code, against=against, source=plan.parsed.source_hash)
    return PendingImport.objects.create(
        document=document,
        source_name=source_name[:200],
        text=unicode_of(raw),
        status=status,
        date=date,
        reference=reference,
        corrections=corrections.corrections.as_json() if corrections else {},
        against=against,
        created_by=by,
    )


@dataclass
class Taken:
    """A waiting import as it is today. dropped: new provisions whose correction named what the version in force no
    longer has; it is gone."""

    pending: PendingImport
    plan: ImportPlan
    corrections: Corrections
    dropped: list[str]

    @property
    def against(self) -> int:
        return self.plan.current.number if self.plan.current else 0

    @property
    def adds_nothing(self) -> bool:
        """Whether publishing would change neither the text nor what is said of it."""
        kept = self.pending
        return adds_nothing(self.plan, status=kept.status, date=kept.date, reference=kept.reference)


def take_up(pending: PendingImport) -> Taken:
    """Align a waiting import with the version in force, its corrections said of that version. Writes nothing."""
    document = pending.document
    plan = plan_import(parsed=parse_guideline(pending.text.encode()), title=document.title, code=document.code)
    corrections, dropped = corrections_from(pending.corrections), []
    if plan.current and pending.against and pending.against != plan.current.number:
        then = DocumentVersion.objects.get(document=document, number=pending.against)
        corrections, dropped = carried_over(corrections, made_against=then, now=plan.current)
    return Taken(pending, plan, corrections, dropped)


def alignment_shown(taken: Taken, number: int) -> Alignment | None:
    """The alignment an editor was shown when version number was in force, though another may be by now."""
    if number == taken.against or not taken.plan.current:
        return taken.plan.alignment
    then = DocumentVersion.objects.filter(document=taken.pending.document, number=number, translation_of=None).first()
    return align(leaves_of(load_tree(then)), leaves_of(taken.plan.parsed.parts)) if then else None


@transaction.atomic
def save_corrections(
    *, pending: PendingImport, corrections: Corrections, seen: Corrections, seen_revision: int, against: int, by: Any
) -> PendingImport:
    """Keep corrections, finished or not. seen, seen_revision: what the editor started from; against: the number of the
    version they were shown.

    Raises CorrectionsConflict, PermissionDenied, and ImportNotPossible when the import was published meanwhile.
    """
    require(may_publish(by))
    row: PendingImport = PendingImport.objects.select_for_update().get(pk=pending.pk)
    if row.version_id is not None:
        raise ImportNotPossible(_("Somebody else has published this import meanwhile."))
    if row.revision != seen_revision:
        theirs = corrections_from(row.corrections)
        merged, both = merged_corrections(seen, corrections, theirs)
        raise CorrectionsConflict(theirs, merged, both, row.revision, row.edited_by)
    row.corrections, row.against, row.edited_by = corrections.as_json(), against, by
    row.revision += 1
    row.save()
    return row


def merged_corrections(base: Corrections, mine: Corrections, theirs: Corrections) -> tuple[Corrections, list[str]]:
    """Both editors' changes to the same base; where both changed a provision differently it is named, and mine
    stands."""
    kept: dict[str, Said] = {}
    both: list[str] = []
    every: Mapping[str, Any] = {**base.provisions, **theirs.provisions, **mine.provisions}
    for address in every:
        was, ours, other = (side.provisions.get(address) for side in (base, mine, theirs))
        said = other if ours == was else ours
        if ours != was and other not in (was, ours):
            both.append(address)
        if said is not None:
            kept[address] = said
    added = [a for a in mine.deleted if a not in base.deleted]
    taken_back = set(base.deleted) - set(mine.deleted)
    deleted = [a for a in theirs.deleted if a not in taken_back] + added
    return Corrections(kept, tuple(dict.fromkeys(deleted))), both


@transaction.atomic
def publish_import(*, pending: PendingImport, by: Any) -> DocumentVersion:
    """Publish a waiting import with the corrections that are kept. Raises CorrectionsNotPossible, ImportNotPossible,
    PublishNotPossible, PermissionDenied."""
    require(may_publish(by))
    row: PendingImport = PendingImport.objects.select_for_update().get(pk=pending.pk)
    if row.version_id is not None:
        raise ImportNotPossible(_("Somebody else has published this import meanwhile."))
    taken = take_up(row)
    if taken.adds_nothing:
        raise ImportNotPossible(
            _("Version %(number)s in force is this text already, with the same status, date and reference.")
            % {"number": taken.against}
        )
    row.version = apply_import(
        plan=taken.plan,
        status=row.status,
        date=row.date,
        reference=row.reference,
        source_name=row.source_name,
        corrections=taken.corrections,
        again=True,
        by=by,
    )
    row.save()
    return row.version


@transaction.atomic
def discard_import(*, pending: PendingImport, by: Any) -> None:
    """Remove an import that will not be published. Raises PermissionDenied, ImportNotPossible once it was."""
    require(may_publish(by))
    gone, _models = PendingImport.objects.filter(pk=pending.pk, version=None).delete()
    if not gone:
        raise ImportNotPossible(_("Somebody else has published this import meanwhile."))
