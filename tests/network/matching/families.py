"""Seeded generators of explicit problems in the shape of published families, for tests and benchmarks.

Written from the descriptions in the literature named at each function; no published instance is copied.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

from network.matching.values import ListedGroup, ListedProblem

Rows = Iterable[tuple[Iterable[int], float]]


def listed(n: int, rows: Rows, capacity: Callable[[int], int] = lambda i: 1) -> ListedProblem:
    """Return the explicit problem with n cities and these groups (members by number, value)."""
    groups = tuple(ListedGroup(tuple(f"c{i}" for i in members), float(value)) for members, value in rows)
    return ListedProblem(tuple((f"c{i}", capacity(i)) for i in range(n)), groups)


def kidney(n: int, seed: int, *, values: str = "unit", density: float = 1.0) -> ListedProblem:
    """Cycles of two and three among incompatible pairs. Source of the shape: Saidman et al. 2006 (blood types, cPRA).

    `values`: "unit" (every group 1), "size" (patients served) or "random" (weights of arcs).
    """
    r = random.Random(seed)
    blood = ("O", "A", "B", "AB")
    pairs: list[tuple[str, str, float]] = []
    while len(pairs) < n:
        patient, donor = r.choices(blood, (48, 34, 14, 4), k=2)
        hard = r.choices((0.05, 0.45, 0.9), (70, 20, 10))[0]
        if not _gives(donor, patient) or r.random() < hard:
            pairs.append((patient, donor, hard))
    arcs = {
        (i, j): r.randint(1, 10)
        for i in range(n)
        for j in range(n)
        if i != j and _gives(pairs[i][1], pairs[j][0]) and r.random() < density * (1 - pairs[j][2])
    }
    after: dict[int, list[int]] = {}
    for i, j in arcs:
        after.setdefault(i, []).append(j)
    rows: list[tuple[tuple[int, ...], float]] = []
    for i, j in arcs:
        if i < j and (j, i) in arcs:
            rows.append(((i, j), _worth(values, arcs, (i, j))))
        for k in after.get(j, ()):
            if i < j and i < k and (k, i) in arcs:
                rows.append(((i, j, k), _worth(values, arcs, (i, j, k))))
    return listed(n, rows)


def _gives(donor: str, patient: str) -> bool:
    return donor == "O" or donor == patient or patient == "AB"


def _worth(values: str, arcs: dict[tuple[int, int], int], ring: tuple[int, ...]) -> float:
    if values == "random":
        return sum(arcs[a, b] for a, b in zip(ring, (*ring[1:], ring[0]), strict=True))
    return 1.0 if values == "unit" else float(len(ring))


def packing(sets: int, items: int, seed: int, *, most: int = 20, largest: int = 0) -> ListedProblem:
    """Random set packing. Source of the shape: Delorme, Gandibleux and Rodriguez 2004.

    Every item is in 2 to `largest` of the sets (default: 2 % of them); values are whole from 1 to `most`.
    """
    r = random.Random(seed)
    members: list[list[int]] = [[] for _ in range(sets)]
    for item in range(items):
        for s in r.sample(range(sets), min(sets, r.randint(2, largest or max(2, sets // 50)))):
            members[s].append(item)
    return listed(items, [(m, r.randint(1, most)) for m in members if m])


def wide(
    items: int, sets: int, size: int, seed: int, *, fractions: bool = False, capacity: tuple[int, ...] = (1,)
) -> ListedProblem:
    """Groups of about `size` random members, worth about as much as they are large."""
    r = random.Random(seed)
    rows = []
    for _ in range(sets):
        k = max(1, round(r.gauss(size, size / 4)))
        worth = k * (0.5 + r.random()) if fractions else r.randint(k, 2 * k)
        rows.append((r.sample(range(items), min(k, items)), worth))
    places = [r.choice(capacity) for _ in range(items)]
    return listed(items, rows, places.__getitem__)


def pairs_and_threes(
    n: int, groups: int, seed: int, *, values: str = "random", capacity: tuple[int, ...] = (1,)
) -> ListedProblem:
    """Random pairs and threes with values that are fractions ("random"), whole ("whole"), equal ("unit") or mixed."""
    r = random.Random(seed)
    worth: dict[str, Callable[[int], float]] = {
        "random": lambda k: r.random() * 10,
        "whole": lambda k: r.randint(1, 9),
        "unit": lambda k: 1,
        "size": lambda k: k,
        "mixed": lambda k: r.choice([-3.5, 0, 0.1, 1 / 3, 2, 7.25]),
    }
    rows = []
    for _ in range(groups):
        k = r.choice((2, 3))
        rows.append((r.sample(range(n), k), worth[values](k)))
    places = [r.choice(capacity) for _ in range(n)]
    return listed(n, rows, places.__getitem__)


def three_dimensional(n: int, groups: int, seed: int, *, most: int = 1) -> ListedProblem:
    """Three-dimensional matching: groups of one member from each of three sides of n."""
    r = random.Random(seed)
    rows = [((r.randrange(n), n + r.randrange(n), 2 * n + r.randrange(n)), r.randint(1, most)) for _ in range(groups)]
    return listed(3 * n, rows)


def graph(n: int, edges: int, seed: int, *, most: int = 100) -> ListedProblem:
    """Pairs only: maximum weight matching in a random graph."""
    r = random.Random(seed)
    return listed(n, [(r.sample(range(n), 2), r.randint(1, most)) for _ in range(edges)])


def auction_regions(goods: int, bids: int, seed: int, *, arbitrary: bool = False) -> ListedProblem:
    """Bids on neighbouring goods, one of several per bidder. Shape: CATS (Leyton-Brown et al. 2000), regions/arbitrary."""
    r = random.Random(seed)
    width = max(2, round(goods**0.5))
    common = [r.uniform(1, 100) for _ in range(goods)]
    near: list[dict[int, float]] = [{} for _ in range(goods)]
    for a in range(goods):
        for b in range(goods):
            close = abs(a % width - b % width) <= 1 and abs(a // width - b // width) <= 1
            if a < b and (r.random() < 0.2 if arbitrary else close and r.random() < 0.7):
                near[a][b] = near[b][a] = r.random()
    rows: list[tuple[list[int], float]] = []
    bidder = 0
    while len(rows) < bids:
        private = [v * (1 + 0.5 * r.uniform(-1, 1)) for v in common]
        offers: dict[tuple[int, ...], float] = {}
        for _ in range(5):
            bundle = _bundle(r, near, private)
            worth = sum(private[g] for g in bundle) + len(bundle) ** 1.2
            offers.setdefault(tuple(bundle), round(worth, 2))
        rows += [([*bundle, goods + bidder], worth) for bundle, worth in offers.items()]
        bidder += 1
    return listed(goods + bidder, rows[:bids])


def _bundle(r: random.Random, near: list[dict[int, float]], private: list[float]) -> list[int]:
    bundle = [r.choices(range(len(private)), private)[0]]
    while r.random() < 0.9:
        weight: dict[int, float] = {}
        for g in bundle:
            for other, w in near[g].items():
                if other not in bundle:
                    weight[other] = weight.get(other, 0.0) + w * private[other]
        if not weight:
            break
        bundle.append(r.choices(list(weight), list(weight.values()))[0])
    return sorted(bundle)


def auction_paths(cities: int, bids: int, seed: int) -> ListedProblem:
    """Bids on the roads of paths through a plane, the better the shorter. Shape: CATS, paths."""
    r = random.Random(seed)
    at = [(r.random(), r.random()) for _ in range(cities)]

    def far(a: int, b: int) -> float:
        return ((at[a][0] - at[b][0]) ** 2 + (at[a][1] - at[b][1]) ** 2) ** 0.5

    roads: dict[tuple[int, int], int] = {}
    for a in range(cities):
        for b in sorted(range(cities), key=lambda b: far(a, b))[1:4]:
            roads.setdefault((min(a, b), max(a, b)), len(roads))
    near: dict[int, list[int]] = {}
    for a, b in roads:
        near.setdefault(a, []).append(b)
        near.setdefault(b, []).append(a)
    rows: list[tuple[list[int], float]] = []
    bidder = 0
    while len(rows) < bids:
        start, end = r.sample(range(cities), 2)
        wish = far(start, end) * r.uniform(1, 2)
        for _ in range(5):
            path = _walk(r, near, start, end, far)
            length = sum(far(a, b) for a, b in path)
            if path and length < wish * 1.5:
                worth = round(100 * (1.5 * wish - length) + 1, 2)
                rows.append(([*sorted({roads[min(p), max(p)] for p in path}), len(roads) + bidder], worth))
        bidder += 1
    return listed(len(roads) + bidder, rows[:bids])


def _walk(
    r: random.Random, near: dict[int, list[int]], start: int, end: int, far: Callable[[int, int], float]
) -> list[tuple[int, int]]:
    seen, at, path = {start}, start, []
    while at != end:
        options = [b for b in near.get(at, ()) if b not in seen]
        if not options:
            return []
        step = min(options, key=lambda b: far(at, b) + far(b, end) * r.uniform(0.8, 1.3))
        path.append((at, step))
        seen.add(step)
        at = step
    return path


def auction_scheduling(slots: int, jobs: int, seed: int) -> ListedProblem:
    """Bids on consecutive time slots, one of several per job, worth less after each deadline. Shape: CATS, scheduling."""
    r = random.Random(seed)
    rows = []
    for job in range(jobs):
        length, worth = r.randint(1, max(2, slots // 6)), r.uniform(1, 100)
        due = r.randrange(length, slots + 1)
        for start in range(slots - length + 1):
            late = max(0, start + length - due)
            if late < 4 and due - start < 3 * length:
                members = [*range(start, start + length), slots + job]
                rows.append((members, round(worth * length * 0.8**late, 2)))
    return listed(slots + jobs, rows)


def duplicates(n: int, groups: int, seed: int) -> ListedProblem:
    """Few different groups listed very often with different values, cities alone, values of every sign."""
    r = random.Random(seed)
    kinds = [r.sample(range(n), r.choice((1, 2, 3, 3))) for _ in range(max(1, groups // 20))]
    return listed(n, [(r.choice(kinds), r.randint(-5, 50) / 4) for _ in range(groups)], lambda i: 1 + i % 3)
