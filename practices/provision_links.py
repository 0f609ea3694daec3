"""Joins links made by address with the provisions of the imported text, whichever of the two came first."""

from __future__ import annotations

from django.db import transaction

from guidelines.links import wording_hash_of
from guidelines.models import ProvisionVersion
from practices.models import PracticeProvision, ToolProvision


def provision_ids() -> dict[tuple[str, str], int]:
    """(document code, address) → provision, by the latest version that has the address."""
    rows = ProvisionVersion.objects.order_by("version__number").values_list(
        "provision__document__code", "address", "provision_id")
    return {(document, address): provision for document, address, provision in rows}


@transaction.atomic
def resolve_provision_links() -> int:
    """Give every link without a provision the one at its address, if it is there by now. Returns how many found one.

    Called after the collection and after a guideline text was loaded; repeating it changes nothing.
    """
    waiting = [(model, list(model.objects.filter(provision=None))) for model in (PracticeProvision, ToolProvision)]
    if not any(links for _model, links in waiting):
        return 0
    known, found = provision_ids(), 0
    for _model, links in waiting:
        for link in links:
            link.provision_id = known.get((link.document, link.address))
            if link.provision_id is not None:
                link.wording_hash = wording_hash_of(link.provision_id)
                link.save()
                found += 1
    return found

