"""The order of hits when it is not relevance, as one text key per document, so that every engine sorts alike."""

from __future__ import annotations

from search.analysis.terms import surface
from search.documents import Document

_LAST = "\U0010fffd"


# What readers came for stands first among records of one day; kinds not named here follow.
KINDS = ("practice", "tool", "city", "organisation", "guideline", "provision", "indicator")
_MOST = 99


def newest_key(document: Document) -> str:
    """Ascending order of this key: newest first, without a date last; of one day practices first, then the other kinds;
    of one kind those filed under more facets first, which are the more complete ones; then by id.

    The order of a search without words. A site whose records were all loaded on one day begins with practices.
    """
    days = document.published.toordinal() if document.published else 0
    rank = KINDS.index(document.kind) if document.kind in KINDS else len(KINDS)
    filled = min(sum(bool(codes) for codes in document.codes.values()), _MOST)
    return f"{9_999_999 - days:07d} {rank:02d} {_MOST - filled:02d} {document.id}"


def city_key(document: Document) -> str:
    """Ascending order of this key: by place without case and accents, without a place last, then newest."""
    place = " ".join(surface(document.place)) if document.place else _LAST
    return f"{place}\x01{newest_key(document)}"
