"""The seam between the site and whatever finds things: values in, values out; no ORM object crosses it.

Every engine passes the same contract (tests/search/contract.py). The rules are in docs/algorithms/faceting.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from search.documents import Document, Tombstone
from search.facets import Facet
from search.queries import Query
from search.results import EngineStatus, Hit, Results, Suggestion


class Rebuild(Protocol):
    """A new index being filled while readers keep the old one.

    Used as: begin → add batches (put/drop of the engine reach both indexes meanwhile) → commit, or abandon.
    """

    name: str

    def add(self, documents: Iterable[Document]) -> int:
        """Add documents to the new index; returns how many. A newer version already there wins.

        What was added is on disk when this returns, so that a killed rebuild goes on after the last batch.
        """
        ...

    def versions(self) -> Iterator[tuple[str, int]]:
        """(id, version) of everything in the new index, ordered by id."""
        ...

    def commit(self) -> None:
        """Readers see the new index from now on; the old one is kept for `rollback`."""
        ...

    def abandon(self) -> None:
        """Forget the new index; readers never saw it."""
        ...


class Engine(Protocol):
    """What every engine offers. Engines are built with the facets they know: `Engine(url, facets=…)`.

    Raises SearchUnavailable from any method when the engine cannot answer; InvalidQuery and TooDeep from `search`.
    """

    name: str
    facets: Mapping[str, Facet]

    def search(self, query: Query) -> Results:
        """One page of hits with facet counts, each facet counted under the selections of all the others."""
        ...

    def suggest(self, prefix: str, language: str, limit: int) -> tuple[Suggestion, ...]:
        """Titles and keywords that begin with, or have a word that begins with, the prefix."""
        ...

    def similar(self, document_id: str, limit: int) -> tuple[Hit, ...]:
        """Documents of the same kind most like this one, itself excluded; () when the id is unknown."""
        ...

    def put(self, documents: Iterable[Document]) -> int:
        """Add or replace; idempotent; an older version than the one held is ignored. Returns documents read."""
        ...

    def drop(self, tombstones: Iterable[Tombstone]) -> None:
        """Forget; an unknown id is harmless; a held version newer than the tombstone stays."""
        ...

    def rebuild(self, resume: str = "") -> Rebuild:
        """Begin a new index beside the one in use, or go on with the unfinished one of that name if it still exists
        (compare `name` of the answer). A new one replaces any unfinished one."""
        ...

    def rollback(self) -> bool:
        """Readers see the index before the last rebuild again; False when none is kept."""
        ...

    def refresh(self) -> None:
        """Everything put so far is found from now on."""
        ...

    def versions(self) -> Iterator[tuple[str, int]]:
        """(id, version) of everything held, ordered by id; for reconciling with the database."""
        ...

    def status(self) -> EngineStatus:
        """Never raises: a broken engine says so."""
        ...
