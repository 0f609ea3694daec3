"""Numbers a changed text again in the style it has: 1, 2, 3; (a), (b); (i), (ii). Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from guidelines.importers.markers import ARABIC, CYRILLIC, letter, to_roman
from guidelines.text.tree import Node, Part


def renumber_paragraphs(parts: Sequence[Part]) -> None:
    """Number the top-level paragraphs in order, in place.

    They count on from part to part; a part whose first paragraph was 1 begins again, and an extract that counts with
    gaps keeps its numbers.
    """
    tops = [node for part in parts for node in part.nodes if node.kind == "paragraph" and node.number.isdigit()]
    numbers = [int(node.number) for node in tops]
    if _counts_with_gaps(numbers):
        return
    count = numbers[0] - 1 if numbers else 0
    for part in parts:
        own = [node for node in part.nodes if node.kind == "paragraph" and node.number.isdigit()]
        if own and own[0].number == "1":
            count = 0
        for node in own:
            count += 1
            _give(node, str(count))


def renumber_list(nodes: Sequence[Node]) -> None:
    """Number the items of one list in order, in place, each kind by itself; unnumbered text keeps none."""
    counts: dict[str, int] = {}
    for node in nodes:
        if node.kind != "paragraph" and node.number:
            counts[node.kind] = counts.get(node.kind, 0) + 1
            _give(node, _as(node.kind, counts[node.kind], node.number))


def _counts_with_gaps(numbers: Sequence[int]) -> bool:
    """Whether the numbers jump by more than an addition or deletion explains: then the text is an extract."""
    return any(b - a > 2 for a, b in itertools.pairwise(numbers))


def _as(kind: str, ordinal: int, like: str) -> str:
    if kind == "letter":
        text = chr(ord("a") + (ordinal - 1) % 26) * (1 + (ordinal - 1) // 26)
    elif kind == "roman":
        text = to_roman(ordinal)
    else:
        text = str(ordinal)
    return text.upper() if like.isupper() else text


def as_printed(number: str, *, like: str) -> str:
    """A number in the script of a mark: "3" like "٢." is "٣", "c" like "(ب)" is "ج"."""
    if re.search(r"[٠-٩]", like):
        return number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    for alphabet in (ARABIC, CYRILLIC):
        if any(sign in alphabet for sign in like) and 0 < letter(number) <= len(alphabet):
            return alphabet[letter(number) - 1]
    return number


def _give(node: Node, number: str) -> None:
    """A new number, in the mark's own punctuation."""
    if node.number == number:
        return
    if node.marker:
        shown = as_printed(number, like=node.marker)
        node.marker = re.sub(r"[^\W_]+ـ?", shown, node.marker, count=1)
    node.number = number
