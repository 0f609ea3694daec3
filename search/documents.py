"""What a room hands to the index: plain values, never a model instance.

A document is one record. It may carry its words in several languages (the original first), so a record is counted
once however many translations it has.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

TREE_SEPARATOR = "/"
KIND_FACET = "kind"  # counted for every document from its `kind`; no room needs to give it


@dataclass(frozen=True, slots=True)
class Text:
    """The searchable words of a record in one language.

    language: two-letter code ("en"). title, summary: short plain text. body: everything else worth finding, plain
    text. keywords: names that count like the title (city, country, synonyms, labels of the tags).
    """

    language: str
    title: str
    summary: str = ""
    body: str = ""
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A public record as the index knows it.

    id: "kind:primary-key". version: grows with each change; an older version never replaces a newer one.
    texts: at least one; the first is the original. codes: facet name → codes; a tree facet holds full paths
    ("governance/partnerships"). published: for sorting by newest. place: for sorting by city. location: latitude,
    longitude in degrees, or None.
    """

    id: str
    kind: str
    version: int
    texts: tuple[Text, ...]
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    published: date | None = None
    place: str = ""
    location: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        if not self.texts:
            raise ValueError(f"document {self.id}: give at least one Text")
        if not self.id.startswith(f"{self.kind}:"):
            raise ValueError(f"document {self.id}: the id must begin with its kind, '{self.kind}:'")


@dataclass(frozen=True, slots=True)
class Tombstone:
    """The wish to forget a record; version as in Document, so that a late old write cannot revive it."""

    id: str
    version: int


def with_ancestors(path: str) -> tuple[str, ...]:
    """Every prefix of a tree path, the path itself last: "11/11.7" → ("11", "11/11.7")."""
    parts = path.split(TREE_SEPARATOR)
    return tuple(TREE_SEPARATOR.join(parts[: n + 1]) for n in range(len(parts)))


def expanded_codes(document: Document, facet: str, *, tree: bool) -> tuple[str, ...]:
    """The codes a document counts under for one facet, each once, in a stable order.

    For a tree a document counts under every ancestor of its codes, so that a parent's count includes its children's
    and counts each document once.
    """
    codes = document.codes.get(facet, ())
    if facet == KIND_FACET and not codes:
        codes = (document.kind,)
    if not tree:
        return tuple(dict.fromkeys(codes))
    return tuple(dict.fromkeys(prefix for code in codes for prefix in with_ancestors(code)))
