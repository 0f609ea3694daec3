"""Formulas of a spreadsheet whose result is not in the file: read for their values they would look empty."""

from __future__ import annotations

import io
import re
import zipfile
from typing import IO

from defusedxml.ElementTree import iterparse

FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
CHUNK, OVERLAP = 2**20, 64


def without_result(content: bytes, part: str, rows: int) -> str:
    """The first cell of a sheet that holds a formula but not its result ("C5"), "" when there is none.

    content: the .xlsx file; part: the sheet's name in it, such as "xl/worksheets/sheet1.xml"; rows: how many of its
    rows are read. A program that writes formulas without calculating them leaves such cells. A formula whose result
    is an empty text has one: its cell is of the type "str".
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        with archive.open(part.lstrip("/")) as sheet:
            if not _mentions_one(sheet):
                return ""
        with archive.open(part.lstrip("/")) as sheet:
            return _first(sheet, rows)


def _mentions_one(sheet: IO[bytes]) -> bool:
    before = b""
    while chunk := sheet.read(CHUNK):
        if FORMULA.search(before + chunk):
            return True
        before = chunk[-OVERLAP:]
    return False


def _first(sheet: IO[bytes], rows: int) -> str:
    for _event, element in iterparse(sheet):
        name = element.tag.rpartition("}")[2]
        if name == "c":
            inside = {child.tag.rpartition("}")[2]: child for child in element}
            empty = "v" not in inside or not inside["v"].text
            if "f" in inside and empty and element.get("t") != "str":
                return str(element.get("r") or "")
        elif name == "row":
            element.clear()  # a large sheet is never in memory as a whole
            rows -= 1
            if rows < 0:
                break
    return ""
