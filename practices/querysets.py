"""Reads of practices and tools in domain words. `public()` is the room's one gate to everybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Prefetch, Q
from django.db.models.functions import Length, Substr
from wagtail.query import PageQuerySet

from cities.models import CityPage
from practices.choices import Visibility
from search.gates import unrestricted

if TYPE_CHECKING:
    from practices.models import PracticePage

# Parts of a record whose rows bring along what they point at: relation → model, what is joined to its rows.
JOINED = {
    "theme_links": ("PracticeTheme", "tag__group"), "keyword_links": ("PracticeKeyword", "tag"),
    "sdg_links": ("PracticeSdgTarget", "tag"), "population": ("PracticePopulation", "group"),
    "further_city_links": ("FurtherCity", "city__country"), "adoptions": ("Adoption", "city__country"),
}
RELATIONS = (
    "approaches", "levers", "justice", "tools", "outcomes", "evaluations", "blocks", "steps", "stakeholders",
    "preconditions", "sources", "provisions", "translations",
)


def joined(relations: Mapping[str, tuple[str, str]]) -> list[Prefetch[str]]:
    """Prefetches of parts with one query each, what their rows point at included."""
    return [
        Prefetch(name, apps.get_model("practices", model)._default_manager.select_related(with_them))
        for name, (model, with_them) in relations.items()
    ]


def record_relations() -> list[Any]:
    """What to prefetch for all parts of a practice's record: one query a part."""
    return [*joined(JOINED), *RELATIONS]


class PracticeQuerySet(PageQuerySet):  # type: ignore[misc]
    """Practices in the page tree."""

    def public(self) -> PracticeQuerySet:
        """What anybody may know of: published, under no restricted page, not kept to the network, of a real city.

        Anonymised records are in it; what is shown of them goes through `selectors.public_records`. Practices of the
        demonstration's fictional cities have pages, marked as such, and appear in no list.
        """
        fictional = CityPage.objects.filter(demonstration=True).order_by().values("path")  # read once for all records
        shown = unrestricted(self).live().exclude(failure_visibility=Visibility.NETWORK_ONLY)
        parent = Substr("path", 1, Length("path") - CityPage.steplen)
        return shown.alias(_city_path=parent).filter(~Q(_city_path__in=fictional))  # type: ignore[no-any-return]

    def naming_their_city(self) -> PracticeQuerySet:
        """Public records that may be listed with their city."""
        return self.public().filter(failure_visibility=Visibility.NAMED)  # type: ignore[no-any-return]

    def with_record(self) -> PracticeQuerySet:
        """With all parts of the record, in a constant number of queries."""
        return self.prefetch_related(*record_relations())  # type: ignore[no-any-return]


    def with_cities(self) -> list[PracticePage]:
        """Fetch the practices with `lead_city` filled, in two queries."""
        practices = list(self)
        attach_cities(practices)
        return practices


def attach_cities(practices: Iterable[PracticePage]) -> None:
    """Fill `lead_city` of many practices with one query: the city is the page right above in the tree."""
    practices = list(practices)
    parents = {practice.path[: -practice.steplen] for practice in practices}
    found = CityPage.objects.filter(path__in=parents).select_related("country", "parent_city")
    cities = {city.path: city for city in found}
    for practice in practices:
        practice._lead_city = cities.get(practice.path[: -practice.steplen])


class ToolQuerySet(PageQuerySet):  # type: ignore[misc]
    """Tools in the page tree."""

    def public(self) -> ToolQuerySet:
        """Published and under no restricted page."""
        return unrestricted(self).live()  # type: ignore[no-any-return]
