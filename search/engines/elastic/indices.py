"""Which index is read, which are written, which is kept for a rollback: told by aliases in the cluster itself, so that
every process of every machine sees the same.

Indexes are called <index>-<moment>-<definition>. Aliases: <index> (readers), <index>-previous (kept for a rollback),
and one <index>-write-… for each index that receives changes. Writes go through those aliases only, so a deleted index
is never made again by a late write.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from search.engines.elastic import library as es
from search.engines.elastic.mapping import definition, digest, fits
from search.facets import Facet
from search.queries import OUTDATED, IndexOutdated, SearchUnavailable

log = logging.getLogger("safer_cities.search")
LOOKED_AT = 60.0  # seconds a look at the definition of the readers' index is good for


@dataclass(frozen=True, slots=True)
class State:
    """What the aliases say. current: read now, or "". previous: kept, or "". written: all that receive changes."""

    current: str
    previous: str
    written: tuple[str, ...]
    every: tuple[str, ...]


class Indices:
    """The indexes of one site. client: with patience for changes of indexes. name: how they begin, also the readers'
    alias."""

    def __init__(self, client: es.Elasticsearch, name: str, facets: Mapping[str, Facet]) -> None:
        self.client = client
        self.name = name
        self.facets = facets
        self._ours = re.compile(re.escape(name) + r"-\d{20}-[0-9a-f]{8}")
        self._suited: set[str] = set()
        self._fits_until = 0.0
        self._said = ""

    @property
    def previous(self) -> str:
        """The alias of the index before the last rebuild."""
        return f"{self.name}-previous"

    def write_alias(self, index: str) -> str:
        """The alias changes of that index go through."""
        return f"{self.name}-write-{index.removeprefix(self.name + '-')}"

    def definition(self) -> dict[str, Any]:
        """What a new index is created with."""
        return definition(self.facets)

    def digest(self) -> str:
        """The mark of that definition."""
        return digest(self.facets)

    def state(self, client: es.Elasticsearch | None = None) -> State:
        """Ask the cluster. client: one with less patience."""
        answer = (client or self.client).indices.get_alias(index=f"{self.name}-*", expand_wildcards="all")
        aliases = {index: set(held["aliases"]) for index, held in answer.items() if self._ours.fullmatch(index)}
        return State(
            current=next((index for index, held in aliases.items() if self.name in held), ""),
            previous=next((index for index, held in aliases.items() if self.previous in held), ""),
            written=tuple(sorted(i for i, held in aliases.items() if self.write_alias(i) in held)),
            every=tuple(sorted(aliases)),
        )

    def must_fit(self, client: es.Elasticsearch) -> None:
        """Look, once a minute, whether the readers' index was made for this release's definition of words.

        Raises IndexOutdated, and says so in the log once for each index: it would find too little.
        """
        if time.monotonic() < self._fits_until:
            return
        for index, meta in self.metas(client).items():
            if not fits(meta, self.facets):
                if self._said != index:
                    self._said = index
                    log.error("%s (%s)", OUTDATED, index)
                raise IndexOutdated
        self._fits_until = time.monotonic() + LOOKED_AT

    def metas(self, client: es.Elasticsearch, index: str = "") -> dict[str, dict[str, Any]]:
        """Index → what its mapping says of itself. index: by default the readers'."""
        answer = client.indices.get_mapping(index=index or self.name)
        return {name: dict(held["mappings"].get("_meta", {})) for name, held in answer.items()}

    def create(self, *, read: bool = False) -> str:
        """A new empty index that receives changes; `read` makes it the readers' too. Returns its name."""
        made = self.definition()
        moment = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")
        index = f"{self.name}-{moment}-{self.digest()}"
        aliases: dict[str, Any] = {self.write_alias(index): {}}
        if read:
            aliases[self.name] = {}
        self.client.indices.create(
            index=index,
            settings=made["settings"],
            mappings=made["mappings"],
            aliases=aliases,
            wait_for_active_shards=1,
        )
        self._suited.add(index)
        return index

    def ensure(self, client: es.Elasticsearch | None = None) -> State:
        """The state, after making a first index where there is none at all. client: as for `state`.

        Raises SearchUnavailable when indexes are there but the readers' alias is not: that is damage to look at, and
        an empty index in its place would answer "nothing found".
        """
        state = self.state(client)
        if state.current:
            return state
        if state.every:
            raise SearchUnavailable("the index is without its alias: run manage.py search_rebuild")
        self.create(read=True)
        return self.state()

    def suit(self, state: State) -> tuple[str, ...]:
        """The indexes to write to, each taught the facets that came after it was made.

        One that cannot learn them is no longer written to when it is only kept for a rollback.
        Raises SearchUnavailable when the index in use cannot.
        """
        for index in state.written:
            if index in self._suited or index.endswith(self.digest()):
                self._suited.add(index)
                continue
            try:
                self.client.indices.put_mapping(index=index, properties=self.definition()["mappings"]["properties"])
                self._suited.add(index)
            except es.ApiError as problem:
                if problem.status_code != 400:
                    raise
                if index != state.previous:
                    raise IndexOutdated from problem
                self.forget(index)
        return tuple(index for index in state.written if index in self._suited)

    def show(self, index: str, state: State) -> None:
        """Readers see this index from now on, in one step; the one they saw is kept, older ones are deleted."""
        actions: list[dict[str, Any]] = [{"add": {"index": index, "alias": self.name}}]
        if state.previous and state.previous != index:
            actions.append({"remove": {"index": state.previous, "alias": self.previous}})
        if state.current and state.current != index:
            actions.append({"remove": {"index": state.current, "alias": self.name}})
            actions.append({"add": {"index": state.current, "alias": self.previous}})
        if state.previous == index:
            actions.append({"remove": {"index": index, "alias": self.previous}})
        self.client.indices.update_aliases(actions=actions)
        self._fits_until = 0.0

    def clear(self, keep: str = "") -> None:
        """Delete what nobody reads, keeps or is filling (`keep`)."""
        state = self.state()
        for index in state.every:
            if index not in (state.current, state.previous, keep):
                self.forget(index)

    def forget(self, index: str) -> None:
        """Delete an index; one that is gone already is fine."""
        self.client.indices.delete(index=index, ignore_unavailable=True)
