"""One independent part of a problem, and what is known about it so far."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..groups import Ints
from .conflicts import Conflicts
from .pack import Flags, Pack
from .shared import Shared
from .swift import Owned, Swift, Tabled

#: Above this many groups in a part its conflicts take too much memory; clique cuts are left out.
_CONFLICTS_TO = 12_000
#: Up to this many groups what each costs every other is kept as a square table.
_TABLE_TO = 3000


@dataclass(slots=True)
class Part:
    """One independent part: its groups in the reduced problem, best choice so far, and bound."""

    pack: Pack
    index: Ints
    best: Ints
    bound: float
    _conflicts: Conflicts | None = None
    _local: Swift | None = None

    @property
    def local(self) -> Swift:
        """The local search that suits the part."""
        if self._local is None or self._local.pack is not self.pack:
            if not self.single:
                self._local = Shared(self.pack)
            elif self.pack.m <= _TABLE_TO and self.conflicts is not None:
                self._local = Tabled(self.pack, self.conflicts)
            else:
                self._local = Owned(self.pack)
        return self._local

    @property
    def conflicts(self) -> Conflicts | None:
        """Which groups exclude each other, for cliques; None where they take too much memory."""
        if self.pack.m > _CONFLICTS_TO:
            return None
        if self._conflicts is None or self._conflicts.pack is not self.pack:
            self._conflicts = Conflicts(self.pack)
        return self._conflicts

    @property
    def value(self) -> float:
        """Value of the best choice so far."""
        return self.pack.worth(self.best)

    @property
    def single(self) -> bool:
        """Whether every city has one place."""
        return bool((self.pack.capacity[self.pack.groups.flat] == 1).all())

    @property
    def closed(self) -> bool:
        """Whether the best choice is proved."""
        return self.pack.closes(self.bound, self.value)

    def narrow(self, keep: Flags) -> None:
        """Keep some groups, and those of the best choice."""
        keep[self.best] = True
        where = np.cumsum(keep) - 1
        self.best = where[self.best]
        self.pack, self.index = self.pack.take(keep), self.index[keep]
