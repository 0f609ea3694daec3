"""Facets as the page draws them: labelled with one call each, trees nested, in the facet's own order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings

from search import limits, sources
from search.addresses import Addresses
from search.documents import TREE_SEPARATOR
from search.facets import Facet, FacetCount, FacetResult
from search.finding import Found
from search.labels import labels_of

OPEN_AT_FIRST = 3


@dataclass(slots=True)
class ValueView:
    """A value with its label, its toggle address and, in a tree, what lies below it.

    The address is made when it is asked for: the page's filters are checkboxes and ask for few of the hundreds.
    """

    facet: str
    value: str
    label: str
    count: int
    selected: bool
    addresses: Addresses
    children: list[ValueView] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The search with this value ticked or, when it is, not."""
        return self.addresses.toggled(self.facet, self.value)


@dataclass(frozen=True, slots=True)
class FacetView:
    """A facet of the page; see templates/components/facet.html."""

    name: str
    label: str
    help: str
    open: bool
    selected_count: int
    truncated: bool
    more_url: str
    values: Sequence[ValueView]


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force; see templates/components/active_filters.html."""

    facet: str
    label: str
    remove_url: str


def in_order(facets: Mapping[str, Facet]) -> list[Facet]:
    """Facets in the order of the setting SEARCH_FACET_ORDER, then those it does not name as registered."""
    wanted = list(getattr(settings, "SEARCH_FACET_ORDER", ()))
    return sorted(facets.values(), key=lambda f: wanted.index(f.name) if f.name in wanted else len(wanted))


def labels(found: Found, language: str) -> dict[str, Mapping[str, str]]:
    """Facet → code → label, for every code counted or ticked; one call per facet."""
    wanted = {name: {v.value for v in result.values} for name, result in found.results.facets.items()}
    for name, codes in found.query.selected.items():
        wanted.setdefault(name, set()).update(codes)
    known = sources.all_facets()
    return {name: labels_of(known[name], codes, language) for name, codes in wanted.items() if codes and name in known}


def facet_views(found: Found, addresses: Addresses, names: Mapping[str, Mapping[str, str]]) -> list[FacetView]:
    """The facets of the page; those without any value are left out."""
    views = []
    for facet in in_order(sources.all_facets()):
        result = found.results.facets.get(facet.name)
        if result and result.values:
            at_first = len(views) < OPEN_AT_FIRST
            views.append(_facet_view(facet, result, addresses, names.get(facet.name, {}), at_first))
    return views


def _facet_view(
    facet: Facet, result: FacetResult, addresses: Addresses, names: Mapping[str, str], at_first: bool
) -> FacetView:
    whole = addresses.asked.more == facet.name
    counts = result.values
    if not whole and not facet.tree:
        counts = tuple(v for n, v in enumerate(counts) if n < limits.FLAT_VALUES or v.selected)
    elif not whole:
        counts = counts[: limits.PAGE_FACET_VALUES] + tuple(v for v in counts[limits.PAGE_FACET_VALUES :] if v.selected)
    values = [_value_view(facet, v, addresses, names) for v in _arranged(facet, counts)]
    truncated = result.truncated or len(counts) < len(result.values)
    return FacetView(
        facet.name,
        str(facet.label),
        str(facet.help),
        at_first or whole,
        sum(v.selected for v in result.values),
        truncated,
        addresses.opened(facet.name) if truncated and not whole else "",
        _nested(values) if facet.tree else values,
    )


def _value_view(facet: Facet, counted: FacetCount, addresses: Addresses, names: Mapping[str, str]) -> ValueView:
    label = names.get(counted.value, counted.value.rsplit(TREE_SEPARATOR, 1)[-1])
    return ValueView(facet.name, counted.value, label, counted.count, counted.selected, addresses)


def _arranged(facet: Facet, counts: Sequence[FacetCount]) -> Sequence[FacetCount]:
    if facet.order == "count":
        return counts
    return sorted(counts, key=lambda v: natural(v.value), reverse=facet.order == "code-descending")


def natural(code: str) -> list[tuple[int, int, str]]:
    """A key that sorts "2" before "11" and "11/11.7" after "11"."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in re.split(r"(\d+)", code) if part]


def _nested(values: Sequence[ValueView]) -> list[ValueView]:
    by_code = {view.value: view for view in values}
    roots = []
    for view in values:
        parent = by_code.get(view.value.rpartition(TREE_SEPARATOR)[0])
        (parent.children if parent else roots).append(view)
    return roots


def chips(found: Found, addresses: Addresses, names: Mapping[str, Mapping[str, str]]) -> list[Chip]:
    """The filters in force, in the order of the facets."""
    return [
        Chip(str(facet.label), names.get(facet.name, {}).get(code, code), addresses.toggled(facet.name, code))
        for facet in in_order(sources.all_facets())
        for code in found.query.selected.get(facet.name, ())
    ]
