"""What every room's `public()` gate has in common: pages below a restricted page are not public.

Wagtail's own `public()` reads all restrictions anew for each queryset it is called on, a page of results with six
kinds six times. Here the database decides in the query itself, so that nothing is read before and nothing can be old.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Length, Substr
from wagtail.models import PageViewRestriction
from wagtail.query import PageQuerySet

Pages = TypeVar("Pages", bound=PageQuerySet)


def unrestricted(pages: Pages) -> Pages:
    """The pages with no view restriction (login, groups, password) on themselves or a page above; no query of its own.

    The same answer as `wagtail.query.PageQuerySet.public`: a page's path begins with the path of each page above it.
    """
    beginning: Any = Substr(OuterRef("path"), 1, Length("page__path"))
    above = PageViewRestriction.objects.alias(_beginning=beginning).filter(_beginning=F("page__path"))
    return pages.filter(~Exists(above))  # type: ignore[no-any-return]
