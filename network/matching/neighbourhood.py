"""Large-neighbourhood search: free a piece of the plan, solve that piece exactly, keep what is better."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .budget import Budget
from .groups import Groups
from .highs import solve_integer
from .model import Choice, Packing, Side, choice_of, is_legal

_PIECE = 110
_PIECE_NODES = 60


def improve(
    pool: Groups, packing: Packing, best: Choice, budget: Budget, seed: int = 0, rounds: int | None = None
) -> Choice:
    """Return the plan after a fixed number of pieces, so that the effort does not depend on the clock."""
    random = np.random.default_rng(seed)
    members = pool.tuples()
    touching = _touching(members, packing.n)
    index = {m: s for s, m in enumerate(members)}
    current = [index[m] for m in best.groups.tuples()]
    rounds = budget.rounds * max(4, min(40, packing.n // 100)) if rounds is None else rounds
    weak = list(best.left_out)
    for round_ in range(rounds):
        if budget.stop():
            break
        seed_city = weak[round_ % len(weak)] if weak and round_ < 2 * len(weak) else int(random.integers(packing.n))
        free = _piece(seed_city, touching, members, _owners(members, current, packing.n), random)
        current = _solve_piece(pool, packing, members, touching, current, free, budget)
        weak = list(choice_of(pool.take(np.array(current, dtype=np.int64)), packing).left_out) if weak else weak
    choice = choice_of(pool.take(np.array(sorted(current), dtype=np.int64)), packing)
    better = is_legal(choice.groups, packing) and choice.worth(packing) > best.worth(packing)
    return choice if better else best


def _touching(members: list[tuple[int, ...]], n: int) -> list[list[int]]:
    out: list[list[int]] = [[] for _ in range(n)]
    for s, group in enumerate(members):
        for i in group:
            out[i].append(s)
    return out


def _owners(members: list[tuple[int, ...]], current: Sequence[int], n: int) -> list[list[int]]:
    out: list[list[int]] = [[] for _ in range(n)]
    for s in current:
        for i in members[s]:
            out[i].append(s)
    return out


def _piece(
    city: int,
    touching: list[list[int]],
    members: list[tuple[int, ...]],
    owners: list[list[int]],
    random: np.random.Generator,
) -> set[int]:
    """Return about `_PIECE` cities around one: whole groups of the plan, reached through attractive groups."""
    free: set[int] = set()
    queue = [city]
    while queue and len(free) < _PIECE:
        at = queue.pop(0)
        closed = {at, *(i for s in owners[at] for i in members[s])}
        for i in sorted(closed - free):
            free.add(i)
            options = touching[i]
            picks: list[int] = random.permutation(len(options))[:6].tolist() if options else []
            queue.extend(j for p in picks for j in members[options[p]] if j not in free)
    return free


def _solve_piece(
    pool: Groups,
    packing: Packing,
    members: list[tuple[int, ...]],
    touching: list[list[int]],
    current: list[int],
    free: set[int],
    budget: Budget,
) -> list[int]:
    inside = [s for s in current if all(i in free for i in members[s])]
    fixed = [s for s in current if not all(i in free for i in members[s])]
    options = sorted({s for i in free for s in touching[i] if all(j in free for j in members[s])})
    cities = sorted(free)
    small = _restricted(pool, packing, cities, fixed)
    position = {c: n for n, c in enumerate(cities)}
    at = {s: n for n, s in enumerate(options)}
    block = Groups.of([[position[i] for i in members[s]] for s in options], pool.value[options])
    start = np.array([at[s] for s in inside], dtype=np.int64)
    result = solve_integer(block, small, budget, start=start, nodes=_PIECE_NODES)
    if result.chosen is None:
        return current
    before = choice_of(block.take(start), small).worth(small)
    after = choice_of(block.take(result.chosen), small)
    if after.worth(small) <= before or not is_legal(after.groups, small):
        return current
    return fixed + [options[int(s)] for s in result.chosen]


def _restricted(pool: Groups, packing: Packing, cities: list[int], fixed: list[int]) -> Packing:
    """Return the packing of a piece: what the rest of the plan leaves of capacities, rows and limits."""
    rest = pool.take(np.array(fixed, dtype=np.int64))
    used = np.zeros(packing.n, dtype=np.int64)
    np.add.at(used, rest.flat, 1)
    at = np.array(cities)
    position = {c: n for n, c in enumerate(cities)}
    sides = []
    for side in packing.sides:
        inside = tuple(position[c] for c in side.cities if c in position)
        if len(inside) >= 2:
            taken = int(side.counts(rest, packing.n).sum())
            sides.append(Side(inside, max(0, side.lower - taken), max(0, side.upper - taken)))
    sizes = rest.sizes
    limit = {s: m - int((sizes == s).sum()) for s, m in packing.size_limit.items()}
    wanted = packing.wanted[at] & (used[at] == 0)
    return Packing(
        packing.capacity[at] - used[at],
        wanted,
        packing.left_out,
        sides,
        limit,
        packing.integral,
        once_together=packing.once_together,
    )
