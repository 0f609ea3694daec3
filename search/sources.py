"""How a room tells the search about its records, without the search knowing any room.

A room registers one Source per record kind and its facets in `AppConfig.ready()`; the search asks the source for
documents (to index) and cards (to draw). Both go through the room's `public()` gate and nothing else.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from search.documents import Document
from search.facets import Facet
from search.form import RESERVED


@dataclass(frozen=True, slots=True)
class Card:
    """A result as it is drawn, for every kind alike. Texts are plain.

    codes: those of Document.codes that the card shows, all of them where the source says `complete_cards`.

    place: "Bogotá, Colombia" or "". location: latitude, longitude or None. facts: short labelled values
    ((label, value), …) such as grade or year. template: part that draws it. extra: what that template needs besides.
    published: when it was (last) published, for feeds.
    """

    id: str
    kind: str
    title: str
    url: str
    summary: str
    language: str = "en"
    place: str = ""
    location: tuple[float, float] | None = None
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facts: tuple[tuple[str, str], ...] = ()
    template: str = "components/card.html"
    extra: Mapping[str, Any] = field(default_factory=dict)
    published: date | None = None


class Source(Protocol):
    """One record kind. Primary keys are ints; ids are "kind:pk"."""

    kind: str
    label: str  # "Practice", lazily translated
    label_plural: str

    def public_keys(self) -> Iterator[int]:
        """Primary keys of every public record, ascending, streamed."""
        ...

    def documents(self, keys: Collection[int], versions: Mapping[int, int]) -> Iterator[Document]:
        """Documents of those keys that are public now (others are left out), a constant number of queries per call.
        versions: key → version to stamp on the document (0 when absent)."""
        ...

    def cards(self, keys: Collection[int], language: str) -> Mapping[int, Card]:
        """Cards of those keys that are public now, a constant number of queries however many."""
        ...


_sources: dict[str, Source] = {}
_facets: dict[str, Facet] = {}


def register(source: Source) -> None:
    """Make a record kind findable. Raises ValueError when another source has the kind."""
    if source.kind in _sources:
        raise ValueError(f"two sources for the kind '{source.kind}'; each kind is registered once")
    _sources[source.kind] = source


def codes_of(cards: Iterable[Card]) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Id → every facet code a record is found by, for answers that programs read; a few queries for each kind.

    A card holds what a page shows; where that is not everything, the record's document knows the rest.
    """
    found: dict[str, Mapping[str, tuple[str, ...]]] = {}
    lacking: dict[str, list[int]] = {}
    for card in cards:
        found[card.id] = card.codes
        if not getattr(_sources[card.kind], "complete_cards", False):
            lacking.setdefault(card.kind, []).append(int(card.id.partition(":")[2]))
    for kind, keys in lacking.items():
        found.update((document.id, document.codes) for document in _sources[kind].documents(keys, {}))
    return found


def register_facets(*facets: Facet) -> None:
    """Add facets. Raises ValueError when a name is taken by a different facet or is a parameter of the search page."""
    for facet in facets:
        if facet.name in RESERVED:
            raise ValueError(f"a facet cannot be called '{facet.name}': the search page uses that parameter")
        if _facets.get(facet.name, facet) != facet:
            raise ValueError(f"two different facets called '{facet.name}'")
        _facets[facet.name] = facet


def all_sources() -> Mapping[str, Source]:
    """Kind → source, in the order of registration."""
    return _sources


def all_facets() -> Mapping[str, Facet]:
    """Name → facet, in the order of registration."""
    return _facets
