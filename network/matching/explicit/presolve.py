"""Makes an explicit problem smaller without losing its optimum.

Steps: duplicates, cities that never run out, cities that may stay alone, groups that a part of them replaces, and
independent parts. Source of the rules: reductions for set packing and maximum weight independent set (Borndörfer
1998; Lamm et al. 2019).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..groups import Floats, Groups, Ints
from .pack import Pack


@dataclass(frozen=True, slots=True)
class Reduced:
    """A smaller problem and the way back: `origin[s]` is the group of the full problem that group s stands for.

    `alone[i]` is the group of city i alone (or -1), taken whenever nothing else takes its place; its value is
    already taken off all other groups of the city. `forced` groups are in every best choice. `base` is the value
    of `forced` and of all cities alone.
    """

    pack: Pack
    origin: Ints
    alone: Ints
    forced: Ints
    base: float

    def back(self, chosen: Ints) -> Ints:
        """Return the choice in the full problem."""
        taken = np.zeros(len(self.alone), dtype=bool)
        taken[self.pack.groups.take(chosen).flat] = True
        alone = self.alone[(self.alone >= 0) & ~taken]
        return np.sort(np.concatenate([self.origin[chosen], self.forced, alone]))


def reduce(pack: Pack) -> Reduced:
    """Return an equivalent smaller problem. Values must be above zero and all members have places."""
    n = len(pack.capacity)
    origin = np.arange(pack.m, dtype=np.int64)
    keep = _without_copies(pack)
    pack, origin = pack.take(keep), origin[keep]
    pack, forced = _without_idle_cities(pack)
    base = pack.worth(np.flatnonzero(forced))
    out = origin[forced]
    pack, origin = pack.take(~forced), origin[~forced]
    pack, (useful, before), alone = _without_singles(pack)
    base += float(np.where(alone >= 0, pack_value(alone, before), 0.0).sum())
    alone = np.where(alone >= 0, origin[alone], -1) if len(origin) else np.full(n, -1, dtype=np.int64)
    pack, origin = pack.take(useful), origin[useful]
    lasting = ~_replaced_by_pairs(pack)
    return Reduced(pack.take(lasting), origin[lasting], alone, out, base)


def pack_value(alone: Ints, value: Floats) -> Floats:
    """Return the value of the group of each city alone; anything for cities without one."""
    return value[np.maximum(alone, 0)] if len(value) else np.zeros(len(alone))


def _without_copies(pack: Pack) -> Ints:
    """Return the groups left when of equal groups only as many stay as there are places, the best ones."""
    groups, sizes = pack.groups, pack.groups.sizes
    kept = []
    for size in np.unique(sizes):
        at = np.flatnonzero(sizes == size)
        rows = groups.flat[groups.starts[at][:, None] + np.arange(size)[None, :]]
        order = np.lexsort((at, -groups.value[at], *rows.T[::-1]))
        rows, at = rows[order], at[order]
        first = np.ones(len(at), dtype=bool)
        first[1:] = (rows[1:] != rows[:-1]).any(axis=1)
        begins = np.maximum.accumulate(np.where(first, np.arange(len(at)), 0))
        kept.append(at[np.arange(len(at)) - begins < pack.capacity[rows].min(axis=1)])
    return np.sort(np.concatenate(kept)) if kept else np.zeros(0, dtype=np.int64)


def _without_idle_cities(pack: Pack) -> tuple[Pack, np.ndarray]:
    """Drop members that have a place for every group they are in; groups left without members are forced."""
    groups = pack.groups
    degree = np.bincount(groups.flat, minlength=len(pack.capacity))
    tight = degree > pack.capacity
    stays = tight[groups.flat]
    owner = np.repeat(np.arange(len(groups)), groups.sizes)
    sizes = np.bincount(owner[stays], minlength=len(groups))
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return Pack(Groups(groups.flat[stays], starts, groups.value), pack.capacity, pack.unit), sizes == 0


def _without_singles(pack: Pack) -> tuple[Pack, tuple[np.ndarray, Floats], Ints]:
    """Take the value of each city alone (one place) off its other groups.

    Returns the problem with new values, (groups to keep, old values), and the group of each city alone.
    """
    groups, n = pack.groups, len(pack.capacity)
    alone = np.full(n, -1, dtype=np.int64)
    worth = np.zeros(n)
    single = np.flatnonzero(groups.sizes == 1)
    single = single[pack.capacity[groups.flat[groups.starts[single]]] == 1]
    order = single[np.argsort(groups.value[single], kind="stable")]
    cities = groups.flat[groups.starts[order]]
    alone[cities] = order
    worth[cities] = groups.value[order]
    changed = Groups(groups.flat, groups.starts, groups.value - groups.sums(worth))
    keep = changed.value > 1e-9 * max(1.0, float(groups.value.max(initial=1.0)))
    keep[single] = False
    return Pack(changed, pack.capacity, pack.unit), (keep, groups.value), alone


def _replaced_by_pairs(pack: Pack) -> np.ndarray:
    """Return which groups of three are worth no more than a pair inside them whose members have one place each."""
    groups, sizes = pack.groups, pack.groups.sizes
    out = np.zeros(len(groups), dtype=bool)
    pairs, threes = np.flatnonzero(sizes == 2), np.flatnonzero(sizes == 3)
    if not len(pairs) or not len(threes):
        return out
    n = len(pack.capacity)
    a, b = groups.flat[groups.starts[pairs]], groups.flat[groups.starts[pairs] + 1]
    single = (pack.capacity[a] == 1) | (pack.capacity[b] == 1)
    key, value = (a * n + b)[single], groups.value[pairs][single]
    order = np.lexsort((value, key))
    key, value = key[order], value[order]
    rows = groups.flat[groups.starts[threes][:, None] + np.arange(3)[None, :]]
    for x, y in ((0, 1), (0, 2), (1, 2)):
        at = np.searchsorted(key, rows[:, x] * n + rows[:, y], side="right") - 1
        known = (at >= 0) & (key[np.maximum(at, 0)] == rows[:, x] * n + rows[:, y]) if len(key) else at >= 0
        out[threes] |= known & (value[np.maximum(at, 0)] >= groups.value[threes]) if len(key) else False
    return out


def parts(pack: Pack) -> Ints:
    """Return for each group the number of its independent part (groups linked by common cities), from 0."""
    n = len(pack.capacity)
    label = np.arange(n, dtype=np.int64)
    flat, starts = pack.groups.flat, pack.groups.starts[:-1]
    if not len(flat):
        return np.zeros(0, dtype=np.int64)
    sizes = pack.groups.sizes
    while True:
        low = np.minimum.reduceat(label[flat], starts)
        new = label.copy()
        np.minimum.at(new, flat, np.repeat(low, sizes))
        new = new[new]
        if (new == label).all():
            break
        label = new
    out: Ints = np.unique(label[flat[starts]], return_inverse=True)[1].astype(np.int64)
    return out
