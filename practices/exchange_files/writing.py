"""Writes records as CSV, XLSX and JSON, and the empty template. No cell is taken for a formula by a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from practices.exchange_files.columns import VERSION, cells_of, columns_of
from practices.exchange_files.planning import version_of
from practices.exchange_files.reading import FORM
from practices.importers.collection.contract import CONTRACT
from practices.importers.collection.shapes import Bool, Choice, Dictionary, Known, ListOf, Map, Number, Shape, Text
from search.cells import neutral

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
FIRST_PARTS = {"practice": ("outcomes.1.outcome", "outcomes.1.level", "outcomes.1.direction", "outcomes.1.comparison")}
CELL_LIMIT = 32_767


def written(kind: str, records: Iterable[dict[str, Any]], extension: str, *, versions: bool = False) -> bytes:
    """A file of records. versions: add a column that lets a later import see edits made meanwhile (own records only).

    Raises KeyError for an unknown extension.
    """
    writers = {"csv": _csv, "xlsx": _xlsx, "json": _json}
    return writers[extension](kind, list(records), versions)


def _rows(kind: str, records: list[dict[str, Any]], versions: bool) -> Iterable[list[str]]:
    columns = columns_of(kind)
    yield [*columns, *([VERSION] if versions else [])]
    for record in records:
        cells = cells_of(kind, record)
        yield [*(neutral(cells[column]) for column in columns), *([version_of(record)] if versions else [])]


def _csv(kind: str, records: list[dict[str, Any]], versions: bool) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows(_rows(kind, records, versions))
    return ("\ufeff" + out.getvalue()).encode()


def _xlsx(kind: str, records: list[dict[str, Any]], versions: bool) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(kind)
    sheet.freeze_panes = "C2"
    for number in range(1, len(columns_of(kind)) + 2):
        sheet.column_dimensions[get_column_letter(number)].width = 24
    for number, row in enumerate(_rows(kind, records, versions)):
        sheet.append([_text_cell(sheet, text, bold=number == 0) for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text_cell(sheet: Any, text: str, *, bold: bool = False) -> WriteOnlyCell:
    """A cell typed as text, whatever it holds; control characters that no XML may carry are left out."""
    kept = "".join(letter for letter in text if letter >= " " or letter in "\n\t")[:CELL_LIMIT]
    cell = WriteOnlyCell(sheet, value=kept)
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell


def _json(kind: str, records: list[dict[str, Any]], versions: bool) -> bytes:
    keys = CONTRACT[kind].keys
    rows = []
    for record in records:
        row = {key: record.get(key) for key in keys if key in record}
        rows.append({**row, **({VERSION: version_of(record)} if versions else {})})
    return json.dumps({"records": rows}, ensure_ascii=False, indent=1, default=str).encode()


def template(kind: str, extension: str) -> bytes:
    """An empty file with the headings and, in a row that is no record, what each column takes."""
    columns = [*columns_of(kind), *FIRST_PARTS.get(kind, ())]
    notes = [help_of(kind, column) for column in columns]
    notes[0] = f"# {notes[0]}"
    if extension == "json":
        return json.dumps({"records": [dict.fromkeys(CONTRACT[kind].keys)]}, indent=1).encode()
    if extension == "csv":
        out = io.StringIO(newline="")
        csv.writer(out).writerows([columns, notes])
        return ("\ufeff" + out.getvalue()).encode()
    book = Workbook(write_only=True)
    sheet = book.create_sheet(kind)
    sheet.freeze_panes = "C3"
    sheet.append([_text_cell(sheet, column, bold=True) for column in columns])
    sheet.append([_text_cell(sheet, note) for note in notes])
    out_book = io.BytesIO()
    book.save(out_book)
    return out_book.getvalue()


def offline_form(questions: Iterable[tuple[str, str, str]]) -> bytes:
    """The form for one practice as XLSX, to fill in without a connection. questions: field, question, what it takes."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("practice")
    sheet.freeze_panes = "A2"
    for letter, width in (("A", 22), ("B", 60), ("C", 80)):
        sheet.column_dimensions[letter].width = width
    sheet.append([_text_cell(sheet, heading, bold=True) for heading in FORM])
    for name, question, takes in questions:
        sheet.append([_text_cell(sheet, text) for text in (name, f"{question}\n({takes})", "")])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def help_of(kind: str, column: str) -> str:
    """What a column takes, in a few words, from the contract."""
    shape: Any = CONTRACT[kind]
    need = _("required") if column in CONTRACT[kind].required else _("optional")
    for part in (piece for piece in column.split(".") if not piece.isdigit()):
        shape = shape.item if isinstance(shape, ListOf) else shape
        shape = shape.keys[part]
    return f"{need}; {_takes(shape)}"


def _takes(shape: Shape) -> str:
    if isinstance(shape, Text):
        if shape.example:
            return _("text such as %(example)s") % {"example": shape.example}
        most = _("text, at most %(n)s words") if shape.words else _("text, at most %(n)s characters")
        return most % {"n": shape.words or shape.longest}
    if isinstance(shape, Number):
        return _("whole number") if shape.whole else _("number")
    if isinstance(shape, Bool):
        return _("yes or no")
    if isinstance(shape, Choice):
        return " / ".join(str(value) for value in shape.values)
    if isinstance(shape, Known):
        return _("code: %(what)s") % {"what": shape.what}
    if isinstance(shape, Dictionary):
        return "name=value | name=value"
    if isinstance(shape, ListOf) and isinstance(shape.item, Map):
        return _("one row a line: %(row)s") % {"row": " | ".join(f"{key}=…" for key in shape.item.keys)}
    if isinstance(shape, ListOf):
        return _("several, separated by ;: %(each)s") % {"each": _takes(shape.item)}
    return ""


def faults_csv(faults: Iterable[Any]) -> bytes:
    """Faults of an import as a table to work through."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_("row"), _("column"), _("level"), _("what is wrong")])
    for fault in faults:
        writer.writerow([fault.row or "", *(neutral(cell) for cell in (fault.column, fault.level, fault.message))])
    return ("\ufeff" + out.getvalue()).encode()
