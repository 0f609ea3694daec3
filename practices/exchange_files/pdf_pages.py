"""A document as PDF. Letters the font does not have are not drawn as boxes: the caller is told and offers the DOCX."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

import reportlab
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import ListFlowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from practices.exchange_files.document import Document, Part
from practices.exchange_files.docx_pages import clean

# DejaVu has Latin, Greek and Cyrillic; Vera comes with the library and has the Latin letters of western Europe.
FONTS = (
    (
        Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
        Path("/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"),
    ),
    (Path(reportlab.__file__).parent / "fonts" / "Vera.ttf", Path(reportlab.__file__).parent / "fonts" / "VeraBd.ttf"),
)
RIGHT_TO_LEFT = range(0x0590, 0x0900)


class LettersMissing(Exception):
    """The font has no form for some letters of the text, or the script needs joining and turning."""


@cache
def _font() -> TTFont:
    regular, bold = next(pair for pair in FONTS if all(path.exists() for path in pair))
    font = TTFont("Pages", str(regular))
    pdfmetrics.registerFont(font)
    pdfmetrics.registerFont(TTFont("Pages-Bold", str(bold)))
    return font


def pdf_of(document: Document) -> bytes:
    """The bytes of a PDF file. Raises LettersMissing."""
    _check(document)
    out = io.BytesIO()
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), 20 * mm)
    pages = SimpleDocTemplate(out, pagesize=A4, title=document.title, lang=document.language, author="", **margins)
    story = [_text(document.title, 20, bold=True), Spacer(1, 4), _text(document.under, 10), Spacer(1, 8)]
    for part in document.parts:
        story += _part(part, pages.width)
    pages.build([*story, Spacer(1, 12), _text(document.address, 8)])
    return out.getvalue()


def _check(document: Document) -> None:
    letters = set(document.title + document.under)
    for part in document.parts:
        letters |= set(
            "".join([part.heading, *part.paragraphs, *part.points, *(cell for row in part.table for cell in row)])
        )
    known = _font().face.charToGlyph
    if any(ord(letter) in RIGHT_TO_LEFT or (letter > " " and ord(letter) not in known) for letter in letters):
        raise LettersMissing("the PDF's font has no form for some letters of this text")


def _text(text: str, size: float, *, bold: bool = False) -> Paragraph:
    style = ParagraphStyle(
        "s", fontName="Pages-Bold" if bold else "Pages", fontSize=size, leading=size * 1.4, spaceAfter=4
    )
    return Paragraph(escape(clean(text)).replace("\n", "<br/>"), style)


def _part(part: Part, width: float) -> list[object]:
    story: list[object] = [Spacer(1, 8), _text(part.heading, 13, bold=True)]
    story += [_text(paragraph, 10) for text in part.paragraphs for paragraph in text.split("\n\n")]
    if part.points:
        story.append(ListFlowable([_text(point, 10) for point in part.points], bulletType="bullet", start="–"))
    if part.table:
        cells = [[_text(cell[:3000], 8, bold=number == 0) for cell in row] for number, row in enumerate(part.table)]
        table = Table(cells, colWidths=[width / len(part.table[0])] * len(part.table[0]), repeatRows=1, splitInRow=1)
        table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.4, colors.grey), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
        story.append(table)
    return story
