"""Cells of exported tables that no spreadsheet takes for a formula; reading back restores every value.

The rule follows OWASP's advice on CSV injection: a line of a cell that begins, after spaces, with = + - @ or a tab or
line break gets an apostrophe in front; so does one that begins with an apostrophe, so that the way back is exact.
"""

from __future__ import annotations

import re

_RISKY = re.compile(r"(\A|\r\n|\r|\n)(?=[^\S\r\n\t]*[=+\-@\t\r\n'])")
_MARKED = re.compile(r"(\A|\r\n|\r|\n)'")


def neutral(value: object) -> str:
    """The value as text that is not taken for a formula."""
    return _RISKY.sub(r"\1'", "" if value is None else str(value))


def restored(cell: str) -> str:
    """What `neutral` was given."""
    return _MARKED.sub(r"\1", cell)
