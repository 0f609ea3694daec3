"""The facet every search has: what kind of record it is, labelled by the sources themselves."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from search import sources
from search.documents import KIND_FACET
from search.facets import Facet


def kind_labels(codes: Collection[str], language: str) -> Mapping[str, str]:
    """Kind → "Practices", "Cities", … in the active language."""
    known = sources.all_sources()
    return {code: str(known[code].label_plural) for code in codes if code in known}


KIND = Facet(KIND_FACET, _("Kind of record"), kind_labels)  # type: ignore[arg-type]
