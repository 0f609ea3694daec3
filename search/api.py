"""The search in the public API: the same parameters as the page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError

from search import answers, limits, queries
from search.finding import find
from search.queries import InvalidQuery, SearchUnavailable
from search.views import asked

router = Router(tags=["search"])


class Result(Schema):
    """A record found. codes: facet → codes. snippet: plain text, empty when nothing in summary or body matched."""

    id: str
    kind: str
    title: str
    url: str
    summary: str
    snippet: str
    codes: dict[str, list[str]]


class Value(Schema):
    """A value of a facet with the number of results under the selections of all the other facets."""

    value: str
    label: str
    count: int
    selected: bool


class Answer(Schema):
    """total: exact, unless facets_withheld. pages: that can be paged through. degraded: answered by the reserve
    engine. facets_withheld: the index is catching up, so `facets` is empty and the total about right; ask again soon.
    """

    total: int
    page: int
    pages: int
    results: list[Result]
    facets: dict[str, list[Value]]
    facets_withheld: bool
    degraded: bool


def _parameter(name: str, description: str, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


PARAMETERS = [
    _parameter(
        "q",
        f"Words, at most {limits.QUERY_TERMS}; quoted phrases. Every word must occur in one text of a record.",
        type="string",
        maxLength=limits.QUERY_CHARACTERS,
        default="",
    ),
    _parameter("sort", "Order of the results.", type="string", enum=list(queries.SORTS), default="relevance"),
    _parameter(
        "page",
        f"From 1; the first {limits.DEPTH} results can be paged through.",
        type="integer",
        minimum=1,
        maximum=limits.DEPTH,
        default=1,
    ),
    _parameter(
        "per_page", "Results a page.", type="integer", minimum=1, maximum=limits.PAGE_SIZE_MAX, default=limits.PAGE_SIZE
    ),
    _parameter("words", "Whether every word must occur.", type="string", enum=["all", "any"], default="all"),
]

DESCRIPTION = f"""Published records of every kind, found by words and facets.

Besides the parameters below every facet's name is one, and may be repeated: values of one facet are alternatives,
facets narrow each other, at most {limits.SELECTED_VALUES} values in all. `facets` of the answer lists the facets with
their values; a facet's counts apply the selections of all the others. While the index catches up with recent changes
counts would be wrong: `facets` is then empty and `facets_withheld` true. An unknown parameter, or one beyond a limit,
is answered with 422 and the reason."""


@router.get(
    "/search",
    response=Answer,
    summary="Search",
    description=DESCRIPTION,
    openapi_extra={
        "parameters": PARAMETERS,
        "responses": {422: {"description": "A parameter is wrong"}, 503: {"description": "The search does not answer"}},
    },
)
def search(request: HttpRequest) -> dict[str, Any]:
    """See DESCRIPTION."""
    try:
        return answers.as_json(find(asked(request).query, widen=False), request.build_absolute_uri)
    except InvalidQuery as error:
        raise HttpError(422, str(error)) from error
    except SearchUnavailable as trouble:
        raise HttpError(503, "The search does not answer at the moment") from trouble
