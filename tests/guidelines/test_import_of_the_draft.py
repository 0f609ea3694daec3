"""The scraped draft becomes seven sections and thirty paragraphs, and nothing is lost."""

from __future__ import annotations

import re

from guidelines.importers.guideline_text import ParsedText, parse_guideline
from guidelines.text.tree import Node, all_nodes


def at(parsed: ParsedText, address: str) -> Node:
    return next(node for node in all_nodes(parsed.parts) if node.address == address)


def letters(parsed: ParsedText, number: str) -> str:
    return "".join(child.number for child in at(parsed, number).children if child.kind == "letter")


def test_sections_paragraphs_letters_and_roman_numbers(gc27: bytes) -> None:
    parsed = parse_guideline(gc27)
    assert [part.number for part in parsed.parts] == ["I", "II", "III", "IV", "V", "VI", "VII"]
    assert parsed.parts[4].title == "ORGANISATION, METHOD AND APPROACH"
    paragraphs = [node for part in parsed.parts for node in part.nodes]
    assert [node.number for node in paragraphs] == [str(n) for n in range(1, 31)]
    assert {n: letters(parsed, n) for n in ("23", "24", "25", "26")} == {
        "23": "abcd",
        "24": "abcdefgh",
        "25": "abcdefghijklmno",
        "26": "abcdef",
    }
    assert [child.number for child in at(parsed, "26(f)").children] == ["i", "ii", "iii"]


def test_bullets_without_marks(gc27: bytes) -> None:
    parsed = parse_guideline(gc27)
    counts = {
        a: len(at(parsed, a).children)
        for a in ("25(d)", "25(o)", "26(c)", "26(e)", "26(f)(i)", "26(f)(ii)", "26(f)(iii)")
    }
    assert counts == {"25(d)": 7, "25(o)": 4, "26(c)": 7, "26(e)": 4, "26(f)(i)": 7, "26(f)(ii)": 13, "26(f)(iii)": 6}
    assert [child.kind for child in at(parsed, "26(c).6").children] == ["bullet"] * 4
    assert at(parsed, "25(o).2").wording.startswith("Monitoring and Evaluation: ")


def test_headings_stand_above_their_provisions(gc27: bytes) -> None:
    parsed = parse_guideline(gc27)
    headings = {node.address: node.heading for node in all_nodes(parsed.parts) if node.heading}
    assert headings["23"] == "A. Organization"
    assert headings["25(h)"] == "Facilitating Learning and Technical Assistance"
    assert headings["19"] == "All society approach: co-production of safety and security"
    assert len(headings) == 22


def test_page_numbers_leave_the_sentences(gc27: bytes) -> None:
    parsed = parse_guideline(gc27)
    assert "through fear and anxiety" in at(parsed, "5").wording
    assert at(parsed, "30").wording.endswith("effective implementation.")
    assert [item.text for item in parsed.left_out if item.reason == "page number"] == [str(n) for n in range(1, 13)]


def test_nothing_is_lost(gc27: bytes) -> None:
    """Marks, titles, headings and wordings in reading order are the source from its first mark, page numbers aside."""
    parsed = parse_guideline(gc27)
    body = gc27.decode().split("Transcription:")[1]
    body = body[body.index("I. INTRODUCTION") :]
    for page in range(1, 13):
        body = re.sub(rf"\s{page}\s*(\n|$)", r"\1", body, count=1)
    said: list[str] = []
    for part in parsed.parts:
        said.append(f"{part.number}. {part.title}")
        for node in part.walk():
            said.append(f"{node.heading} {node.marker} {node.wording}")
    assert " ".join(" ".join(said).split()) == " ".join(body.split())


def test_the_command_plans_without_writing(gc27: bytes, tmp_path: object, db: None) -> None:
    import json
    from io import StringIO
    from pathlib import Path

    from django.core.management import call_command

    from guidelines.models import DocumentVersion

    file = Path(str(tmp_path)) / "draft.txt"
    file.write_bytes(gc27)
    out = StringIO()
    call_command("import_guideline", str(file), "--plan", "--json", stdout=out)
    plan = json.loads(out.getvalue())
    assert len(plan["sections"]) == 7
    assert sum(len(section["provisions"]) for section in plan["sections"]) == 30
    assert set(plan["sections"][0]["provisions"][0]) >= {"address", "number", "kind", "wording", "children"}
    assert not DocumentVersion.objects.exists()
