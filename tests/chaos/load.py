"""People searching at the same time, and what they got."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from search.engines.base import Engine
from search.queries import Query
from search.results import Results


@dataclass(slots=True)
class Load:
    """answers: results; seconds: how long each took; failures: what was raised instead."""

    answers: list[Results] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    failures: list[BaseException] = field(default_factory=list)

    @property
    def p95(self) -> float:
        """Seconds within which 95 of 100 were answered."""
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)] if self.seconds else 0.0

    @property
    def totals(self) -> set[int]:
        """The different totals people saw."""
        return {answer.total for answer in self.answers}

    @property
    def degraded(self) -> float:
        """Share answered by the stand-in."""
        return sum(answer.degraded for answer in self.answers) / max(len(self.answers), 1)


@contextmanager
def people(engine: Engine, query: Query, *, number: int = 4, pause: float = 0.02) -> Iterator[Load]:
    """So many people search again and again while the block runs. pause: seconds each thinks in between."""
    load = Load()
    stop = threading.Event()

    def search() -> None:
        while not stop.is_set():
            begun = time.perf_counter()
            try:
                load.answers.append(engine.search(query))
            except Exception as problem:  # noqa: BLE001 - counted; the test says what it expects
                load.failures.append(problem)
            load.seconds.append(time.perf_counter() - begun)
            stop.wait(pause)

    threads = [threading.Thread(target=search) for _ in range(number)]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        stop.set()
        for thread in threads:
            thread.join()
