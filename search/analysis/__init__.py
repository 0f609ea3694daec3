"""How words are compared: per-language folding, stemming and word splitting, shared by the oracle and the embedded
engine and written down for the others in docs/algorithms/faceting.md. Pure: no Django."""

from search.analysis.exclusions import excludes, lessened
from search.analysis.languages import ANALYSED, FIELD_LANGUAGES, OTHER, field_language
from search.analysis.terms import (
    Requirement,
    neighbours,
    positions,
    query_terms,
    requirements,
    runs,
    terms,
    weighed,
    written_in,
)
from search.analysis.words import Wanted, wanted

__all__ = [
    "ANALYSED",
    "FIELD_LANGUAGES",
    "OTHER",
    "Requirement",
    "Wanted",
    "excludes",
    "field_language",
    "lessened",
    "neighbours",
    "positions",
    "query_terms",
    "requirements",
    "runs",
    "terms",
    "wanted",
    "weighed",
    "written_in",
]
