"""A document as DOCX, with real headings, lists and table headings so that screen readers and editors can use it."""

from __future__ import annotations

import io
from typing import Any

import docx
from django.utils.translation import get_language_info
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from config.paper.scripts import clean
from practices.exchange_files.document import Document


def docx_of(document: Document) -> bytes:
    """The bytes of a DOCX file; written from right to left where the language is."""
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
    if is_right_to_left_language(document.language):
        _turn(made, document.language)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def is_right_to_left_language(code: str) -> bool:
    """Whether a language is written from right to left; an unknown one is not."""
    try:
        return bool(get_language_info(code)["bidi"])
    except KeyError:
        return False


def _turn(made: Any, language: str) -> None:
    """Paragraphs, runs and tables from right to left, so that a word processor reads and joins them as they are."""
    tables = [cell for table in made.tables for row in table.rows for cell in row.cells]
    for paragraph in (*made.paragraphs, *(paragraph for cell in tables for paragraph in cell.paragraphs)):
        paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
        for run in paragraph.runs:
            properties = run._r.get_or_add_rPr()
            properties.append(OxmlElement("w:rtl"))
            said = OxmlElement("w:lang")
            said.set(qn("w:bidi"), language)
            properties.append(said)
    for table in made.tables:
        table._tbl.tblPr.append(OxmlElement("w:bidiVisual"))
