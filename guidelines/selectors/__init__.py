"""Reads across models. Everything readers see passes the `public()` gates."""

from guidelines.selectors.outline import current_outline, facet_paths_at, provision_paths, provisions_at
from guidelines.selectors.reading import (
    Reading,
    ReadingNode,
    current_version,
    document_shelf,
    public_document,
    reading,
    version_as_of,
)

__all__ = [
    "Reading",
    "ReadingNode",
    "current_outline",
    "current_version",
    "document_shelf",
    "facet_paths_at",
    "provision_paths",
    "provisions_at",
    "public_document",
    "reading",
    "version_as_of",
]
