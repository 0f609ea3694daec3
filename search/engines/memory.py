"""The oracle of the contract test: lists and dicts, obviously right, slow. Chosen with SEARCH_URL=memory://.

It shares the word analysis with the embedded engine and nothing else; every rule of docs/algorithms/faceting.md is
written here in its plainest form.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from search import queries
from search.analysis import FIELD_LANGUAGES
from search.analysis.spelling import closest, replaced
from search.analysis.terms import surface
from search.documents import Document, Tombstone, expanded_codes
from search.engines.memory_shelf import Shelf
from search.engines.memory_text import Entry, matches
from search.engines.showing import shown
from search.facets import Facet, FacetResult, arrange
from search.ordering import city_key, newest_key
from search.queries import Query
from search.results import EngineStatus, Hit, Results, Suggestion


class MemoryRebuild:
    """A second shelf being filled."""

    def __init__(self, engine: MemoryEngine, name: str) -> None:
        self.name = name
        self._engine = engine
        self._shelf = Shelf()

    def add(self, documents: Iterable[Document]) -> int:
        return self._shelf.put(documents)

    def drop(self, tombstones: Iterable[Tombstone]) -> None:
        self._shelf.drop(tombstones)

    def versions(self) -> Iterator[tuple[str, int]]:
        return self._shelf.versions()

    def commit(self) -> None:
        self._engine._swap(self._shelf)

    def abandon(self) -> None:
        self._engine._building = None


class MemoryEngine:
    """See search.engines.base.Engine. facets: the facets it knows, by name."""

    name = "memory"

    def __init__(self, url: str = "memory://", *, facets: Mapping[str, Facet]) -> None:
        self.facets = facets
        self._shelf = Shelf()
        self._previous: Shelf | None = None
        self._building: MemoryRebuild | None = None
        self._lock = threading.RLock()

    def search(self, query: Query) -> Results:
        queries.check(query, self.facets)
        entries = list(self._shelf.entries.values())
        found = [(score, e) for e in entries if (score := matches(e, query)) is not None]
        hits = [(score, e) for score, e in found if self._ticked(e, query, skip=None)]
        page = self._ordered(hits, query)[query.offset : query.offset + query.size]
        names = tuple(self.facets) if query.facets is None else query.facets
        return Results(
            total=len(hits),
            hits=tuple(shown(entry.document.id, entry.document.texts, query, score) for score, entry in page),
            facets={name: self._counted(name, found, query) for name in names},
            did_you_mean=None if hits else self._did_you_mean(query),
        )

    def _ticked(self, entry: Entry, query: Query, *, skip: str | None) -> bool:
        """Whether the entry has one of the ticked codes of every facet (but `skip`)."""
        return all(
            name == skip or not codes or set(codes) & set(self._codes(entry, name))
            for name, codes in query.selected.items()
        )

    def _codes(self, entry: Entry, name: str) -> tuple[str, ...]:
        return expanded_codes(entry.document, name, tree=self.facets[name].tree)

    def _counted(self, name: str, found: list[tuple[float, Entry]], query: Query) -> FacetResult:
        counts: Counter[str] = Counter()
        for _, entry in found:
            if self._ticked(entry, query, skip=name):
                counts.update(self._codes(entry, name))
        return arrange(name, counts, query.selected.get(name, ()), query.facet_values)

    @staticmethod
    def _ordered(hits: list[tuple[float, Entry]], query: Query) -> list[tuple[float, Entry]]:
        if query.sort == "city":
            return sorted(hits, key=lambda hit: city_key(hit[1].document))
        if query.sort == "newest" or not query.text.strip():
            return sorted(hits, key=lambda hit: newest_key(hit[1].document))
        return sorted(hits, key=lambda hit: (-hit[0], hit[1].document.id))

    def _did_you_mean(self, query: Query) -> str | None:
        vocabulary: Counter[str] = Counter()
        for entry in self._shelf.entries.values():
            vocabulary.update(entry.words)
        text = query.text
        for word in surface(query.text):
            if word not in vocabulary and (near := closest(word, vocabulary.items())):
                text = replaced(text, word, near)
        if text == query.text:
            return None
        corrected = Query(text=text, language=query.language, selected=query.selected)
        finds = any(
            matches(e, corrected) is not None and self._ticked(e, query, skip=None)
            for e in self._shelf.entries.values()
        )
        return text if finds else None

    def suggest(self, prefix: str, language: str, limit: int) -> tuple[Suggestion, ...]:
        asked = surface(prefix)
        if not asked:
            return ()
        found: dict[str, tuple[tuple[bool, bool, int, str], Suggestion]] = {}
        for entry in self._shelf.entries.values():
            for text in entry.document.texts:
                titled = Suggestion(text.title, entry.document.kind, entry.document.id)
                for option in (titled, *(Suggestion(word) for word in text.keywords)):
                    words = surface(option.text)
                    if not all(any(word.startswith(part) for word in words) for part in asked):
                        continue
                    whole = " ".join(words)
                    begins = whole.startswith(" ".join(asked))
                    rank = (not begins, text.language[:2] != language, len(whole), whole)
                    key = whole
                    if key not in found or (rank, option.id or "") < (found[key][0], found[key][1].id or ""):
                        found[key] = (rank, option)
        return tuple(option for _, option in sorted(found.values(), key=lambda f: f[0])[:limit])

    def similar(self, document_id: str, limit: int) -> tuple[Hit, ...]:
        this = self._shelf.entries.get(document_id)
        if this is None:
            return ()
        scored = []
        for entry in self._shelf.entries.values():
            if entry is this or entry.document.kind != this.document.kind:
                continue
            shared = sum(
                len(set(self._codes(this, name)) & set(self._codes(entry, name)))
                for name in self.facets
                if name != "kind"
            )
            words = max(len(this.terms(la) & entry.terms(la)) for la in FIELD_LANGUAGES)
            if shared + words:
                scored.append((-(3 * shared + words), entry.document.id, entry))
        plain = Query()
        return tuple(
            shown(entry.document.id, entry.document.texts, plain, -score) for score, _, entry in sorted(scored)[:limit]
        )

    def put(self, documents: Iterable[Document]) -> int:
        with self._lock:
            documents = list(documents)
            if self._building:
                self._building.add(documents)
            if self._previous:
                self._previous.put(documents)
            return self._shelf.put(documents)

    def drop(self, tombstones: Iterable[Tombstone]) -> None:
        with self._lock:
            tombstones = list(tombstones)
            if self._building:
                self._building.drop(tombstones)
            if self._previous:
                self._previous.drop(tombstones)
            self._shelf.drop(tombstones)

    def rebuild(self, resume: str = "") -> MemoryRebuild:
        with self._lock:
            if not (self._building and resume and self._building.name == resume):
                self._building = MemoryRebuild(self, f"shelf-{id(object())}")
            return self._building

    def _swap(self, shelf: Shelf) -> None:
        with self._lock:
            self._previous, self._shelf, self._building = self._shelf, shelf, None

    def rollback(self) -> bool:
        with self._lock:
            if self._previous is None:
                return False
            self._shelf, self._previous = self._previous, self._shelf
            return True

    def refresh(self) -> None:
        """Nothing to do: what was put is found at once."""

    def versions(self) -> Iterator[tuple[str, int]]:
        return self._shelf.versions()

    def status(self) -> EngineStatus:
        return EngineStatus(self.name, available=True, documents=len(self._shelf.entries))
