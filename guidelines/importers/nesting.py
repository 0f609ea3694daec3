"""Decides to which list a mark belongs: "(i)" may be a letter or a roman number, "(a)" may begin a list or
start one anew.

Used for running text and for text in lines alike. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guidelines.importers.markers import han_number, letter, letters_for, roman
from guidelines.importers.source import UnreadableText

Option = tuple[str, int]  # style, ordinal from 1


@dataclass(slots=True)
class OpenList:
    """A list being read: its style ("letter)", "roman.", "number(" …) and the ordinal of its last item."""

    style: str
    last: int


@dataclass(frozen=True, slots=True)
class Decision:
    """depth: index of the list in the stack; style, ordinal: as decided; anew: the list started again at one."""

    depth: int
    style: str
    ordinal: int
    anew: bool = False


KINDS = {
    "letter": "letter",
    "roman": "roman",
    "number": "number",
    "capital": "letter",
    "upper": "roman",
    "han": "number",
    "circled": "number",
}
SIGNS = "().-–—．、°ºª（）§ "  # around the number of a mark
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


def options_of(mark: str) -> list[Option]:
    """What a mark may be. "(b)" → letter 2; "(i)" → letter 9 or roman 1; "12)" → number 12. Styles keep the brackets.

    mark: with its punctuation, as printed.
    """
    core = mark.strip(SIGNS)
    shape = (mark[:1] if mark.startswith(("(", "（", "§")) else "") + mark[-1:]
    if core and core in CIRCLED:
        return [("circled", CIRCLED.index(core) + 1)]
    if han_number(core):
        return [(f"han{shape}", han_number(core))]
    if core.isdecimal():
        return [(f"number{shape}", int(core))]
    found: list[Option] = []
    if core.islower() or not core.isascii():
        if roman(core):
            found.append((f"roman{shape}", roman(core)))
        if letter(core):
            found.append((f"letter{shape}", letter(core)))
    else:
        if letter(core) and len(core) == 1:
            found.append((f"capital{shape}", letter(core)))
        if roman(core):
            found.append((f"upper{shape}", roman(core)))
    return found


def kind_of(style: str) -> str:
    """The kind of provision a list's style makes."""
    return KINDS[style.rstrip(SIGNS)]


def number_of(mark: str, style: str, ordinal: int) -> str:
    """A mark as addresses use it: "12", "b", "iv"; numbers and letters of other scripts become these."""
    core = mark.strip(SIGNS)
    if core.isdecimal():
        return str(int(core))
    return core if core.isascii() else letters_for(ordinal) if style.startswith("letter") else str(ordinal)


def decide(
    options: Sequence[Option], stack: Sequence[OpenList], upcoming: Sequence[Option], *, least: int = 0
) -> Decision | None:
    """Where a mark goes, or None when it continues nothing and begins nothing.

    upcoming: what the next mark may be. least: depth below which lists may not be closed.
    """
    going_on = [
        Decision(depth, style, ordinal)
        for depth in range(len(stack) - 1, least - 1, -1)
        for style, ordinal in options
        if stack[depth].style == style and stack[depth].last + 1 == ordinal
    ]
    begins = [
        Decision(len(stack), style, ordinal)
        for style, ordinal in options
        if ordinal == 1 and all(open_list.style != style for open_list in stack)
    ]
    for choice in (*going_on, *begins):
        if (choice.style, choice.ordinal + 1) in upcoming and len(going_on) + len(begins) > 1:
            return choice
    if going_on or begins:
        return (going_on or begins)[0]
    for style, ordinal in options:
        for depth in range(len(stack) - 1, least - 1, -1):
            if ordinal == 1 and stack[depth].style == style:
                return Decision(depth, style, ordinal, anew=True)
    return None


def too_weak(mark: str, options: list[tuple[str, int]], stack: list[OpenList], upcoming: list[tuple[str, int]]) -> bool:
    """Whether a mark that is as likely a year, a span or a heat ("2019.", "20 - 30", "20° C") neither goes on nor
    begins a list."""
    if len(mark) <= 4 and not mark.endswith(("-", "–", "°", "º")):
        return False
    goes_on = any(o.style == style and o.last + 1 == ordinal for o in stack for style, ordinal in options)
    begins = any(ordinal == 1 and (style, 2) in upcoming for style, ordinal in options)
    return bool(options) and options[0][0].startswith("number") and not goes_on and not begins


def refuse_gap(options: Sequence[Option], stack: Sequence[OpenList], mark: str, line: int) -> UnreadableText:
    """The error for a mark that fits nowhere, naming what was expected."""
    for open_list in reversed(stack):
        for style, ordinal in options:
            if style != open_list.style:
                continue
            if ordinal == open_list.last:
                return UnreadableText(line, f"{mark} comes a second time in the same list; correct the numbering")
            return UnreadableText(
                line,
                f"{mark} follows item {open_list.last} of its list; an item is missing or the marks are out of order",
            )
    return UnreadableText(
        line, f"{mark} begins a list, which must begin with its first item; is a line missing before it?"
    )
