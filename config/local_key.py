"""A secret key for one machine: made once, kept in a file only its owner can read."""

from __future__ import annotations

import secrets
from pathlib import Path


def local_key(path: Path) -> str:
    """The key in `path`, made on first use.

    Two processes may start at once: the file is created exclusively, and the loser reads the winner's key.
    """
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text().strip()
