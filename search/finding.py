"""A search carried out: the engine's hits, drawn only as far as the database still calls them public.

Hits are ids; cards come from each room's `public()` gate, so a stale or injected id cannot show (T05, T09, T38). What
the gate drops is counted and put into the queue, so the index mends itself.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import DatabaseError

from search import limits, outbox, sources
from search.analysis import excludes
from search.analysis.words import wanted
from search.queries import Query
from search.results import Hit, Results
from search.service import get_engine
from search.sources import Card
from search.upkeep import STALE_AFTER, lag

logger = logging.getLogger("safer_cities.search")

SPARE = 3  # hits of a first page beyond its size


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    query: as carried out. results: the engine's answer. cards: of this page, with their hits. total: of the engine
    less what the gate dropped here. widened: these records have any of the words, because none had every word, or
    (excluding) because the question excludes something and must not ask for the words of that. stale: the queue is so
    old that counts are not shown. unfiltered: hits without the filters, when there are none with them.
    """

    query: Query
    results: Results
    cards: tuple[tuple[Card, Hit], ...]
    total: int
    widened: bool = False
    excluding: bool = False
    stale: bool = False
    did_you_mean: str | None = None
    unfiltered: int = 0

    @property
    def pages(self) -> int:
        """Pages that can be reached."""
        return -(-min(self.total, limits.DEPTH) // self.query.size)


def find(query: Query, *, widen: bool = True) -> Found:
    """Carry out a search. widen: with several words take records with any of them when none has them all, or when the
    question excludes something: to hold every word a record would have to be about what is not wanted.

    Raises InvalidQuery, TooDeep, SearchUnavailable.
    """
    engine = get_engine()
    results = engine.search(with_spare(query))
    did_you_mean = results.did_you_mean
    widened = excluding = False
    strict = query.every_word and len(wanted(query.text)) > 1
    if widen and strict and (not results.total or excludes(query.text)):
        wider = replace(query, every_word=False)
        some = engine.search(with_spare(wider))
        if some.total:
            query, widened, excluding = wider, True, bool(results.total)
            results = some
    unfiltered = 0
    if not results.total and any(query.selected.values()):
        unfiltered = engine.search(replace(query, selected={}, facets=(), size=1, page=1)).total
    cards, dropped = drawn(results.hits, query.language)
    cards = cards[: query.size]
    total = max(results.total - dropped, len(cards))
    stale = lag() > STALE_AFTER
    return Found(query, results, cards, total, widened, excluding, stale, did_you_mean, unfiltered)


def with_spare(query: Query) -> Query:
    """The first page with a few hits more, so that it is full although the gate drops some; no second search."""
    if query.page > 1:
        return query
    return replace(query, size=min(query.size + SPARE, limits.PAGE_SIZE_MAX))


def drawn(hits: Sequence[Hit], language: str) -> tuple[tuple[tuple[Card, Hit], ...], int]:
    """The cards of the hits that are public now, in the hits' order, and how many were not.

    One call per kind. The ones dropped are put into the queue.
    """
    keys: dict[str, list[int]] = {}
    for hit in hits:
        kind, _, key = hit.id.partition(":")
        if key.isdigit():
            keys.setdefault(kind, []).append(int(key))
    known = sources.all_sources()
    cards = {
        card.id: card
        for kind, of_kind in keys.items()
        if kind in known
        for card in known[kind].cards(of_kind, language).values()
    }
    gone = [hit.id for hit in hits if hit.id not in cards]
    if gone:
        _mend(gone)
    return tuple((cards[hit.id], hit) for hit in hits if hit.id in cards), len(gone)


def _mend(gone: Iterable[str]) -> None:
    """Put stale hits into the queue; a page is shown even when that fails."""
    kinds: dict[str, set[int]] = {}
    for document_id in gone:
        kind, _, key = document_id.partition(":")
        if kind in sources.all_sources() and key.isdigit():
            kinds.setdefault(kind, set()).add(int(key))
    logger.warning("stale hits kept from a page by the database gate: %s", sorted(gone))
    try:
        outbox.changed_together(kinds, "gate")
    except DatabaseError:
        logger.exception("stale hits could not be put into the queue")
