"""A practice as pages for somebody who reads on paper: headings, paragraphs and tables, made once for DOCX and PDF."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from practices.models import PracticePage
from practices.presentation import outcomes, page_context
from practices.publicity import PublicPractice


@dataclass
class Part:
    """A heading with paragraphs, points and one table (first row: headings)."""

    heading: str
    paragraphs: list[str] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    table: list[list[str]] = field(default_factory=list)


@dataclass
class Document:
    """Title, line under it, where it is found, language, and the parts."""

    title: str
    under: str
    address: str
    language: str
    parts: list[Part] = field(default_factory=list)


def document_of(page: PracticePage, view: PublicPractice, address: str) -> Document:
    """The public record as a document. address: absolute address of its page."""
    context = page_context(page, view)
    record = view.record
    place = f"{view.city.title}, {view.country.name()}" if view.city and view.country else _("undisclosed city")
    under = " · ".join([str(context["words"]["kind"]), place, *([record["start"]] if record.get("start") else [])])
    made = Document(record["title"], under, address, view.language)
    head = [text for text in (record.get("claim"), record.get("summary")) if text]
    made.parts.append(Part(_("In short"), head))
    made.parts.append(_outcomes(page, view, context))
    made.parts += _texts(context)
    made.parts += _rows(record)
    made.parts.append(_sources(record))
    return Document(made.title, made.under, made.address, made.language, [part for part in made.parts if _says(part)])


def _says(part: Part) -> bool:
    return bool(part.paragraphs or part.points or part.table)


def _outcomes(page: PracticePage, view: PublicPractice, context: dict[str, Any]) -> Part:
    rows = [[_("Outcome"), _("Before"), _("After"), _("Compared with"), _("Evidence")]]
    for row in outcomes(page, view, context["refs"]):
        unit = f" {row['unit']}" if row.get("unit") else ""
        before, after = (f"{row[name]:g}{unit}" if isinstance(row.get(name), int | float) else "–" for name in
                         ("baseline", "result"))  # fmt: skip
        if after == "–" and row.get("effect"):
            after = str(row["effect"])
        what = ": ".join(filter(None, (str(row["label"]), row.get("indicator"))))  # "injuries" alone says not what rose
        cited = "".join(f" [{ref['number']}]" for ref in row["refs"])
        rows.append(
            [f"{what}{cited}", before, after, str(row["comparison_label"]), f"{row['grade']}: {row['finding']}"]
        )
    return Part(_("What changed"), table=rows if len(rows) > 1 else [])


def _texts(context: dict[str, Any]) -> list[Part]:
    found = []
    for section in context["sections"].values():
        texts = [
            f"{row['label']}: " + "\n\n".join(row["paragraphs"]) + _numbers(row["mark"]) for row in section["fields"]
        ]
        found.append(Part(str(section["heading"]), texts))
    return found


def _numbers(mark: dict[str, Any] | None) -> str:
    """[1, 2] for the sources a text rests on, and the word for what is the editors' own."""
    numbers = ", ".join(str(ref["number"]) for ref in (mark or {}).get("refs") or ())
    ours = f" ({_('editors’ reading')})" if mark and mark["editorial"] else ""
    return ours + (f" [{numbers}]" if numbers else "")


def _rows(record: dict[str, Any]) -> list[Part]:
    blocks = [[_("Building block"), _("What it is"), _("Lesson")]]
    blocks += [
        [row["name"], row.get("description") or "", row.get("lesson") or ""] for row in record.get("blocks") or ()
    ]
    needs = [[_("Precondition"), _("Need"), _("Note")]]
    needs += [[row["title"], row["need"], row.get("note") or ""] for row in record.get("preconditions") or ()]
    failure = record.get("failure") or {}
    learned = [failure[name] for name in ("noticed", "differently", "still_worked") if failure.get(name)]
    return [
        Part(_("Building blocks"), table=blocks if len(blocks) > 1 else []),
        Part(_("What must be there"), table=needs if len(needs) > 1 else []),
        Part(_("First steps for another city"), points=list(record.get("first_steps") or ())),
        Part(_("What did not work"), learned),
    ]


def _sources(record: dict[str, Any]) -> Part:
    lines = []
    for number, row in enumerate(record.get("sources") or (), start=1):
        parts = [row.get(name) for name in ("authors", "title", "publisher", "year", "url")]
        lines.append(f"[{number}] " + ". ".join(str(part) for part in parts if part))
    return Part(_("Sources"), points=lines)
