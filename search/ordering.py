"""The order of hits when it is not relevance, as one text key per document, so that every engine sorts alike."""

from __future__ import annotations

from search.analysis.terms import surface
from search.documents import Document

_LAST = "\U0010fffd"


def newest_key(document: Document) -> str:
    """Ascending order of this key: newest first, without a date last, then by id."""
    days = document.published.toordinal() if document.published else 0
    return f"{9_999_999 - days:07d} {document.id}"


def city_key(document: Document) -> str:
    """Ascending order of this key: by place without case and accents, without a place last, then newest."""
    place = " ".join(surface(document.place)) if document.place else _LAST
    return f"{place}\x01{newest_key(document)}"
