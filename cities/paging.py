"""Pages of the API's lists, the same for every room above."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from ninja import Query, Schema
from pydantic import Field

PER_PAGE, PER_PAGE_MAX, PAGE_MAX = 20, 100, 10_000
T = TypeVar("T")

PageNumber = Annotated[int, Query(1, ge=1, le=PAGE_MAX, description="From 1.")]
PerPage = Annotated[int, Query(PER_PAGE, ge=1, le=PER_PAGE_MAX, description="Records a page.")]


class Listing(Schema, Generic[T]):
    """total: public records. pages: at least 1. A page beyond the last is empty."""

    total: int
    page: int = Field(ge=1)
    pages: int = Field(ge=1)
    results: list[T]


def listed(keys: Any, page: int, per_page: int, draw: Callable[[Sequence[int]], list[Any]]) -> dict[str, Any]:
    """One page of a queryset. keys: ordered values_list("pk", flat=True). draw: keys of a page → results in order."""
    total = keys.count()
    shown = list(keys[(page - 1) * per_page : page * per_page])
    return {"total": total, "page": page, "pages": max(1, -(-total // per_page)), "results": draw(shown)}
