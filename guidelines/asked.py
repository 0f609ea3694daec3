"""Whom a review can ask: rooms register the cities and organisations they know and who acts for them.

This room knows texts, not cities; `cities` hands its records in when the site starts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that can be asked. key: of the record in its room; reachable: somebody has an account to write to;
    region, country: where it is, in the reader's language, "" where that says nothing."""

    key: str
    name: str
    reachable: bool
    region: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class ReadySet:
    """Records that are found together. code: its own, short enough for an address; label: "Provision 25(d)"; under: the
    heading it stands under; parties: "kind:key" of each."""

    code: str
    label: str
    under: str
    parties: frozenset[str]


SetsOf = Callable[[Any, Any], Iterable[ReadySet]]
"""A text and a person → the sets the person may see: of public records, or of a programme the person coordinates."""


class AskedSource(Protocol):
    """What a room hands in. kind: "city"; label: "Cities"."""

    kind: str
    label: Any

    def candidates(self) -> list[Candidate]:
        """Every record that can be asked, by name."""
        ...

    def people(self, keys: Collection[str]) -> Mapping[str, list[Any]]:
        """Key → active accounts to write to; records without any are left out."""
        ...

    def keys_of(self, user: Any) -> frozenset[str]:
        """The records a person acts for."""
        ...


_sources: dict[str, AskedSource] = {}
_sets: list[SetsOf] = []


def register(source: AskedSource) -> None:
    """Make a room's records known. Call in `AppConfig.ready()`; registering a kind again replaces it."""
    _sources[source.kind] = source


def register_sets(sets: SetsOf) -> None:
    """Make a room's ready sets known. Call in `AppConfig.ready()`; registering twice changes nothing."""
    if sets not in _sets:
        _sets.append(sets)


def ready_sets(document: Any, user: Any) -> list[ReadySet]:
    """Every room's sets for a text that hold somebody, in the order of registration."""
    return [found for sets in _sets for found in sets(document, user) if found.parties]


def asked_sources() -> tuple[AskedSource, ...]:
    """All registered sources."""
    return tuple(_sources.values())


def source_of(kind: str) -> AskedSource | None:
    """The source of a kind, or None."""
    return _sources.get(kind)


def acts_for(user: Any) -> list[str]:
    """The names of the records a person acts for, so that a form need not ask what the site knows."""
    return [
        candidate.name
        for source in asked_sources()
        if (keys := source.keys_of(user))
        for candidate in source.candidates()
        if candidate.key in keys
    ]
