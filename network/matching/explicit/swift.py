"""Local search at a few microseconds a move: what a move changes is added to what was known, nothing is computed anew.

Source: tabu search with (ω,1)-swaps for maximum weight independent sets (Wu, Hao and Glover 2012); joined choices as in
memetic search (Hao 2012). Moves are counted, so without a time limit the result does not depend on the clock.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from random import Random
from typing import Any

import numpy as np
import numpy.typing as npt

from ..budget import Budget
from ..groups import Ints
from .conflicts import Conflicts
from .nearby import Nearby
from .pack import Pack
from .tree import filled

#: Below this the merit of a group says that it is chosen or held back.
_HELD, _SHUT = -1e17, -1e18
#: Moves without gain until the best choice is gone back to (at least a thirtieth of the groups); moves in one run;
#: choices kept to join; runs from nothing.
_STALE, _RUN, _KEPT, _FIRST = 400, 30_000, 8, 3
#: A group taken out stays out for 7 to 16 moves.
_HOLD, _HOLD_MORE = 7, 10


class Swift(ABC):
    """Searches one problem; `gain`: what choosing a group would change."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.value: list[float] = pack.groups.value.tolist()
        # Large values would lose their last digits.
        kind = np.float32 if pack.groups.value.max(initial=1.0) < 2**20 else np.float64
        self._both: npt.NDArray[Any] = np.zeros((2, pack.m), dtype=kind)
        self.gain, self.key = self._both  # the key is the gain, or far below for groups that cannot be brought in now
        self._own: npt.NDArray[Any] = pack.groups.value.astype(kind)
        self._least = 1e-3 * float(pack.groups.value.min(initial=1.0))
        # A gain up to this may be none: chance and rounding.
        self._even = 2 * self._least + 1e-5 * float(pack.groups.value.max(initial=1.0))
        self._chance = np.zeros(pack.m)
        self.chosen: set[int] = set()

    def search(self, best: Ints, moves: int, budget: Budget, seed: int = 0) -> Ints:
        """Return the best choice met: runs from `best`, from nothing, from what two good choices have in common."""
        random, left = Random(seed), moves  # noqa: S311 - no secret depends on it
        kept = [(self.pack.worth(best), tuple(best.tolist()))]
        run = min(max(_RUN, self.pack.m), max(1000, moves // 8))
        for number in range(moves // run + 1):
            if left <= 0 or budget.stop():
                break
            if number == 0 or left <= run:
                start = list(kept[0][1])
            elif number <= _FIRST or len(kept) < 2:
                start = self._greedy(random)
            else:
                start = self._joined(random, *(set(c) for _, c in random.sample(kept, 2)))
            found = tuple(sorted(self.improve(start, min(run, left), budget, random)))
            left -= run
            kept = sorted({(self.pack.worth(found), found), *kept}, key=lambda k: (-k[0], k[1]))[:_KEPT]
        return np.array(kept[0][1], dtype=np.int64)

    def improve(self, start: list[int], moves: int, budget: Budget, random: Random) -> set[int]:
        """Return the best choice met in so many moves from `start`."""
        self._shuffle(random)
        patience = max(_STALE, self.pack.m // 30)
        now = best = self._load(start)
        kept, last, fresh = set(start), 0, False
        forced: list[int] = []
        held: deque[tuple[int, int]] = deque()
        key, gain, chosen = self.key, self.gain, self.chosen
        for move in range(moves):
            if not move & 255 and budget.stop():
                break
            while held and held[0][0] <= move:
                s = held.popleft()[1]
                if s not in chosen:
                    key[s] = gain[s]
            until = 0 if forced else move + _HOLD + int(_HOLD_MORE * random.random())
            s = forced.pop() if forced else int(key.argmax())
            if s in chosen or key[s] < _HELD:
                continue
            if fresh and gain[s] <= self._even:
                kept, fresh = set(chosen), False
            now += self._swap(s, until, held)
            if now > best + 1e-9:
                best, last, fresh = now, move, True
            elif move - last > patience:
                last = move
                self._shuffle(random)
                now = self._back(kept)
                held.clear()
                forced = [random.randrange(self.pack.m) for _ in range(random.randint(2, 5))]
        return set(chosen) if fresh else kept

    def _swap(self, s: int, until: int, held: deque[tuple[int, int]]) -> float:
        """Bring s in and everything in its way out, for a while; return the change of the total."""
        change, key = self.value[s], self.key
        for other in self._rivals(s):
            self._leave(other)
            change -= self.value[other]
            if until:
                held.append((until, other))
                key[other] = _SHUT
            else:
                key[other] = self.gain[other]
        self._enter(s)
        key[s] = _SHUT
        return change

    def _shuffle(self, random: Random) -> None:
        """Give equal groups a new order."""
        before = self._chance
        self._chance = self._least * np.random.default_rng(random.getrandbits(32)).random(self.pack.m)
        self.gain += self._chance - before

    def _load(self, start: list[int]) -> float:
        """Begin with this choice; return its value."""
        self._clear()
        self.gain[:] = self._own + self._chance
        return self._back(set(start))

    def _back(self, choice: set[int]) -> float:
        """Go from the present choice to another; return its value."""
        for s in sorted(self.chosen - choice):
            self._leave(s)
        for s in sorted(choice - self.chosen):
            self._enter(s)
        self.key[:] = self.gain
        self.key[sorted(choice)] = _SHUT
        return sum(self.value[s] for s in sorted(choice))

    def _greedy(self, random: Random) -> list[int]:
        groups = self.pack.groups
        chance = 0.7 + 0.3 * np.random.default_rng(random.getrandbits(32)).random(self.pack.m)
        order = np.argsort(-chance * groups.value / np.sqrt(groups.sizes), kind="stable")
        return list(map(int, filled(self.pack, order)))

    def _joined(self, random: Random, one: set[int], other: set[int]) -> list[int]:
        """Return what two choices share and a part of the rest."""
        rest = sorted(one ^ other)
        random.shuffle(rest)
        out = sorted(one & other)
        groups, left = self.pack.groups, self.pack.capacity.copy()
        left -= np.bincount(groups.take(np.array(out, dtype=np.int64)).flat, minlength=len(left))
        for s in rest[: len(rest) // 2]:
            members = groups.flat[groups.starts[s] : groups.starts[s + 1]]
            if left[members].all():
                left[members] -= 1
                out.append(s)
        return out

    @abstractmethod
    def _clear(self) -> None:
        """Begin with nothing chosen."""

    @abstractmethod
    def _rivals(self, s: int) -> list[int]:
        """Return the chosen groups that would have to leave for group s."""

    @abstractmethod
    def _enter(self, s: int) -> None:
        """Choose group s; what it changes is added to the gains."""

    @abstractmethod
    def _leave(self, s: int) -> None:
        """Take group s out; what it changes is added to the gains."""


class Owned(Swift):
    """Knows who has the place of each city; for lists of any length."""

    def __init__(self, pack: Pack) -> None:
        super().__init__(pack)
        self._near = Nearby(pack)
        self._owner: list[int] = []

    def _clear(self) -> None:
        self.chosen.clear()
        self._owner = [-1] * len(self.pack.capacity)

    def _rivals(self, s: int) -> list[int]:
        out = set(map(self._owner.__getitem__, self.pack.groups.members(s)))
        out.discard(-1)
        return sorted(out)

    def _enter(self, s: int) -> None:
        for i in self.pack.groups.members(s):
            self._owner[i] = s
        self.chosen.add(s)
        self._charge(s, self.value[s])

    def _leave(self, s: int) -> None:
        for i in self.pack.groups.members(s):
            self._owner[i] = -1
        self.chosen.remove(s)
        self._charge(s, -self.value[s])

    def _charge(self, s: int, value: float) -> None:
        near = self._near[s]
        self.gain[near] -= value
        self.key[near] -= value


class Tabled(Swift):
    """Has a table of what every group costs every other; for lists that are not long."""

    def __init__(self, pack: Pack, conflicts: Conflicts) -> None:
        super().__init__(pack)
        self._bits, self._taken = conflicts.near, 0
        self._cost = np.zeros((pack.m, pack.m), dtype=self._both.dtype)
        for s, rivals in enumerate(conflicts.arrays()):
            self._cost[s, rivals] = self.value[s]

    def _clear(self) -> None:
        self.chosen.clear()
        self._taken = 0

    def _rivals(self, s: int) -> list[int]:
        bits, out = self._taken & self._bits[s], []
        while bits:
            low = bits & -bits
            out.append(low.bit_length() - 1)
            bits ^= low
        return out

    def _enter(self, s: int) -> None:
        self._taken |= 1 << s
        self.chosen.add(s)
        self._both -= self._cost[s]

    def _leave(self, s: int) -> None:
        self._taken ^= 1 << s
        self.chosen.remove(s)
        self._both += self._cost[s]
