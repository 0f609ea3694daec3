"""A document as PDF in the scripts of the site's languages. Letters no font has are not drawn as boxes: the caller is
told and offers the DOCX. Fonts and their licences: practices/data/fonts/README.md.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, ListFlowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from practices.exchange_files.document import Document, Part
from practices.exchange_files.docx_pages import clean, is_right_to_left_language
from practices.exchange_files.scripts import has_right_to_left, is_right_to_left, joined, visual

FONTS = Path(__file__).resolve().parents[1] / "data" / "fonts"
FILES = {"Pages": "DejaVuSans.ttf", "Pages-Bold": "DejaVuSans-Bold.ttf", "Pages-Han": "DroidSansFallbackFull.ttf"}
LEADING = 1.45


class LettersMissing(Exception):
    """No font of the site has a form for some letters of the text; the message names the first of them."""


@cache
def _fonts() -> dict[str, TTFont]:
    found = {name: TTFont(name, str(FONTS / file)) for name, file in FILES.items()}
    for font in found.values():
        pdfmetrics.registerFont(font)
    return found


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
    known = set().union(*(font.face.charToGlyph for font in _fonts().values()))
    missing = sorted({letter for letter in joined(clean("".join(texts))) if letter > " " and ord(letter) not in known})
    if missing:
        raise LettersMissing(f"no font has a form for “{missing[0]}” (U+{ord(missing[0]):04X})")


def runs(text: str, font: str) -> Iterator[tuple[str, str]]:
    """(font, piece) of a text: the given font where it has the letters, else the one for Chinese."""
    own = _fonts()[font].face.charToGlyph
    piece, name = "", font
    for letter in text:
        wanted = font if letter <= " " or ord(letter) in own else "Pages-Han"
        if wanted != name and piece:
            yield name, piece
            piece = ""
        name, piece = wanted, piece + letter
    if piece:
        yield name, piece


class Lines(Flowable):  # type: ignore[misc]
    """A paragraph with letters from right to left: broken in reading order, then each line joined and turned."""

    def __init__(self, text: str, size: float, font: str, *, right_to_left: bool, at_right: bool) -> None:
        super().__init__()
        self.text, self.size, self.font, self.rtl, self.at_right = text, size, font, right_to_left, at_right
        self.lines: list[str] = []

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Break into lines of that width (points). Returns what the paragraph takes."""
        self.width, self.lines = width, []
        for given in self.text.split("\n"):
            line = ""
            for word in given.split(" "):
                longer = f"{line} {word}" if line else word
                if line and self._wide(longer) > width:
                    self.lines.append(line)
                    longer = word
                line = longer
            self.lines.append(line)
        self.height = len(self.lines) * self.size * LEADING + 4
        return width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Two paragraphs where a page ends."""
        self.wrap(width, height)
        fitting = int((height - 4) // (self.size * LEADING))
        if fitting < 1 or fitting >= len(self.lines):
            return []
        halves = (self.lines[:fitting], self.lines[fitting:])
        return [
            Lines("\n".join(half), self.size, self.font, right_to_left=self.rtl, at_right=self.at_right)
            for half in halves
        ]

    def draw(self) -> None:
        """Put the lines on the page, at the side the text begins."""
        for number, line in enumerate(self.lines):
            shown = visual(joined(line), right_to_left=self.rtl)
            x = self.width - self._wide(line) if self.at_right else 0.0
            y = self.height - (number + 1) * self.size * LEADING + self.size * 0.3
            for font, piece in runs(shown, self.font):
                self.canv.setFont(font, self.size)
                self.canv.drawString(x, y, piece)
                x += pdfmetrics.stringWidth(piece, font, self.size)

    def _wide(self, line: str) -> float:
        return sum(pdfmetrics.stringWidth(piece, font, self.size) for font, piece in runs(joined(line), self.font))


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
