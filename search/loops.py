"""A process that looks for work again and again, and stops cleanly when told."""

from __future__ import annotations

import logging
import signal
import threading
from abc import ABC, abstractmethod
from types import FrameType

from django.db import DatabaseError, close_old_connections

from search.queries import SearchUnavailable

logger = logging.getLogger("safer_cities.search")

PAUSE = 0.5  # seconds between two looks when there was nothing to do


class Loop(ABC):
    """Subclasses say in `step` what one look is."""

    def __init__(self) -> None:
        self._stopping = threading.Event()

    @abstractmethod
    def step(self) -> bool:
        """One look; whether there was something to do."""

    def stop(self, signum: int = 0, frame: FrameType | None = None) -> None:
        """Finish what is at hand and return."""
        self._stopping.set()

    def run_until_stopped(self) -> None:
        """Loop until SIGTERM or SIGINT. A database or an index that went away is waited for."""
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        while not self._stopping.is_set():
            try:
                worked = self.step()
            except (DatabaseError, SearchUnavailable):
                logger.exception("%s cannot reach the database or the index; trying again", type(self).__name__)
                close_old_connections()
                self._stopping.wait(5 * PAUSE)
                continue
            if not worked:
                self._stopping.wait(PAUSE)
