"""Linking a local text provision by provision to the text it localizes."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.choices import Correspondence
from guidelines.models import GuidelineDocument, LocalProvision, ProvisionVersion
from guidelines.permissions import may_compare, require
from guidelines.selectors import current_version


class CorrespondenceNotPossible(ValueError):
    """The link between two provisions cannot be made, with the reason."""


@transaction.atomic
def set_correspondence(
    *, document: GuidelineDocument, source: str, local: str, relation: str, note: str = "", by: Any
) -> LocalProvision:
    """Say how a provision is answered. source, local: addresses in the two versions in force; local "" with "missing".

    A "missing" replaces what was said before; anything else replaces a "missing". The wordings compared are remembered,
    so that a later one asks to be compared again. Raises CorrespondenceNotPossible.
    """
    require(may_compare(by, document))
    if document.localizes is None:
        raise CorrespondenceNotPossible(_("This text localizes no other text."))
    if relation not in Correspondence.values:
        raise CorrespondenceNotPossible(_("Choose equal, adapted, stronger or missing."))
    asked = _row(document.localizes, source)
    missing = relation == Correspondence.MISSING
    if missing and local:
        raise CorrespondenceNotPossible(_("A missing provision has no local provision; leave the address empty."))
    answer = None if missing else _row(document, local)
    before = LocalProvision.objects.filter(document=document, source=asked.provision)
    (before if missing else before.filter(local=None)).delete()
    stored, _made = LocalProvision.objects.update_or_create(
        document=document,
        source=asked.provision,
        local=answer.provision if answer else None,
        defaults={
            "relation": relation,
            "note": note.strip(),
            "source_hash": asked.wording_hash,
            "local_hash": answer.wording_hash if answer else "",
        },
    )
    return stored


@transaction.atomic
def take_equal(*, document: GuidelineDocument, by: Any) -> int:
    """Say "equal" of every provision nothing was said of yet that the local text has word by word, once in each text.
    Returns how many. Raises CorrespondenceNotPossible."""
    require(may_compare(by, document))
    if document.localizes is None:
        raise CorrespondenceNotPossible(_("This text localizes no other text."))
    said = LocalProvision.objects.filter(document=document)
    asked = _by_wording(document.localizes, set(said.values_list("source", flat=True)))
    own = _by_wording(document, set(said.exclude(local=None).values_list("local", flat=True)))
    made = [
        LocalProvision(
            document=document,
            source_id=asked[wording],
            local_id=own[wording],
            relation=Correspondence.EQUAL,
            source_hash=wording,
            local_hash=wording,
        )
        for wording in asked
        if wording in own
    ]
    LocalProvision.objects.bulk_create(made)
    return len(made)


def _by_wording(document: GuidelineDocument, left_out: set[int]) -> dict[str, int]:
    """Hash of a wording → the only provision in force that has it, of those not left out."""
    found: dict[str, list[int]] = {}
    rows = ProvisionVersion.objects.filter(version=current_version(document)).exclude(wording_hash="")
    for wording, provision in rows.order_by("position").values_list("wording_hash", "provision_id"):
        found.setdefault(wording, []).append(provision)
    return {wording: ids[0] for wording, ids in found.items() if len(ids) == 1 and ids[0] not in left_out}


@transaction.atomic
def clear_correspondence(*, document: GuidelineDocument, pk: int, by: Any) -> None:
    """Take one statement back, as if the two had not been compared. What is gone already changes nothing."""
    require(may_compare(by, document))
    LocalProvision.objects.filter(document=document, pk=pk).delete()


def _row(document: GuidelineDocument, address: str) -> ProvisionVersion:
    row = (
        ProvisionVersion.objects.filter(version=current_version(document), address=address.strip())
        .select_related("provision")
        .first()
    )
    if row is None:
        raise CorrespondenceNotPossible(
            _("“%(title)s” has no provision %(address)s.") % {"title": document.title, "address": address or "–"}
        )
    return row
