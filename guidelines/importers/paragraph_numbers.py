"""Paragraph numbers in running text: what may be one, and the chain that counts up by one. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from guidelines.importers.headings import split_heading
from guidelines.importers.markers import ABBREVIATED_REFERENCE, ends_sentence, refers
from guidelines.text.tree import fold

NUMBER = re.compile(r"(?<!\S)(\d{1,5})\.\s+(?=[\"“‘'(\[*_]*(\S))")
STRONG, FAIR, WEAK = 3.0, 2.0, 0.2
GAP, NO_FIRST = 6.0, 5.0
NEAR = 260  # characters a section's title and sub-headings may take before its first number


@dataclass(slots=True)
class Candidate:
    """Something that looks like a paragraph number. weight: how much the words before it speak for it."""

    start: int
    end: int
    number: int
    weight: float
    best: float = 0.0
    before: Candidate | None = None


def candidates(body: str) -> list[Candidate]:
    """Every "12. Capital" that no word before it makes a reference."""
    found: list[Candidate] = []
    seen: set[int] = set()
    for match in NUMBER.finditer(body):
        number = int(match[1])
        if number > 999 and number - 1 not in seen:
            continue  # a year, unless the paragraphs have counted so far
        before = body[max(0, match.start() - 200) : match.start()]
        at_line_start = not before.strip(" \t") or before.rstrip(" \t").endswith("\n")
        if match[2].islower() or not match[2].isalpha() or (refers(before) and not ends_sentence(before)):
            continue
        if not at_line_start and ABBREVIATED_REFERENCE.search(before.rstrip()[-8:]):
            continue  # "Sec. 1." and "Art. 1." name a section
        if at_line_start or ends_sentence(before):
            weight = STRONG
        else:
            weight = FAIR if split_heading(fold(before))[1] else WEAK
        found.append(Candidate(match.start(), match.end(), number, weight))
        seen.add(number)
    return found


def best_chain(found: list[Candidate], restarts: list[int]) -> list[Candidate]:
    """The heaviest chain of numbers counting up by one.

    restarts: offsets of section titles' ends; within NEAR of one, a chain may begin again at 1. A gap costs
    GAP, so that
    it is taken only when several numbers speak for it; the caller refuses chains with gaps.
    """
    by_number: dict[int, Candidate] = {}
    below = _Heaviest(max((c.number for c in found), default=0))
    heaviest: Candidate | None = None
    for this in found:
        this.best = this.weight - (NO_FIRST if this.number != 1 else 0.0)
        for other, cost in ((by_number.get(this.number - 1), 0.0), (below.under(this.number), GAP)):
            if other is not None and other.best - cost + this.weight > this.best:
                this.best, this.before = other.best - cost + this.weight, other
        near = this.number == 1 and any(0 <= this.start - end <= NEAR for end in restarts)
        if near and heaviest is not None and heaviest.best + this.weight > this.best:
            this.best, this.before = heaviest.best + this.weight, heaviest
        kept = by_number.get(this.number)
        if kept is None or this.best >= kept.best:
            by_number[this.number] = this
            below.put(this)
        if heaviest is None or this.best >= heaviest.best:
            heaviest = this
    chain: list[Candidate] = []
    while heaviest is not None:
        chain.append(heaviest)
        heaviest = heaviest.before
    return chain[::-1]


class _Heaviest:
    """The heaviest candidate under a number, kept in a binary indexed tree (Fenwick 1994): chains of thousands of
    paragraphs are found in a moment."""

    def __init__(self, most: int) -> None:
        self.tree: list[Candidate | None] = [None] * (most + 2)

    def put(self, candidate: Candidate) -> None:
        at = candidate.number + 1
        while at < len(self.tree):
            kept = self.tree[at]
            if kept is None or candidate.best > kept.best:
                self.tree[at] = candidate
            at += at & -at

    def under(self, number: int) -> Candidate | None:
        best, at = None, number
        while at > 0:
            kept = self.tree[at]
            if kept is not None and (best is None or kept.best > best.best):
                best = kept
            at -= at & -at
        return best
