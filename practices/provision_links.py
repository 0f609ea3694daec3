"""Joins links made by address with the provisions of the imported text, whichever of the two came first."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from cities.search_updates import note
from guidelines.labels import texts_in_force
from guidelines.links import wording_hash_of
from guidelines.selectors.outline import provisions_at
from practices.models import PracticePage, PracticeProvision, ToolPage, ToolProvision
from search.kept import forget

MODELS = (PracticeProvision, ToolProvision)


def facet_paths() -> Mapping[int, str]:
    """Provision → code of the facet "provision", for those in force; kept in memory with the labels."""
    return texts_in_force().paths


@transaction.atomic
def resolve_provision_links() -> int:
    """Give every link without a provision the one at its address, if it is there by now. Returns how many found one.

    Called after the collection and after a text was published; repeating it changes nothing.
    """
    waiting = [link for model in MODELS for link in model.objects.filter(provision=None)]
    if not waiting:
        return 0
    known = provisions_at({(link.document, link.address) for link in waiting})
    found = [link for link in waiting if (link.document, link.address) in known]
    for link in found:
        link.provision_id = known[link.document, link.address]
        link.wording_hash = wording_hash_of(link.provision_id)
        link.save()
    return len(found)


@transaction.atomic
def after_publication() -> None:
    """A text was published: links find their provisions, and records are filed under the new outline."""
    from practices.computed import refresh_stored

    forget()
    if resolve_provision_links():
        linked = PracticePage.objects.filter(provisions__provision__isnull=False).distinct()
        for page in linked.with_record().with_cities():
            refresh_stored(page)
    for kind, model in (("practice", PracticePage), ("tool", ToolPage)):
        note(kind, list(model.objects.filter(provisions__isnull=False).distinct().values_list("pk", flat=True)), "text")
