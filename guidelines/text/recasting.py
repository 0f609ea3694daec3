"""Several provisions in the place of one: which of them continues it, which were split off, which are new. Pure.

The rules are those of an imported version (docs/algorithms/alignment.md): what is decided in the docket and what is
read from a file give a provision the same identity.
"""

from __future__ import annotations

from dataclasses import dataclass

from guidelines.text.alignment import ALIKE_IN_PLACE, PIECE
from guidelines.text.differences import bag, containment, similarity
from guidelines.text.tree import Node, fold

SMALLEST = 3  # words of a piece
PARAGRAPH_SIGN = " ¶ "


@dataclass(frozen=True, slots=True)
class Piece:
    """One of the provisions that take the place. became: "kept" (it continues the old one), "split" or "new"."""

    wording: str
    became: str


def lines_of(text: str) -> list[str]:
    """One provision a line, white space folded, empty lines left out."""
    return [fold(line) for line in text.splitlines() if line.strip()]


def in_one_line(text: str) -> str:
    """The same for places with room for one line: provisions parted by a paragraph sign."""
    return PARAGRAPH_SIGN.join(lines_of(text))


def pieces_of(wording: str, text: str) -> list[Piece]:
    """What becomes of a wording when the lines of a text take its place.

    Lines whose words stood in it are its pieces: the longest continues it, the others were split off. When none is made
    of its words, the line most like it continues it, if it is recognisable at all.
    """
    lines = lines_of(text)
    own = [n for n, line in enumerate(lines) if len(bag(line)) >= SMALLEST and containment(line, wording) >= PIECE]
    keeper = max(own, key=lambda n: (len(lines[n]), -n), default=None)
    if keeper is None and lines:
        nearest = max(range(len(lines)), key=lambda n: (similarity(wording, lines[n]), -n))
        keeper = nearest if similarity(wording, lines[nearest]) >= ALIKE_IN_PLACE else None
    became = ["kept" if n == keeper else "split" if n in own else "new" for n in range(len(lines))]
    return [Piece(line, what) for line, what in zip(lines, became, strict=True)]


def recast(node: Node, text: str) -> list[tuple[Node, bool]]:
    """The provisions that take a node's place, in order, each with whether it was split off.

    The one that continues the node keeps its key and what lies under it; when none does, nothing keeps the key and what
    lies under it goes to the first.
    """
    pieces = pieces_of(node.wording, text)
    keeper = next((place for place, piece in enumerate(pieces) if piece.became == "kept"), None)
    made = []
    for place, piece in enumerate(pieces):
        fresh = Node(node.kind, node.number, piece.wording, marker=node.marker)
        if place == keeper:
            fresh.key, fresh.address, fresh.slug = node.key, node.address, node.slug
        if place == (keeper or 0):
            fresh.children = node.children
        if place == 0:
            fresh.heading = node.heading
        made.append((fresh, piece.became == "split"))
    return made
