"""Tells the search what changed. Rooms call `note` from their signals; bulk work is quiet and notes once at its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from search import outbox

_quiet: ContextVar[bool] = ContextVar("search_updates_quiet", default=False)


@contextmanager
def quietly() -> Iterator[None]:
    """Signals inside note nothing; whoever uses this notes the records itself, in the same transaction."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def is_quiet() -> bool:
    """Whether a bulk work is under way that does what signals would do."""
    return _quiet.get()


def note(kind: str, keys: Iterable[int], reason: str) -> None:
    """Note changed records for the index unless a bulk work is under way."""
    if not _quiet.get():
        outbox.changed(kind, keys, reason)
