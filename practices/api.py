"""Practices and tools in the public API, from their public forms only. Unpublished and unknown give the same 404."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from cities.paging import Listing, PageNumber, PerPage, listed
from cities.querysets import called
from practices import evidence
from practices.citations import address, citation
from practices.computed import outcome_facts, record_facts
from practices.evidence_words import in_words
from practices.models import PracticePage, ToolPage
from practices.search_documents import PracticeSource, ToolSource
from practices.selectors import public_by_name, view_of
from practices.tool_record import tool_record, tool_relations
from search.sources import codes_of

router = Router(tags=["practices"])
Language = Annotated[Literal["en", "fr", "es", "ru", "ar", "zh"], Query("en", description="Language of the texts.")]


class PracticeItem(Schema):
    """A practice in a list. city: "" for one shown without its city. codes: facet → codes."""

    id: str
    code: str
    title: str
    claim: str
    place: str
    url: str
    language: str
    grade: str
    direction: str
    finding: str
    codes: dict[str, list[str]]


class ToolItem(Schema):
    """A tool in a list."""

    id: str
    code: str
    name: str
    url: str
    summary: str
    codes: dict[str, list[str]]


@router.get("/practices", response=Listing[PracticeItem], summary="List practices")
def list_practices(request: HttpRequest, page: PageNumber, per_page: PerPage, language: Language) -> Any:
    """Published practices, newest first. To narrow them, use /search with kind=practice."""
    keys = PracticePage.objects.public().order_by("-first_published_at", "pk").values_list("pk", flat=True)
    return listed(keys, page, per_page, lambda shown: _practices(shown, language))


def _practices(keys: Sequence[int], language: str) -> list[dict[str, Any]]:
    cards = PracticeSource().cards(keys, language)
    return [
        {
            "id": card.id,
            "code": card.extra["code"],
            "title": card.title,
            "claim": card.summary,
            "place": card.place,
            "url": card.url,
            "language": card.language,
            "grade": card.extra["grade"],
            "direction": card.extra["direction"],
            "finding": card.extra["finding"],
            "codes": {name: list(values) for name, values in card.codes.items()},
        }
        for key in keys
        if (card := cards.get(key))
    ]


@router.get("/practices/{code}", response=dict[str, Any], summary="One practice")
def one_practice(request: HttpRequest, code: str, language: Language) -> Any:
    """A practice in the words of the record contract (docs/guides/collection.md), with grades and their reasons.

    code: its code, or its id as lists and the search give it ("practice:12").

    A record shown without its city carries a code beginning with "undisclosed-" and only what may be known of it.
    """
    page = public_by_name(code)
    if page is None:
        raise HttpError(404, "Not found")
    view, facts = view_of(page, language), record_facts(page)
    keys = {source.key for source in page.sources.all()}
    verdicts = [in_words(evidence.grade_outcome(outcome_facts(item, keys), facts)) for item in page.outcomes.all()]
    outcomes = [
        {**row, "reason": verdict["reason"], "next_step": verdict["next_step"]}
        for row, verdict in zip(view.record["outcomes"], verdicts, strict=True)
    ]
    return {
        **view.record,
        "id": f"practice:{page.pk}",
        "outcomes": outcomes,
        "grade": view.grade,
        "direction": view.direction,
        "finding": view.finding,
        "richness": view.richness,
        "cost_band": view.cost_band,
        "text_language": view.language,
        "languages": [{"code": name, "status": status} for name, status in view.languages],
        "region": view.region,
        "country": view.country.code if view.country else None,
        "url": address(view),
        "anonymised": view.anonymised,
        "citation": citation(view),
    }


@router.get("/tools", response=Listing[ToolItem], summary="List tools")
def list_tools(request: HttpRequest, page: PageNumber, per_page: PerPage) -> Any:
    """Published tools by name."""
    return listed(
        ToolPage.objects.public().order_by("title", "pk").values_list("pk", flat=True), page, per_page, _tools
    )


def _tools(keys: Sequence[int]) -> list[dict[str, Any]]:
    cards = ToolSource().cards(keys, "en")
    codes = codes_of(cards.values())
    return [
        {
            "id": card.id,
            "code": card.extra["code"],
            "name": card.title,
            "url": card.url,
            "summary": card.summary,
            "codes": {name: list(values) for name, values in codes[card.id].items()},
        }
        for key in keys
        if (card := cards.get(key))
    ]


@router.get("/tools/{code}", response=dict[str, Any], summary="One tool")
def one_tool(request: HttpRequest, code: str) -> Any:
    """A tool in the words of the record contract, with the practices that used it."""
    page = ToolPage.objects.public().prefetch_related(*tool_relations()).filter(called("tool", code)).first()
    if page is None:
        raise HttpError(404, "Not found")
    used = PracticePage.objects.public().filter(tools=page)
    codes = [practice.public_code for practice in used]
    return {**tool_record(page), "id": f"tool:{page.pk}", "page": page.url, "used_by": codes}
