"""Small tables that nearly every page needs, kept in the process: labels of codes, names of countries.

A table is read once and again when it is older than MAX_AGE; its room forgets it at once when a row is saved in this
process. Old tables are read again one at a time, so that no page pays for all of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

MAX_AGE = 300.0  # seconds; other processes show an old name for at most about this long
BETWEEN = 1.0  # seconds between two tables being read again because of their age

_kept: dict[str, tuple[float, Any]] = {}
_last_renewed = 0.0

Table = TypeVar("Table")


def kept(name: str, make: Callable[[], Table]) -> Table:
    """The table of this name, made when absent or, one table at a time, when older than MAX_AGE.

    name: the same for the same table everywhere. make: reads it, best in one query.
    """
    global _last_renewed
    now = time.monotonic()
    entry = _kept.get(name)
    old = entry is not None and now - entry[0] > MAX_AGE and now - _last_renewed > BETWEEN
    if entry is None or old:
        if old:
            _last_renewed = now
        entry = _kept[name] = (now, make())
    value: Table = entry[1]
    return value


def is_kept(name: str) -> bool:
    """Whether the table of this name was read already and not forgotten since."""
    return name in _kept


def keep(name: str, table: object) -> None:
    """Keep a table somebody has just read for a purpose of its own, so that it is not read twice for one page."""
    _kept[name] = (time.monotonic(), table)


def forget(**signal: Any) -> None:
    """Drop every table; also the receiver of save and delete signals."""
    _kept.clear()
