"""A new index filled beside the one in use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from search.documents import Document
from search.engines.embedded import ballast, journal
from search.engines.embedded.errors import answering
from search.engines.embedded.opened import Opened
from search.engines.embedded.shelf import swapped
from search.queries import SearchUnavailable

if TYPE_CHECKING:
    from search.engines.embedded import EmbeddedEngine


class EmbeddedRebuild:
    """See search.engines.base.Rebuild. Nothing is held between two calls, so that a run that stops anywhere, in this
    process or by a kill, can be gone on with at once."""

    def __init__(self, engine: EmbeddedEngine, name: str) -> None:
        self.name = name
        self._engine = engine
        self._opened = Opened(engine.shelf.path(name), engine.facets)

    def add(self, documents: Iterable[Document]) -> int:
        documents = list(documents)
        with answering("filling the new index"):
            self._opened.write(documents)
            ballast.note(self._opened.path, documents)
        return len(documents)

    def versions(self) -> Iterator[tuple[str, int]]:
        with answering("reading the new index"):
            view = self._opened.view()
            found = view.versions(view.everything(), view.searcher.num_docs)
        return iter(sorted(found.items()))

    def commit(self) -> None:
        shelf = self._engine.shelf
        with answering("taking the new index into use"), shelf.locked():
            pointer = shelf.read()
            if pointer is None or pointer.building != self.name:
                raise SearchUnavailable("This rebuild was replaced by another one; nothing was changed.")
            self._opened.write(list(journal.read(self._opened.path)))
            journal.clear(self._opened.path)
            self._opened.balance(ballast.fillers(self._opened.path))
            after = swapped(pointer)
            shelf.write(after)
            shelf.tidy(after)

    def abandon(self) -> None:
        shelf = self._engine.shelf
        with answering("giving up the new index"), shelf.locked():
            pointer = shelf.read()
            if pointer and pointer.building == self.name:
                pointer = replace(pointer, building="", building_fingerprint="")
                shelf.write(pointer)
                shelf.tidy(pointer)
