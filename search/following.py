"""Keeps the stand-in index of one more web machine in step: reads the same outbox the relay drains, writes here only.

The relay writes the cluster and the stand-in of its own machine. Every further web machine runs one follower for its
own stand-in, so that a reader finds the same during an outage whichever machine answers.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from search import outbox, sources
from search.engines.base import Engine
from search.engines.failover import FailoverEngine
from search.loops import Loop
from search.models import Clock, OutboxEntry
from search.rebuilding import BATCH
from search.service import get_engine

OVERLAP = timedelta(minutes=10)  # a row is seen when its transaction is over, which may be long after its hour
Progress = Callable[[str, int, int], None]


class NothingToFollow(Exception):
    """This machine has no stand-in index of its own."""


def stand_in() -> Engine:
    """The index of this machine. Raises NothingToFollow when the settings name none."""
    engine = get_engine()
    if not isinstance(engine, FailoverEngine):
        raise NothingToFollow(
            "This machine has no stand-in index. Set SEARCH_URL to the cluster and SEARCH_FALLBACK_URL to "
            "embedded:///directory; a site with the embedded engine alone needs no follower."
        )
    return engine.fallback


class Follower(Loop):
    """Fills the stand-in once, then applies every change the outbox names. Each change is applied again at a restart,
    which is harmless: what is written is the record as it is now."""

    def __init__(self, engine: Engine, progress: Progress | None = None) -> None:
        super().__init__()
        self.engine = engine
        self.progress = progress
        self._since = timezone.now()
        self._applied: set[int] = set()
        self._filled = False

    def fill(self) -> int:
        """A whole new stand-in from the database; readers keep the old one meanwhile. Returns how many documents."""
        self._since = timezone.now()
        rebuild = self.engine.rebuild()
        filled = 0
        for kind, source in sources.all_sources().items():
            keys = list(source.public_keys())
            for start in range(0, len(keys), BATCH):
                batch = keys[start : start + BATCH]
                filled += rebuild.add(list(source.documents(batch, dict.fromkeys(batch, Clock.tick()))))
                if self.progress:
                    self.progress(kind, start + len(batch), len(keys))
        rebuild.commit()
        self.engine.refresh()
        self._filled = True
        return filled

    def step(self) -> bool:
        """Fill at first; then apply the changes written since the last look. Returns whether there was any."""
        if not self._filled:
            return bool(self.fill())
        rows = OutboxEntry.objects.filter(created_at__gte=self._since - OVERLAP).order_by("id")
        self._since = timezone.now()
        seen = {pk: (kind, key) for pk, kind, key in rows.values_list("pk", "kind", "key")}
        new = [record for pk, record in seen.items() if pk not in self._applied]
        by_kind: dict[str, set[int]] = {}
        for kind, key in new:
            by_kind.setdefault(kind, set()).add(key)
        for kind, keys in by_kind.items():
            self._apply(kind, sorted(keys))
        self._applied = set(seen)  # those of the next look's time and no others
        return bool(new)

    def _apply(self, kind: str, keys: list[int]) -> None:
        for start in range(0, len(keys), BATCH):
            outbox.write(kind, keys[start : start + BATCH], Clock.tick(), self.engine)
        self.engine.refresh()
