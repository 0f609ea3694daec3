"""Log lines that stay one line: what a visitor typed can neither start a new entry nor colour a terminal (T34)."""

from __future__ import annotations

import logging


class OneLine(logging.Formatter):
    """Escapes control characters of the message; a traceback is kept, each line indented."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name is logging's
        return "".join(
            c if c.isprintable() else c.encode("unicode_escape").decode() for c in super().formatMessage(record)
        )

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name is logging's
        return super().formatException(ei).replace("\n", "\n    ")  # type: ignore[arg-type]
