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

from practices.exchange_files.limits import CELL_CHARACTERS, COLUMNS, FILE_BYTES, JSON_DEPTH, ROWS, FileRefused
from practices.exchange_files.precheck import check_packed
from search.cells import restored

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
        raise FileRefused(f"a file ending in “.{kind[:12]}” cannot be read; use {', '.join(FORMATS)}")
    if not content:
        raise FileRefused("the file is empty")
    if len(content) > FILE_BYTES:
        raise FileRefused(f"the file is larger than {FILE_BYTES // 2**20} MB; split it")
    found = {"csv": _csv, "xlsx": _xlsx, "json": _json}[kind](content)
    if not found.rows and not found.records:
        raise FileRefused("there is no record in the file; write one a row below the headings")
    return found


def decoded(content: bytes) -> str:
    """The text of a file. Raises FileRefused naming the byte that is not UTF-8."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise FileRefused("the text is not UTF-8; save it as “CSV UTF-8”", row) from error
    if "\x00" in text:
        raise FileRefused("the text holds a NUL character; save it again", text.count("\n", 0, text.index("\x00")) + 1)
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
                why = f"a cell has more than {CELL_CHARACTERS} characters; shorten it"
            else:
                why = f"the row cannot be read ({error}); look for a quotation mark that is not closed"
            raise FileRefused(why, max(reader.line_num, 1)) from error

    return _table(lines())


def _xlsx(content: bytes) -> Read:
    check_packed(content, "xl/workbook.xml")
    import openpyxl  # defusedxml is installed, so openpyxl's parser refuses entities

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = book.worksheets
    except FileRefused:
        raise
    except Exception as error:  # whatever a damaged workbook makes the parser raise is a damaged workbook
        raise FileRefused("the workbook is damaged; save it again with a spreadsheet program") from error
    if not sheets:
        raise FileRefused("the workbook has no sheet with cells")

    def lines() -> Iterator[tuple[int, list[str]]]:
        sheet = sheets[0]
        sheet.reset_dimensions()  # what the file says about its size is not believed
        try:
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                if len(row) > COLUMNS and any(cell is not None for cell in row[COLUMNS:]):
                    raise FileRefused(f"more than {COLUMNS} columns; remove what the template does not have", number)
                if number > ROWS + 100:
                    raise FileRefused(f"more than {ROWS} rows; split the file", number)
                yield number, [_cell(cell) for cell in row[:COLUMNS]]
        except FileRefused:
            raise
        except Exception as error:
            raise FileRefused("the sheet is damaged; save it again with a spreadsheet program") from error

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
            raise FileRefused("has more cells than there are headings; check the delimiter", number)
        if len(found.rows) >= ROWS:
            raise FileRefused(f"more than {ROWS} rows; split the file", number)
        row = dict(zip(found.columns, cells, strict=False))
        for column, cell in row.items():
            if len(cell) > CELL_CHARACTERS:
                raise FileRefused(f"has more than {CELL_CHARACTERS} characters; shorten it", number, column)
        found.rows.append((number, {column: cell for column, cell in row.items() if column and cell}))
    return _form(found) if found.columns[:3] == FORM else found


def _form(table: Read) -> Read:
    """The offline form: one record, a question a line, its field in the first column and the answer in the third."""
    cells: dict[str, str] = {}
    for number, row in table.rows:
        field_name, answer = row.get(FORM[0], ""), row.get(FORM[2], "")
        if field_name in cells:
            raise FileRefused("this question stands twice", number, field_name[:60])
        if field_name and answer:
            cells[field_name] = answer
    return Read(columns=list(cells), rows=[(1, cells)] if cells else [])


def _headings(cells: list[str], number: int) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    if len(cells) > COLUMNS:
        raise FileRefused(f"{len(cells)} columns; at most {COLUMNS}", number)
    names = [cell for cell in cells if cell]
    double = next((name for name in names if names.count(name) > 1), None)
    if double:
        raise FileRefused("this heading stands twice", number, double[:60])
    return cells


def _json(content: bytes) -> Read:
    try:
        loaded = json.loads(decoded(content), object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError as error:
        raise FileRefused(f"is nested more than {JSON_DEPTH} deep") from error
    except ValueError as error:
        raise FileRefused(f"is no JSON: {str(error)[:200]}", getattr(error, "lineno", 0)) from error
    records = loaded.get("records") if isinstance(loaded, dict) else loaded
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise FileRefused('give a list of records: [ {...} ] or {"records": [ {...} ]}')
    if len(records) > ROWS:
        raise FileRefused(f"more than {ROWS} records; split the file")
    for number, record in enumerate(records, start=1):
        if _deeper_than(record, JSON_DEPTH):
            raise FileRefused(f"is nested more than {JSON_DEPTH} deep", number)
    return Read(records=list(enumerate(records, start=1)))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("a key is given twice in one object")
    return made


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def _deeper_than(value: Any, depth: int) -> bool:
    if depth == 0:
        return isinstance(value, dict | list)
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_deeper_than(item, depth - 1) for item in items)
