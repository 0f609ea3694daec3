"""What the memory engine holds: the newest version of each document, and the versions of forgotten ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from search.documents import Document, Tombstone
from search.engines.memory_text import Entry


class Shelf:
    """entries: id → analysed document. gone: id → version of its tombstone."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.gone: dict[str, int] = {}

    def _held(self, document_id: str) -> int:
        entry = self.entries.get(document_id)
        return entry.document.version if entry else self.gone.get(document_id, -1)

    def put(self, documents: Iterable[Document]) -> int:
        read = 0
        for document in documents:
            read += 1
            if document.version >= self._held(document.id):
                self.entries[document.id] = Entry(document)
                self.gone.pop(document.id, None)
        return read

    def drop(self, tombstones: Iterable[Tombstone]) -> None:
        for tombstone in tombstones:
            if tombstone.version >= self._held(tombstone.id):
                self.entries.pop(tombstone.id, None)
                self.gone[tombstone.id] = tombstone.version

    def versions(self) -> Iterator[tuple[str, int]]:
        return iter(sorted((key, entry.document.version) for key, entry in list(self.entries.items())))
