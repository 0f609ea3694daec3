"""Names for what changed: reworded, renumbered, moved (another parent, or out of the old order). Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from guidelines.text.aligned import Leaf, Match
from guidelines.text.tree import fold


def describe(old: Sequence[Leaf], new: Sequence[Leaf], matches: Sequence[Match]) -> None:
    """Name the changes of every match in place: docs/algorithms/alignment.md, "Names of changes"."""
    in_order = _kept_order(new, matches)
    for match in matches:
        if match.old is None:
            match.reason = match.reason or "no provision of the old version is like it"
            continue
        was, now = old[match.old], new[match.new]
        if was.wording and fold(was.wording) != fold(now.wording):
            match.changes.add("reworded")
        parent = matches[now.parent].old if now.parent >= 0 else -1
        if parent != was.parent or (now.parent < 0 and match.new not in in_order and was.wording):
            match.changes.add("moved")
        elif was.address != now.address:
            match.changes.add("renumbered")


def _kept_order(new: Sequence[Leaf], matches: Sequence[Match]) -> set[int]:
    """Top-level provisions that stand in the old order: a longest increasing subsequence."""
    tops = [(m.new, m.old) for m in matches if m.old is not None and new[m.new].parent < 0]
    tails: list[int] = []
    holders: list[int] = []
    before: dict[int, int] = {}
    for place, (_, o) in enumerate(tops):
        assert o is not None
        at = bisect_left(tails, o)
        before[place] = holders[at - 1] if at else -1
        if at == len(tails):
            tails.append(o)
            holders.append(place)
        else:
            tails[at], holders[at] = o, place
    kept: set[int] = set()
    place = holders[-1] if holders else -1
    while place >= 0:
        kept.add(tops[place][0])
        place = before[place]
    return kept
