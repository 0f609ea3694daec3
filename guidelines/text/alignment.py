"""Which provision of a new version continues which of the old one: docs/algorithms/alignment.md. Pure.

Rounds, surest first: same wording, same place, alike wording; then splits and mergers among what is only partly
explained; what is left is new or deleted. Every decision carries a confidence and its reason.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from guidelines.text.aligned import Alignment, Leaf, Match, leaves_of
from guidelines.text.describing import describe
from guidelines.text.differences import bag, containment, similarity

ALIKE = 0.55  # similarity from which a differing wording elsewhere may be the same provision
ALIKE_IN_PLACE = 0.3  # the same at the same address
PIECE = 0.8  # share of a piece that must stand in the whole for a split or merger
CLOSE = 0.05  # two candidates nearer than this cannot be told apart
CANDIDATES = 12  # wordings compared in full for each provision


def align(old: Sequence[Leaf], new: Sequence[Leaf]) -> Alignment:
    """Align two versions. Each old provision is continued by at most one new one; the rest is split, merged,
    deleted."""
    work = _Work(list(old), list(new))
    work.structure_only()
    work.same_wording()
    work.same_place()
    work.alike()
    work.same_frame()
    work.splits()
    work.mergers()
    describe(work.old, work.new, work.matches)
    taken = {m.old for m in work.matches if m.old is not None} | {o for m in work.matches for o in m.others}
    deleted = [o for o in range(len(old)) if o not in taken]
    return Alignment(work.old, work.new, work.matches, deleted)


class _Work:
    """The rounds and what they have decided so far."""

    def __init__(self, old: list[Leaf], new: list[Leaf]) -> None:
        self.old, self.new = old, new
        self.matches = [Match(n) for n in range(len(new))]
        self.taken: dict[int, int] = {}
        self.by_address = {leaf.address: o for o, leaf in enumerate(old)}

    def take(self, n: int, o: int, confidence: float, reason: str) -> None:
        match = self.matches[n]
        match.old, match.confidence, match.reason = o, confidence, reason
        self.taken[o] = n

    def free_new(self) -> list[int]:
        return [m.new for m in self.matches if m.old is None]

    def free_old(self) -> list[int]:
        return [o for o in range(len(self.old)) if o not in self.taken]

    def structure_only(self) -> None:
        """An old version without wording can only be met by address."""
        for n, leaf in enumerate(self.new):
            o = self.by_address.get(leaf.address)
            if o is not None and not self.old[o].wording:
                self.take(n, o, 1.0, "same address as in the structure")

    def same_wording(self) -> None:
        """The same words: by the same address first, then in the order of the text."""

        def words(leaf: Leaf) -> str:
            return " ".join(bag(leaf.wording))

        waiting: dict[str, list[int]] = defaultdict(list)
        for o in self.free_old():
            if self.old[o].wording:
                waiting[words(self.old[o])].append(o)
        for same_address in (True, False):
            for n in self.free_new():
                candidates = [o for o in waiting.get(words(self.new[n]), ()) if o not in self.taken]
                if same_address:
                    candidates = [o for o in candidates if self.old[o].address == self.new[n].address]
                if candidates:
                    self.take(n, self._nearest(n, candidates), 1.0, "same wording")

    def _nearest(self, n: int, candidates: list[int]) -> int:
        """Of several equal ones, the one whose parent is continued by this one's parent, then the first."""
        parent = self.new[n].parent
        wanted = self.matches[parent].old if parent >= 0 else -1
        return next((o for o in candidates if self.old[o].parent == wanted), candidates[0])

    def same_place(self) -> None:
        """The same address with a wording that is still recognisable."""
        for n in self.free_new():
            o = self.by_address.get(self.new[n].address)
            if o is None or o in self.taken:
                continue
            likeness = similarity(self.old[o].wording, self.new[n].wording)
            if likeness >= ALIKE_IN_PLACE and not self._better_elsewhere(n, o, likeness):
                self.take(n, o, min(1.0, 0.5 + likeness / 2), "same place, reworded")

    def _better_elsewhere(self, n: int, o: int, likeness: float) -> bool:
        """Whether another free old provision is clearly nearer: then the number was given to something else."""
        return any(score > likeness + 0.15 for other, score in self._candidates(n) if other != o)

    def _candidates(self, n: int) -> list[tuple[int, float]]:
        """Free old provisions that share rare words with a new one, with their likeness, best first."""
        scores: Counter[int] = Counter()
        index = self._index()
        for word in set(bag(self.new[n].wording)):
            holders = index.get(word, ())
            if 0 < len(holders) <= max(20, len(self.old) // 4):
                for o in holders:
                    if o not in self.taken:
                        scores[o] += 1
        best = [o for o, _ in scores.most_common(CANDIDATES)]
        rated = [(o, similarity(self.old[o].wording, self.new[n].wording)) for o in best]
        return sorted(rated, key=lambda pair: (-pair[1], pair[0]))

    def _index(self) -> dict[str, list[int]]:
        if not hasattr(self, "_words"):
            self._words: dict[str, list[int]] = defaultdict(list)
            for o, leaf in enumerate(self.old):
                for word in set(bag(leaf.wording)):
                    self._words[word].append(o)
        return self._words

    def alike(self) -> None:
        """Wordings that are alike wherever they stand, the best pair of all first."""
        pairs = []
        seen: dict[int, list[tuple[int, float]]] = {}
        for n in self.free_new():
            seen[n] = self._candidates(n)
            pairs += [(score, n, o) for o, score in seen[n] if score >= ALIKE]
        for score, n, o in sorted(pairs, key=lambda p: (-p[0], p[1], p[2])):
            if self.matches[n].old is None and o not in self.taken:
                self.take(n, o, score, "alike wording")
                self.matches[n].rivals = [
                    self.old[r].address for r, s in seen[n] if r != o and r not in self.taken and score - s < CLOSE
                ]

    def same_frame(self) -> None:
        """Parents of aligned children, and short provisions rewritten in place between aligned neighbours."""
        for n in reversed(self.free_new()):
            children = [m for m in self.matches if self.new[m.new].parent == n and m.old is not None]
            parents = Counter(self.old[m.old].parent for m in children if m.old is not None)
            for o, votes in parents.most_common(1):
                if o >= 0 and o not in self.taken and votes * 2 > len(children):
                    self.take(
                        n,
                        o,
                        0.6 + 0.3 * similarity(self.old[o].wording, self.new[n].wording),
                        "its items are continued",
                    )

    def splits(self) -> None:
        """Several new provisions whose words all stood in one old one."""
        for o in range(len(self.old)):
            pieces = self._pieces(o)
            if len(pieces) < 2:
                continue
            keeper = self.taken.get(o)
            if keeper is None:
                keeper = max(pieces, key=lambda n: (len(self.new[n].wording), -n))
                self.take(keeper, o, 0.8, "the longest piece of a split provision")
            self.matches[keeper].changes.add("split")
            for n in pieces:
                if n != keeper and self.matches[n].old is None:
                    self.matches[n].others = [o]
                    self.matches[n].changes.add("split")
                    self.matches[n].confidence = containment(self.new[n].wording, self.old[o].wording)
                    self.matches[n].reason = f"its words stood in {self.old[o].address}"

    def _pieces(self, o: int) -> list[int]:
        """New provisions made of an old one's words: free ones, and the one that continues it if it has become
        shorter."""
        old_words = len(bag(self.old[o].wording))
        found = []
        for n in sorted({*self._free_sharing(o), *([self.taken[o]] if o in self.taken else [])}):
            size = len(bag(self.new[n].wording))
            if 3 <= size < old_words and containment(self.new[n].wording, self.old[o].wording) >= PIECE:
                found.append(n)
        return found

    def _free_sharing(self, o: int) -> list[int]:
        words = set(bag(self.old[o].wording))
        free = [n for n in self.free_new() if not self.matches[n].others]  # a piece of another one stays its piece
        return [n for n in free if len(words & set(bag(self.new[n].wording))) >= 3]

    def mergers(self) -> None:
        """One new provision that holds the words of several old ones."""
        for n, leaf in enumerate(self.new):
            match = self.matches[n]
            if match.others:
                continue  # split off from another one
            new_words = set(bag(leaf.wording))
            pieces = []
            for o in [*self.free_old(), *([match.old] if match.old is not None else [])]:
                size = len(bag(self.old[o].wording))
                shared = len(new_words & set(bag(self.old[o].wording)))
                if (
                    3 <= size < len(bag(leaf.wording))
                    and shared >= 3
                    and (containment(self.old[o].wording, leaf.wording) >= PIECE)
                ):
                    pieces.append(o)
            if len(pieces) < 2:
                continue
            if match.old is None:
                keeper = max(pieces, key=lambda o: (len(self.old[o].wording), -o))
                self.take(n, keeper, 0.8, "the longest of the merged provisions")
            match.changes.add("merged")
            match.others = [o for o in pieces if o != match.old]
            for o in match.others:
                self.taken[o] = n


__all__ = ["Alignment", "Leaf", "Match", "align", "leaves_of"]
