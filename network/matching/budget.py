"""When to stop and how to report progress: node budgets by default, wall clock or a caller's wish on request."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from .errors import NoPlanInTime

NODES = {"quick": 200, "standard": 2000, "thorough": 40000}
#: By how many seconds a run with a short limit may end late rather than without a plan.
LATE = 0.25
ROUNDS = {"quick": 4, "standard": 12, "thorough": 40}


@dataclass(frozen=True, slots=True)
class Progress:
    """What is known so far: best value (None before the first plan), proven upper bound, gap (0–1)."""

    phase: str
    value: float | None
    bound: float | None

    @property
    def gap(self) -> float | None:
        """Share of the bound that is still open; None while either side is unknown."""
        if self.value is None or self.bound is None:
            return None
        return max(0.0, self.bound - self.value) / max(abs(self.bound), 1e-9)


class Budget:
    """Watches a caller's `should_stop` and an optional limit in wall-clock seconds; remembers if it stopped."""

    def __init__(
        self,
        *,
        seconds: float | None = None,
        should_stop: Callable[[], bool] | None = None,
        progress: Callable[[Progress], None] | None = None,
        effort: str = "standard",
    ) -> None:
        self._deadline = None if seconds is None else time.monotonic() + seconds
        self._should_stop = should_stop
        self._progress = progress
        self.nodes = NODES[effort]
        self.rounds = ROUNDS[effort]
        self.stopped = False
        self.timed = seconds is not None
        self.renew()

    def renew(self) -> None:
        """Say that another question begins: values and bounds reported so far say nothing about it."""
        self._value: float | None = None
        self._bound: float | None = None

    @property
    def told(self) -> bool:
        """Whether anybody hears of progress or could stop the run early: then bounds are wanted at once."""
        return self.watched or self._progress is not None

    @property
    def watched(self) -> bool:
        """Whether anything could stop the run early."""
        return self._deadline is not None or self._should_stop is not None

    @property
    def left(self) -> float:
        """Seconds left (infinity: no limit)."""
        return math.inf if self._deadline is None else max(0.0, self._deadline - time.monotonic())

    def keep_back(self, seconds: float) -> None:
        """Stop so much earlier, for what follows the search; raise `NoPlanInTime` where no time would be left for one.

        Where it is more than two fifths of the time left, the search gets up to three fifths, as long as the end is
        not more than `LATE` seconds late.
        """
        if self._deadline is not None:
            left = self.left
            search = max(left - seconds, min(0.6 * left, left + LATE - seconds))
            if search <= 0:
                raise NoPlanInTime
            self._deadline -= left - search

    def stop(self) -> bool:
        """Return whether the run must stop now; once true it stays true."""
        if not self.stopped and self._deadline is not None and time.monotonic() >= self._deadline:
            self.stopped = True
        if not self.stopped and self._should_stop is not None and self._should_stop():
            self.stopped = True
        return self.stopped

    @contextmanager
    def share(self, part: float) -> Iterator[None]:
        """Let the work inside use this part (0–1) of the time left; the whole limit holds again after it."""
        whole, ended = self._deadline, self.stopped
        if whole is not None and part < 1:
            now = time.monotonic()
            self._deadline = now + max(0.0, whole - now) * part
        try:
            yield
        finally:
            self._deadline = whole
            asked = self._should_stop is not None and self.stopped and self._should_stop()
            self.stopped = ended or asked or (whole is not None and time.monotonic() >= whole)

    def ask(self) -> None:
        """Say that scores are being computed; raise `NoPlanInTime` when the run must stop before it knows them."""
        self.report("scores", None, None)
        if self.stop():
            raise NoPlanInTime

    def report(self, phase: str, value: float | None, bound: float | None) -> None:
        """Tell the caller where the run is, with the best value and bound known for the question at hand."""
        if value is not None:
            self._value = value if self._value is None else max(self._value, value)
        if bound is not None and math.isfinite(bound):
            self._bound = bound if self._bound is None else min(self._bound, bound)
        if self._progress is not None:
            self._progress(Progress(phase, self._value, self._bound))
