"""The docket as a table to circulate: for spreadsheets, and as a Word file in the notation of the page."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from docx import Document as Word
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt

from guidelines.choices import PUBLIC_STATES
from guidelines.models import Amendment, GuidelineDocument
from guidelines.selectors.docket import DocketLine, cards_of, docket_lines
from search.cells import neutral

MOST = 1000
WIDTHS = (Cm(1.6), Cm(2.2), Cm(3.4), Cm(9.4), Cm(5.6), Cm(4.3))
COLUMNS = (
    "number", "text", "version", "provision", "permanent_provision", "kind", "state", "proposer", "wording",
    "proposal", "proposed_wording", "accepted_wording", "reason", "recommendation", "evidence", "latest_action",
    "decided_by", "decided_on", "decision_reason", "in_force_since_version", "review", "submitted", "address",
)  # fmt: skip


def public_lines(rows: Sequence[Amendment]) -> list[DocketLine]:
    """The public ones among proposals, ready to be shown: at most MOST."""
    public = [row for row in rows if row.state in PUBLIC_STATES][:MOST]
    prefetch_related_objects(public, "evidence", "base", "applied_in", "round")
    return docket_lines(public)


def as_csv(rows: Sequence[Amendment], language: str) -> str:
    """A line for each public proposal, with a byte order mark for spreadsheets. No cell is taken for a formula."""
    lines = public_lines(rows)
    evidence = _evidence([line.amendment for line in lines], language)
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for line in lines:
        writer.writerow([neutral(cell) for cell in _cells(line, evidence[line.amendment.pk])])
    return "\ufeff" + out.getvalue()


def _cells(line: DocketLine, evidence: list[str]) -> list[Any]:
    a = line.amendment
    return [
        a.label, a.document.title, a.base.number, line.address, a.provision.key, a.kind, a.state, a.proposer,
        a.base_wording, line.notation, a.proposed, a.outcome_wording if a.applied_in_id or a.decided_wording else "",
        a.reason, a.recommendation, "; ".join(evidence), a.latest_action,
        a.decided_by_body, decided_on(a), a.decision_reason, a.applied_in.number if a.applied_in else "",
        a.round.title if a.round else "", a.created.date().isoformat(),
        f"{settings.SITE_URL.rstrip('/')}{a.get_absolute_url()}",
    ]  # fmt: skip


def decided_on(amendment: Amendment) -> str:
    """The day of the decision as an ISO date; "" before it."""
    day = amendment.decided_on or (amendment.decided_at and amendment.decided_at.date())
    return day.isoformat() if day else ""


def _evidence(amendments: Sequence[Amendment], language: str) -> dict[int, list[str]]:
    """Proposal → its evidence in words: what is public today, by its title, and studies."""
    cards = cards_of(amendments, language)
    return {
        a.pk: [
            *(cards[item.record].title for item in a.evidence.all() if item.record in cards),
            *(" ".join(filter(None, (item.title, item.url))) for item in a.evidence.all() if not item.record),
        ]
        for a in amendments
    }


def as_word_table(rows: Sequence[Amendment], document: GuidelineDocument | None, language: str) -> bytes:
    """A .docx with the public proposals in a table: words added bold in brackets, words removed struck through."""
    lines = public_lines(rows)
    evidence = _evidence([line.amendment for line in lines], language)
    word = _paper()
    title = document.title if document else _("Proposed amendments to all texts")
    word.core_properties.title = title
    word.add_heading(title, level=0)
    now = formats.date_format(timezone.now(), "DATETIME_FORMAT")
    word.add_paragraph(
        _("Proposed amendments as at %(time)s (UTC). Proposed words stand in brackets, words to be removed are struck.")
        % {"time": now}
    )
    if len(lines) == MOST:
        word.add_paragraph(_("The first %(most)s are listed.") % {"most": MOST})
    heads = [_("Number"), _("Provision"), _("Proposed by"), _("Proposal"), _("Reason and recommendation"), _("State")]
    table = word.add_table(rows=1, cols=len(heads))
    table.style, table.autofit = "Table Grid", False
    _head(table.rows[0], heads)
    for line in lines:
        _add(table.add_row().cells, line, evidence[line.amendment.pk], several=document is None)
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _paper() -> Any:
    """A landscape page, so that six columns can be read."""
    word = Word()
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.6)
    word.styles["Normal"].font.size = Pt(9)
    return word


def _head(row: Any, heads: Sequence[str]) -> None:
    """The first row, repeated on every page."""
    for cell, words, width in zip(row.cells, heads, WIDTHS, strict=True):
        cell.width = width
        cell.paragraphs[0].add_run(words).bold = True
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _add(cells: Sequence[Any], line: DocketLine, evidence: list[str], *, several: bool) -> None:
    a = line.amendment
    for cell, width in zip(cells, WIDTHS, strict=True):
        cell.width = width
    cells[0].text = a.label
    where = line.address or f"{a.provision.key} ({_('gone')})"
    cells[1].text = f"{a.document.title}\n{where}" if several else where
    cells[2].text = a.proposer
    _wording(cells[3].paragraphs[0], line)
    given = [a.reason, a.recommendation if a.recommendation != a.reason else ""]
    cells[4].text = "\n\n".join(filter(None, [*given, "; ".join(evidence)]))
    decided = " · ".join(filter(None, [a.decided_by_body, decided_on(a)]))
    applied = _("version %(number)s") % {"number": a.applied_in.number} if a.applied_in else ""
    latest = a.latest_action if not decided else ""
    cells[5].text = "\n".join(filter(None, [str(a.get_state_display()), decided, latest, a.decision_reason, applied]))


def _wording(paragraph: Any, line: DocketLine) -> None:
    paragraph.add_run(f"{line.amendment.get_kind_display()}: ").italic = True
    for piece in line.pieces:
        core = piece.text.strip()
        if piece.operation == "equal" or not core:
            paragraph.add_run(piece.text)
            continue
        lead, tail = (" " if piece.text[at].isspace() else "" for at in (0, -1))
        paragraph.add_run(lead)
        run = paragraph.add_run(f"[{core}]" if piece.operation == "insert" else core)
        run.bold, run.font.strike = piece.operation == "insert", piece.operation == "delete"
        paragraph.add_run(tail)
