"""Columns of a table ↔ keys of a record, from the record contract alone. Pure.

`title` is a key; `cost.one_off` a key of a group; `themes` a list, its codes separated by ";"; `outcomes` a repeated
part, one row a line: "outcome=robbery | level=symptom | direction=positive". A part may also be spread over columns:
`outcomes.1.outcome`, `outcomes.1.direction`, `outcomes.2.outcome`. A backslash takes ";", "|" or "\\" as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from practices.importers.collection.contract import CONTRACT
from practices.importers.collection.shapes import Bool, Choice, Dictionary, ListOf, Map, Number, Text

Problem = tuple[str, str]
"""column, message"""
YES, NO = {"true", "yes", "1", "x"}, {"false", "no", "0"}
VERSION = "version"
KIND = "kind_of_record"
EXTRA = (VERSION, KIND)
NUMBERED = re.compile(r"([a-z_]+)\.(\d{1,2})\.([a-z_]+)")


class CellNotReadable(ValueError):
    """The text of a cell does not fit its column."""


def columns_of(kind: str) -> list[str]:
    """The columns an export of that kind has, in the order of the contract."""
    found: list[str] = []
    for key, shape in CONTRACT[kind].keys.items():
        found += [f"{key}.{inner}" for inner in shape.keys] if isinstance(shape, Map) else [key]
    return found


def cells_of(kind: str, record: Mapping[str, Any]) -> dict[str, str]:
    """A record as text cells; what is not reported is empty."""
    cells: dict[str, str] = {}
    for key, shape in CONTRACT[kind].keys.items():
        value = record.get(key)
        if isinstance(shape, Map):
            for inner, inner_shape in shape.keys.items():
                cells[f"{key}.{inner}"] = written((value or {}).get(inner), inner_shape)
        else:
            cells[key] = written(value, shape)
    return cells


def written(value: Any, shape: Any) -> str:
    """One value as the text of its cell."""
    if value in (None, [], {}):
        return ""
    if isinstance(shape, ListOf) and isinstance(shape.item, Map):
        return "\n".join(_line(row, shape.item) for row in value)
    if isinstance(shape, ListOf):
        return "; ".join(_escaped(written(item, shape.item), ";") for item in value)
    if isinstance(shape, Dictionary):
        return " | ".join(f"{key}={_escaped(written(item, shape.item), '|')}" for key, item in value.items())
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else str(value)


def _line(row: Mapping[str, Any], shape: Map) -> str:
    pairs = ((key, written(row.get(key), inner)) for key, inner in shape.keys.items())
    return " | ".join(f"{key}={_escaped(text, '|')}" for key, text in pairs if text)


def _escaped(text: str, mark: str) -> str:
    return text.replace("\\", "\\\\").replace(mark, "\\" + mark).replace("\r\n", "\n").replace("\n", "\\n")


def _split(text: str, mark: str) -> list[str]:
    """Parts between the marks, with what was escaped still escaped."""
    return [part.strip() for part in re.findall(rf"(?:\\.|[^\\{re.escape(mark)}])+", text, flags=re.S)]


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text, flags=re.S)


def record_of(kind: str, cells: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    """The record of a row of cells: only keys whose column is there; an empty cell gives None. Returns problems too."""
    keys = CONTRACT[kind].keys
    record: dict[str, Any] = {}
    problems: list[Problem] = []
    numbered: dict[str, dict[int, dict[str, Any]]] = {}
    for column, text in cells.items():
        head, _dot, rest = column.partition(".")
        spread = NUMBERED.fullmatch(column)
        try:
            if column in EXTRA:
                continue
            if spread and _part_shape(keys.get(spread[1]), spread[3]) is not None:
                value = read_cell(text, _part_shape(keys[spread[1]], spread[3]))
                if value is not None:
                    numbered.setdefault(spread[1], {}).setdefault(int(spread[2]), {})[spread[3]] = value
            elif rest and isinstance(keys.get(head), Map) and rest in keys[head].keys:  # type: ignore[attr-defined]
                group = record.setdefault(head, {})
                group[rest] = read_cell(text, keys[head].keys[rest])  # type: ignore[attr-defined]
            elif column in keys and not isinstance(keys[column], Map):
                record[column] = read_cell(text, keys[column])
            else:
                problems.append((column, "is no column of the template; remove it or correct its name"))
        except CellNotReadable as error:
            problems.append((column, str(error)))
    for part, rows in numbered.items():
        record[part] = [*(record.get(part) or []), *(rows[number] for number in sorted(rows))]
    return {key: _nothing_to_none(value) for key, value in record.items()}, problems


def _nothing_to_none(value: Any) -> Any:
    if isinstance(value, dict) and all(item is None for item in value.values()):
        return None
    return value


def _part_shape(shape: Any, key: str) -> Any:
    return shape.item.keys.get(key) if isinstance(shape, ListOf) and isinstance(shape.item, Map) else None


def read_cell(text: str, shape: Any) -> Any:
    """The value a cell holds. Raises CellNotReadable; whether the value is allowed is the contract's business."""
    text = text.strip()
    if not text:
        return None
    if isinstance(shape, Number) or (isinstance(shape, Choice) and shape.values and isinstance(shape.values[0], int)):
        return _number(text)
    if isinstance(shape, Bool):
        if text.lower() not in YES | NO:
            raise CellNotReadable(_("“%(text)s” is neither yes nor no") % {"text": text[:40]})
        return text.lower() in YES
    if isinstance(shape, Dictionary):
        pairs = dict(_pairs(text))
        return pairs if isinstance(shape.item, Text) else {k: read_cell(v, shape.item) for k, v in pairs.items()}
    if isinstance(shape, ListOf) and isinstance(shape.item, Map):
        return [_row(line, shape.item) for line in text.splitlines() if line.strip()]
    if isinstance(shape, ListOf):
        parts = _split(text.replace("\r\n", "\n").replace("\n", ";"), ";")
        return [read_cell(_plain(part), shape.item) for part in parts if part]
    return text


def _number(text: str) -> int | float:
    plain = text.replace("\u00a0", "").replace(" ", "").replace("'", "")
    if not re.fullmatch(r"[+-]?\d{1,18}(\.\d{1,10})?", plain):
        raise CellNotReadable(
            _("“%(text)s” is no number; write digits with a point for decimals: 1500000 or 12.5") % {"text": text[:40]}
        )
    return float(plain) if "." in plain else int(plain)


def _pairs(line: str) -> Iterator[tuple[str, str]]:
    for part in _split(line, "|"):
        key, mark, value = part.partition("=")
        if not mark:
            raise CellNotReadable(_("“%(part)s” needs the form name=value, parts separated by |") % {"part": part[:40]})
        yield key.strip(), _plain(value.strip())


def _row(line: str, shape: Map) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for key, text in _pairs(line):
        if key not in shape.keys:
            raise CellNotReadable(
                _("“%(key)s” is unknown here; known: %(keys)s") % {"key": key[:40], "keys": ", ".join(shape.keys)}
            )
        row[key] = read_cell(text, shape.keys[key])
    return row


def column_of(place: str, columns: list[str]) -> str:
    """The column a place of the contract ("outcomes[2].unit", "cost.year") was read from."""
    head = re.split(r"[.\[]", place, maxsplit=1)[0]
    spread = re.sub(r"\[(\d+)\]", lambda found: f".{int(found[1]) + 1}", place)
    for candidate in (place, spread, head):
        if candidate in columns:
            return candidate
    return next((column for column in columns if column.startswith(f"{head}.")), place or head)
