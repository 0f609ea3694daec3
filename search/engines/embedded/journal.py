"""Writes that an index out of use (being built, or kept for a rollback) must still get: appended to a file beside it,
replayed before readers see it. A line is a document or a tombstone; versions decide, so replaying twice is harmless."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from search.documents import Document, Text, Tombstone

NAME = "journal.jsonl"
Write = Document | Tombstone


def append(directory: Path, writes: Sequence[Write]) -> None:
    """Add the writes, on disk when this returns."""
    with open(directory / NAME, "a", encoding="utf-8") as out:
        for write in writes:
            out.write(json.dumps(asdict(write), default=str, ensure_ascii=False) + "\n")
        out.flush()
        os.fsync(out.fileno())


def read(directory: Path) -> Iterator[Write]:
    """The writes in order; a last line cut short by a kill was never acknowledged and is left out."""
    path = directory / NAME
    if not path.exists():
        return
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.endswith("\n"):
                yield _write(json.loads(line))


def clear(directory: Path) -> None:
    """Forget the writes, after they have been replayed."""
    (directory / NAME).unlink(missing_ok=True)


def _write(row: dict[str, Any]) -> Write:
    if "texts" not in row:
        return Tombstone(**row)
    row["texts"] = tuple(Text(**{**text, "keywords": tuple(text["keywords"])}) for text in row["texts"])
    row["codes"] = {name: tuple(codes) for name, codes in row["codes"].items()}
    row["published"] = date.fromisoformat(row["published"]) if row["published"] else None
    row["location"] = tuple(row["location"]) if row["location"] else None
    return Document(**row)
