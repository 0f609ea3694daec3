"""Where a paragraph is broken into lines: after spaces and hyphens, between Chinese letters (after UAX #14). Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

HAN = ((0x2E80, 0x9FFF), (0xAC00, 0xD7AF), (0xF900, 0xFAFF), (0xFF00, 0xFFEF), (0x20000, 0x3FFFF))
FIRST_HAN = chr(HAN[0][0])
NOT_FIRST = frozenset("。，、；：？！）］｝〕〉》」』】’”…—％,.;:?!)]}»")
NOT_LAST = frozenset("（［｛〔〈《「『【‘“([{«")


def is_han(letter: str) -> bool:
    """Whether a letter is written without spaces between words."""
    return letter >= FIRST_HAN and any(first <= ord(letter) <= last for first, last in HAN)


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two letters."""
    if before == " ":
        return after != " "
    if after in NOT_FIRST or before in NOT_LAST or after == " ":
        return False
    return (before in "-–—/" and after.isalpha()) or is_han(before) or is_han(after)


def lines_of(letters: Sequence[str], width: Callable[[int], float], first: float, rest: float) -> list[tuple[int, int]]:
    """(start, end) of each line. width: of the letter at a place; first, rest: room of the first and the other lines.

    A word wider than a line is broken where the line is full; a line break in the text ends a line and is in none.
    """
    lines: list[tuple[int, int]] = []
    start = at = 0
    used, cut = 0.0, 0
    while at < len(letters):
        if letters[at] == "\n":
            lines.append((start, at))
            start = at = at + 1
            used, cut = 0.0, start
            continue
        if at > start and may_break(letters[at - 1], letters[at]):
            cut = at
        used += width(at)
        if used > (rest if lines else first) and at > start and letters[at] != " ":
            at = cut if cut > start else at
            lines.append((start, at))
            start, used, cut = at, 0.0, at
            continue
        at += 1
    if start < len(letters) or not lines:
        lines.append((start, len(letters)))
    return lines
