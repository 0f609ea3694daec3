"""First groups and first plans without any solver: nearest partners, greedy packing, small repairs."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .groups import Floats, Groups, Ints
from .model import Choice, Packing, Side, choice_of, is_legal
from .pricing import ILLEGAL, Pricer

#: Cities looked at together.
_BLOCK = 64
#: Pairs tried for each city left over, and what is added to the value of groups to be taken first.
_THIRDS, _FIRST = 40, 1e6
_NEVER = np.float32(-1e6)
#: How often a plan is made again for cities left out, and how many points sooner their groups are then taken.
_AGAIN, _PUSH = 4, 1000.0


def first_groups(pricer: Pricer, partners: int = 8, among: Ints | None = None) -> Groups:
    """Return pairs of each city with its best partners (`among` these cities), and threes among those partners.

    Told to stop, it returns those of the cities looked at so far.
    """
    n = pricer.market.n
    every = np.arange(n) if among is None else among
    if len(every) < 2:
        return Groups.empty()
    width = min(partners, len(every) - 1)
    a, b = np.triu_indices(width, 1)
    pairs: list[Ints] = [np.zeros((0, 2), np.int64)]
    threes: list[Ints] = [np.zeros((0, 3), np.int64)]
    for start in range(0, len(every), _BLOCK):
        if pricer.stopped():
            break
        rows = every[start : start + _BLOCK]
        at = rows if among is None else np.ix_(rows, among)
        best, paid = _best(-pricer.pair_value[at].astype(np.int32), width, -ILLEGAL)
        pairs.append(np.stack([np.repeat(rows, width), every[best].reshape(-1)], axis=1)[paid.reshape(-1)])
        near, open_ = _best(np.where(pricer.closed[at], np.float32(1), -pricer.market.edge[at]), width, 1)
        near = every[near]
        three = np.stack([np.repeat(rows, len(a)), near[:, a].reshape(-1), near[:, b].reshape(-1)], axis=1)
        threes.append(three[(open_[:, a] & open_[:, b]).reshape(-1)])
    two, three = _once(np.concatenate(pairs), n), _once(np.concatenate(threes), n)
    block = Groups.even(two, pricer.pair_value[two[:, 0], two[:, 1]])
    return block.joined(pricer.triads(three)) if len(three) else block


def _best(
    loss: npt.NDArray[np.float32] | npt.NDArray[np.int32], width: int, never: float
) -> tuple[Ints, npt.NDArray[np.bool_]]:
    """Return for each row the `width` columns with the least loss, and which of them lose less than `never`."""
    best: Ints = np.argpartition(loss, width - 1, axis=1)[:, :width]
    return best, np.take_along_axis(loss, best, axis=1) < never


def _once(rows: Ints, n: int) -> Ints:
    """Return each set of members once, in ascending order."""
    rows = np.sort(rows, axis=1)
    key = rows[:, 0]
    for column in rows.T[1:]:
        key = key * n + column
    return rows[np.unique(key, return_index=True)[1]]


def for_pins(pricer: Pricer, packing: Packing) -> Groups:
    """Return the groups pins can be fulfilled with: the pair, two pins in one group of three, the best thirds."""
    pins = [set(side.cities) for side in packing.sides if side.lower]
    wished = {tuple(sorted(pin)) for pin in pins}
    wished |= {tuple(sorted(a | b)) for a in pins for b in pins if len(a | b) == 3}
    for pin in pins:
        a, b = sorted(pin)[:2]
        loss = -(pricer.market.edge[a] + pricer.market.edge[b]).astype(np.float32)
        loss[pricer.closed[a] | pricer.closed[b]] = np.float32(1e6)
        loss[[a, b]] = np.float32(1e6)
        wished |= {tuple(sorted((a, b, int(c)))) for c in np.argsort(loss, kind="stable")[:_THIRDS] if loss[c] < 1e6}
    return pricer.groups(sorted(wished))


def greedy(groups: Groups, packing: Packing, order_by: Floats | None = None, *, pins_apart: bool = False) -> Choice:
    """Return the plan that takes groups in descending order of value (or of `order_by`) while they fit.

    Groups that fulfil a pin are taken first. With equal keys the larger group comes first. `pins_apart`: those that
    fulfil most pins first, and none that takes the last place of a city with a pin of its own.
    """
    key = groups.value + packing.left_out * groups.sums(packing.wanted) if order_by is None else order_by
    order = np.lexsort((-groups.sizes, -key)).tolist()
    fill = _Fill(groups, packing)
    pins = [r for r, side in enumerate(packing.sides) if side.lower]
    if pins_apart:
        _pins_apart(fill, order, packing)
    if pins:
        for s in order:
            if any(r in pins and not fill.used[r] for r in fill.rows.get(s, ())):
                fill.try_take(s)
    for s in order:
        fill.try_take(s)
    return choice_of(groups.take(np.array(fill.chosen, dtype=np.int64)), packing)


def _pins_apart(fill: _Fill, order: list[int], packing: Packing) -> None:
    """Take groups for pins, whatever fulfils most of them first, that leave a place for every other pin."""
    open_: dict[int, set[int]] = {}
    pins = {r for r, side in enumerate(packing.sides) if side.lower}
    for r in pins:
        for city in packing.sides[r].cities:
            open_.setdefault(city, set()).add(r)
    serving = [(s, pins & set(fill.rows.get(s, ()))) for s in order]
    for s, met in sorted((one for one in serving if one[1]), key=lambda one: -len(one[1])):
        last = [i for i in fill.members[s] if fill.left[i] <= 1]
        if all(fill.used[r] == 0 for r in met) and all(open_.get(i, set()) <= met for i in last):
            fill.try_take(s)
            for i in fill.members[s]:
                open_[i] = {r for r in open_.get(i, set()) if not fill.used[r]}


def serving_more(
    pricer: Pricer, groups: Groups, best: Choice, packing: Packing, key: Floats | None = None, again: int = _AGAIN
) -> Choice:
    """Return a plan like this one that leaves out fewer cities, or the same one.

    Groups with cities left out are taken sooner, and the plan is made again from these groups a few times (Joslin and
    Clements 1999, "Squeaky wheel optimization"). `key`: by what groups are taken, if not by value.
    """
    key = groups.value if key is None else key
    push, plan = np.zeros(packing.n), best
    for _ in range(again):
        if not plan.left_out or pricer.stopped():
            break
        push[list(plan.left_out)] += _PUSH
        plan = filled(pricer, greedy(groups, packing, key + groups.sums(push)), packing)
        better = plan.worth(packing) > best.worth(packing) or not is_legal(best.groups, packing)
        best = plan if better and is_legal(plan.groups, packing) else best
    return best


def filled(pricer: Pricer, plan: Choice, packing: Packing) -> Choice:
    """Return a plan that also serves cities left over: among themselves, then as thirds of pairs."""
    while len(plan.left_out) > 1 and not pricer.stopped():
        more = first_groups(pricer, among=np.array(plan.left_out, dtype=np.int64))
        better = _with_more(plan, more, packing)
        if len(better.left_out) == len(plan.left_out):
            break
        plan = better
    return _as_thirds(pricer, plan, packing) if packing.plain and plan.left_out else plan


def _with_more(plan: Choice, more: Groups, packing: Packing) -> Choice:
    """Return the plan with whatever of some other groups still fits, the best of them first."""
    every = plan.groups.joined(more)
    return greedy(every, packing, every.value + _FIRST * (np.arange(len(every)) < len(plan.groups)))


def _as_thirds(pricer: Pricer, plan: Choice, packing: Packing) -> Choice:
    """Return the plan with cities left over put to the pairs where that adds most (or costs least)."""
    at = np.flatnonzero(plan.groups.sizes == 2)
    if not len(at):
        return plan
    pairs = plan.groups.take(at)
    left = np.array(plan.left_out, dtype=np.int64)
    a, b = pairs.flat.reshape(-1, 2).T
    edge = np.where(pricer.closed[left], _NEVER, pricer.market.edge[left])
    adds = edge[:, a] + edge[:, b] - (pairs.value - pricer.market.edge[a, b])
    best, open_ = _best((-adds).astype(np.float32), min(_THIRDS, len(at)), 0.5e6)
    third, pair = np.repeat(left, best.shape[1])[open_.reshape(-1)], best[open_]
    threes = pricer.triads(np.sort(np.column_stack([third, a[pair], b[pair]]), axis=1))
    served: set[int] = set()
    owner = np.full(packing.n, -1, dtype=np.int64)
    owner[pairs.flat] = np.repeat(np.arange(len(at)), 2)
    rows = threes.flat.reshape(-1, 3)
    pair = owner[rows].max(axis=1)
    city = rows[np.arange(len(rows)), owner[rows].argmin(axis=1)]
    placed: dict[int, int] = {}
    for s in np.argsort(pairs.value[pair] - threes.value, kind="stable").tolist():
        if int(city[s]) not in served and int(pair[s]) not in placed:
            served.add(int(city[s]))
            placed[int(pair[s])] = s
    keep = np.ones(len(plan.groups), dtype=bool)
    keep[at[list(placed)]] = False
    return choice_of(plan.groups.take(keep).joined(threes.take(np.array(list(placed.values()), np.int64))), packing)


class _Fill:
    """A plan that grows group by group and knows what still fits."""

    def __init__(self, groups: Groups, packing: Packing) -> None:
        self.members = groups.tuples()
        self.left = packing.capacity.tolist()
        self.limit = dict(packing.size_limit)
        self.upper = [side.upper for side in packing.sides]
        self.used = [0] * len(packing.sides)
        self.rows = _rows(self.members, packing.sides)
        self.chosen: list[int] = []
        self._taken: set[int] = set()

    def try_take(self, s: int) -> None:
        """Take group s if every member has room and no row or limit is broken."""
        members, rows = self.members[s], self.rows.get(s, ())
        if s in self._taken or any(self.left[i] <= 0 for i in members) or self.limit.get(len(members), 1) <= 0:
            return
        if any(self.used[r] >= self.upper[r] for r in rows):
            return
        for i in members:
            self.left[i] -= 1
        for r in rows:
            self.used[r] += 1
        if len(members) in self.limit:
            self.limit[len(members)] -= 1
        self._taken.add(s)
        self.chosen.append(s)


def _rows(members: list[tuple[int, ...]], sides: list[Side]) -> dict[int, list[int]]:
    """Return by group the rows that count it: those with at least two of its members."""
    at: dict[int, list[int]] = {}
    for r, side in enumerate(sides):
        for city in side.cities:
            at.setdefault(city, []).append(r)
    out: dict[int, list[int]] = {}
    for s, group in enumerate(members):
        met = [r for city in group if city in at for r in at[city]]
        if len(met) > 1:
            rows = sorted({r for n, r in enumerate(met) if r in met[:n]})
            if rows:
                out[s] = rows
    return out
