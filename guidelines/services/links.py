"""What happens to links (practices, tools …) when a text changes: they follow their provision, or ask to be checked."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from guidelines.choices import LineageKind, LinkReason, LinkState
from guidelines.links import link_models
from guidelines.models import DocumentVersion, Lineage, Provision, ProvisionLinkBase, ProvisionVersion


def carry_links(*, version: DocumentVersion, previous: DocumentVersion | None) -> int:
    """Flag the links a new version puts in doubt; renumbered and moved provisions keep theirs untouched.

    Returns how many links were newly flagged. A link made for the bare structure takes the first wording it meets.
    """
    now = dict(ProvisionVersion.objects.filter(version=version).values_list("provision_id", "wording_hash"))
    lineage = list(Lineage.objects.filter(version=version).values_list("kind", "source_id"))
    split = {source for kind, source in lineage if kind == LineageKind.SPLIT}
    merged = {source for kind, source in lineage if kind == LineageKind.MERGED}
    flagged = 0
    for model in link_models():
        links = model._default_manager.filter(provision__document_id=version.document_id)
        by_reason: dict[str, list[Any]] = {}
        first_wording: dict[str, list[Any]] = {}
        again: list[Any] = []
        for pk, provision, made_for, state in links.values_list("pk", "provision_id", "wording_hash", "state"):
            reason = _reason(now.get(provision), made_for, split=provision in split, merged=provision in merged)
            if reason is not None:
                if reason != LinkReason.NONE:
                    by_reason.setdefault(reason, []).append(pk)
                elif state == LinkState.CHECK:
                    again.append(pk)
            elif now.get(provision):
                first_wording.setdefault(now[provision], []).append(pk)
        for reason, keys in by_reason.items():
            flagged += links.filter(pk__in=keys).update(state=LinkState.CHECK, reason=reason, checked_at=None)
        for wording, keys in first_wording.items():
            links.filter(pk__in=keys).update(wording_hash=wording)
        links.filter(pk__in=again, reason=LinkReason.REWORDED).update(state=LinkState.CURRENT, reason=LinkReason.NONE)
    return flagged


def _reason(now: str | None, made_for: str, *, split: bool, merged: bool) -> LinkReason | None:
    """Why a link is in doubt; NONE when it stands, None when it had no wording to be in doubt about."""
    if merged:
        return LinkReason.MERGED
    if now is None:
        return LinkReason.DELETED
    if split:
        return LinkReason.SPLIT
    if not made_for:
        return None
    return LinkReason.NONE if now == made_for else LinkReason.REWORDED


@transaction.atomic
def confirm_link(*, link: ProvisionLinkBase, by: Any, provision: Provision | None = None) -> ProvisionLinkBase:
    """An editor has looked: the link stands as it is, or now points at another provision of the same text.

    A record that is linked there already keeps that one link: the doubted one goes.
    """
    from guidelines.links import wording_hash_of

    if provision is not None:
        link.provision = provision
        if _twice(link):
            link.delete()
            return link
    link.wording_hash = wording_hash_of(link.provision_id)
    link.state, link.reason = LinkState.CURRENT, LinkReason.NONE
    link.checked_at, link.checked_by = timezone.now(), by
    link.save()
    return link


def _twice(link: ProvisionLinkBase) -> bool:
    """Whether a rule of the link's model forbids it because the same record is linked there."""
    try:
        link.validate_constraints()
    except ValidationError:
        return True
    return False
