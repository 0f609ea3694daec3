"""Footnotes: lines that explain a mark in the text above them, with the lines they wrap to. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guidelines.importers.line_kinds import BARE_BULLET, ITEM, section_lines
from guidelines.importers.source import Source
from guidelines.text.notes import Note
from guidelines.text.tree import Node

RAISED = re.compile(r"^[¹²³⁴⁵⁶⁷⁸⁹⁰]+\s*\S")
BRACKETED = re.compile(r"^(?P<mark>\[(?:\d{1,3}|\*{1,3}|[a-z])\])\s*\S")
PLAIN = re.compile(r"^(?P<mark>\d{1,3}|\*{1,3}|[†‡])\s+\S")
MARK = re.compile(r"^(?P<mark>[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\[(?:\d{1,3}|\*{1,3}|[a-z])\]|\d{1,3}|\*{1,3}|[†‡])\s*(?P<text>\S.*)$")
RULE = re.compile(r"^(_{3,}|‗{3,}|-{5,}|–{5,}|—{3,}|\*\s*\*\s*\*)$")
REFERENCE = re.compile(
    r"(?<=[^\W\d_])[.,;:”\"’')\]]?(?P<number>\d{1,3})(?=[.,;:)]?(?:\s|$))|(?<=\S)\s?(?P<bracket>\[(?:\d{1,3}|\*{1,3}|[a-z])\])"
)


def leave_out_footnotes(source: Source) -> None:
    """Put footnotes aside: raised numbers at a line's start; "[2]" when the text above has it; "2 Words" below a rule,
    or when a word above ends in that number. Lines without a gap after one belong to it."""
    first = _references(source.body)
    inside = after_rule = False
    found = []
    rows = source.lines()
    for place, (number, start, line) in enumerate(rows):
        words = line.strip()
        if not words:
            inside = False
            after_rule = after_rule and start not in source.pages
            continue
        if RULE.match(words):
            inside, after_rule = False, _has_footnote_below(rows[place + 1 : place + 4])
            found += [(start, start + len(line))] if after_rule else []
            continue
        opens = _opens(words, start, first, after_rule=after_rule)
        if not opens and inside and _begins_another(words):
            inside = after_rule = False
        inside = inside or opens
        if inside:
            found.append((start, start + len(line)))
            source.add_footnote(number, words, opens=opens)
    source.leave_out_all(found, "footnote")


def footnotes_of(source: Source, nodes: Sequence[Node]) -> list[Note]:
    """The notes that were put aside, each with the last provision beginning above it that has its mark."""
    found = []
    for line, words in source.footnotes:
        opens = MARK.match(words)
        mark, text = (opens["mark"], opens["text"]) if opens else ("", words)
        referring = [n.address for n in nodes if n.line <= line and _refers(f"{n.heading} {n.wording}", mark)]
        found.append(Note(mark, text, referring[-1] if referring else ""))
    return found


def _refers(words: str, mark: str) -> bool:
    """Whether a wording has a mark: raised signs, stars and brackets anywhere, a plain number behind a word."""
    if not mark:
        return False
    if mark.isascii() and mark.isdecimal():
        return any(match["number"] == mark for match in REFERENCE.finditer(words))
    return bool(re.search(rf"(?<![¹²³⁴⁵⁶⁷⁸⁹⁰*]){re.escape(mark)}(?![¹²³⁴⁵⁶⁷⁸⁹⁰*])", words))


def _references(body: str) -> dict[str, int]:
    """Where each mark of a note first stands behind words: "2" of "week.2", "[3]" of "week [3]"."""
    first: dict[str, int] = {}
    for match in REFERENCE.finditer(body):
        first.setdefault(match["number"] or match["bracket"], match.start())
    return first


def _opens(words: str, start: int, first: dict[str, int], *, after_rule: bool) -> bool:
    if RAISED.match(words):
        return True
    marked = BRACKETED.match(words) or PLAIN.match(words)
    if not marked:
        return False
    return (after_rule and not marked["mark"].startswith("[")) or first.get(marked["mark"], start) < start


def _begins_another(words: str) -> bool:
    return bool(ITEM.match(words) or BARE_BULLET.match(words) or section_lines(words))


def _has_footnote_below(rows: list[tuple[int, int, str]]) -> bool:
    words = next((line.strip() for _, _, line in rows if line.strip()), "")
    return bool(RAISED.match(words) or BRACKETED.match(words) or PLAIN.match(words))
