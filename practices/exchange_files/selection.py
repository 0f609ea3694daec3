"""Which records an export holds: the public ones a search finds, or a person's own city's, drafts included."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language

from cities.models import CityPage
from practices.models import PracticePage
from practices.publicity import public_practices
from practices.record import practice_record
from search import sources
from search.answers import records as cards_of
from search.form import parse


def found_by_search(query: QueryDict) -> list[dict[str, Any]]:
    """Public records of the practices a search finds, in its order, anonymised ones cut.

    Raises search.queries.InvalidQuery, SearchUnavailable.
    """
    language = (get_language() or "en")[:2]
    wanted = query.copy()
    wanted.setlist("kind", ["practice"])
    asked = parse(wanted, sources.all_facets(), language)
    keys = [int(card.id.partition(":")[2]) for card in cards_of(asked.query) if card.id.startswith("practice:")]
    pages = PracticePage.objects.public().with_record().filter(pk__in=keys)
    records = {view.id: view.record for view in public_practices(pages, language)}
    return [records[key] for key in keys if key in records]


def of_city(city: CityPage) -> list[dict[str, Any]]:
    """All records of a city as its people see them: the newest drafts. The caller has checked that they may."""
    pages = PracticePage.objects.child_of(city).order_by("code")
    return [practice_record(page.get_latest_revision_as_object()) for page in pages]
