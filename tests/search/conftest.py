"""A site that knows one record kind, the notes of tests/search/notes.py, and a memory engine of its own."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.search.contract")


@pytest.fixture
def notes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, memory_search: None) -> None:
    """Only the notes are registered; the engine is empty."""
    if request.node.get_closest_marker("django_db"):
        _no_notes_yet()
    from search import sources
    from search.kinds import KIND
    from tests.search.notes import FACETS, NoteSource

    monkeypatch.setattr(sources, "_sources", {"note": NoteSource()})
    monkeypatch.setattr(sources, "_facets", {**FACETS, "kind": KIND})


def _no_notes_yet() -> None:
    """A note is a row of auth.Group; the migrations make two, which a test that flushes the database takes with it."""
    from tests.search.notes import Group

    Group.objects.all().delete()
