"""Long checks on the command line: where they are on standard error, and their end on Ctrl-C."""

from __future__ import annotations

import sys
import time

from .cli_interrupt import interruptible
from .plan import Plan
from .values import Problem
from .verify import Violation, verify
from .verify_watch import STEPS, Checking

#: Seconds between two lines, and after which a person at a terminal is told without asking.
_EVERY, _LONG = 1.0, 3.0
_NAMES = {"plan": "the plan's own groups", "pairs": "all pairs", "threes": "all groups of three"}


def watched_verify(problem: Problem, plan: Plan, *, bound: bool, progress: bool) -> list[Violation]:
    """Return what `verify` finds; `VerificationStopped` after Ctrl-C, `KeyboardInterrupt` after a second one.

    `progress`: say where the check is from the start; on a terminal it is said anyway once the check takes long.
    """
    told = Told(always=progress, terminal=sys.stderr.isatty())
    with interruptible("stopping the check (press again to give up)") as stop:
        return verify(problem, plan, certificate=bound, progress=told, should_stop=stop)


class Told:
    """Prints where a check is on standard error: when a step begins, and then about once a second."""

    def __init__(self, *, always: bool, terminal: bool) -> None:
        self._always, self._terminal = always, terminal
        self._began = time.monotonic()
        self._last, self._step = -_EVERY, ""

    def __call__(self, state: Checking) -> None:
        """Print a line if one is due."""
        now = time.monotonic() - self._began
        wanted = self._always or (self._terminal and now >= _LONG)
        if not wanted or (state.step == self._step and now < self._last + _EVERY):
            return
        self._last, self._step = now, state.step
        left = "" if state.left is None else f", about {max(1, round(state.left))} s left"
        number = list(STEPS).index(state.step) + 1
        where = f"checking {_NAMES[state.step]} (step {number} of {len(STEPS)}): {state.share:.0%}{left}"
        print(where, file=sys.stderr, flush=True)
