"""Adoptions other cities reported are their own statement: no draft of the practice, however old, drops or changes one.

A revision keeps the adoptions of the day it was written, so publishing it would otherwise bring that day back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from practices.models import Adoption, PracticePage


def is_reported(row: Adoption) -> bool:
    """Said by the adopting city or come from an exchange, not written by whoever wrote the practice."""
    return row.reported is not None or row.exchange is not None


def keep_reported(page: PracticePage, rows: Iterable[Adoption] | None = None) -> None:
    """Before a page is saved with its parts: reported adoptions are as the database has them now; those taken back
    since do not return; the others are as the page says. rows: what the database has, when the caller knows it.
    """
    if page.pk is None or "adoptions" not in getattr(page, "_cluster_related_objects", {}):
        return
    from practices.models import Adoption

    if rows is None:
        reported = Q(reported__isnull=False) | Q(exchange__isnull=False)
        rows = Adoption.objects.filter(reported, practice_id=page.pk).select_related("city__country")
    kept = [row for row in rows if is_reported(row)]
    theirs = {row.city_id for row in kept}
    own = [row for row in page.adoptions.get_object_list() if row.city_id not in theirs and not is_reported(row)]
    page.adoptions = [*own, *kept]
