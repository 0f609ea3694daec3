"""References of a record, how to cite it, and its description for machines (schema.org)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from practices.publicity import PublicPractice


def references(sources: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """Key → number, anchor, formatted text and address of each source, in the record's order."""
    return {
        source["key"]: {
            "number": number,
            "anchor": f"source-{number}",
            "text": reference(source),
            "note": source.get("note"),
            "url": f"https://doi.org/{source['doi']}" if source.get("doi") else source.get("url") or "",
            "doi": source.get("doi"),
        }
        for number, source in enumerate(sources, start=1)
    }


def reference(source: Mapping[str, Any]) -> str:
    """One source as a line: authors (year). Title. Journal. Publisher."""
    year = f" ({source['year']})" if source.get("year") else ""
    head = f"{source.get('authors') or ''}{year}".strip()
    parts = [head, source["title"], source.get("journal"), source.get("publisher")]
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def address(view: PublicPractice) -> str:
    """The full address of the record's page."""
    return f"{settings.SITE_URL.rstrip('/')}{view.url}"


def citation(view: PublicPractice) -> str:
    """How to cite the record."""
    who = view.city.title if view.city else gettext("Undisclosed city")
    year = view.updated or view.published
    dated = f" ({year.year})" if year else ""
    return f"{who}{dated}. {view.record['title']}. {settings.WAGTAIL_SITE_NAME}. {address(view)}"


def json_ld(view: PublicPractice) -> dict[str, Any]:
    """The record as schema.org's Article; nothing that the page does not show."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Article",
        "headline": view.record["title"],
        "abstract": view.record.get("claim") or "",
        "url": address(view),
        "inLanguage": view.language,
        "identifier": view.code,
        "publisher": {"@type": "Organization", "name": settings.WAGTAIL_SITE_NAME},
    }
    if view.published:
        data["datePublished"] = view.published.isoformat()
    if view.city:
        place: dict[str, Any] = {"@type": "City", "name": view.city.title, "address": view.city.country_id}
        if view.location:
            place["geo"] = {"@type": "GeoCoordinates", "latitude": view.location[0], "longitude": view.location[1]}
        data["contentLocation"] = place
        data["citation"] = [reference(source) for source in view.record.get("sources") or ()]
    return data
