"""The alignment of a waiting import as its page shows it: one line for each new provision, and what needs a look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from guidelines.services.correcting import in_words
from guidelines.text.addresses import slug_of
from guidelines.text.aligned import Alignment, Match
from guidelines.text.corrections import (
    BY_A_PERSON,
    CONTINUES,
    MERGED,
    NEW,
    SPLIT,
    Corrections,
    Problem,
    Said,
    corrected,
    found_by,
    problems_of,
)
from guidelines.text.differences import Piece, compare, shortened

KIND_WORDS: dict[str, Promise] = {
    CONTINUES: _("continues"),
    SPLIT: _("is one part of"),
    MERGED: _("merges"),
    NEW: _("is new"),
}
REASONS: dict[str, Promise] = {
    "same address as in the structure": _("same address as in the structure"),
    "same wording": _("same wording"),
    "same place, reworded": _("same place, reworded"),
    "alike wording": _("alike wording"),
    "its items are continued": _("its items are continued"),
    "the longest piece of a split provision": _("the longest piece of a split provision"),
    "the longest of the merged provisions": _("the longest of the merged provisions"),
    "no provision of the old version is like it": _("no provision of the old version is like it"),
    BY_A_PERSON: _("decided by a person"),
}
SHOWN = 100  # lines on a page


@dataclass
class AlignedLine:
    """A provision of the new text. said: what it is, corrected or as found. found: what the alignment found. theirs:
    what another editor said of it meanwhile. problems: in words."""

    address: str
    wording: str
    said: Said
    found: Said
    match: Match
    was: str
    corrected: bool
    theirs: Said | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"line-{slug_of(self.address)}"

    @property
    def of(self) -> str:
        return ", ".join(self.said.of)

    @property
    def pieces(self) -> list[Piece]:
        """The words that changed, with a few around them; none when most did, or it does not continue one provision."""
        if not self.was or self.said.kind != CONTINUES:
            return []
        pieces = compare(self.was, self.wording)
        equal = sum(len(piece.text) for piece in pieces if piece.operation == "equal")
        return shortened(pieces) if 2 * equal >= len(self.was) else []

    @property
    def reason(self) -> str:
        """Why the alignment decided so, in the reader's language; some reasons name an address and stay as they are."""
        return str(REASONS.get(self.match.reason, self.match.reason))

    @property
    def percent(self) -> int:
        return round(100 * self.match.confidence)

    @property
    def needs_a_look(self) -> bool:
        """Whether it is more than a provision that was found again as it was."""
        plain = self.match.kind in ("unchanged", "renumbered")
        return self.match.unsure or self.corrected or not plain or bool(self.problems) or self.theirs is not None


@dataclass
class OldLine:
    """A provision of today that nothing comes from. found: the alignment found so; ticked: a person said so."""

    address: str
    wording: str
    found: bool
    ticked: bool


@dataclass
class AlignmentPage:
    """All lines; those no longer in the text; problems of old provisions and of the whole, in words, with the line they
    are settled at ("" for none)."""

    lines: list[AlignedLine]
    gone: list[OldLine]
    problems: list[tuple[str, str]]
    counts: dict[str, int]


def alignment_page(alignment: Alignment, corrections: Corrections) -> AlignmentPage:
    """The page of an alignment with its corrections; where they contradict each other, what was found is counted."""
    problems = problems_of(alignment, corrections)
    shown = alignment if problems else corrected(alignment, corrections)
    found = found_by(alignment)
    said = {**found, **corrections.provisions}
    words = {leaf.address: leaf.wording for leaf in alignment.old}
    lines = [_line(alignment, shown, match.new, said, found, corrections, words) for match in alignment.matches]
    by_address = {line.address: line for line in lines}
    told: list[tuple[str, str]] = []
    for problem in problems:
        places = [a for a in _lines_of(problem) if a in by_address]
        for place in places:
            by_address[place].problems.append(in_words(problem))
        told.append((in_words(problem), places[0] if places else ""))
    return AlignmentPage(lines, _gone(alignment, said, corrections), told, shown.counts())


def _line(
    alignment: Alignment,
    shown: Alignment,
    n: int,
    said: dict[str, Said],
    found: dict[str, Said],
    corrections: Corrections,
    words: dict[str, str],
) -> AlignedLine:
    leaf, match, claim = alignment.new[n], shown.matches[n], said[alignment.new[n].address]
    before = " / ".join(filter(None, (words.get(a, "") for a in claim.of)))
    same = match.kind in ("unchanged", "renumbered")
    person = leaf.address in corrections.provisions
    return AlignedLine(leaf.address, leaf.wording, claim, found[leaf.address], match, "" if same else before, person)


def _lines_of(problem: Problem) -> Sequence[str]:
    """The new provisions at which a problem can be settled."""
    return problem.others if problem.old else (problem.address,)


def _gone(alignment: Alignment, said: dict[str, Said], corrections: Corrections) -> list[OldLine]:
    """Provisions of today that no new one names, and those said to be deleted."""
    named = {address for claim in said.values() for address in claim.of}
    found = {alignment.old[o].address for o in alignment.deleted}
    return [
        OldLine(leaf.address, leaf.wording, leaf.address in found, leaf.address in corrections.deleted)
        for leaf in alignment.old
        if leaf.address not in named or leaf.address in corrections.deleted
    ]
