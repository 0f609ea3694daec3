"""An index that cannot be read or written says so as SearchUnavailable; paths and library messages go to the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from search.queries import InvalidQuery, SearchUnavailable

logger = logging.getLogger("search.embedded")


@contextmanager
def answering(doing: str) -> Iterator[None]:
    """Turn the library's and the file system's errors into SearchUnavailable. doing: what was tried, for people."""
    try:
        yield
    except (SearchUnavailable, InvalidQuery):
        raise
    except (OSError, ValueError, RuntimeError, KeyError) as error:
        logger.exception("embedded index: %s failed", doing)
        raise SearchUnavailable(f"The search index could not be used ({doing}).") from error
