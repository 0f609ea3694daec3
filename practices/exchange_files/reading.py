"""Reads a file (CSV, XLSX, JSON) as rows of text cells with their row numbers, within the limits. Pure: no database.

CSV: UTF-8 (with or without mark) or UTF-16 with mark; comma, semicolon or tab. XLSX: the first sheet with a heading,
values only. JSON: a list of records, or {"records": [...]}; nothing is executed anywhere.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

from django.utils.translation import gettext as _

from practices.exchange_files.limits import CELL_CHARACTERS, COLUMNS, FILE_BYTES, JSON_DEPTH, ROWS, FileRefused
from practices.exchange_files.precheck import check_packed
from search.cells import restored
from search.formulas import without_result

FORMATS = ("csv", "xlsx", "json")
FORM = ["field", "question", "your answer"]
"""Headings of the offline form."""
HELP_ROW = "#"
"""A row whose first cell begins with this is a note for people, not a record."""


@dataclass
class Read:
    """What was in a file. rows: (row number as people count it, column → text). records: those of a JSON file."""

    columns: list[str] = field(default_factory=list)
    rows: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    records: list[tuple[int, dict[str, Any]]] = field(default_factory=list)


def read_file(name: str, content: bytes) -> Read:
    """Read an uploaded file by its ending. Raises FileRefused with row and column."""
    kind = PurePosixPath(name.replace("\\", "/")).suffix.lower().lstrip(".")
    if kind not in FORMATS:
        raise FileRefused(
            _("a file ending in “.%(kind)s” cannot be read; use %(formats)s")
            % {"kind": kind[:12], "formats": ", ".join(FORMATS)}
        )
    if not content:
        raise FileRefused(_("the file is empty"))
    if len(content) > FILE_BYTES:
        raise FileRefused(_("the file is larger than %(most)s MB; split it") % {"most": FILE_BYTES // 2**20})
    found = {"csv": _csv, "xlsx": _xlsx, "json": _json}[kind](content)
    if not found.rows and not found.records:
        raise FileRefused(_("there is no record in the file; write one a row below the headings"))
    return found


def decoded(content: bytes) -> str:
    """The text of a file. Raises FileRefused naming the byte that is not UTF-8."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise FileRefused(_("the text is not UTF-8; save it as “CSV UTF-8”"), row) from error
    if "\x00" in text:
        raise FileRefused(
            _("the text holds a NUL character; save it again"), text.count("\n", 0, text.index("\x00")) + 1
        )
    return text


def _csv(content: bytes) -> Read:
    text = decoded(content)
    first = text.split("\n", 1)[0][:CELL_CHARACTERS]
    delimiter = max(",;\t", key=first.count)
    csv.field_size_limit(CELL_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)

    def lines() -> Iterator[tuple[int, list[str]]]:
        try:
            for row in reader:
                yield reader.line_num, [restored(cell) for cell in row]
        except csv.Error as error:
            if "field larger" in str(error):
                why = _("a cell has more than %(most)s characters; shorten it") % {"most": CELL_CHARACTERS}
            else:
                why = _("the row cannot be read (%(error)s); look for a quotation mark that is not closed") % {
                    "error": error
                }
            raise FileRefused(why, max(reader.line_num, 1)) from error

    return _table(lines())


def _sheet(content: bytes) -> Any:
    """The first sheet of a workbook, to be read for its values. Raises FileRefused for what cannot be read so."""
    import openpyxl  # defusedxml is installed, so openpyxl's parser refuses entities

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = book.worksheets
        bare = without_result(content, sheets[0]._worksheet_path, ROWS) if sheets else ""
    except FileRefused:
        raise
    except Exception as error:  # whatever a damaged workbook makes the parser raise is a damaged workbook
        raise FileRefused(_("the workbook is damaged; save it again with a spreadsheet program")) from error
    if not sheets:
        raise FileRefused(_("the workbook has no sheet with cells"))
    if bare:
        raise FileRefused(
            _(
                "cell %(cell)s holds a formula whose result is not in the file; open the file in a spreadsheet program "
                "and save it, or write the value instead"
            )
            % {"cell": bare}
        )
    return sheets[0]


