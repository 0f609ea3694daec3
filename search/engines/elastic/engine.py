"""The Elasticsearch engine behind the seam of search.engines.base."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from search import queries
from search.documents import Document, Tombstone
from search.engines.address import Address
from search.engines.elastic import library as es
from search.engines.elastic import reading, suggesting, writing
from search.engines.elastic.asking import FacetedRequest
from search.engines.elastic.client import Patience, answering, connect
from search.engines.elastic.indices import Indices
from search.engines.elastic.mapping import fits
from search.facets import Facet
from search.queries import OUTDATED, Query, SearchUnavailable, for_operators
from search.results import EngineStatus, Hit, Results, Suggestion

SCANNED = 1_000  # ids a request when everything held is listed


class ElasticRebuild:
    """A new index being filled; changes reach it too from the moment it exists."""

    def __init__(self, engine: ElasticEngine, name: str) -> None:
        self.name = name
        self._engine = engine

    def add(self, documents: Iterable[Document]) -> int:
        alias = self._engine.indices.write_alias(self.name)
        with answering("fill the new index"):
            return self._engine.write(documents, (alias,))

    def versions(self) -> Iterator[tuple[str, int]]:
        with answering("list the new index"):
            self._engine.manager.indices.refresh(index=self.name)
            yield from self._engine.listed(self.name)

    def commit(self) -> None:
        with answering("change to the new index"):
            indices = self._engine.indices
            state = indices.state()
            if self.name not in state.written:
                raise SearchUnavailable("this rebuild was replaced by a later one")
            self._engine.manager.indices.refresh(index=self.name)
            indices.show(self.name, state)
            indices.clear()

    def abandon(self) -> None:
        with answering("delete the new index"):
            if self._engine.indices.state().current != self.name:
                self._engine.indices.forget(self.name)


class ElasticEngine:
    """See search.engines.base.Engine.

    url: SEARCH_URL; user, password, ca: as in search.engines.address.Address.parse, which judges them (AddressError).
    Nothing is sent before the first call.
    """

    name = "elasticsearch"

    def __init__(
        self,
        url: str,
        *,
        facets: Mapping[str, Facet],
        user: str = "",
        password: str = "",
        ca: str = "",
        patience: Patience | None = None,
    ) -> None:
        self.facets = facets
        self.patience = patience or Patience()
        self.address = Address.parse(url, user=user, password=password, ca=ca)
        self.reader = connect(self.address, self.patience)
        self.writer = self.reader.options(request_timeout=self.patience.write)
        self.manager = self.reader.options(request_timeout=self.patience.manage)
        self.indices = Indices(self.manager, self.address.index, facets)

    def search(self, query: Query) -> Results:
        queries.check(query, self.facets)
        request = FacetedRequest(query, self.facets, self.reader, self.address.index)
        with answering("search"):
            found = reading.results(request, self._ask(request._s))
        if found.total or not query.text.strip():
            return found
        try:
            with answering("correct the spelling"):
                return replace(found, did_you_mean=self._did_you_mean(request))
        except SearchUnavailable:  # logged; the answer itself is there
            return found

    def _ask(self, search: Any, *, patience: float | None = None) -> Mapping[str, Any]:
        """Send one request of a person. patience: seconds, when it is worth less waiting than an answer."""
        self.indices.must_fit(self.reader)
        client = self.reader if patience is None else self.reader.options(request_timeout=patience)
        answer = client.search(
            index=self.address.index,
            body=search.to_dict() | {"timeout": f"{int(self.patience.server * 1000)}ms"},
            allow_partial_search_results=False,
        )
        reading.complete(answer.body)
        return answer.body

    def _did_you_mean(self, request: FacetedRequest) -> str | None:
        text = request.asked.text
        near = suggesting.spelling(text)
        extra = self.patience.extra
        better = suggesting.corrected(text, self._ask(near, patience=extra)) if near else None
        if better is None:
            return None
        found = self._ask(suggesting.finds(request, better), patience=extra)
        return better if found["hits"]["total"]["value"] else None

    def suggest(self, prefix: str, language: str, limit: int) -> tuple[Suggestion, ...]:
        request = suggesting.completions(prefix, language, limit)
        if request is None:
            return ()
        with answering("suggest"):
            return suggesting.completed(self._ask(request), limit)

    def similar(self, document_id: str, limit: int) -> tuple[Hit, ...]:
        with answering("find the like"):
            one = es.Search().filter("term", id=document_id).source(["kind", "codes"])[:1]
            held = self._ask(one)["hits"]["hits"]
            if not held:
                return ()
            search = suggesting.alike(document_id, held[0]["_source"], self.facets, limit, held[0]["_index"])
            answer = self._ask(search)
        return tuple(reading.hit(found, queries.Query().language) for found in answer["hits"]["hits"])

    def put(self, documents: Iterable[Document]) -> int:
        documents = iter(documents)
        first = next(documents, None)
        if first is None:
            return 0
        with answering("write"):
            return self.write(itertools.chain([first], documents), self._targets())

    def write(self, documents: Iterable[Document], aliases: tuple[str, ...]) -> int:
        """Write to these indexes; returns documents read."""
        read = itertools.count()
        counted = (document for document in documents if next(read) >= 0)
        self._send(writing.additions(counted, aliases, self.facets), aliases)
        return next(read)

    def _send(self, actions: Iterable[Mapping[str, Any]], aliases: tuple[str, ...]) -> None:
        writing.send(self.writer, actions, needed=aliases[:1], seconds=self.patience.write / 2)

    def drop(self, tombstones: Iterable[Tombstone]) -> None:
        with answering("write"):
            targets = self._targets()
            self._send(writing.removals(tombstones, targets), targets)

    def _targets(self) -> tuple[str, ...]:
        """Aliases to write through, the index in use first."""
        state = self.indices.ensure(self.reader)  # an editor may be waiting
        written = self.indices.suit(state)
        first = sorted(written, key=lambda index: index != state.current)
        return tuple(self.indices.write_alias(index) for index in first)

    def rebuild(self, resume: str = "") -> ElasticRebuild:
        with answering("begin a new index"):
            state = self.indices.state()
            unfinished = [i for i in state.written if i not in (state.current, state.previous)]
            if resume not in unfinished:
                self.indices.clear()
                resume = self.indices.create()
            return ElasticRebuild(self, resume)

    def rollback(self) -> bool:
        with answering("change back"):
            state = self.indices.state()
            if not state.previous:
                return False
            if not all(fits(meta, self.facets) for meta in self.indices.metas(self.manager, state.previous).values()):
                raise SearchUnavailable("the index before the last rebuild was made for an older definition")
            self.manager.indices.refresh(index=state.previous)
            self.indices.show(state.previous, state)
            return True

    def refresh(self) -> None:
        with answering("refresh"):
            self.manager.indices.refresh(index=self.address.index)

    def versions(self) -> Iterator[tuple[str, int]]:
        with answering("list"):
            yield from self.listed(self.address.index)

    def listed(self, index: str) -> Iterator[tuple[str, int]]:
        """(id, version) of everything an index holds as of now, ordered by id."""
        search = es.Search(using=self.manager, index=index).sort("id").source(False)
        for found in search.extra(size=SCANNED, version=True, track_total_hits=False).iterate():
            yield found.meta.id, found.meta.version

    def status(self) -> EngineStatus:
        try:
            with answering("report"):
                return self._status()
        except SearchUnavailable as problem:
            return EngineStatus(self.name, available=False, documents=0, detail=for_operators(problem))

    def _status(self) -> EngineStatus:
        state = self.indices.state(self.reader)
        if not state.current:
            return EngineStatus(self.name, available=False, documents=0, detail="no index yet; run search_rebuild")
        count = self.reader.count(index=state.current)["count"]
        stats = self.reader.indices.stats(index=state.current, metric="store")
        health = self.reader.cluster.health(index=state.current)["status"]
        settings = self.reader.indices.get_settings(index=state.current, flat_settings=True)
        blocked = [s for s in settings[state.current]["settings"] if s.startswith("index.blocks.")]
        troubles = [f"cluster is {health}"] if health != "green" else []
        troubles += ["the index takes no writes (is the disk full?)"] if blocked else []
        fit = all(fits(meta, self.facets) for meta in self.indices.metas(self.reader, state.current).values())
        outdated = not fit or not state.current.endswith(self.indices.digest())
        if not fit:
            troubles.append(OUTDATED)
        elif outdated:
            troubles.append("made before the newest facets, an older definition: run manage.py search_rebuild")
        size = stats["_all"]["primaries"]["store"]["size_in_bytes"]
        return EngineStatus(self.name, fit and health != "red", count, "; ".join(troubles), size, outdated)
