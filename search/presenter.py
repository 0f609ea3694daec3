"""The search page as values: templates only place them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.http import urlencode
from django.utils.translation import gettext as _

from search import sources
from search.addresses import Addresses, parameters
from search.finding import Found
from search.form import VIEWS, Asked
from search.labels import labels_of
from search.queries import SORTS, Query, SearchUnavailable
from search.report import call_for
from search.service import get_engine
from search.showing_facets import ValueView, chips, facet_views, labels

NEIGHBOURS = 2  # pages named on each side of this one
THEMES_OFFERED = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several links of which one is current."""

    key: str
    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page's number (None: a gap) and address."""

    number: int | None
    url: str = ""
    current: bool = False


def page_context(asked: Asked, found: Found) -> dict[str, Any]:
    """What templates/search/page.html takes."""
    addresses = Addresses(Asked(found.query, asked.view, asked.more)) if not found.widened else Addresses(asked)
    names = labels(found, found.query.language)
    page = found.query.page
    return {
        "asked": asked,
        "found": found,
        "text": asked.query.text,
        "cards": found.cards,
        "total": found.total,
        "first": found.query.offset + 1 if found.cards else 0,
        "last": found.query.offset + len(found.cards),
        "facets": facet_views(found, addresses, names) if not found.stale else [],
        "filters": chips(found, addresses, names),
        "clear_url": addresses.cleared(),
        "pages": page_links(addresses, page, found.pages),
        "previous_url": addresses.page(page - 1) if 1 < page <= found.pages + 1 else "",
        "next_url": addresses.page(page + 1) if page < found.pages else "",
        "sorts": _sorts(addresses, found.query),
        "views": _choices(addresses.seen_as, VIEWS, asked.view, _view_labels()),
        "formats": {extension: addresses.as_format(extension) for extension in ("json", "csv", "atom")},
        "here": addresses.here(),
        "save_parameters": urlencode(parameters(asked)),
        "kind_labels": {kind: str(source.label) for kind, source in sources.all_sources().items()},
        **({} if found.cards else way_on(found, addresses)),
        "did_you_mean": _corrected(found, addresses),
        "any_word_url": addresses.any_word(),
    }


def way_on(found: Found, addresses: Addresses) -> dict[str, Any]:
    """For a search without results: fewer filters, themes to browse."""
    offered: list[ValueView] = []
    facet = sources.all_facets().get("theme")
    if facet and not found.stale:
        try:
            counted = get_engine().search(Query(language=found.query.language, facets=("theme",), size=1))
        except SearchUnavailable:
            return {"unfiltered": found.unfiltered, "call": call_for(found.query.text)}
        top = counted.facets["theme"].values[:THEMES_OFFERED]
        names = labels_of(facet, [v.value for v in top], found.query.language)
        plain = Addresses(Asked(Query(language=found.query.language)))
        offered = [ValueView("theme", v.value, names.get(v.value, v.value), v.count, False, plain) for v in top]
    return {"unfiltered": found.unfiltered, "themes": offered, "call": call_for(found.query.text)}


def page_links(addresses: Addresses, page: int, pages: int) -> list[PageLink]:
    """First, last, and those around this one, with gaps between."""
    near = {n for n in range(page - NEIGHBOURS, page + NEIGHBOURS + 1) if 1 <= n <= pages}
    shown = sorted(near | ({1, pages} if pages else set()))
    links: list[PageLink] = []
    for before, number in zip([0, *shown], shown, strict=False):
        if number > before + 1:
            links.append(PageLink(None))
        links.append(PageLink(number, addresses.page(number), number == page))
    return links


def _corrected(found: Found, addresses: Addresses) -> Choice | None:
    if not found.did_you_mean:
        return None
    return Choice("did_you_mean", found.did_you_mean, addresses.text(found.did_you_mean), False)


def _choices(address: Any, keys: tuple[str, ...], current: str, names: Mapping[str, str]) -> list[Choice]:
    return [Choice(key, names[key], address(key), key == current) for key in keys]


def _sorts(addresses: Addresses, query: Query) -> list[Choice]:
    """Orders to choose from; without words there is no best match, and the newest come first anyway."""
    if query.text:
        return _choices(addresses.sorted_by, SORTS, query.sort, _sort_labels())
    current = "newest" if query.sort == "relevance" else query.sort
    return _choices(addresses.sorted_by, tuple(s for s in SORTS if s != "relevance"), current, _sort_labels())


def _sort_labels() -> dict[str, str]:
    return {"relevance": _("Best match"), "newest": _("Newest"), "city": _("City")}


def _view_labels() -> dict[str, str]:
    return {"list": _("List"), "map": _("Map"), "table": _("Table")}
