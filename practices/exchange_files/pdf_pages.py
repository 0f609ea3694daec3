"""A record as PDF in the scripts of the site's languages; how words are drawn: config/paper."""

from __future__ import annotations

import io
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, ListFlowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from config.paper.letters import check_letters, runs
from config.paper.lines import LEADING, Lines
from config.paper.scripts import clean, has_right_to_left, is_right_to_left
from practices.exchange_files.document import Document, Part
from practices.exchange_files.docx_pages import is_right_to_left_language


def pdf_of(document: Document) -> bytes:
    """The bytes of a PDF file. Raises LettersMissing."""
    _check(document)
    out = io.BytesIO()
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), 20 * mm)
    pages = SimpleDocTemplate(out, pagesize=A4, title=document.title, lang=document.language, author="", **margins)
    write = Writer(is_right_to_left_language(document.language), pages.width)
    story = [write.text(document.title, 20, bold=True), Spacer(1, 4), write.text(document.under, 10), Spacer(1, 8)]
    for part in document.parts:
        story += write.part(part)
    pages.build([*story, Spacer(1, 12), write.text(document.address, 8)])
    return out.getvalue()


def _check(document: Document) -> None:
    texts = [document.title, document.under]
    for part in document.parts:
        texts += [part.heading, *part.paragraphs, *part.points, *(cell for row in part.table for cell in row)]
    check_letters(texts)


class Writer:
    """Makes the parts of a page. right_to_left: of the document's language. width: of the text, in points."""

    def __init__(self, right_to_left: bool, width: float) -> None:
        self.rtl, self.width = right_to_left, width

    def text(self, text: str, size: float, *, bold: bool = False) -> Flowable:
        """One paragraph in the direction it is read."""
        text, font = clean(text), "Pages-Bold" if bold else "Pages"
        if has_right_to_left(text) or self.rtl:
            # An address or a name in other letters keeps its own direction, at the side where the page is read from.
            base = self.rtl if has_right_to_left(text) else False
            return Lines(text, size, font, right_to_left=base or is_right_to_left(text), at_right=self.rtl)
        pieces = list(runs(text, font))
        chinese = any(name == "Pages-Han" for name, _piece in pieces)
        marked = "".join(f'<font name="{name}">{escape(piece)}</font>' for name, piece in pieces)
        style = ParagraphStyle("s", fontName=font, fontSize=size, leading=size * LEADING, spaceAfter=4,
                               wordWrap="CJK" if chinese else None)  # fmt: skip
        return Paragraph(marked.replace("\n", "<br/>"), style)

    def part(self, part: Part) -> list[Any]:
        """A heading with what stands below it."""
        story: list[Any] = [Spacer(1, 8), self.text(part.heading, 13, bold=True)]
        story += [self.text(paragraph, 10) for text in part.paragraphs for paragraph in text.split("\n\n")]
        if part.points and self.rtl:
            story += [self.text(f"– {point}", 10) for point in part.points]
        elif part.points:
            points = [self.text(point, 10) for point in part.points]
            story.append(ListFlowable(points, bulletType="bullet", start="–", bulletFontName="Pages"))
        if part.table:
            story.append(self._table(part.table))
        return story

    def _table(self, rows: list[list[str]]) -> Table:
        """The first column stands where reading begins."""
        cells = [
            [self.text(cell[:3000], 8, bold=n == 0) for cell in row][:: -1 if self.rtl else 1]
            for n, row in enumerate(rows)
        ]
        table = Table(cells, colWidths=[self.width / len(rows[0])] * len(rows[0]), repeatRows=1, splitInRow=1)
        table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.4, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
        return table
