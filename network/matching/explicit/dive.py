"""A plan from the relaxation: fix what it is sure of and a part of what it favours, solve again, until all is whole."""

from __future__ import annotations

import numpy as np

from ..budget import Budget
from ..groups import Ints
from .lp import Linear
from .pack import Pack
from .tree import filled


def dive(pack: Pack, budget: Budget, *, part: float = 0.15) -> Ints:
    """Return a choice found by fixing, in each step, `part` of the groups taken in fractions; one place each city."""
    lp = Linear(pack, budget)
    off = np.zeros(pack.m, dtype=bool)
    owner = np.repeat(np.arange(pack.m), pack.groups.sizes)
    x = np.zeros(pack.m)
    for _ in range(200):
        solved = lp.solve()
        if solved is None or not lp.optimal or budget.stop():
            break
        x = lp.share()
        loose = np.flatnonzero((x > 1e-6) & (x < 1 - 1e-6))
        if not len(loose):
            break
        sure = np.flatnonzero(x >= 1 - 1e-6)
        order = loose[np.lexsort((loose, -x[loose]))][: max(1, int(len(loose) * part))]
        taken = np.zeros(len(pack.capacity), dtype=bool)
        taken[pack.groups.take(sure).flat] = True
        fixed = [sure]
        for s in order.tolist():
            members = list(pack.groups.members(s))
            if not taken[members].any():
                taken[members] = True
                fixed.append(np.array([s]))
        keep = np.concatenate(fixed)
        off |= np.bincount(owner[taken[pack.groups.flat]], minlength=pack.m) > 0
        off[keep] = False
        lp.restrict(off)
    return filled(pack, np.lexsort((np.arange(pack.m), -(x * 1e6 + pack.groups.value / pack.groups.value.max()))))
