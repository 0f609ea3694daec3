"""Reads across models for pages, API and other rooms; all of them through `public()`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, prefetch_related_objects
from django.utils.translation import get_language

from cities.models import CityPage
from cities.querysets import called
from practices.models import Adoption, PracticePage
from practices.publicity import PublicPractice, public_practice
from practices.querysets import attach_cities, record_relations

FEW = 50  # beyond it one scan of all practices is quicker than as many conditions
UNDISCLOSED = "undisclosed-"


def public_paths_below(paths: Iterable[str]) -> Iterable[str]:
    """Paths of public practices that name their city, below the cities at those paths."""
    wanted = list(paths)
    if not wanted:
        return []
    condition = Q()
    for path in wanted if len(wanted) <= FEW else ():
        condition |= Q(path__startswith=path)
    return PracticePage.objects.naming_their_city().filter(condition).values_list("path", flat=True)


def public_by_code(code: str) -> PracticePage | None:
    """A public practice by what the public calls it: an anonymised one only by its undisclosed id."""
    public = PracticePage.objects.public().with_record()
    if code.startswith(UNDISCLOSED):
        page = public.filter(public_id=code.removeprefix(UNDISCLOSED)).first()
        found = page if page is not None and page.is_anonymised else None
    else:
        found = public.naming_their_city().filter(code=code).first()
    if found is not None:
        attach_cities([found])
    return found


def public_by_name(name: str) -> PracticePage | None:
    """A public practice by its public code, or by its id as the API's lists and the search give it ("practice:12")."""
    if ":" not in name:
        return public_by_code(name)
    found = PracticePage.objects.public().with_record().filter(called("practice", name)).first()
    if found is not None:
        attach_cities([found])
    return found


def view_of(page: PracticePage, language: str, *, preview: bool = False) -> PublicPractice:
    """The public form of a page in a language."""
    return public_practice(page, language, preview=preview)


def practice_context(page: PracticePage, request: Any) -> dict[str, Any]:
    """Everything the practice page shows. `?text=fr` chooses the language of the text without changing the site's."""
    from practices.presentation import page_context

    preview = bool(getattr(request, "is_preview", False))
    if page.pk and not preview:
        prefetch_related_objects([page], *record_relations())
    language = request.GET.get("text") or get_language() or "en"
    view = view_of(page, language, preview=preview)
    return page_context(page, view)


def practices_of_city(city: CityPage) -> list[int]:
    """Ids of public practices a city leads or shares, newest first."""
    own = PracticePage.objects.naming_their_city().filter(
        Q(path__startswith=city.path) | Q(further_city_links__city=city))
    return list(own.distinct().order_by("-first_published_at", "title").values_list("pk", flat=True))


def adoptions_of_city(city: CityPage, language: str) -> list[dict[str, Any]]:
    """What a city took up from others: card of the practice, status, direction and year; public named records only."""
    from practices.search_documents import PracticeSource

    named = PracticePage.objects.naming_their_city()
    rows = list(Adoption.objects.filter(city=city, practice__in=named).order_by("-year", "pk"))
    cards = PracticeSource().cards([row.practice_id for row in rows], language)
    return [{"card": cards[row.practice_id], "status": row.get_status_display(), "direction": row.direction,
             "year": row.year, "changes": row.changes} for row in rows if row.practice_id in cards]
