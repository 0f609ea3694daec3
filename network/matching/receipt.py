"""What makes a run repeatable: canonical input, its hash, the order of cities, versions."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from .values import City

ENGINE_VERSION = "1.1"


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything needed to get the same groups again, what was proved about them, and a seal over the plan."""

    input_sha256: str
    settings_sha256: str
    seed: int
    versions: tuple[tuple[str, str], ...]
    value: int
    bound: int
    gap: float
    status: str
    reproducible: bool
    plan_sha256: str = ""


def city_order(cities: Iterable[City], seed: int) -> tuple[City, ...]:
    """Return cities ordered by SHA-256 of seed and id: independent of input order and of the alphabet."""
    return tuple(sorted(cities, key=lambda c: (_digest(f"{seed}\n{c.id}"), c.id)))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def sha256(value: Any) -> str:
    """Return the SHA-256 of a JSON value in canonical form (sorted keys, no spaces)."""
    return _digest(json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False))


def versions() -> tuple[tuple[str, str], ...]:
    """Return the versions that can change a result: engine, Python, numpy, HiGHS."""
    python = ".".join(str(part) for part in sys.version_info[:3])
    return (
        ("engine", ENGINE_VERSION),
        ("python", python),
        ("numpy", version("numpy")),
        ("highspy", version("highspy")),
    )


def version_differences(receipt: Receipt) -> tuple[tuple[str, str, str], ...]:
    """Return what differs between the versions a plan was made with and those here: name, then, now.

    The same receipt gives the same groups only where nothing differs.
    """
    now = dict(versions())
    return tuple((name, then, now.get(name, "unknown")) for name, then in receipt.versions if now.get(name) != then)
