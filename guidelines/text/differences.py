"""Differences between two wordings, word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"  # signs of scripts that set no spaces: each is a word
IN_WORD = rf"[^\W{HAN}]"
WORD = re.compile(rf"\s+|[{HAN}]|{IN_WORD}+(?:[-’']{IN_WORD}+)*|[^\w\s]")
BARE_WORD = re.compile(rf"[{HAN}]|{IN_WORD}+")
Operation = Literal["equal", "insert", "delete"]
LONG = 1500  # words, signs and spaces; beyond, differences are not begun at what comes all the time, to stay fast
ISLAND = 2  # words; a shorter common stretch between two changes is shown as changed, so that phrases stay readable


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text that both wordings have, or only the old (delete) or only the new one (insert)."""

    operation: Operation
    text: str

    def as_json(self) -> dict[str, Any]:
        return {"operation": self.operation, "text": self.text}


def tokens(text: str) -> list[str]:
    """Words, signs and runs of space (each as one space); joined again they are the text with its spaces folded."""
    return [" " if t.isspace() else t for t in WORD.findall(text.strip())]


def compare(old: str, new: str) -> list[Piece]:
    """The pieces that lead from old to new, in reading order; deletions come before insertions.

    Joining all but the insertions gives the old wording, all but the deletions the new one (spaces folded).
    """
    a, b = tokens(old), tokens(new)
    matcher = SequenceMatcher(None, a, b, autojunk=len(b) > LONG)
    steps: list[tuple[str, list[str], list[str]]] = [
        ("equal" if tag == "equal" else "change", a[i1:i2], b[j1:j2]) for tag, i1, i2, j1, j2 in matcher.get_opcodes()
    ]
    pieces: list[Piece] = []
    for tag, gone, come in _without_islands(steps):
        if tag == "equal":
            pieces.append(Piece("equal", "".join(gone)))
            continue
        if gone:
            pieces.append(Piece("delete", "".join(gone)))
        if come:
            pieces.append(Piece("insert", "".join(come)))
    return pieces


def _without_islands(steps: list[tuple[str, list[str], list[str]]]) -> list[tuple[str, list[str], list[str]]]:
    """Join two changes that only a word or two keep apart."""
    joined: list[tuple[str, list[str], list[str]]] = []
    for place, (tag, gone, come) in enumerate(steps):
        words = sum(1 for t in gone if t[:1].isalnum())
        island = tag == "equal" and words < ISLAND and 0 < place < len(steps) - 1
        kind = "change" if island else tag
        if joined and joined[-1][0] == kind == "change":
            joined[-1] = ("change", joined[-1][1] + gone, joined[-1][2] + come)
        else:
            joined.append((kind, list(gone), list(come)))
    return joined


def similarity(old: str, new: str) -> float:
    """How much two wordings share, 0 to 1, by words in order; case and signs do not count."""
    a, b = bag(old), bag(new)
    if not a or not b:
        return 1.0 if a == b else 0.0
    matcher = SequenceMatcher(None, a, b, autojunk=len(b) > LONG)
    if matcher.real_quick_ratio() < 0.2 or matcher.quick_ratio() < 0.2:
        return matcher.quick_ratio()
    return matcher.ratio()


def containment(part: str, whole: str) -> float:
    """How much of the first wording's words stand, in order, in the second, 0 to 1."""
    a, b = bag(part), bag(whole)
    if not a:
        return 0.0
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks() if block.size > 1 or len(a) < 4) / len(a)


def bag(text: str) -> list[str]:
    """The words of a text, lower case, in order."""
    return BARE_WORD.findall(text.lower())


def inserted_text(pieces: Sequence[Piece]) -> str:
    """The new wording again."""
    return "".join(p.text for p in pieces if p.operation != "delete")


def deleted_text(pieces: Sequence[Piece]) -> str:
    """The old wording again."""
    return "".join(p.text for p in pieces if p.operation != "insert")


def shortened(pieces: Sequence[Piece], around: int = 10) -> list[Piece]:
    """The pieces with all but a few words beside each change left out of what is equal."""
    found = []
    for place, piece in enumerate(pieces):
        words = piece.text.split(" ")
        if piece.operation != "equal" or len(words) <= 2 * around:
            found.append(piece)
            continue
        head = " ".join(words[:around]) if place else ""
        tail = " ".join(words[-around:]) if place < len(pieces) - 1 else ""
        found.append(Piece("equal", f"{head} … {tail}" if head else f"… {tail}"))
    return found
