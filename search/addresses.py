"""Addresses of a search: with a value ticked or not, another page, order, view or format. Every state is a URL."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.urls import reverse
from django.utils.http import urlencode

from search import limits
from search.form import Asked
from search.queries import Query


@dataclass(frozen=True)
class Addresses:
    """Builds the addresses around one search."""

    asked: Asked

    def here(self) -> str:
        """This search."""
        return self._page(self.asked)

    def toggled(self, facet: str, code: str) -> str:
        """With the value ticked or, when it is, not; from the first page."""
        return self._page(self._with(selected=toggle(self.asked.query.selected, facet, code), page=1))

    def cleared(self) -> str:
        """Without any filter."""
        return self._page(self._with(selected={}, page=1))

    def text(self, text: str) -> str:
        """The same filters with other words."""
        return self._page(self._with(text=text, page=1))

    def page(self, number: int) -> str:
        """Another page."""
        return self._page(self._with(page=number))

    def sorted_by(self, sort: str) -> str:
        """Another order, from the first page."""
        return self._page(self._with(sort=sort, page=1))

    def seen_as(self, view: str) -> str:
        """As list, map or table, from the first page."""
        size = limits.MAP_SIZE if view == "map" else limits.PAGE_SIZE
        asked = replace(self.asked, view=view, query=replace(self.asked.query, page=1, size=size))  # type: ignore[arg-type]
        return self._page(asked)

    def opened(self, facet: str) -> str:
        """With every value of a facet listed."""
        return self._page(replace(self.asked, more=facet)) + f"#facet-{facet}"

    def any_word(self) -> str:
        """Records with any of the words."""
        return self._page(self._with(every_word=False, page=1))

    def as_format(self, extension: str) -> str:
        """The results as json, csv or atom, from the first."""
        asked = Asked(replace(self.asked.query, page=1, size=limits.PAGE_SIZE))
        return _joined(reverse("search:results", args=[extension]), parameters(asked))

    def _with(self, **changes: object) -> Asked:
        return Asked(replace(self.asked.query, **changes), self.asked.view)  # type: ignore[arg-type]

    @cached_property
    def _path(self) -> str:
        return reverse("search:page")

    def _page(self, asked: Asked) -> str:
        return _joined(self._path, parameters(asked))


def toggle(selected: Mapping[str, tuple[str, ...]], facet: str, code: str) -> dict[str, tuple[str, ...]]:
    """The selection with one value ticked, or not when it was."""
    ticked = selected.get(facet, ())
    after = tuple(c for c in ticked if c != code) if code in ticked else (*ticked, code)
    return {name: codes for name, codes in {**selected, facet: after}.items() if codes}


def parameters(asked: Asked) -> list[tuple[str, str]]:
    """The parameters of a search, in one order, defaults left out: equal searches have equal addresses."""
    query = asked.query
    usual = limits.MAP_SIZE if asked.view == "map" else limits.PAGE_SIZE
    given = [
        ("q", query.text),
        *((name, code) for name in sorted(query.selected) for code in sorted(query.selected[name])),
        ("words", "" if query.every_word else "any"),
        ("sort", "" if query.sort == Query().sort else query.sort),
        ("view", "" if asked.view == "list" else asked.view),
        ("per_page", "" if query.size == usual else str(query.size)),
        ("more", asked.more),
        ("page", "" if query.page == 1 else str(query.page)),
    ]
    return [(name, value) for name, value in given if value]


def _joined(path: str, given: list[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(given)}" if given else path
