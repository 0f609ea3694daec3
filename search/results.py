"""What an engine answers, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from search.facets import FacetResult


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text and whether it matched; escaping and marking are the template's job."""

    text: str
    is_match: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A found document: its id, relevance (comparable only within one answer), language of the text that matched
    best, title and snippet as pieces (an empty snippet means: show the summary)."""

    id: str
    score: float = 0.0
    language: str = "en"
    title: tuple[Piece, ...] = ()
    snippet: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits. total: exact. facets: name → counts. did_you_mean: a corrected text or None.
    degraded: answered by a fallback engine."""

    total: int
    hits: tuple[Hit, ...] = ()
    facets: Mapping[str, FacetResult] = field(default_factory=dict)
    did_you_mean: str | None = None
    degraded: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion while typing: the whole text to search for or the title of a record (then id is set)."""

    text: str
    kind: str = ""
    id: str | None = None


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """How an engine is: its name, whether it answers, how many documents it holds, a sentence on any trouble, and
    whether its index was made for an older definition than this release has."""

    engine: str
    available: bool
    documents: int
    detail: str = ""
    size_bytes: int | None = None
    outdated: bool = False
