"""The process that drains the outbox: looks every half second, tidies every hour, stops cleanly when told."""

from __future__ import annotations

import time

from search import outbox, tallying, telling
from search.loops import Loop

TIDY_EVERY = 3600.0
TELL_EVERY = 60.0  # saved searches whose e-mails are due


class Relay(Loop):
    """One loop; several may run at once, each row is claimed by one of them."""

    def __init__(self) -> None:
        super().__init__()
        self._tidied = time.monotonic()
        self._told = 0.0

    def step(self) -> bool:
        """One look at the queue."""
        done = self.drain()
        return bool(done.put or done.dropped)

    def drain(self) -> outbox.Drained:
        """Drain what is due, and now and then tidy and tell."""
        done = outbox.drain(limit=5_000)
        if time.monotonic() - self._tidied > TIDY_EVERY:
            outbox.tidy()
            tallying.tidy()
            self._tidied = time.monotonic()
        if time.monotonic() - self._told > TELL_EVERY:
            telling.send_due()
            self._told = time.monotonic()
        return done
