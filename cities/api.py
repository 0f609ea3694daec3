"""Cities and organisations in the public API. Unpublished and unknown give the same 404."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError

from cities.indicators import public_values
from cities.models import CityPage, Organisation
from cities.paging import Listing, PageNumber, PerPage, listed
from cities.querysets import called
from cities.record import organisation_record, public_city_record
from cities.search_documents import CitySource, OrganisationSource
from guidelines.models import Indicator
from search.sources import codes_of

router = Router(tags=["cities"])


class CityItem(Schema):
    """A city in a list. codes: facet → codes."""

    id: str
    code: str
    name: str
    country: str
    url: str
    summary: str
    demonstration: bool
    codes: dict[str, list[str]]


class OrganisationItem(Schema):
    """A roster entry in a list."""

    code: str
    name: str
    kind: str
    country: str | None
    url: str
    summary: str


@router.get("/cities", response=Listing[CityItem], summary="List cities")
def list_cities(request: HttpRequest, page: PageNumber, per_page: PerPage) -> Any:
    """Published cities by name, those of the demonstration included and marked."""
    return listed(
        CityPage.objects.public().order_by("title", "pk").values_list("pk", flat=True), page, per_page, _cities
    )


def _cities(keys: Sequence[int]) -> list[dict[str, Any]]:
    named = dict(CityPage.objects.filter(pk__in=keys).values_list("pk", "code"))
    cards = CitySource().cards(keys, "en")
    codes = codes_of(cards.values())
    return [
        {
            "id": cards[key].id,
            "code": named[key],
            "name": cards[key].title,
            "country": cards[key].place,
            "url": cards[key].url,
            "summary": cards[key].summary,
            "demonstration": cards[key].extra["demonstration"],
            "codes": {name: list(values) for name, values in codes[cards[key].id].items()},
        }
        for key in keys
        if key in cards
    ]


@router.get("/cities/{code}", response=dict[str, Any], summary="One city")
def one_city(request: HttpRequest, code: str) -> Any:
    """The public part of a city's profile, in the words of the record contract (docs/guides/collection.md)."""
    city = CityPage.objects.public().with_profile().filter(called("city", code)).first()
    if city is None:
        raise HttpError(404, "Not found")
    return {
        **public_city_record(city),
        "id": f"city:{city.pk}",
        "url": city.url,
        "size": city.size_class,
        "income": city.income_group,
        "region": city.country.region,
    }


class ValueItem(Schema):
    """A value a city publishes of an indicator. code: of the city."""

    code: str
    city: str
    country: str
    url: str
    name: str
    value: float
    unit: str
    year: int | None
    definition: str
    disaggregation: str
    sources: list[dict[str, Any]]


@router.get("/indicators/{code}/cities", response=list[ValueItem], summary="Values cities publish of an indicator")
def indicator_values(request: HttpRequest, code: str) -> Any:
    """By city, newest first. They compare only when definition and source agree."""
    if not Indicator.objects.public().filter(code=code).exists():
        raise HttpError(404, "Not found")
    return [asdict(value) for value in public_values(code, "en")]


@router.get("/organisations", response=Listing[OrganisationItem], summary="List organisations")
def list_organisations(request: HttpRequest, page: PageNumber, per_page: PerPage) -> Any:
    """The roster by name."""
    return listed(
        Organisation.objects.public().order_by("name", "pk").values_list("pk", flat=True),
        page,
        per_page,
        _organisations,
    )


def _organisations(keys: Sequence[int]) -> list[dict[str, Any]]:
    rows = Organisation.objects.public().in_bulk(list(keys))
    cards = OrganisationSource().cards(keys, "en")
    return [
        {
            "code": rows[key].code,
            "name": rows[key].name,
            "kind": rows[key].kind,
            "country": rows[key].country_id,
            "url": cards[key].url,
            "summary": cards[key].summary,
        }
        for key in keys
        if key in rows and key in cards
    ]


@router.get("/organisations/{code}", response=dict[str, Any], summary="One organisation")
def one_organisation(request: HttpRequest, code: str) -> Any:
    """A roster entry, in the words of the record contract."""
    row = Organisation.objects.public().filter(called("organisation", code)).first()
    if row is None:
        raise HttpError(404, "Not found")
    return {**organisation_record(row), "id": f"organisation:{row.pk}", "page": row.get_absolute_url()}
