"""A document as DOCX, with real headings, lists and table headings so that screen readers and editors can use it."""

from __future__ import annotations

import io

import docx
from docx.shared import Pt

from practices.exchange_files.document import Document


def docx_of(document: Document) -> bytes:
    """The bytes of a DOCX file."""
    made = docx.Document()
    made.core_properties.title = clean(document.title)[:255]
    made.core_properties.author = ""
    made.core_properties.language = document.language
    made.styles["Normal"].font.size = Pt(11)
    made.add_heading(clean(document.title), level=0)
    made.add_paragraph(clean(document.under))
    for part in document.parts:
        made.add_heading(clean(part.heading), level=1)
        for text in part.paragraphs:
            for paragraph in clean(text).split("\n\n"):
                made.add_paragraph(paragraph)
        for text in part.points:
            made.add_paragraph(clean(text), style="List Bullet")
        if part.table:
            table = made.add_table(rows=0, cols=len(part.table[0]), style="Light Grid Accent 1")
            for row in part.table:
                for cell, text in zip(table.add_row().cells, row, strict=True):
                    cell.text = clean(text)
    made.add_paragraph(document.address)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def clean(text: str) -> str:
    """Without control characters that no XML may carry."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")
