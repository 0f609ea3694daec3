"""The text of a version to keep: as a Word file, or as a page on its own. As PDF: guidelines/pdf.py."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from docx import Document as Word
from docx.shared import Cm

from guidelines.models import Amendment
from guidelines.selectors.docket import TextLine, proposals_in, text_lines
from guidelines.selectors.reading import Reading
from guidelines.text.notation import Marked

INDENT = Cm(1)


@dataclass
class Sheet:
    """What is put into a file. form: "published" (as the version has it), "clean" (with what was accepted), "open" (as
    if all open proposals were accepted too) or "bracketed" (with every proposal); lines: by section, with the notation;
    address: where it stands, absolute; proposals: those the lines cite by number."""

    text: Reading
    form: str
    lines: list[tuple[Any, list[TextLine]]]
    address: str = ""
    proposals: list[Amendment] = field(default_factory=list)

    @property
    def named(self) -> str:
        """What the file is, in the reader's language."""
        return {
            "published": _("Text as published"),
            "clean": _("Clean text with accepted amendments"),
            "open": _("What the text would be if every open proposal were accepted"),
            "bracketed": _("Text with proposed amendments in brackets"),
        }[self.form]

    @property
    def standing(self) -> str:
        """A line that says what the file is."""
        version = self.text.version
        parts = [self.named, _("version %(number)s") % {"number": version.number}, str(version.get_status_display())]
        return " · ".join([*parts, *([version.date.isoformat()] if version.date else [])])


def sheet_of(text: Reading, form: str, address: str = "") -> Sheet:
    """The text in one of the forms of `Sheet`."""
    if form == "published":
        lines: list[tuple[Any, list[TextLine]]] = [
            (section, [TextLine(node.row, [Marked("equal", node.row.wording)]) for node in section.walk()])
            for section in text.sections
        ]
        return Sheet(text, form, lines, address)
    how = {"clean": form != "bracketed", "every": form == "open"}
    return Sheet(text, form, text_lines(text, **how), address, proposals_in(text, **how))


def as_word(sheet: Sheet) -> bytes:
    """A .docx: sections as headings, provisions with their marks; additions bold in brackets, deletions struck
    through, each under the number of its proposal."""
    text, word = sheet.text, Word()
    word.core_properties.title = text.document.title
    word.core_properties.author = text.document.issuer
    word.core_properties.language = text.version.language
    word.add_heading(text.document.title, level=0)
    word.add_paragraph(sheet.standing)
    for section, lines in sheet.lines:
        title = f"{section.number}. {section.title}".strip(". ") if section.number else section.title
        if title:
            word.add_heading(title, level=1)
        for line in lines:
            _add_line(word, line)
    if text.notes:
        word.add_heading(_("Footnotes"), level=1)
    for note in text.notes:
        word.add_paragraph(f"{note.mark} {note.text}".strip())
    if sheet.proposals:
        word.add_heading(_("Proposals in this text"), level=1)
    for proposal in sheet.proposals:
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


def as_page(sheet: Sheet) -> str:
    """A page on its own, without the site around it and without anything to load."""
    text = sheet.text
    context = {
        "text": text,
        "document": text.document,
        "version": text.version,
        "sections": sheet.lines,
        "proposals": sheet.proposals,
        "standing": sheet.standing,
    }
    return render_to_string("guidelines/download.html", context)
