"""Ctrl-C or a polite end on the command line: the first ends the run with the best so far, the second gives up."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def interruptible(
    says: str = "stopping with the best so far (press again to give up)",
) -> Iterator[Callable[[], bool]]:
    """Give a function that says whether to stop; outside of the main thread nothing ever asks for it."""
    pressed: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        del frame
        if pressed:
            raise KeyboardInterrupt
        pressed.append(number)
        print(says, file=sys.stderr, flush=True)

    try:
        before = [(number, signal.signal(number, note)) for number in (signal.SIGINT, signal.SIGTERM)]
    except ValueError:
        yield lambda: False
        return
    try:
        yield lambda: bool(pressed)
    finally:
        for number, handler in before:
            signal.signal(number, handler)
