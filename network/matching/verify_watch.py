"""How far a check of a plan is, how long its step will take, and its end on request."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from .errors import MatchingError

#: Steps in their order, with what each checks.
STEPS = {
    "plan": "the groups of the plan, rules and figures",
    "pairs": "all pairs of cities against the prices",
    "threes": "all groups of three against the prices",
}
#: Seconds and share of a step before an estimate is given.
_EARLY, _LITTLE = 0.3, 0.02


@dataclass(frozen=True, slots=True)
class Checking:
    """Where a check is: the step (a key of `STEPS`), its share done (0–1), seconds left of it (None: too early)."""

    step: str
    share: float
    left: float | None


class VerificationStopped(MatchingError):
    """A check was ended on request. `done`, `open`: what was and was not checked; `broken`: found until then."""

    def __init__(self, done: Sequence[str], step: str, share: float) -> None:
        left = [text for name, text in STEPS.items() if name not in done and name != step]
        some = f"{share:.0%} of {STEPS[step]}"
        self.done = (*(STEPS[name] for name in done), *([some] if share else []))
        self.open = (f"the rest of {STEPS[step]}" if share else STEPS[step], *left)
        self.broken: tuple[object, ...] = ()
        super().__init__(
            f"The check was stopped. Checked: {'; '.join(self.done) or 'nothing'}. "
            f"Not checked: {'; '.join(self.open)}. Only a whole check says whether the solution is right."
        )


class Watch:
    """Tells a caller where a check is and asks whether to go on."""

    def __init__(
        self,
        progress: Callable[[Checking], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> None:
        self._progress, self._should_stop = progress, should_stop
        self._done: list[str] = []
        self._share = 0.0
        self._step, self._began = "plan", time.monotonic()

    def begin(self, step: str) -> None:
        """Begin a step; the one before counts as done."""
        if step != self._step:
            self._done.append(self._step)
        self._step, self._began = step, time.monotonic()
        self.at(0.0)

    def ask(self) -> None:
        """Raise `VerificationStopped` when the caller wants an end."""
        if self._should_stop is not None and self._should_stop():
            raise VerificationStopped(self._done, self._step, self._share)

    def at(self, share: float) -> None:
        """Say that this share (0–1) of the step is done; `VerificationStopped` when the caller wants an end."""
        self._share = share
        self.ask()
        if self._progress is not None:
            spent = time.monotonic() - self._began
            left = spent * (1 - share) / share if share >= _LITTLE and spent >= _EARLY else None
            self._progress(Checking(self._step, share, left))
