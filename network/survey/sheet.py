"""Answers in a spreadsheet: one row per city, one column per part of a question. Pure: tables in, answers out.

Columns are named like the fields of the form: "area", "challenges-1-theme", "challenges-1-words", "languages-2-code",
"stages" (theme=stage, separated by semicolons).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from network.survey.answers import Complaint, check
from network.survey.definition import Question, Survey
from network.survey.form import answers_from

CITY = "city"
ROWS_AT_MOST = 500


class SheetNotReadable(ValueError):
    """The table as a whole cannot be used; the message names the heading or the limit."""


@dataclass(frozen=True, slots=True)
class Row:
    """A city's row: its number in the sheet (the heading is 1), the city's code, its answers, what is wrong."""

    number: int
    city: str
    answers: Mapping[str, Any]
    complaints: tuple[str, ...]


def headings(survey: Survey) -> list[str]:
    """The columns of the sheet in order."""
    found = [CITY]
    for question in survey.questions.values():
        found += _columns(question)
    return found


def _columns(question: Question) -> list[str]:
    if question.kind == "themes":
        return [
            f"{question.code}-{n}-{part}" for n in range(1, question.most + 1) for part in ("theme", *question.extras)
        ]
    if question.kind == "languages":
        return [f"{question.code}-{n}-{part}" for n in range(1, question.most + 1) for part in ("code", "level")]
    return [question.code]


def read(survey: Survey, table: Iterable[Sequence[Any]], themes: Iterable[str], *, complete: bool) -> list[Row]:
    """The rows of a sheet with their answers and complaints.

    table: the heading row, then rows of cells. Raises SheetNotReadable: no heading, unknown or double columns, too many
    rows.
    """
    rows = iter(table)
    names = [str(cell or "").strip() for cell in next(rows, [])]
    while names and not names[-1]:
        names.pop()
    known = set(headings(survey))
    if CITY not in names:
        raise SheetNotReadable(f"heading: the first row names the columns; “{CITY}” is missing.")
    for place, name in enumerate(names):
        if name not in known:
            raise SheetNotReadable(f"heading, column {place + 1}: “{name[:60]}” is no column of this survey.")
        if names.index(name) != place:
            raise SheetNotReadable(f"heading, column {place + 1}: “{name}” stands twice.")
    known_themes = frozenset(themes)
    found: list[Row] = []
    for number, cells in enumerate(rows, start=2):
        if len(found) >= ROWS_AT_MOST:
            raise SheetNotReadable(f"row {number}: at most {ROWS_AT_MOST} cities in one file.")
        values = {name: _text(cell) for name, cell in zip(names, cells, strict=False)}
        if any(values.values()):
            found.append(_row(survey, number, values, known_themes, complete=complete))
    return found


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def _row(survey: Survey, number: int, values: Mapping[str, str], themes: frozenset[str], *, complete: bool) -> Row:
    data = {_posted(name): value for name, value in values.items() if name != CITY}
    for question in survey.questions.values():
        if question.kind == "stages":
            for pair in values.get(question.code, "").split(";"):
                theme, _, stage = pair.partition("=")
                if theme.strip():
                    data[f"{question.code}-{theme.strip()}"] = stage.strip()
            data.pop(question.code, None)
    answers: dict[str, Any] = {}
    for page in survey.pages:
        answers |= answers_from(survey, page.code, data)
    given = {code: value for code, value in answers.items() if value not in (None, "", [], {})}
    complaints: list[Complaint | str] = list(check(survey, given, themes, complete=complete))
    if not values.get(CITY):
        complaints.insert(0, f"{CITY}: write the city's code, the last part of its page's address")
    return Row(number, values.get(CITY, ""), given, tuple(str(one) for one in complaints))


def _posted(name: str) -> str:
    """The column's name as the form counts it: rows of a sheet begin at 1, rows of a form at 0."""
    parts = name.rsplit("-", 2)
    if len(parts) == 3 and parts[1].isdigit():
        return f"{parts[0]}-{int(parts[1]) - 1}-{parts[2]}"
    return name