def _xlsx(content: bytes) -> Read:
    check_packed(content, "xl/workbook.xml")
    sheet = _sheet(content)

    def lines() -> Iterator[tuple[int, list[str]]]:
        sheet.reset_dimensions()  # what the file says about its size is not believed
        try:
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                if len(row) > COLUMNS and any(cell is not None for cell in row[COLUMNS:]):
                    raise FileRefused(
                        _("more than %(columns)s columns; remove what the template does not have")
                        % {"columns": COLUMNS},
                        number,
                    )
                if number > ROWS + 100:
                    raise FileRefused(_("more than %(rows)s rows; split the file") % {"rows": ROWS}, number)
                yield number, [_cell(cell) for cell in row[:COLUMNS]]
        except FileRefused:
            raise
        except Exception as error:
            raise FileRefused(_("the sheet is damaged; save it again with a spreadsheet program")) from error

    return _table(lines())


def _cell(value: Any) -> str:
    """A cell as text: whole numbers without ".0", days as ISO."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return restored(str(value))


def _table(lines: Iterable[tuple[int, list[str]]]) -> Read:
    """Headings and rows of a table. Raises FileRefused for headings given twice, too many rows, or too long a cell."""
    found = Read()
    for number, cells in lines:
        cells = [cell.strip() for cell in cells]
        if not any(cells) or cells[0].startswith(HELP_ROW):
            continue
        if not found.columns:
            found.columns = _headings(cells, number)
            continue
        if any(cells[len(found.columns) :]):
            raise FileRefused(_("has more cells than there are headings; check the delimiter"), number)
        if len(found.rows) >= ROWS:
            raise FileRefused(_("more than %(rows)s rows; split the file") % {"rows": ROWS}, number)
        row = dict(zip(found.columns, cells, strict=False))
        for column, cell in row.items():
            if len(cell) > CELL_CHARACTERS:
                raise FileRefused(
                    _("has more than %(most)s characters; shorten it") % {"most": CELL_CHARACTERS}, number, column
                )
        found.rows.append((number, {column: cell for column, cell in row.items() if column and cell}))
    return _form(found) if found.columns[:3] == FORM else found


def _form(table: Read) -> Read:
    """The offline form: one record, a question a line, its field in the first column and the answer in the third."""
    cells: dict[str, str] = {}
    for number, row in table.rows:
        field_name, answer = row.get(FORM[0], ""), row.get(FORM[2], "")
        if field_name in cells:
            raise FileRefused(_("this question stands twice"), number, field_name[:60])
        if field_name and answer:
            cells[field_name] = answer
    return Read(columns=list(cells), rows=[(1, cells)] if cells else [])


def _headings(cells: list[str], number: int) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    if len(cells) > COLUMNS:
        raise FileRefused(
            _("%(cells)s columns; at most %(columns)s") % {"cells": len(cells), "columns": COLUMNS}, number
        )
    names = [cell for cell in cells if cell]
    double = next((name for name in names if names.count(name) > 1), None)
    if double:
        raise FileRefused(_("this heading stands twice"), number, double[:60])
    return cells


def _json(content: bytes) -> Read:
    try:
        loaded = json.loads(decoded(content), object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError as error:
        raise FileRefused(_("is nested more than %(most)s deep") % {"most": JSON_DEPTH}) from error
    except ValueError as error:
        raise FileRefused(
            _("is no JSON: %(error)s") % {"error": str(error)[:200]}, getattr(error, "lineno", 0)
        ) from error
    records = loaded.get("records") if isinstance(loaded, dict) else loaded
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise FileRefused(_('give a list of records: [ {...} ] or {"records": [ {...} ]}'))
    if len(records) > ROWS:
        raise FileRefused(_("more than %(rows)s records; split the file") % {"rows": ROWS})
    for number, record in enumerate(records, start=1):
        if _deeper_than(record, JSON_DEPTH):
            raise FileRefused(_("is nested more than %(most)s deep") % {"most": JSON_DEPTH}, number)
    return Read(records=list(enumerate(records, start=1)))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError(_("a key is given twice in one object"))
    return made


def _no_number(word: str) -> Any:
    raise ValueError(_("%(word)s is no number") % {"word": word})


def _deeper_than(value: Any, depth: int) -> bool:
    if depth == 0:
        return isinstance(value, dict | list)
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_deeper_than(item, depth - 1) for item in items)
