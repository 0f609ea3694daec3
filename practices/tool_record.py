"""A tool as a plain mapping in the shape of the record contract (docs/guides/collection.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cities.record import SOURCE, plain, rows
from practices.querysets import joined

if TYPE_CHECKING:
    from practices.models import ToolPage


def tool_relations() -> list[Any]:
    """What to prefetch for all parts of a tool's record: one query a part."""
    return [*joined({"theme_links": ("ToolTheme", "tag__group")}), "population", "provisions", "sources"]


def tool_record(page: ToolPage) -> dict[str, Any]:
    """The whole record. used_by is left to the practices that name the tool."""
    names = ("licence", "cost", "cost_note", "skills", "offline", "data_kept", "year")
    return {
        "schema": "tool/1", "code": page.code, "name": page.title, "summary": plain(page.summary), "kind": page.kind,
        "steps": list(page.steps), "themes": [link.tag.code for link in page.theme_links.all()],
        "population": [group.code for group in page.population.all()], "languages": list(page.languages),
        **{name: plain(getattr(page, name)) for name in names}, "url": plain(page.website), "makers": list(page.makers),
        "provisions": [link.address for link in page.provisions.all()], "stub": page.stub,
        "rests_on": dict(page.rests_on),
        "sources": rows(page.sources.all(), SOURCE),
    }
