"""The embedded engine: tantivy in this process, an index on this machine's disk. SEARCH_URL=embedded:///path.

For one machine and up to about a million documents. Several processes may read; the writer's lock lets one write at
a time, and readers follow its commits by themselves.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock
from urllib.parse import unquote, urlsplit

from search import queries
from search.documents import Document, Tombstone
from search.engines.embedded import helping, journal
from search.engines.embedded.answering import Asked
from search.engines.embedded.building import EmbeddedRebuild
from search.engines.embedded.errors import answering
from search.engines.embedded.opened import Opened, View
from search.engines.embedded.schema import fingerprint
from search.engines.embedded.shelf import Pointer, Shelf, rolled_back
from search.facets import Facet
from search.queries import OUTDATED, IndexOutdated, Query, SearchUnavailable
from search.results import EngineStatus, Hit, Results, Suggestion

logger = logging.getLogger("safer_cities.search")


class EmbeddedEngine:
    """See search.engines.base.Engine.

    url: "embedded:///absolute/directory" ("embedded://relative/directory" is relative to the working directory).
    facets: the facets it knows, by name.
    """

    name = "embedded"

    def __init__(self, url: str, *, facets: Mapping[str, Facet]) -> None:
        parts = urlsplit(url)
        directory = unquote(parts.netloc + parts.path)
        if parts.scheme != "embedded" or not directory.strip("/"):
            raise ValueError(f"SEARCH_URL '{url}': write embedded:///directory/of/the/index")
        self.facets = facets
        self.shelf = Shelf(Path(directory))
        self._lock = Lock()
        self._mark = fingerprint(facets)
        self._said: tuple[int, int] | None = None
        self._stamp: tuple[int, int] | None = None
        self._open: tuple[str, Opened] | None = None

    # -- reading ---------------------------------------------------------------------------------------------

    def _current(self) -> Opened:
        """The index in use, opened anew when the pointer changed."""
        stamp = self.shelf.stamp()
        if self._open is not None and stamp == self._stamp:
            return self._open[1]
        with self._lock:
            pointer = self.shelf.read() or self._begin()
            if pointer.fingerprint != self._mark:
                self._say_outdated(stamp)
                raise IndexOutdated
            if self._open is None or self._open[0] != pointer.current:
                self._open = (pointer.current, Opened(self.shelf.path(pointer.current), self.facets))
            self._stamp = stamp if stamp != (0, 0) else self.shelf.stamp()
            return self._open[1]

    def _say_outdated(self, stamp: tuple[int, int]) -> None:
        """Once for each index, in the log of every process."""
        if self._said != stamp:
            self._said = stamp
            logger.error("%s; until then searches find nothing", OUTDATED)

    def _begin(self) -> Pointer:
        """An empty index, so that a fresh machine can be searched."""
        with self.shelf.locked():
            pointer = self.shelf.read()
            if pointer is None:
                mark = self._mark
                name = self.shelf.new_name(mark)
                Opened(self.shelf.path(name), self.facets)
                pointer = Pointer(current=name, fingerprint=mark)
                self.shelf.write(pointer)
            return pointer

    def _view(self) -> View:
        return self._current().view()

    def search(self, query: Query) -> Results:
        queries.check(query, self.facets)
        with answering("searching"):
            asked = Asked(self._view(), query)
            total, hits = asked.hits()
            names = tuple(self.facets) if query.facets is None else query.facets
            return Results(
                total=total,
                hits=hits,
                facets=asked.counts(names, self.facets),
                did_you_mean=None if total else helping.did_you_mean(asked.view, query),
            )

    def suggest(self, prefix: str, language: str, limit: int) -> tuple[Suggestion, ...]:
        with answering("suggesting"):
            return helping.suggest(self._view(), prefix, language, limit)

    def similar(self, document_id: str, limit: int) -> tuple[Hit, ...]:
        with answering("finding similar records"):
            return helping.similar(self._view(), self.facets, document_id, limit)

    def versions(self) -> Iterator[tuple[str, int]]:
        with answering("listing"):
            view = self._view()
            found = view.versions(view.everything(), view.searcher.num_docs)
        return iter(sorted(found.items()))

    def refresh(self) -> None:
        """Nothing to do: a write is found as soon as it returns, by every process."""

    def status(self) -> EngineStatus:
        try:
            with answering("looking at the index"):
                view = self._view()
                documents = view.searcher.num_docs - view.graves
                return EngineStatus(self.name, True, documents, size_bytes=self.shelf.size())
        except SearchUnavailable as trouble:
            outdated = isinstance(trouble, IndexOutdated)
            return EngineStatus(self.name, available=False, documents=0, detail=str(trouble), outdated=outdated)

    # -- writing ---------------------------------------------------------------------------------------------

    def put(self, documents: Iterable[Document]) -> int:
        documents = list(documents)
        self._write(documents)
        return len(documents)

    def drop(self, tombstones: Iterable[Tombstone]) -> None:
        self._write(list(tombstones))

    def _write(self, writes: Sequence[Document | Tombstone]) -> None:
        if not writes:
            return
        with answering("writing"):
            self._current()  # makes the first index, which takes the lock itself
            with self.shelf.locked():
                pointer = self.shelf.read()
                for name in (pointer.building, pointer.previous) if pointer else ():
                    if name:
                        journal.append(self.shelf.path(name), writes)
                self._current().write(writes)

    # -- rebuilding ------------------------------------------------------------------------------------------

    def rebuild(self, resume: str = "") -> EmbeddedRebuild:
        mark = self._mark
        with answering("beginning a new index"):
            pointer = self.shelf.read() or self._begin()
            with self.shelf.locked():
                pointer = self.shelf.read() or pointer
                usable = pointer.building_fingerprint == mark and self.shelf.path(pointer.building).is_dir()
                if not (resume and pointer.building == resume and usable):
                    name = self.shelf.new_name(mark)
                    pointer = replace(pointer, building=name, building_fingerprint=mark)
                    self.shelf.write(pointer)
                    self.shelf.tidy(pointer)
            return EmbeddedRebuild(self, pointer.building)

    def rollback(self) -> bool:
        with answering("going back to the index before"), self.shelf.locked():
            pointer = self.shelf.read()
            if pointer is None or not pointer.previous:
                return False
            if pointer.previous_fingerprint != self._mark:
                raise SearchUnavailable("the index before the last rebuild was made for an older definition")
            path = self.shelf.path(pointer.previous)
            Opened(path, self.facets).write(list(journal.read(path)))
            journal.clear(path)
            self.shelf.write(rolled_back(pointer))
            return True
