"""What happens to digests, with the themes and other terms of a provision, when a text changes: they stay with their
provision, and are flagged as given to an earlier wording until an editor has looked."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from guidelines.models import DocumentVersion, Lineage, ProvisionDigest, ProvisionVersion

NO_WORDING = "-"  # for_wording of terms whose wording was never kept: equal to no hash, so they are always flagged


class WordingChanged(ValueError):
    """Another version was published since the editor looked; nothing was confirmed."""


def carry_digests(*, version: DocumentVersion) -> int:
    """A digest written for the bare structure takes the first wording it meets; what was split off from, merged out of
    or put in the place of a provision takes over its terms, to be checked. Returns how many new digests that made.

    A digest whose provision was reworded needs nothing: its `for_wording` tells.
    """
    own = ProvisionDigest.objects.filter(provision__document_id=version.document_id)
    now = dict(ProvisionVersion.objects.filter(version=version).values_list("provision_id", "wording_hash"))
    lines = list(Lineage.objects.filter(version=version).values_list("source_id", "target_id"))
    first = [digest for digest in own.filter(for_wording="") if now.get(digest.provision_id)]
    for digest in first:
        digest.for_wording = now[digest.provision_id]
    ProvisionDigest.objects.bulk_update(first, ["for_wording"])
    known = {digest.provision_id: digest for digest in own} if lines else {}
    made = 0
    for source, target in lines:
        if source in known and target in now and target not in known:
            known[target] = _with_terms_of(known[source], target)
            made += 1
    return made


def _with_terms_of(digest: ProvisionDigest, provision: int) -> ProvisionDigest:
    """Terms without a text: what the old provision's digest says is not said of the new one."""
    made = ProvisionDigest.objects.create(provision_id=provision, for_wording=digest.for_wording or NO_WORDING)
    for terms in ProvisionDigest._meta.many_to_many:
        getattr(made, terms.name).set(getattr(digest, terms.name).all())
    return made


@transaction.atomic
def confirm_digest(*, digest: ProvisionDigest, wording: str | None = None) -> ProvisionDigest:
    """An editor has looked at digest and terms beside the wording in force: they fit it.

    wording: hash of the wording the editor saw. Raises WordingChanged when another one is in force by now.
    """
    from guidelines.links import wording_hash_of

    now = wording_hash_of(digest.provision_id)
    if wording is not None and wording != now:
        raise WordingChanged(digest.provision.key)
    ProvisionDigest.objects.filter(pk=digest.pk).update(for_wording=now)
    digest.for_wording = now
    return digest


def on_edit(request: Any, instance: Any) -> None:
    """The admin's hook: an editor who saves a digest has the wording in force in mind."""
    if isinstance(instance, ProvisionDigest):
        confirm_digest(digest=instance)
