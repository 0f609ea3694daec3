"""The directory of the embedded engine: which index is in use, which was before, which is being built.

`index.json` names them and is replaced atomically; one file lock lets one writer in at a time, over all processes.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from search.queries import SearchUnavailable

LOCK_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Pointer:
    """Names of the index directories in use, kept for a rollback, and being built; and what the one in use is for."""

    current: str
    previous: str = ""
    building: str = ""
    fingerprint: str = ""  # of `current`
    previous_fingerprint: str = ""
    building_fingerprint: str = ""


class Shelf:
    """root: the directory; made when missing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pointer_file = root / "index.json"

    def stamp(self) -> tuple[int, int]:
        """Changes whenever the pointer is replaced; (0, 0) before there is one."""
        try:
            found = os.stat(self.pointer_file)
        except FileNotFoundError:
            return (0, 0)
        return found.st_mtime_ns, found.st_ino

    def read(self) -> Pointer | None:
        """The pointer, or None in an empty directory."""
        try:
            return Pointer(**json.loads(self.pointer_file.read_text()))
        except FileNotFoundError:
            return None

    def write(self, pointer: Pointer) -> None:
        """Replace the pointer in one step; readers see the old or the new one."""
        beside = self.pointer_file.with_suffix(".new")
        with open(beside, "w") as out:
            json.dump(asdict(pointer), out)
            out.flush()
            os.fsync(out.fileno())
        os.replace(beside, self.pointer_file)
        _sync_directory(self.root)

    def path(self, name: str) -> Path:
        """Where the index of that name lies."""
        return self.root / name

    def new_name(self, fingerprint: str) -> str:
        """A name no index has: the time and what it is for. Makes the directory."""
        stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")
        name = f"kb-{stamp}-{fingerprint}"
        self.path(name).mkdir(parents=True)
        return name

    def tidy(self, pointer: Pointer) -> None:
        """Remove index directories the pointer does not name. Readers that still have one open keep it."""
        kept = {pointer.current, pointer.previous, pointer.building}
        for path in self.root.glob("kb-*"):
            if path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the one writer. Raises SearchUnavailable when another keeps the lock for LOCK_SECONDS."""
        self.root.mkdir(parents=True, exist_ok=True)
        with open(self.root / "lock", "a") as handle:
            deadline = time.monotonic() + LOCK_SECONDS
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise SearchUnavailable("The search index is being written by another process.") from None
                    time.sleep(0.005)
            yield  # closing the handle gives the lock back

    def size(self) -> int:
        """Bytes on disk of all indexes."""
        return sum(f.stat().st_size for f in self.root.rglob("*") if f.is_file())


def swapped(pointer: Pointer) -> Pointer:
    """The pointer after the index being built takes over."""
    return Pointer(
        current=pointer.building,
        previous=pointer.current,
        fingerprint=pointer.building_fingerprint,
        previous_fingerprint=pointer.fingerprint,
    )


def rolled_back(pointer: Pointer) -> Pointer:
    """The pointer after the index before takes over again."""
    return replace(
        pointer,
        current=pointer.previous,
        previous=pointer.current,
        fingerprint=pointer.previous_fingerprint,
        previous_fingerprint=pointer.fingerprint,
    )


def _sync_directory(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
