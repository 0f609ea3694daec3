"""Zero-half cuts: an odd number of places can be filled by groups of two in half as many pairs only, rounded down.

For a set T of cities with an odd number of places: Σ ⌊|S∩T|/2⌋ x_S ≤ ⌊places/2⌋. Contains odd-cycle and blossom
inequalities (groups of two) and subset rows (Caprara and Fischetti 1996; Jepsen et al. 2008).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ..groups import Floats, Ints
from .lp import Row, incidence
from .pack import Pack

Matrix = npt.NDArray[np.float32]
#: Largest odd set looked for, and how many starting cities are tried at once.
_LONGEST, _STARTS = 11, 80


def odd_sets(pack: Pack, share: Floats, known: set[tuple[int, ...]], most: int, violation: float = 0.02) -> list[Row]:
    """Return violated odd sets, found greedily from cities with fractional groups, all starts at once."""
    used = np.flatnonzero((share > 1e-6) & (share < 1 - 1e-6))
    if not len(used):
        return []
    cities = np.unique(pack.groups.take(used).flat)
    taken = pack.groups.take(np.flatnonzero(share > 1e-6))
    filled = np.bincount(taken.flat, weights=np.repeat(share[share > 1e-6], taken.sizes), minlength=len(pack.capacity))
    slack = np.maximum(pack.capacity[cities] - filled[cities], 0).astype(np.float32)
    tight = np.flatnonzero(slack < 0.3)
    matrix, cities, slack = incidence(pack, used)[tight], cities[tight], slack[tight]
    found: dict[tuple[int, ...], float] = {}
    for members, broken in _grow(matrix, share[used].astype(np.float32), slack, pack.capacity[cities] % 2):
        key = tuple(sorted(cities[members].tolist()))
        if broken > violation and key not in known:
            found[key] = broken
    chosen = sorted(found, key=lambda t: (-found[t], t))[:most]
    known.update(chosen)
    return [_row(pack, key) for key in chosen]


def _grow(matrix: Matrix, weight: Matrix, slack: Matrix, places: Ints) -> list[tuple[list[int], float]]:
    """Grow sets, one from each start, by the city that leaves least in groups met an odd number of times."""
    rows = len(matrix)
    starts = np.argsort(-(matrix @ np.minimum(weight, 1 - weight)), kind="stable")[:_STARTS]
    inside = np.zeros((len(starts), rows), dtype=np.float32)
    at = np.arange(len(starts))
    inside[at, starts] = np.inf
    odd, parity, loss = matrix[starts].copy(), places[starts].copy(), slack[starts].copy()
    found: list[tuple[list[int], float]] = []
    for size in range(2, min(_LONGEST, rows) + 1):
        cost = (weight * (1 - 2 * odd)) @ matrix.T + slack + inside
        nearest = np.argmin(cost, axis=1)
        inside[at, nearest] = np.inf
        odd = np.abs(odd - matrix[nearest])
        parity ^= places[nearest]
        loss += slack[nearest]
        if size < 3:
            continue
        broken = np.where(parity == 1, (1 - odd @ weight - loss) / 2, 0)
        found += [(np.flatnonzero(inside[k] > 0).tolist(), float(broken[k])) for k in np.flatnonzero(broken > 1e-6)]
        hopeful = np.flatnonzero((broken <= 1e-6) & (loss < 1))
        at, inside, odd = np.arange(len(hopeful)), inside[hopeful], odd[hopeful]
        parity, loss = parity[hopeful], loss[hopeful]
        if not len(at):
            break
    return found


def _row(pack: Pack, cities: tuple[int, ...]) -> Row:
    inside = np.zeros(len(pack.capacity))
    inside[list(cities)] = 1
    half = (pack.groups.sums(inside) // 2).astype(np.int64)
    columns = np.flatnonzero(half)
    return tuple(columns.tolist()), tuple(half[columns].tolist()), int(pack.capacity[list(cities)].sum() // 2)
