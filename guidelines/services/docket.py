"""Loading a meeting's docket: the text before and after as two versions, each bracketed proposal as an amendment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as calendar_date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.choices import ActionKind, AmendmentKind, AmendmentState, VersionStatus
from guidelines.importers.docket import Docket, DocketEntry
from guidelines.models import Amendment, AmendmentAction, DocumentVersion, GuidelineDocument, Provision
from guidelines.services.importing import make_document
from guidelines.services.publishing import publish_version
from guidelines.text.addresses import assign_addresses
from guidelines.text.tree import Node, Part


class DocketNotLoaded(ValueError):
    """The docket cannot be loaded; nothing was changed."""


@dataclass
class LoadedDocket:
    """What a load made. already: the docket was there before."""

    document: GuidelineDocument
    amendments: int
    versions: int
    already: bool = False


@transaction.atomic
def load_docket(
    *, docket: Docket, title: str, code: str, proposer: str, before: calendar_date, after: calendar_date, by: Any = None
) -> LoadedDocket:
    """Store a docket. The paragraphs are an extract of a longer text; their identities go from the first version to the
    second as the report says, not by likeness. Raises DocketNotLoaded when the code belongs to a text with
    other versions."""
    document = GuidelineDocument.objects.filter(code=code).first()
    if document is not None:
        found = Amendment.objects.filter(document=document).count()
        if found:
            return LoadedDocket(
                document, found, DocumentVersion.objects.filter(document=document).count(), already=True
            )
        raise DocketNotLoaded(
            _("'%(code)s' is already another text; give the docket a code of its own with --document") % {"code": code}
        )
    document = make_document(title=title, code=code, issuer="", summary="")
    first_parts = _parts([(entry.number, entry.section, _bases(entry)) for entry in docket.entries])
    first = publish_version(
        document=document,
        parts=first_parts,
        status=VersionStatus.DRAFT,
        date=before,
        note=f"Extract, as at {docket.before}",
        by=by,
    )
    ordered = sorted(docket.entries, key=lambda entry: int(entry.new_number))
    second_parts = _parts([(entry.new_number, entry.section, entry.latest) for entry in ordered])
    for entry in docket.entries:
        _continue(entry, first_parts, second_parts)
    amendments = [
        _amend(entry, letter, document, first, proposer) for entry in docket.entries for letter in entry.wordings
    ]
    for number, amendment in enumerate((a for a in amendments if a is not None), start=1):
        amendment.number = number
    made = Amendment.objects.bulk_create([a for a in amendments if a is not None])
    _record(made, docket, after, by)
    publish_version(
        document=document,
        parts=second_parts,
        status=VersionStatus.DRAFT,
        date=after,
        note=f"Extract, as at {docket.after}",
        by=by,
    )
    return LoadedDocket(document, len(made), 2)


def _bases(entry: DocketEntry) -> dict[str, str]:
    return {letter: entry.base(letter) for letter in entry.wordings}


def _parts(paragraphs: list[tuple[str, str, dict[str, str]]]) -> list[Part]:
    """The extract as a tree: a part for each heading of the report, in the order of the numbers."""
    parts: list[Part] = []
    for number, section, wordings in paragraphs:
        title = section.partition(". ")[2] or section
        part = next((p for p in parts if p.title == title), None)
        if part is None:
            part = Part(section.partition(".")[0] if ". " in section else "", title)
            parts.append(part)
        node = Node("paragraph", number, wordings.get("", ""), marker=f"{number}.")
        node.children = [
            Node("letter", letter, words, marker=f"({letter})") for letter, words in wordings.items() if letter
        ]
        part.nodes.append(node)
    assign_addresses(parts)
    return parts


def _find(parts: list[Part], number: str) -> Node:
    return next(node for part in parts for node in part.nodes if node.number == number)


def _continue(entry: DocketEntry, before: list[Part], after: list[Part]) -> None:
    """The paragraph at its new number continues the one at the old."""
    old, new = _find(before, entry.number), _find(after, entry.new_number)
    new.key = old.key
    by_letter = {child.number: child for child in old.children}
    for child in new.children:
        if child.number in by_letter:
            child.key = by_letter[child.number].key


def _amend(
    entry: DocketEntry, letter: str, document: GuidelineDocument, base: DocumentVersion, proposer: str
) -> Amendment | None:
    """The proposal on one paragraph or letter. A paragraph whose letter carries the words has none of its own."""
    if not letter and len(entry.wordings) > 1:
        return None
    address = entry.number + (f".{letter}" if letter else "")
    return Amendment(
        document=document,
        provision=Provision.objects.get(document=document, key=address),
        base=base,
        kind=AmendmentKind.REWORD if entry.base(letter) != entry.proposed(letter) else AmendmentKind.KEEP,
        base_wording=entry.base(letter),
        proposed=entry.proposed(letter),
        proposer=proposer,
        reason="\n\n".join(entry.footnotes) or entry.recommendation or "The wording should be kept.",
        recommendation=entry.recommendation,
        latest_action=": ".join(filter(None, (entry.actor, _what_was_done(entry))))[:400],
        state=AmendmentState.OPEN,
    )


def _what_was_done(entry: DocketEntry) -> str:
    return f"{entry.number} → {entry.new_number}. {entry.action}"


def _record(made: Sequence[Amendment], docket: Docket, after: calendar_date, by: Any) -> None:
    """The latest action of the report as the first entry of each proposal's record."""
    entries = {entry.number: entry for entry in docket.entries}
    rows = []
    for amendment in made:
        entry = entries[amendment.provision.key.partition(".")[0]]
        rows.append(
            AmendmentAction(
                amendment=amendment,
                kind=ActionKind.RECORDED,
                body=entry.actor,
                text=_what_was_done(entry),
                day=after,
                by=by,
            )
        )
    AmendmentAction.objects.bulk_create(rows)
