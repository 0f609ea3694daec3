"""Labels of facet codes, remembered for a minute per process, so that a page asks the rooms for few or none.

A renamed term is shown under its old name for at most that long; codes never change.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping

from search import sources
from search.facets import Facet

SECONDS = 60.0
MOST_CODES = 5_000

_remembered: dict[tuple[object, str], tuple[float, dict[str, str]]] = {}


def labels_of(facet: Facet, codes: Collection[str], language: str) -> Mapping[str, str]:
    """Code → label of each code that has one; one call to the room for all that are not remembered."""
    key = (facet.labels, language)
    since, known = _remembered.get(key, (0.0, {}))
    if time.monotonic() - since > SECONDS or len(known) > MOST_CODES:
        since, known = time.monotonic(), {}
    missing = [code for code in codes if code not in known]
    if missing:
        found = facet.labels(missing, language)
        known = {**known, **{code: str(found.get(code, "")) for code in missing}}
        _remembered[key] = (since, known)
    return {code: known[code] for code in codes if known.get(code)}


def warm() -> None:
    """Read what labels are made of before the first page needs it."""
    for facet in sources.all_facets().values():
        facet.labels([], "en")
