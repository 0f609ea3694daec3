"""The process that drains the outbox: looks every half second, tidies every hour, stops cleanly when told."""

from __future__ import annotations

import logging
import signal
import threading
import time
from types import FrameType

from django.db import DatabaseError, close_old_connections

from search import outbox, tallying, telling

logger = logging.getLogger("safer_cities.search")

PAUSE = 0.5  # seconds between two looks at an empty queue
TIDY_EVERY = 3600.0
TELL_EVERY = 60.0  # saved searches whose e-mails are due


class Relay:
    """One loop; several may run at once, each row is claimed by one of them."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._tidied = time.monotonic()
        self._told = 0.0

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        """Finish the batch at hand and return."""
        self._stopping.set()

    def step(self) -> outbox.Drained:
        """One look at the queue."""
        done = outbox.drain(limit=5_000)
        if time.monotonic() - self._tidied > TIDY_EVERY:
            outbox.tidy()
            tallying.tidy()
            self._tidied = time.monotonic()
        if time.monotonic() - self._told > TELL_EVERY:
            telling.send_due()
            self._told = time.monotonic()
        return done

    def run_until_stopped(self) -> None:
        """Loop until SIGTERM or SIGINT. A database that went away is waited for."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        while not self._stopping.is_set():
            try:
                done = self.step()
            except DatabaseError:
                logger.exception("the relay cannot reach the database; trying again")
                close_old_connections()
                self._stopping.wait(5 * PAUSE)
                continue
            if not (done.put or done.dropped):
                self._stopping.wait(PAUSE)
