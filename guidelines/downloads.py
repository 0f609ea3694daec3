"""The text of a version, clean or with its proposals in brackets, as a Word file or a page to keep."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from docx import Document as Word
from docx.shared import Cm

from guidelines.selectors.docket import TextLine, proposals_in, text_lines
from guidelines.selectors.reading import Reading

INDENT = Cm(1)


def as_word(text: Reading, *, clean: bool, every: bool = False) -> bytes:
    """A .docx: sections as headings, provisions with their marks; additions bold in brackets, deletions struck
    through, each under the number of its proposal. every: see `text_lines`."""
    word = Word()
    word.core_properties.title = text.document.title
    word.core_properties.author = text.document.issuer
    word.core_properties.language = text.version.language
    word.add_heading(text.document.title, level=0)
    word.add_paragraph(standing(text, clean=clean, every=every))
    for section, lines in text_lines(text, clean=clean, every=every):
        title = f"{section.number}. {section.title}".strip(". ") if section.number else section.title  # type: ignore[attr-defined]
        if title:
            word.add_heading(title, level=1)
        for line in lines:
            _add_line(word, line)
    if text.notes:
        word.add_heading(_("Footnotes"), level=1)
    for note in text.notes:
        word.add_paragraph(f"{note.mark} {note.text}".strip())
    proposals = proposals_in(text, clean=clean, every=every)
    if proposals:
        word.add_heading(_("Proposals in this text"), level=1)
    for proposal in proposals:
        word.add_paragraph(f"{proposal.label} · {proposal.proposer} · {proposal.get_state_display()}")
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def _add_line(word: object, line: TextLine) -> None:
    if line.row.heading:
        word.add_heading(line.row.heading, level=2)  # type: ignore[attr-defined]
    paragraph = word.add_paragraph()  # type: ignore[attr-defined]
    paragraph.paragraph_format.left_indent = INDENT * line.row.depth
    if line.row.mark:
        paragraph.add_run(f"{line.row.mark} ")
    if line.deleted_by:
        paragraph.add_run(line.row.wording).font.strike = True
        _cite(paragraph, ", ".join(line.deleted_by))
    for piece in [] if line.deleted_by else line.marked:
        words = piece.text.strip()
        if piece.operation == "equal" or not words:
            paragraph.add_run(piece.text)
            continue
        lead, tail = (" " if piece.text[at].isspace() else "" for at in (0, -1))
        paragraph.add_run(lead)  # white space stands outside brackets and strokes
        run = paragraph.add_run(f"[{words}]" if piece.operation == "insert" else words)
        run.bold = piece.operation == "insert"
        run.font.strike = piece.operation == "delete"
        _cite(paragraph, piece.label)
        paragraph.add_run(tail)
    for label, wording, proposed in line.added:
        added = word.add_paragraph()  # type: ignore[attr-defined]
        added.paragraph_format.left_indent = INDENT * line.row.depth
        added.add_run(f"[{wording}]" if proposed else wording).bold = proposed
        _cite(added, label if proposed else "")


def _cite(paragraph: Any, label: str) -> None:
    """The number of the proposal the words before come from."""
    if label:
        paragraph.add_run(label).font.superscript = True


def standing(text: Reading, *, clean: bool, every: bool = False) -> str:
    """A line that says what the file is."""
    kind = _("Clean text with accepted amendments") if clean else _("Text with proposed amendments in brackets")
    if every:
        kind = _("What the text would be if every open proposal were accepted")
    parts = [kind, _("version %(number)s") % {"number": text.version.number}, str(text.version.get_status_display())]
    if text.version.date:
        parts.append(text.version.date.isoformat())
    return " · ".join(parts)


def as_page(text: Reading, *, clean: bool, every: bool = False) -> str:
    """A page on its own, without the site around it and without anything to load."""
    context = {
        "text": text,
        "document": text.document,
        "version": text.version,
        "clean": clean,
        "sections": text_lines(text, clean=clean, every=every),
        "proposals": proposals_in(text, clean=clean, every=every),
        "standing": standing(text, clean=clean, every=every),
    }
    return render_to_string("guidelines/download.html", context)
