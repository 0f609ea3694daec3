"""Proposals in the notation of United Nations drafting: [added words] in brackets, removed words struck through. Pure.

A proposal is a set of edits on the words of the wording it changes, so that two proposals can be laid side by side,
merged when they touch different words, and shown as a conflict when they touch the same.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from guidelines.text.differences import Piece, compare, tokens
from guidelines.text.tree import fold

BRACKETS = re.compile(r"\[([^\[\]]*)\]")
STRUCK = re.compile(r"~~(.+?)~~", re.DOTALL)


class Conflict(ValueError):
    """Two sets of edits change the same words. words: of the base; one, other: what each makes of them."""

    def __init__(self, words: str, one: str, other: str) -> None:
        super().__init__(f"two proposals change “{words}”: “{one}” and “{other}”")
        self.words, self.one, self.other = words, one, other


@dataclass(frozen=True, slots=True)
class Edit:
    """Words start to end (tokens of the base, end excluded) become text; start == end inserts."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of bracketed text. label: whose proposal it is, "" for words all keep."""

    operation: str
    text: str
    label: str = ""


def edits(base: str, proposed: str) -> list[Edit]:
    """What a proposal changes, as edits on the base's tokens."""
    a, b = tokens(base), tokens(proposed)
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return [Edit(i1, i2, "".join(b[j1:j2])) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal"]


def touch(one: Edit, other: Edit) -> bool:
    """Whether two edits change the same words, or insert different words at the same point."""
    if one == other:
        return False
    if one.start == one.end and other.start == other.end:
        return one.start == other.start
    return one.start < other.end and other.start < one.end


def conflicts(base: str, one: str, other: str) -> list[tuple[str, str, str]]:
    """Where two proposals clash: (words of the base, what one makes of them, what the other makes of them)."""
    words = tokens(base)
    found = []
    for a in edits(base, one):
        for b in edits(base, other):
            if touch(a, b):
                found.append(("".join(words[min(a.start, b.start) : max(a.end, b.end)]).strip(), a.text, b.text))
    return found


def merge(base: str, proposals: Sequence[str]) -> str:
    """The wording with all proposals carried out. Raises Conflict naming the words when two touch the same."""
    every: list[Edit] = []
    for proposed in proposals:
        for edit in edits(base, proposed):
            clash = next((other for other in every if touch(edit, other)), None)
            if clash:
                words = "".join(tokens(base)[min(edit.start, clash.start) : max(edit.end, clash.end)]).strip()
                raise Conflict(words or fold(base)[:60], clash.text, edit.text)
            if edit not in every:
                every.append(edit)
    return apply(base, every)


def apply(base: str, every: Sequence[Edit]) -> str:
    """The base with edits that do not touch carried out."""
    words = tokens(base)
    result: list[str] = []
    at = 0
    for edit in sorted(every, key=lambda e: (e.start, e.end)):
        result += words[at : edit.start]
        result.append(edit.text)
        at = max(at, edit.end)
    return fold("".join(result + words[at:]))


def bracketed(base: str, proposals: Sequence[tuple[str, str]]) -> list[Marked]:
    """The wording with every proposal shown in it: (label, proposed wording) each; clashing ones one after the
    other, the words they both remove only once."""
    words = tokens(base)
    separate = [edits(base, proposed) for _, proposed in proposals]
    every = sorted(
        (
            (edit, label)
            for place, (label, _) in enumerate(proposals)
            for edit in _phrases(words, separate[place], [e for n, s in enumerate(separate) if n != place for e in s])
        ),
        key=lambda pair: (pair[0].start, pair[0].end),
    )
    result: list[Marked] = []
    at = 0
    for edit, label in every:
        if edit.start > at:
            result.append(Marked("equal", "".join(words[at : edit.start])))
        gone = "".join(words[max(edit.start, at) : edit.end])
        if gone:
            result.append(Marked("delete", gone, label))
        elif edit.start < at and result and not result[-1].text[-1:].isspace():
            result.append(Marked("equal", " "))
        if edit.text:
            result.append(Marked("insert", edit.text, label))
        at = max(at, edit.end)
    if at < len(words):
        result.append(Marked("equal", "".join(words[at:])))
    return result


def _phrases(words: Sequence[str], mine: Sequence[Edit], others: Sequence[Edit]) -> list[Edit]:
    """The edits of a proposal, those joined that only a space keeps apart and no other proposal touches: two words for
    two others read as one phrase for another."""
    joined: list[Edit] = []
    for edit in mine:
        last = joined[-1] if joined else edit
        gap = "".join(words[last.end : edit.start])
        replaced = all(e.end > e.start and e.text for e in (last, edit))
        if gap.isspace() and replaced and not any(o.start <= edit.start and o.end >= last.end for o in others):
            joined[-1] = Edit(last.start, edit.end, last.text + gap + edit.text)
        else:
            joined.append(edit)
    return joined


def in_notation(base: str, proposed: str) -> str:
    """One line of plain text: "inclusive, [safe] and ~~old~~ free"."""
    return "".join(_shown(piece) for piece in compare(base, proposed))


def _shown(piece: Piece) -> str:
    """Brackets and strokes stand at the words, white space outside them."""
    if piece.operation == "equal":
        return piece.text
    core = piece.text.strip()
    lead = piece.text[: len(piece.text) - len(piece.text.lstrip())]
    tail = piece.text[len(piece.text.rstrip()) :] if core else ""
    return f"{lead}[{core}]{tail}" if piece.operation == "insert" else f"{lead}~~{core}~~{tail}"


def read_notation(text: str) -> tuple[str, str]:
    """(wording without the proposal, wording with it) of a text in notation."""
    proposed = fold(STRUCK.sub(" ", BRACKETS.sub(r"\1", text)))
    base = BRACKETS.sub("\x00", STRUCK.sub(r"\1", text))
    base = re.sub(r"(^|\s)\x00\s*,", r"\1", base)  # the comma after an added item of a list came with it
    base = base.replace("\x00", " ")
    base = re.sub(r"\s+([,.;:])", r"\1", fold(base))
    return fold(base), re.sub(r"\s+([,.;:])", r"\1", proposed)


def merge_edits(base: str, mine: str, theirs: str) -> tuple[str, bool]:
    """Two people changed one wording: the merged wording and True, or mine in notation over theirs and False."""
    try:
        return merge(base, [theirs, mine]), True
    except Conflict:
        return in_notation(theirs, mine), False
