"""A circuit breaker: after a few failures nobody waits for a broken server, one caller at a time tries whether it is
back (Nygard, Release It!, 2007). Pure: no Django, no engine."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from enum import StrEnum

FAILURES = 5
WITHIN = 10.0  # seconds
OPEN_FOR = 5.0  # seconds


class BreakerState(StrEnum):
    """closed: everyone passes. open: nobody does. probing: one is trying whether the server is back."""

    CLOSED = "closed"
    OPEN = "open"
    PROBING = "probing"


class Breaker:
    """Counts failures of one server, for all threads of a process.

    failures within so many seconds (`within`) open it for `open_for` seconds; then one caller is let through as a
    probe: its success closes the breaker, its failure opens it again. clock: seconds, only ever growing.
    """

    def __init__(
        self,
        *,
        failures: int = FAILURES,
        within: float = WITHIN,
        open_for: float = OPEN_FOR,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._limit = failures
        self._within = within
        self._open_for = open_for
        self.clock = clock
        self._lock = threading.Lock()
        self._failed: deque[float] = deque(maxlen=failures)
        self._state = BreakerState.CLOSED
        self._since = 0.0

    @property
    def state(self) -> BreakerState:
        """For the status page."""
        return self._state

    def allows(self) -> bool:
        """Whether the caller may ask the server; then it must report `succeeded` or `failed`.

        A probe that was never reported (its thread died) is given up after `open_for` seconds.
        """
        with self._lock:
            if self._state is BreakerState.CLOSED:
                return True
            if self.clock() - self._since < self._open_for:
                return False
            self._state, self._since = BreakerState.PROBING, self.clock()
            return True

    def succeeded(self) -> bool:
        """The server answered. Returns whether this closed the breaker."""
        with self._lock:
            was_probe = self._state is BreakerState.PROBING
            if was_probe:
                self._state = BreakerState.CLOSED
                self._failed.clear()
            return was_probe

    def failed(self) -> bool:
        """The server did not answer, or wrongly. Returns whether this opened a closed breaker."""
        with self._lock:
            now = self.clock()
            self._failed.append(now)
            many = len(self._failed) == self._limit and now - self._failed[0] <= self._within
            opens = self._state is BreakerState.CLOSED and many
            if opens or self._state is BreakerState.PROBING:
                self._state, self._since = BreakerState.OPEN, now
            return opens
