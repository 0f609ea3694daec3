"""Hits and facet counts of one search."""

from __future__ import annotations

from collections.abc import Mapping

import tantivy

from search.engines.embedded.asking import filter_query, narrowed, text_query
from search.engines.embedded.opened import View
from search.engines.embedded.schema import SORT_FIELDS, facet_field, texts_of
from search.engines.showing import shown
from search.facets import Facet, FacetResult, arrange
from search.queries import Query
from search.results import Hit

MOST_CODES = 10_000  # codes of one facet that are counted; far above any vocabulary of the site
REMEMBERED = 100  # counts kept per commit: the first page of a search, and the search without words, come often


class Asked:
    """A query made ready for one view: the words, and the filter of each facet with a tick."""

    def __init__(self, view: View, query: Query) -> None:
        self.view = view
        self.query = query
        self.words = text_query(view, query)
        self.filters = {name: filter_query(view, name, codes) for name, codes in query.selected.items() if codes}
        self.all = narrowed(self.words, list(self.filters.values()))

    def under_others(self, facet: str) -> tantivy.Query:
        """The words under the filters of all facets but this one."""
        return narrowed(self.words, [f for name, f in self.filters.items() if name != facet])

    def total(self) -> int:
        """Exact number of hits."""
        return int(self.view.searcher.search(self.all, 1).count or 0)

    def hits(self) -> tuple[int, tuple[Hit, ...]]:
        """Exact total and one page."""
        query, searcher = self.query, self.view.searcher
        order = query.sort
        if order == "relevance" and not query.text.strip():
            order = "newest"
        if order == "relevance":
            found = searcher.search(self.all, query.size, offset=query.offset)
        else:
            found = searcher.search(
                self.all,
                query.size,
                offset=query.offset,
                order_by_field=SORT_FIELDS[order],
                order=tantivy.Order.Asc,
            )
        relevant = order == "relevance"
        hits = tuple(hit(self.view, a, query, score if relevant else 0.0) for score, a in found.hits)
        return int(found.count or 0), hits

    def counts(self, names: tuple[str, ...], facets: Mapping[str, Facet]) -> dict[str, FacetResult]:
        """Each facet's values, counted under the ticks of all the others. Remembered until the next commit: going
        through pages or orders asks for the same counts again."""
        query, known = self.query, self.view.counted
        ticked = {name: codes for name, codes in query.selected.items() if codes}
        key = (query.text, query.language, query.every_word, tuple(sorted(ticked.items())), names)
        raw = known.get(key)
        if raw is None:
            if len(known) >= REMEMBERED:
                known.clear()
            raw = known[key] = self._all_raw(names)
        return {name: arrange(name, raw[name], ticked.get(name, ()), query.facet_values) for name in names}

    def _all_raw(self, names: tuple[str, ...]) -> dict[str, dict[str, int]]:
        raw = self._raw(self.all, [name for name in names if name not in self.filters])
        for name in names:
            if name in self.filters:
                raw |= self._raw(self.under_others(name), [name])
        return raw

    def _raw(self, query: tantivy.Query, names: list[str]) -> dict[str, dict[str, int]]:
        if not names:
            return {}
        asked = {name: {"terms": {"field": facet_field(name), "size": MOST_CODES}} for name in names}
        answer = self.view.searcher.aggregate(query, asked)
        return {name: {b["key"]: b["doc_count"] for b in answer[name]["buckets"]} for name in names}


def hit(view: View, address: tantivy.DocAddress, query: Query, score: float) -> Hit:
    """A found document with its title and snippet in pieces."""
    stored = view.searcher.doc(address)
    texts = tuple(texts_of(bytes(stored.get_first("source"))))
    return shown(stored.get_first("id"), texts, query, score)
