"""Answers out of a spreadsheet: read, shown as a plan, then kept for the cities to confirm."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError  # only the error; nothing is parsed with it

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook

from network.models import Membership, Round
from network.permissions import may_coordinate
from network.selectors import theme_codes
from network.services import responses
from network.services.errors import StepNotPossible
from network.survey.definition import survey
from network.survey.sheet import Row, SheetNotReadable, headings, read
from search.cells import neutral, restored
from search.formulas import without_result

BYTES = 5 * 1024 * 1024
UNPACKED = 50 * 1024 * 1024
PARTS = 200
CELLS_A_ROW = 200
ROWS = 20_000  # looked through for formulas without a result


@dataclass(frozen=True, slots=True)
class Planned:
    """A row of the file with the membership it is for, or why it is left out."""

    row: Row
    membership: Membership | None
    problems: tuple[str, ...]


def template_file(round: Round) -> bytes:
    """An empty sheet with the right headings and one line for each city of the programme."""
    book = Workbook()
    sheet = book.active
    sheet.title = "answers"
    sheet.append(headings(survey(round.survey)))
    for membership in round.programme.memberships.current().select_related("city").order_by("city__title"):
        sheet.append([neutral(membership.city.code)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def plan_import(*, round: Round, content: bytes) -> list[Planned]:
    """What importing a file would do, row by row; nothing is written. Raises StepNotPossible for a bad file."""
    try:
        rows = read(survey(round.survey), _table(content), theme_codes(), complete=False)
    except SheetNotReadable as error:
        raise StepNotPossible(str(error)) from error
    places = {m.city.code: m for m in round.programme.memberships.current().select_related("city", "programme")}
    planned, seen = [], set()
    for row in rows:
        problems = list(row.complaints)
        place = places.get(row.city)
        if row.city and place is None:
            problems.append(_("city: “%(city)s” is not in this programme") % {"city": row.city[:60]})
        if row.city in seen:
            problems.append(_("city: “%(city)s” stands twice in the file") % {"city": row.city[:60]})
        seen.add(row.city)
        planned.append(Planned(row, place, tuple(problems)))
    return planned


def _table(content: bytes) -> Any:
    """The first sheet's rows, read while streaming, after a look at how much there is to unpack."""
    if len(content) > BYTES:
        raise StepNotPossible(
            _("file: %(size)s kB; at most %(most)s kB.") % {"size": len(content) // 1024, "most": BYTES // 1024}
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            infos = parts.infolist()
    except zipfile.BadZipFile as error:
        raise StepNotPossible(_("file: this is no .xlsx spreadsheet.")) from error
    if len(infos) > PARTS or sum(info.file_size for info in infos) > UNPACKED:
        raise StepNotPossible(_("file: too much is packed into it; save only the sheet with the answers."))
    if any(info.filename.startswith("xl/externalLinks") or "vbaProject" in info.filename for info in infos):
        raise StepNotPossible(_("file: it has macros or links to other files; save it as plain .xlsx without them."))
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        bare = without_result(content, sheet._worksheet_path, ROWS)
        if bare:
            raise StepNotPossible(
                _(
                    "cell %(cell)s: it holds a formula whose result is not in the file. Open the file in a spreadsheet "
                    "program and save it, or write the value instead."
                )
                % {"cell": bare}
            )
        for cells in sheet.iter_rows(values_only=True):
            yield [restored(cell) if isinstance(cell, str) else cell for cell in cells[:CELLS_A_ROW]]
    except (KeyError, ValueError, OSError, IndexError, TypeError, ParseError) as error:
        raise StepNotPossible(
            _("file: it cannot be read (%(name)s); save it anew as .xlsx.") % {"name": type(error).__name__}
        ) from error


@transaction.atomic
def import_answers(*, round: Round, content: bytes, by: Any) -> int:
    """Keep the rows of a file as answers the cities have to confirm by their link; all rows or none.

    Raises StepNotPossible naming the first bad row, and as `responses.fill_in_for_city`; PermissionDenied.
    """
    if not may_coordinate(by, round.programme):
        raise PermissionDenied
    planned = plan_import(round=round, content=content)
    kept = 0
    for one in planned:
        if one.problems or one.membership is None:
            raise StepNotPossible(
                _("row %(number)s: %(problem)s. Nothing was imported.")
                % {"number": one.row.number, "problem": one.problems[0]}
            )
        response = responses.begin_response(round=round, membership=one.membership)
        if response.state != "submitted":
            responses.fill_in_for_city(response=response, answers=one.row.answers, version=response.version, by=by)
            kept += 1
    return kept
