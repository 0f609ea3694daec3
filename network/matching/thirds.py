"""Whether pinned pairs that may not stay pairs can each take in a third city (used by `conflicts.py`).

An assignment by augmenting paths (Kuhn 1955) says at once when there are too few thirds; a search then sees to it that
no two cities meet twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set

Pair = frozenset[str]
#: Steps of the search; where it is not over by then, the pairs count as possible, and the solver finds out.
_MOST_STEPS = 20_000


def can_take_thirds(
    pairs: Sequence[Pair],
    need: int,
    room: Mapping[str, int],
    met: Set[Pair],
    apart: Callable[[str, str], bool],
) -> bool:
    """Return whether at least `need` of the pairs can become groups of three at the same time.

    `room`: places each city has left; `met`: cities that meet already; `apart`: whether two cities may not meet.
    """
    thirds = []
    for pair in pairs:
        able = [c for c, places in room.items() if places > 0 and c not in pair]
        thirds.append([c for c in able if not any(Pair((c, m)) in met or apart(c, m) for m in pair)])
    if _assigned(thirds, room) < need:
        return False
    order = sorted(range(len(pairs)), key=lambda n: (len(thirds[n]), n))
    return _Filling([pairs[n] for n in order], [thirds[n] for n in order], dict(room), set(met)).run(0, need)


def _assigned(thirds: Sequence[Sequence[str]], room: Mapping[str, int]) -> int:
    """Return how many pairs can have a third at once, capacities kept."""
    holders: dict[str, list[int]] = {}

    def place(pair: int, seen: set[str]) -> bool:
        for city in thirds[pair]:
            if city in seen:
                continue
            seen.add(city)
            taken = holders.setdefault(city, [])
            if len(taken) < room[city]:
                taken.append(pair)
                return True
            for n, other in enumerate(taken):
                if place(other, seen):
                    taken[n] = pair
                    return True
        return False

    return sum(place(pair, set()) for pair in range(len(thirds)))


class _Filling:
    """Gives pairs their thirds one after the other, and takes back what leads nowhere."""

    def __init__(self, pairs: list[Pair], thirds: list[list[str]], room: dict[str, int], met: set[Pair]) -> None:
        self.pairs, self.thirds, self.room, self.met = pairs, thirds, room, met
        self.steps = 0

    def run(self, at: int, need: int) -> bool:
        """Return whether so many of the pairs from `at` on can be filled."""
        self.steps += 1
        if need <= 0 or self.steps > _MOST_STEPS:
            return True
        if len(self.pairs) - at < need:
            return False
        for city in self.thirds[at]:
            new = {Pair((city, m)) for m in self.pairs[at]}
            if self.room[city] <= 0 or new & self.met:
                continue
            self.room[city] -= 1
            self.met |= new
            if self.run(at + 1, need - 1):
                return True
            self.room[city] += 1
            self.met -= new
        return self.run(at + 1, need)
