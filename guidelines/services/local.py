"""Linking a local text provision by provision to the text it localizes."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from guidelines.choices import Correspondence
from guidelines.models import GuidelineDocument, LocalProvision, ProvisionVersion
from guidelines.permissions import may_decide, require
from guidelines.selectors import current_version


class CorrespondenceNotPossible(ValueError):
    """The link between two provisions cannot be made, with the reason."""


@transaction.atomic
def set_correspondence(
    *, document: GuidelineDocument, source: str, local: str, relation: str, note: str = "", by: Any
) -> LocalProvision:
    """Say how a provision is answered. source, local: addresses in the two versions in force; local "" with "missing".

    A "missing" replaces what was said before; anything else replaces a "missing". Raises CorrespondenceNotPossible.
    """
    require(may_decide(by))
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
        defaults={"relation": relation, "note": note.strip()},
    )
    return stored


@transaction.atomic
def clear_correspondence(*, document: GuidelineDocument, pk: int, by: Any) -> None:
    """Take one statement back, as if the two had not been compared. What is gone already changes nothing."""
    require(may_decide(by))
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
