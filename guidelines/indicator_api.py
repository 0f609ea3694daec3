"""Indicators in the public API: the list, one with where it is attached, and the same as JSON-LD."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Schema
from ninja.errors import HttpError

from guidelines.linked_data import of_indicator
from guidelines.models import Indicator
from guidelines.selectors.indicators import Attached, IndicatorReading, indicator_reading, public_indicator

router = Router(tags=["guidelines"])
WORDS = ("unit", "numerator", "denominator", "method", "disaggregation", "frequency", "holder", "limits")


class IndicatorSummary(Schema):
    """labels: its name by language. sdg_standing: "is", "supports" or "" (names no SDG indicator)."""

    id: str
    code: str
    labels: dict[str, str]
    definition: str
    unit: str
    sdg_indicators: list[str]
    sdg_standing: str
    url: str

    @classmethod
    def of(cls, row: Indicator) -> IndicatorSummary:
        return cls(**_summary(row))


def _summary(row: Indicator) -> dict[str, Any]:
    names = ("code", "labels", "definition", "unit", "sdg_indicators", "sdg_standing")
    return {
        "id": f"indicator:{row.pk}",
        "url": row.get_absolute_url(),
        **{name: getattr(row, name) for name in names},
    }


class IndicatorSourceOut(Schema):
    title: str
    publisher: str
    year: int | None
    url: str
    doi: str


class AttachedOut(Schema):
    """permanent: the key of the provision that never changes. check: its wording has changed since."""

    guideline: str
    permanent: str
    address: str
    role: str
    note: str
    check: bool
    url: str

    @classmethod
    def of(cls, found: Attached) -> AttachedOut:
        row, provision = found.row, found.row.provision
        return cls(
            guideline=provision.document.code,
            permanent=provision.key,
            address=row.address,
            role=found.link.role,
            note=found.link.note,
            check=found.check,
            url=provision.get_absolute_url(),
        )


class IndicatorOut(IndicatorSummary):
    """definitions: what it measures in other languages than English; every other text is English."""

    definitions: dict[str, str]
    synonyms: list[str]
    numerator: str
    denominator: str
    method: str
    disaggregation: str
    frequency: str
    holder: str
    limits: str
    themes: list[str]
    source: IndicatorSourceOut
    provisions: list[AttachedOut]

    @classmethod
    def of(cls, reading: IndicatorReading) -> IndicatorOut:  # type: ignore[override]
        row = reading.indicator
        source = {name: getattr(row, f"source_{name}") for name in ("title", "publisher", "year", "url", "doi")}
        return cls(
            **_summary(row) | {name: getattr(row, name) for name in WORDS},
            definitions=row.definitions,
            synonyms=row.synonyms,
            themes=[theme.path for theme in reading.themes],
            source=IndicatorSourceOut(**source),
            provisions=[AttachedOut.of(found) for found in reading.provisions],
        )


def _public(code: str) -> Indicator:
    found = public_indicator(code)
    if found is None:
        raise HttpError(404, "There is no such record, or it is not public.")
    return found


@router.get("/indicators", response=list[IndicatorSummary], summary="All indicators")
def list_indicators(request: HttpRequest) -> Any:
    return [IndicatorSummary.of(row) for row in Indicator.objects.public()]


@router.get("/indicators/{code}", response=IndicatorOut, summary="One indicator, with the provisions it is attached to")
def one_indicator(request: HttpRequest, code: str) -> Any:
    return IndicatorOut.of(indicator_reading(_public(code)))


@router.get("/indicators/{code}/jsonld", include_in_schema=False)
def indicator_jsonld(request: HttpRequest, code: str) -> HttpResponse:
    return JsonResponse(
        of_indicator(_public(code)),
        content_type="application/ld+json",
        json_dumps_params={"ensure_ascii": False},
    )
