"""The lines of a text as they are read, and which of them are heads of sections because of what follows. Pure."""

from __future__ import annotations

import re
from itertools import pairwise

from guidelines.importers.line_items import Line
from guidelines.importers.line_kinds import (
    BARE_BULLET,
    DECIMAL,
    DIGIT,
    ITEM,
    SectionLine,
    looks_like_title,
    section_lines,
    unmarkdown,
)
from guidelines.importers.markers import all_capitals
from guidelines.importers.named_sections import parted, uncounted
from guidelines.importers.source import Source
from guidelines.text.tree import fold

DECORATION = re.compile(r"^[-–—_=*~•\s]+$")
OPENING = re.compile(
    r"^(preamble|pr[ée]ambule|pre[áa]mbulo|преамбула|الديباجة|مقدمة|序言|前言|introduction|introducci[óo]n|foreword|avant-propos)\s*:?$",
    re.IGNORECASE,
)
WORD_BULLET = re.compile(r"^\s*o(?:\t|[ \u00a0]{2,})\s*(?=\S)")
LONE_O = re.compile(r"^\s*o\s+(?=\S)")
O_IN_WORDS = re.compile(r"\S[ \t]+o[ \t]+\S", re.IGNORECASE)  # "or" or "the" in Spanish, Italian, Portuguese


def lines_of(source: Source) -> list[Line]:
    """Every line with words; a section whose text stands beside its number becomes two of them."""
    lines: list[Line] = []
    gap = True
    rows = source.lines()
    bullet = WORD_BULLET if O_IN_WORDS.search(source.body) else LONE_O
    leave = uncounted([fold(text) for _, _, text in rows])
    for number, start, text in rows:
        words = text.strip()
        if words and not DECORATION.match(words):
            indent = len(text.expandtabs(4)) - len(text.expandtabs(4).lstrip())
            mark = bullet.match(text)
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

    "1 Light" above "1.1 …", "2. Markets" above a list that begins again at "1.", and "3. Schools" set apart above words
    without a number, counting up from one.
    """
    found: list[tuple[Line, SectionLine]] = []
    for line, following in pairwise(lines):
        digit = DIGIT.match(line.text)
        if not digit or int(digit["number"]) != len(found) + 1 or not looks_like_title(digit["title"]):
            continue
        if any(finds(line, following, digit["number"]) for finds in (_above_decimal, _above_restart, _set_apart)):
            found.append((line, SectionLine("digit", len(found) + 1, digit["number"], digit["title"])))
    if len(found) >= 2:
        for line, head in found:
            line.head = head
    return uncounted([line.text for line in lines])


def _above_decimal(line: Line, following: Line, number: str) -> bool:
    decimal = DECIMAL.match(following.text)
    return decimal is not None and decimal["mark"].rstrip(".") == f"{number}.1"


def _set_apart(line: Line, following: Line, number: str) -> bool:
    """A short line alone between gaps, with words or bullets below it, is no paragraph."""
    item = ITEM.match(following.text)
    bullet = BARE_BULLET.match(following.text)
    alone = line.gap and (following.gap or bool(bullet)) and not DECIMAL.match(following.text)
    return alone and (bullet is not None or (item is None and not looks_like_title(following.text)))


def _above_restart(line: Line, following: Line, number: str) -> bool:
    item = ITEM.match(following.text)
    sign = line.text[len(number) : len(number) + 1]
    return bool(item and sign in ".)" and item["mark"] == f"1{sign}" and following.indent <= line.indent)


def without_title(source: Source, lines: list[Line]) -> list[Line]:
    """Leave out the heading lines above the first content, but keep the last one if it heads unnumbered sections."""
    first = next(
        (
            n
            for n, line in enumerate(lines)
            if line.head
            or OPENING.match(line.text)
            or section_lines(unmarkdown(line.text)[0])
            or ITEM.match(line.text)
            or BARE_BULLET.match(line.text)
            or DECIMAL.match(line.text)
            or not (looks_like_title(unmarkdown(line.text)[0]) or all_capitals(line.text))
        ),
        len(lines),
    )
    headings_later = [
        n
        for n, line in enumerate(lines[first:], start=first)
        if line.gap
        and looks_like_title(unmarkdown(line.text)[0])
        and n + 1 < len(lines)
        and not ITEM.match(line.text)
        and not BARE_BULLET.match(line.text)
    ]
    numbered = any(section_lines(unmarkdown(line.text)[0]) for line in lines[first:])
    keep = 1 if first >= 2 and headings_later and not numbered and first < len(lines) and lines[first - 1].gap else 0
    for line in lines[: max(0, first - keep)]:
        end = source.body.find("\n", line.start)
        source.leave_out(line.start, end if end >= 0 else len(source.body), "title")
    return lines[max(0, first - keep) :]
