"""The parameters of a search address, read into a Query; every mistake is named with its limit and remedy.

Pure: takes any mapping with `lists()`, so that a saved address is read exactly as a requested one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from search import limits, queries
from search.facets import Facet
from search.queries import InvalidQuery, Query

View = Literal["list", "map", "table"]
VIEWS: tuple[View, ...] = ("list", "map", "table")
RESERVED = ("q", "sort", "page", "view", "words", "more", "per_page")
IGNORED_PREFIXES = ("utm_",)  # added by other sites to links; they say nothing about the search


class Parameters(Protocol):
    """What a QueryDict offers: each name with all its values."""

    def lists(self) -> Iterable[tuple[str, list[str]]]: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as asked: the query, how to show it, and the facet opened in full ("" for none)."""

    query: Query
    view: View = "list"
    more: str = ""


def parse(parameters: Parameters, facets: Mapping[str, Facet], language: str) -> Asked:
    """Read the parameters of a search address.

    Known are q, sort, page, per_page, view, words (all, any), more (a facet to open) and the facets' names, repeatable.
    language: two-letter code of the reader. Raises InvalidQuery (or TooDeep) naming the parameter.
    """
    values = {
        name: [value.strip() for value in given if value.strip()]
        for name, given in parameters.lists()
        if not name.startswith(IGNORED_PREFIXES)
    }
    one = {name: values[name][-1] if values.get(name) else "" for name in RESERVED}
    view = _choice("view", one["view"] or "list", VIEWS)
    usual = str(limits.MAP_SIZE if view == "map" else limits.PAGE_SIZE)
    query = Query(
        text=" ".join(one["q"].split()) if len(one["q"]) <= limits.QUERY_CHARACTERS else one["q"],
        language=language,
        selected={
            name: _in_full(facets.get(name), _codes(name, given))
            for name, given in values.items()
            if name not in RESERVED and given
        },
        sort=_choice("sort", one["sort"] or "relevance", queries.SORTS),  # type: ignore[arg-type]
        page=_number("page", one["page"] or "1"),
        size=_number("per_page", one["per_page"] or usual),
        facet_values=limits.FACET_VALUES_MAX if one["more"] else limits.PAGE_FACET_VALUES,
        every_word=_choice("words", one["words"] or "all", ("all", "any")) == "all",
    )
    for name in values:
        if name not in RESERVED and name not in facets:
            queries.check(Query(selected={name: ()}), facets)
    if one["more"] and one["more"] not in facets:
        raise InvalidQuery("more", f"unknown facet; known are {', '.join(sorted(facets))}")
    return Asked(queries.check(query, facets), view, one["more"])  # type: ignore[arg-type]


def _codes(name: str, given: list[str]) -> tuple[str, ...]:
    for code in given:
        if len(code) > limits.CODE_CHARACTERS or not code.isprintable():
            raise InvalidQuery(
                queries.shown(name), f"a value is longer than {limits.CODE_CHARACTERS} characters or unreadable"
            )
    return tuple(dict.fromkeys(given))


def _in_full(facet: Facet | None, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Codes of a tree facet as full paths: "11.7" is as good as "11/11.7"."""
    if facet is None or facet.paths is None:
        return codes
    paths = facet.paths(codes)
    return tuple(dict.fromkeys(paths.get(code, code) for code in codes))


def _choice(name: str, given: str, known: tuple[str, ...]) -> str:
    if given not in known:
        raise InvalidQuery(name, f"unknown choice; choose one of {', '.join(known)}")
    return given


def _number(name: str, given: str) -> int:
    if not (given.isascii() and given.isdigit() and len(given) <= 18):
        raise InvalidQuery(name, "write a whole number, from 1")
    return int(given)
