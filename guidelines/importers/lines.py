"""The lines of a text as they are read, and which of them are heads of sections because of what follows. Pure."""

from __future__ import annotations

import re
from itertools import pairwise

from guidelines.importers.line_items import Line
from guidelines.importers.line_kinds import DECIMAL, DIGIT, ITEM, SectionLine, looks_like_title
from guidelines.importers.named_sections import parted, uncounted
from guidelines.importers.source import Source
from guidelines.text.tree import fold

DECORATION = re.compile(r"^[-–—_=*~•\s]+$")
OPENING = re.compile(
    r"^(preamble|pr[ée]ambule|pre[áa]mbulo|преамбула|الديباجة|introduction|introducci[óo]n|foreword|avant-propos)\s*:?$",
    re.IGNORECASE,
)
WORD_BULLET = re.compile(r"^\s*o\t\s*(?=\S)")


def lines_of(source: Source) -> list[Line]:
    """Every line with words; a section whose text stands beside its number becomes two of them."""
    lines: list[Line] = []
    gap = True
    rows = source.lines()
    leave = uncounted([fold(text) for _, _, text in rows])
    for number, start, text in rows:
        words = text.strip()
        if words and not DECORATION.match(words):
            indent = len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip())
            mark = WORD_BULLET.match(text)
            line = Line(number, f"o\t{fold(text[mark.end() :])}" if mark else fold(words), indent, gap, start)
            halves = parted(line.text, leave) if gap or not lines or lines[-1].text[-1:] in ".;:!?؛؟۔" else None
            if halves:
                lines.append(Line(number, halves[0], indent, gap, start))
                line = Line(number, halves[1], indent, False, start)
            lines.append(line)
        gap = not words if words or not gap else True
    return lines


def mark_heads(lines: list[Line]) -> set[str]:
    """Mark the heads that only the next line gives away; returns the styles of named sections that do not count here.

    "1 Light" above "1.1 …", and "2. Markets" above a list that begins again at "1.", each counting up from one.
    """
    for finds in (_above_decimal, _above_restart):
        found: list[tuple[Line, SectionLine]] = []
        for line, following in pairwise(lines):
            digit = DIGIT.match(line.text)
            if not digit or int(digit["number"]) != len(found) + 1 or not looks_like_title(digit["title"]):
                continue
            if finds(line, following, digit["number"]):
                found.append((line, SectionLine("digit", len(found) + 1, digit["number"], digit["title"])))
        if len(found) >= 2:
            for line, head in found:
                line.head = head
    return uncounted([line.text for line in lines])


def _above_decimal(line: Line, following: Line, number: str) -> bool:
    decimal = DECIMAL.match(following.text)
    plain = line.text[len(number) : len(number) + 1] == " "
    return plain and decimal is not None and decimal["mark"].rstrip(".") == f"{number}.1"


def _above_restart(line: Line, following: Line, number: str) -> bool:
    item = ITEM.match(following.text)
    sign = line.text[len(number) : len(number) + 1]
    return bool(item and sign in ".)" and item["mark"] == f"1{sign}" and following.indent <= line.indent)
