"""The text of a version as PDF: title page, bookmarks, numbering, what it is and where it is found on every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, PageBreak, SimpleDocTemplate

from config.paper.letters import check_letters
from config.paper.paragraphs import Bookmark, Paragraph, Shape, Words, letters_of
from config.paper.running import Edge, TaggedCanvas, draw_edges
from config.paper.scripts import has_right_to_left, is_right_to_left
from config.paper.tagging import Element, Structure
from guidelines.downloads import Sheet
from guidelines.selectors.docket import TextLine

MARGIN = 20 * mm
STEP, HANG = 8 * mm, 11 * mm


def right_to_left(code: str) -> bool:
    """Whether a language is written from right to left; an unknown one is not."""
    try:
        return bool(get_language_info(code)["bidi"])
    except KeyError:
        return False


def as_pdf(sheet: Sheet) -> bytes:
    """The bytes of a tagged PDF file. Raises LettersMissing when no font has a form for some letter.

    The pages are made twice, because each says how many there are.
    """
    first = _Writer(sheet, 0)
    first.build()
    return _Writer(sheet, first.pages).build()


class _Writer:
    """One making of the pages. pages: how many there are, once known."""

    def __init__(self, sheet: Sheet, total: int) -> None:
        self.sheet, self.total, self.pages = sheet, total, 0
        self.text, self.version = sheet.text, sheet.text.version
        self.structure = Structure()
        self.here = get_language() or "en"
        self.at_right = right_to_left(self.version.language)
        self.seen: list[str] = []
        self.level = -1

    def build(self) -> bytes:
        """The file, made once. Raises LettersMissing."""
        story = list(self.story())
        check_letters([*self.seen, *(edge.text for edge in self._edges(2))])
        out = BytesIO()
        margins = dict.fromkeys(("leftMargin", "rightMargin"), MARGIN) | {"topMargin": 26 * mm, "bottomMargin": 26 * mm}
        made = SimpleDocTemplate(
            out,
            pagesize=A4,
            title=self.text.document.title,
            author=self.text.document.issuer,
            subject=self.sheet.named,
            lang=self.version.language,
            **margins,
        )
        made.build(story, onFirstPage=self._first_page, onLaterPages=self._later_page, canvasmaker=TaggedCanvas)
        return out.getvalue()

    def _first_page(self, canvas: Any, _made: Any) -> None:
        canvas.structure = self.structure
        canvas.setViewerPreference("DisplayDocTitle", "true")
        canvas.setViewerPreference("Direction", "R2L" if self.at_right else "L2R")
        canvas.showOutline()
        self._later_page(canvas, _made)

    def _later_page(self, canvas: Any, _made: Any) -> None:
        self.pages = canvas.getPageNumber()
        draw_edges(canvas, self._edges(self.pages), A4, MARGIN, mirrored=self.at_right)

    def _edges(self, page: int) -> list[Edge]:
        number = _("page %(page)s of %(pages)s") % {"page": page, "pages": self.total}
        edges = [Edge(number, 12 * mm, end=True), Edge(self.sheet.address, 12 * mm)]
        edges.append(Edge(self._in_one_line(), 16.5 * mm))
        return edges if page == 1 else [*edges, Edge(self.text.document.title, A4[1] - 15 * mm)]

    def _in_one_line(self) -> str:
        return " · ".join(filter(None, [self.sheet.standing, self.version.reference]))

    def story(self) -> Iterator[Any]:
        """Everything on the pages, in reading order."""
        yield from self._title_page()
        yield PageBreak()
        digests = {node.row.provision_id: node.digest for node in self.text.walk()}
        notes: dict[int, list[str]] = {}
        for note in self.text.notes:
            if note.node is not None:
                notes.setdefault(note.node.row.provision_id, []).append(note.mark)
        for section, lines in self.sheet.lines:
            title = f"{section.number}. {section.title}".strip(". ") if section.number else section.title
            if title:
                yield from self._heading(title, 14, 0)
            for line in lines:
                yield from self._provision(line, digests, notes)
        if self.text.notes:
            yield from self._heading(_("Footnotes"), 14, 0, here=True)
        for note in self.text.notes:
            at = f" ({note.node.row.address})" if note.node else ""
            yield self._paragraph([Words(f"{note.text}{at}")], Shape(8.5, HANG, HANG, above=3), mark=note.mark)
        yield from self._proposals()

    def _proposals(self) -> Iterator[Any]:
        if self.sheet.proposals:
            yield from self._heading(_("Proposals in this text"), 14, 0, here=True)
        for proposal in self.sheet.proposals:
            said = f"{proposal.label} · {proposal.proposer} · {proposal.get_state_display()}"
            yield self._paragraph([Words(said)], Shape(8.5, above=3), here=True)

    def _title_page(self) -> Iterator[Any]:
        document, version = self.text.document, self.version
        kind = " · ".join(filter(None, [str(document.get_kind_display()), document.issuer]))
        yield self._paragraph([Words(kind)], Shape(10, above=50 * mm), here=True)
        yield self._paragraph([Words(document.title, bold=True)], Shape(24, above=4), "H1")
        yield self._paragraph([Words(self.sheet.named, bold=True)], Shape(13, above=14), here=True)
        facts = [
            (_("Version"), f"{version.number} · {self._status()}"),
            (_("Date of the text"), date_format(version.date) if version.date else ""),
            (_("Reference"), version.reference),
            (_("Where it stands"), self.sheet.address),
            (_("Made on"), date_format(timezone.localdate())),
            (_("Fingerprint of the version"), version.chain_hash),
        ]
        for label, said in facts:
            if said:
                size = 7.5 if said == version.chain_hash else 10
                yield self._paragraph([Words(f"{label}: "), Words(said)], Shape(size, above=6), here=True)
        for told in self._explained():
            yield self._paragraph([Words(told)], Shape(10, above=14), here=True)

    def _status(self) -> str:
        return _("Superseded") if self.text.superseded else str(self.version.get_status_display())

    def _explained(self) -> list[str]:
        told = []
        if self.sheet.form == "bracketed":
            told.append(
                _(
                    "How to read it: words in [bold type and square brackets] are proposed additions; words struck "
                    "through are proposed deletions. The small number after them is that of the proposal; all are "
                    "listed at the end."
                )
            )
        if self.version.structure_only:
            told.append(_("The wording is not on this site. Each provision is given in our own words, at its address."))
        elif self.version.status == "draft" and not self.text.superseded:
            told.append(_("This is a draft. The adopted text may differ; quote it with its status."))
        return told

    def _provision(self, line: TextLine, digests: dict[int, str], notes: dict[int, list[str]]) -> Iterator[Any]:
        row = line.row
        if row.heading:
            yield from self._heading(row.heading, 11, 1)
        pieces = list(notation(line))
        if not pieces and digests.get(row.provision_id):
            pieces = [Words(digests[row.provision_id])]
        pieces += [Words(f" {mark}", raised=True) for mark in notes.get(row.provision_id, ())]
        shape = Shape(10, row.depth * STEP + HANG, HANG, above=5)
        yield self._paragraph(pieces, shape, mark=row.mark)
        if line.unsettled:
            yield self._paragraph([Words(line.unsettled, bold=True)], replace(shape, size=8.5, hang=0), here=True)
        for label, wording, proposed in line.added:
            words = (
                [Words(f"[{wording}]", bold=True), Words(f" {label}", raised=True)] if proposed else [Words(wording)]
            )
            yield self._paragraph(words, replace(shape, hang=0))

    def _heading(self, title: str, size: float, level: int, *, here: bool = False) -> Iterator[Any]:
        self.level = min(level, self.level + 1)  # an outline may not begin with its second level
        bookmark = Bookmark(title, self.level, f"h{len(self.seen)}")
        yield CondPageBreak((3 - level) * 15 * mm)  # no heading stands alone at the end of a page
        words = [Words(title, bold=True)]
        yield self._paragraph(words, Shape(size, above=size), f"H{level + 2}", bookmark=bookmark, here=here)

    def _paragraph(
        self, pieces: list[Words], shape: Shape, kind: str = "P", *, mark: str = "", here: bool = False, **more: Any
    ) -> Any:
        """here: in the reader's language, not in that of the text."""
        said = "".join(piece.text for piece in pieces)
        self.seen.append(mark + said)
        turned = self.at_right if has_right_to_left(said) else False
        shape = replace(shape, right_to_left=turned or is_right_to_left(said), at_right=self.at_right)
        language = self.here if here and self.here != self.version.language else ""
        element: Element = self.structure.root.add(kind, language=language)
        return Paragraph(letters_of(pieces), shape, self.structure, element, mark=mark, **more)


def notation(line: TextLine) -> Iterator[Words]:
    """A provision in the notation of the United Nations: additions bold in brackets, deletions struck through, each
    with the number of its proposal."""
    if line.deleted_by:
        yield Words(line.row.wording, struck=True)
        yield Words(f" {', '.join(line.deleted_by)}", raised=True)
        return
    told = [piece for piece in line.marked if piece.text]
    for place, piece in enumerate(told):
        words = piece.text.strip()
        if piece.operation == "equal" or not words:
            yield Words(piece.text)
            continue
        added = piece.operation == "insert"
        lead, tail = (" " if piece.text[at].isspace() else "" for at in (0, -1))
        if added and place and told[place - 1].operation == "delete":
            lead = "" if told[place - 1].text[-1].isspace() else " "
        yield Words(lead)
        yield Words(f"[{words}]" if added else words, bold=added, struck=not added)
        follows = told[place + 1] if place + 1 < len(told) else None
        if piece.label and (follows is None or follows.operation == "equal" or follows.label != piece.label):
            yield Words(f" {piece.label}", raised=True)
        yield Words(tail)
