"""Limits of uploaded files, in one place so that forms, errors and the guide name the same figures."""

from __future__ import annotations

from django.utils.translation import gettext as _

FILE_BYTES = 20 * 1024 * 1024
UNPACKED_BYTES = 100 * 1024 * 1024
RATIO = 100
PARTS = 200
ROWS = 20_000
COLUMNS = 100
CELL_CHARACTERS = 32_767
JSON_DEPTH = 12
ERRORS_SHOWN = 500


class FileRefused(Exception):
    """The file cannot be read; the message names the limit or fault and the remedy. row, column: where, if known."""

    def __init__(self, message: str, row: int = 0, column: str = "") -> None:
        super().__init__(message)
        self.message, self.row, self.column = message, row, column

    def __str__(self) -> str:
        where = [_("row %(row)s") % {"row": self.row}] if self.row else []
        where += [_("column %(column)s") % {"column": self.column}] if self.column else []
        return f"{', '.join(where)}: {self.message}" if where else self.message
