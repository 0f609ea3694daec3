"""A site that knows one record kind, the notes of tests/search/notes.py, and a memory engine of its own."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.search.contract")


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch, memory_search: None) -> None:
    """Only the notes are registered; the engine is empty."""
    from search import sources
    from search.kinds import KIND
    from tests.search.notes import FACETS, NoteSource

    monkeypatch.setattr(sources, "_sources", {"note": NoteSource()})
    monkeypatch.setattr(sources, "_facets", {**FACETS, "kind": KIND})
