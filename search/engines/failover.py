"""Two engines as one: while the first does not answer, the second does, and says so (`Results.degraded`).

Every change is written to both. The second takes it even while the first is down; the change then stays in the outbox
until the first has it too, so that nothing is lost and coming back needs no restart.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from search import queries
from search.documents import Document, Tombstone
from search.engines.base import Engine, Rebuild
from search.engines.breaker import Breaker, BreakerState
from search.facets import Facet
from search.queries import Query, SearchUnavailable
from search.results import EngineStatus, Hit, Results, Suggestion

log = logging.getLogger("safer_cities.search")

T = TypeVar("T")
BETWEEN = "+"
RESPITE = 0.5
"""Seconds a thread asks the stand-in only, after it waited in vain: a page asks several times, and waits once."""


class FailoverRebuild:
    """A rebuild of both engines at once; the first one's content is what is compared with the database."""

    def __init__(self, primary: Rebuild, fallback: Rebuild) -> None:
        self.name = f"{primary.name}{BETWEEN}{fallback.name}"
        self._primary = primary
        self._fallback = fallback

    def add(self, documents: Iterable[Document]) -> int:
        documents = list(documents)
        self._fallback.add(documents)
        return self._primary.add(documents)

    def versions(self) -> Iterator[tuple[str, int]]:
        return self._primary.versions()

    def commit(self) -> None:
        # The other order could leave the engine that is read on the new index and its stand-in without one.
        self._fallback.commit()
        self._primary.commit()

    def abandon(self) -> None:
        self._fallback.abandon()
        self._primary.abandon()


class FailoverEngine:
    """See search.engines.base.Engine. primary: asked first. fallback: answers while primary does not."""

    def __init__(self, primary: Engine, fallback: Engine, *, breaker: Breaker | None = None) -> None:
        self.primary = primary
        self.fallback = fallback
        self.breaker = breaker or Breaker()
        self._waited = threading.local()
        self.name = primary.name
        self.facets: Mapping[str, Facet] = primary.facets

    def search(self, query: Query) -> Results:
        queries.check(query, self.facets)
        found = self._asked(lambda: self.primary.search(query))
        if found is not None:
            return found
        stand_in = self.fallback.search(query)
        if not stand_in.total:
            self._refuse_if_empty()
        return replace(stand_in, degraded=True)

    def suggest(self, prefix: str, language: str, limit: int) -> tuple[Suggestion, ...]:
        found = self._asked(lambda: self.primary.suggest(prefix, language, limit))
        return self.fallback.suggest(prefix, language, limit) if found is None else found

    def similar(self, document_id: str, limit: int) -> tuple[Hit, ...]:
        found = self._asked(lambda: self.primary.similar(document_id, limit))
        return self.fallback.similar(document_id, limit) if found is None else found

    def _asked(self, ask: Callable[[], T]) -> T | None:
        """The first engine's answer, or None when it has none or is not to be waited for."""
        clock = self.breaker.clock
        if clock() < getattr(self._waited, "until", 0.0) or not self.breaker.allows():
            return None
        try:
            return self._watched(ask)
        except SearchUnavailable:
            self._waited.until = clock() + RESPITE
            return None

    def _watched(self, act: Callable[[], T]) -> T:
        """Act, and tell the breaker how it went."""
        try:
            answer = act()
        except SearchUnavailable:
            if self.breaker.failed():
                log.error("%s does not answer; the stand-in index answers searches", self.name)
            raise
        except BaseException:  # a wrong question, a document it refuses: not the server's fault
            self.breaker.succeeded()
            raise
        if self.breaker.succeeded():
            log.warning("%s answers again", self.name)
        return answer

    def _refuse_if_empty(self) -> None:
        """A stand-in that holds nothing (never filled on this machine) must not say "no results"."""
        if not self.fallback.status().documents:
            raise SearchUnavailable("the search engine did not answer, and its stand-in index is empty")

    def put(self, documents: Iterable[Document]) -> int:
        documents = list(documents)
        return self._written(lambda engine: engine.put(documents))

    def drop(self, tombstones: Iterable[Tombstone]) -> None:
        tombstones = list(tombstones)
        self._written(lambda engine: engine.drop(tombstones))

    def _written(self, write: Callable[[Engine], T]) -> T:
        """Write to both, whichever fails. Raises SearchUnavailable when one did: the change must come again.

        While the breaker is open the first is not waited for.
        """
        trouble: SearchUnavailable | None = None
        try:
            write(self.fallback)
        except SearchUnavailable as problem:
            log.error("the stand-in index did not take a change: %s", problem)
            trouble = problem
        if not self.breaker.allows():
            raise SearchUnavailable("the search engine does not answer; the change waits")
        answer = self._watched(lambda: write(self.primary))
        if trouble:
            raise trouble
        return answer

    def rebuild(self, resume: str = "") -> FailoverRebuild:
        first, _, second = resume.partition(BETWEEN)
        primary = self.primary.rebuild(resume=first)
        # A stand-in that went on while the first began anew would lack the batches in between.
        fallback = self.fallback.rebuild(resume=second if primary.name == first else "")
        made = FailoverRebuild(primary, fallback)
        if made.name != resume and primary.name == first:
            made = FailoverRebuild(self.primary.rebuild(), fallback)
        return made

    def rollback(self) -> bool:
        if not self.primary.rollback():
            return False
        self.fallback.rollback()
        return True

    def refresh(self) -> None:
        self.fallback.refresh()
        self.primary.refresh()

    def versions(self) -> Iterator[tuple[str, int]]:
        return self.primary.versions()

    def status(self) -> EngineStatus:
        first, second = self.primary.status(), self.fallback.status()
        said = [first.detail] if first.detail else []
        if self.breaker.state is not BreakerState.CLOSED or not first.available:
            said.append("the stand-in index answers searches")
        if not second.available or second.documents != first.documents:
            trouble = f" ({second.detail})" if second.detail else ""
            said.append(f"the stand-in index holds {second.documents} documents{trouble}")
        return replace(first, detail="; ".join(said), outdated=first.outdated or second.outdated)
