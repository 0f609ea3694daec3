"""One index directory held open: its searcher, kept at the newest commit of whichever process writes, and the one
way documents get into it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

import tantivy

from search.analysis import FIELD_LANGUAGES
from search.documents import Document, Tombstone
from search.engines.embedded.schema import GONE, LIVE, build_schema, fields_of, grave_of, open_index
from search.facets import Facet

WRITER_BYTES = 64_000_000


class View:
    """A searcher at one commit, with what is worth knowing of it once."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher) -> None:
        self.schema = schema
        self.searcher = searcher
        self.counted: dict[object, dict[str, dict[str, int]]] = {}  # answers of this commit, see answering.Asked

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Field languages any document has words in."""
        return tuple(language for language in FIELD_LANGUAGES if self.spoken(language))

    def spoken(self, language: str) -> int:
        """Documents with a text in that field language, those deleted since the last merge among them."""
        return int(self.searcher.doc_freq("speaks", language))

    @cached_property
    def graves(self) -> int:
        """Tombstones held."""
        return int(self.searcher.search(self.term("state", GONE), 1).count or 0)

    def term(self, field: str, value: str) -> tantivy.Query:
        """A query for one term of a field without positions."""
        return tantivy.Query.term_query(self.schema, field, value, "basic")

    def everything(self) -> tantivy.Query:
        """Every live document."""
        return self.term("state", LIVE) if self.graves else tantivy.Query.all_query()

    def versions(self, query: tantivy.Query, limit: int) -> dict[str, int]:
        """id → version of the documents (and graves) a query finds."""
        if limit < 1:
            return {}
        addresses = [address for _, address in self.searcher.search(query, limit, count=False).hits]
        versions = self.searcher.fast_field_values("version", addresses)
        doc = self.searcher.doc
        return {doc(a).get_first("id"): int(v or 0) for a, v in zip(addresses, versions, strict=True)}


class Opened:
    """The index in one directory. Safe to use from several threads."""

    def __init__(self, path: Path, facets: Mapping[str, Facet]) -> None:
        self.path = path
        self.facets = facets
        self.schema = build_schema(facets)
        self._index = open_index(self.schema, path)
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._view: View | None = None

    def view(self) -> View:
        """The newest commit."""
        found = os.stat(self.path / "meta.json")
        seen = (found.st_mtime_ns, found.st_ino)
        if self._view is None or seen != self._seen:
            with self._lock:
                self._index.reload()
                self._view, self._seen = View(self.schema, self._index.searcher()), seen
        return self._view

    def write(self, writes: Sequence[Document | Tombstone]) -> None:
        """Put and drop, newest version of each id, unless a newer one is held; on disk when this returns.

        tantivy's own lock in the directory refuses a second writer, so the caller holds the shelf's.
        """
        newest: dict[str, Document | Tombstone] = {}
        for write in writes:
            if write.id not in newest or write.version >= newest[write.id].version:
                newest[write.id] = write
        if not newest:
            return
        view = self.view()
        ids = tantivy.Query.term_set_query(self.schema, "id", list(newest))
        held = view.versions(ids, len(newest)) if view.searcher.num_docs else {}
        writer = self._index.writer(WRITER_BYTES, 1)
        for key, write in newest.items():
            if key in held:
                if write.version < held[key]:
                    continue
                writer.delete_documents_by_term("id", key)
            put = isinstance(write, Document)
            writer.add_document(fields_of(write, self.facets) if put else grave_of(write))
        writer.commit()
        writer.wait_merging_threads()  # also closes it

    def balance(self, fillers: Iterable[tantivy.Document]) -> None:
        """Take in the documents of search.engines.embedded.ballast, the last before readers see the index."""
        writer = self._index.writer(WRITER_BYTES, 1)
        for filler in fillers:
            writer.add_document(filler)
        writer.commit()
        writer.wait_merging_threads()
