"""The values of an alignment: provisions as it sees them, matches, and the plan that is printed and corrected. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from guidelines.text.tree import Part, fold

UNSURE = 0.7  # confidence below which a person must look


@dataclass(frozen=True, slots=True)
class Leaf:
    """A provision as alignment sees it. parent: index in its own list, -1 at the top. section: key of its section."""

    key: str
    address: str
    wording: str
    kind: str
    section: str
    parent: int


@dataclass(slots=True)
class Match:
    """What a provision of the new version continues. old: index in the old version, None for a new provision.

    changes: of "reworded", "renumbered", "moved", "split", "merged"; empty means unchanged. others: old provisions that
    merged into this one, or the one this was split off from. rivals: addresses it could as well continue.
    """

    new: int
    old: int | None = None
    confidence: float = 1.0
    changes: set[str] = field(default_factory=set)
    others: list[int] = field(default_factory=list)
    rivals: list[str] = field(default_factory=list)
    reason: str = ""

    @property
    def kind(self) -> str:
        """One word for the list: the weightiest change."""
        if self.old is None:
            return "split" if "split" in self.changes else "new"
        return next(
            (c for c in ("split", "merged", "reworded", "moved", "renumbered") if c in self.changes), "unchanged"
        )

    @property
    def unsure(self) -> bool:
        return self.confidence < UNSURE or bool(self.rivals)


@dataclass
class Alignment:
    """All matches in the order of the new version, and the old provisions nothing continues."""

    old: list[Leaf]
    new: list[Leaf]
    matches: list[Match]
    deleted: list[int]

    def unsure(self) -> list[Match]:
        """The matches a person must look at before the version is applied."""
        return [match for match in self.matches if match.unsure]

    def counts(self) -> dict[str, int]:
        """How many provisions of each kind, deleted ones included."""
        found = Counter(match.kind for match in self.matches)
        return {**found, **({"deleted": len(self.deleted)} if self.deleted else {})}

    def as_json(self) -> dict[str, Any]:
        """The plan as it is printed and stored."""
        return {
            "counts": self.counts(),
            "matches": [
                {
                    "new": self.new[m.new].address,
                    "old": None if m.old is None else self.old[m.old].address,
                    "kind": m.kind,
                    "changes": sorted(m.changes),
                    "others": [self.old[o].address for o in m.others],
                    "confidence": round(m.confidence, 2),
                    "rivals": m.rivals,
                    "reason": m.reason,
                }
                for m in self.matches
            ],
            "deleted": [self.old[d].address for d in self.deleted],
        }


def leaves_of(parts: Sequence[Part]) -> list[Leaf]:
    """The provisions of a tree as alignment sees them, in reading order."""
    found: list[Leaf] = []

    def add(node: Any, section: str, parent: int) -> None:
        place = len(found)
        found.append(Leaf(node.key, node.address, fold(node.wording), node.kind, section, parent))
        for child in node.children:
            add(child, section, place)

    for part in parts:
        for node in part.nodes:
            add(node, part.key, -1)
    return found
