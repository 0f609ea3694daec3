"""JSON on standard output: whatever the terminal's encoding, it can be read back."""

from __future__ import annotations

import json
import sys
from typing import Any

#: Above this many groups JSON is printed in few lines.
_LONG = 300


def print_json(value: Any) -> None:
    """Print a value as JSON: indented, or (which is much faster) in few lines where it is long."""
    if isinstance(value, dict) and len(value.get("groups", ())) > _LONG:
        lines = (f"{json.dumps(key)}: {_line(part)}" for key, part in value.items())
        print("{\n" + ",\n".join(lines) + "\n}")
    else:
        print(_line(value, indent=2))


def print_line(value: Any) -> None:
    """Print a value as JSON in one line."""
    print(_line(value))


def _line(value: Any, indent: int | None = None) -> str:
    plain = (sys.stdout.encoding or "ascii").lower().replace("-", "") != "utf8"
    return json.dumps(value, ensure_ascii=plain, indent=indent)
