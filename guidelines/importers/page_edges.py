"""Lines that every page repeats at its top or foot: running titles, addresses, notices. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter

from guidelines.importers.source import Source

DEEP = 2  # lines looked at on either side of the edge of a page
LONGEST = 160  # characters; what is longer is text

Edge = tuple[int, str]  # offset of the line, the line


def leave_out_page_edges(source: Source, page_numbers: list[int]) -> None:
    """Put aside lines that stand at the edge of at least half of the pages, and of two at least.

    page_numbers: offsets of numbers that stood alone at the edge of a page. Digits count as equal ("Page 3 of 9"). The
    first line of the file stays: there the running title is the title itself.
    """
    lines = [(start, line) for _, start, line in source.lines() if line.strip()]
    edges = _edges(lines, source.pages or page_numbers)
    if not edges:
        return
    counts = Counter(name for names in edges for name in {_plain(line) for _, line in names})
    least = max(2, -(-len(edges) // 2))
    repeated = [
        (start, start + len(line))
        for start, line in {place for names in edges for place in names}
        if counts[_plain(line)] >= least and _plain(line).strip("# ") and (start, line) != lines[0]
    ]
    source.leave_out_all(repeated, "repeated at the edge of pages")


def _edges(lines: list[Edge], boundaries: list[int]) -> list[list[Edge]]:
    """The first and last lines of every page. boundaries: offsets where a page ends."""
    starts = [start for start, _ in lines]
    cuts = sorted({bisect_left(starts, offset) for offset in boundaries} - {0, len(lines)})
    if not cuts:
        return []
    found = []
    for first, last in zip([0, *cuts], [*cuts, len(lines)], strict=True):
        page = [(start, line) for start, line in lines[first:last] if len(line) <= LONGEST]
        found.append(page[:DEEP] + page[-DEEP:])
    return found


def _plain(line: str) -> str:
    return re.sub(r"\d+", "#", " ".join(line.split())).casefold()
