"""What every room's `public()` gate has in common: pages below a restricted page are not public.

Wagtail's own `public()` reads all restrictions anew for each queryset it is called on, a page of results with six
kinds six times. Here the database decides in the query itself, so that nothing is read before and nothing can be old.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import Exists, F, OuterRef, Subquery
from django.db.models.functions import Length, Substr
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

Pages = TypeVar("Pages", bound=PageQuerySet)


def unrestricted(pages: Pages) -> Pages:
    """The pages with no view restriction (login, groups, password) on themselves or a page above; no query of its own.

    The same answer as `wagtail.query.PageQuerySet.public`: a page's path begins with the path of each page above it.
    """
    # The path is looked up for each restriction rather than joined: with a join the database may go through all pages
    # for every page it looks at, because it cannot know that restrictions are few.
    above = Subquery(Page.objects.filter(pk=OuterRef("page")).values("path")[:1])
    beginning: Any = Substr(OuterRef("path"), 1, Length("_above"))
    restrictions = PageViewRestriction.objects.alias(_above=above, _beginning=beginning)
    return pages.filter(~Exists(restrictions.filter(_beginning=F("_above"))))  # type: ignore[no-any-return]
