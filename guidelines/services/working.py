"""Editing towards the next version: one wording per provision at a time, never overwriting another editor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as calendar_date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.models import DocumentVersion, GuidelineDocument, Provision, ProvisionVersion, WorkingEdit
from guidelines.permissions import may_decide, may_publish, require
from guidelines.selectors import current_version
from guidelines.services.publishing import PublishNotPossible, publish_version
from guidelines.stored_text import load_tree
from guidelines.text.notation import merge_edits
from guidelines.text.tree import all_nodes, fold


@dataclass
class EditConflict(Exception):
    """Somebody saved this provision meanwhile. theirs: what they wrote; merged: both, or mine in notation over
    theirs when
    the same words were changed (clean is False then). Nothing was saved."""

    theirs: str
    merged: str
    clean: bool
    revision: int

    def __str__(self) -> str:
        return _("Somebody else has changed this provision meanwhile. Look at both wordings and save again.")


@transaction.atomic
def save_edit(
    *, document: GuidelineDocument, provision: Provision, wording: str, seen_revision: int, by: Any
) -> WorkingEdit:
    """Keep a wording for the next version. seen_revision: of the edit the editor started from, 0 for none.

    The same words saved again, by whomever, are no conflict. Raises EditConflict, PublishNotPossible, PermissionDenied.
    """
    require(may_decide(by))
    version = current_version(document)
    row = ProvisionVersion.objects.filter(version=version, provision=provision).first() if version else None
    if version is None or row is None:
        raise PublishNotPossible(_("This provision is not in the version in force."))
    GuidelineDocument.objects.select_for_update().get(pk=document.pk)
    edit = WorkingEdit.objects.filter(document=document, provision=provision).first()
    if edit is not None and edit.wording == fold(wording):
        return edit
    if edit is not None and edit.revision != seen_revision:
        merged, clean = merge_edits(row.wording, fold(wording), edit.wording)
        raise EditConflict(edit.wording, merged, clean, edit.revision)
    if fold(wording) == fold(row.wording):
        raise PublishNotPossible(
            _("This is the wording in force. Change at least a word, or discard the edit if there is one.")
        )
    if edit is None:
        if seen_revision:
            raise EditConflict(row.wording, fold(wording), True, 0)
        edit = WorkingEdit(document=document, provision=provision, base=version, revision=0)
    edit.wording, edit.base, edit.edited_by = fold(wording), version, by
    edit.revision += 1
    edit.save()
    return edit


@transaction.atomic
def discard_edit(*, document: GuidelineDocument, provision: Provision, seen_revision: int, by: Any) -> None:
    """Drop the wording kept for the next version. What somebody has changed since it was looked at is not dropped.

    Raises EditConflict, PermissionDenied; dropping what is not there changes nothing.
    """
    require(may_decide(by))
    GuidelineDocument.objects.select_for_update().get(pk=document.pk)
    edit = WorkingEdit.objects.filter(document=document, provision=provision).first()
    if edit is not None and edit.revision != seen_revision:
        raise EditConflict(edit.wording, edit.wording, True, edit.revision)
    if edit is not None:
        edit.delete()


@transaction.atomic
def publish_edits(
    *,
    document: GuidelineDocument,
    status: str,
    by: Any,
    date: calendar_date | None = None,
    reference: str = "",
    note: str = "",
) -> DocumentVersion:
    """Publish the edits as the next version and clear them. Raises PublishNotPossible when there are none, or one was
    started from an older version whose wording has changed since."""
    require(may_publish(by))
    GuidelineDocument.objects.select_for_update().get(pk=document.pk)  # nobody saves an edit while they are read
    version = current_version(document)
    edits = {
        e.provision.key: e for e in WorkingEdit.objects.filter(document=document).select_related("provision", "base")
    }
    if version is None or not edits:
        raise PublishNotPossible(_("There is no edit to publish."))
    parts = load_tree(version)
    nodes = {node.key: node for node in all_nodes(parts)}
    for key, edit in edits.items():
        if key not in nodes or (edit.base_id != version.pk and not _same_base(edit, nodes[key].wording)):
            raise PublishNotPossible(
                _("%(key)s: the text has changed since this edit was begun; open it again.") % {"key": key}
            )
        nodes[key].wording = edit.wording
    published = publish_version(
        document=document,
        parts=parts,
        status=status,
        date=date,
        reference=reference or version.reference,
        note=note,
        expected_number=DocumentVersion.objects.filter(document=document).count() + 1,
        by=by,
    )
    WorkingEdit.objects.filter(document=document).delete()
    return published


def _same_base(edit: WorkingEdit, wording: str) -> bool:
    row = ProvisionVersion.objects.filter(version=edit.base, provision=edit.provision).first()
    return row is not None and fold(row.wording) == fold(wording)
