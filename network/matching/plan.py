"""The result of a run as frozen values: groups with gains and reasons, who is left out and why, the receipt."""

from __future__ import annotations

from dataclasses import dataclass, field

from .receipt import Receipt

PLAN_VERSION = 1


@dataclass(frozen=True, slots=True)
class Reason:
    """One line of an explanation: a code of the catalogue, its points (0: says something, moves nothing)."""

    code: str
    points: int = 0
    params: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """One criterion between two cities, 0–1, with its reason."""

    name: str
    value: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class Gain:
    """What one member gets: points, the best it could get from any partner, and lines that add up to it."""

    city: str
    points: int
    best: int
    gets: tuple[Reason, ...]
    gives: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A proposed pair or group of three. `points` is its worth; `lines` lead from the gains to it."""

    members: tuple[str, ...]
    points: int
    gains: tuple[Gain, ...]
    lines: tuple[Reason, ...] = ()
    pinned: bool = False
    kept: bool = False
    below_floor: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A city in no group, and the rule or circumstance that blocks it. `proven`: no plan could serve it
    (or serve more cities than this one)."""

    city: str
    reason: Reason
    proven: bool


@dataclass(frozen=True, slots=True)
class Fairness:
    """Figures on how the plan treats cities: floor used, worst-off share of own best (0–1), spread and shares."""

    floor: float
    floor_proven: bool
    worst_city: str
    worst_share: float
    worst_points: int
    p10_points: int
    median_points: int
    served: int
    eligible: int
    by_region: tuple[tuple[str, int, int, int], ...] = ()
    by_size: tuple[tuple[str, int, int, int], ...] = ()
    by_income: tuple[tuple[str, int, int, int], ...] = ()
    south_south: float = 0.0
    cross_region: float = 0.0
    fewest_partners: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Certificate:
    """Whole-number prices (1/1024 point) that prove the bound without a solver.

    `city`: price of a place with each city; `side`: rows (cities, lower, upper, price); `size`: (size, limit,
    price) of groups of a limited size; `left_out`: points charged for each of the `wanted` cities in no group;
    `floor` per mille. `bound` is what the prices prove, in 1/1024 point, before rounding down.
    """

    city: tuple[tuple[str, int], ...]
    side: tuple[tuple[tuple[str, ...], int, int, int], ...] = ()
    size: tuple[tuple[int, int, int], ...] = ()
    left_out: int = 0
    wanted: tuple[str, ...] = ()
    floor: int = 0
    bound: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """Difference to an earlier plan."""

    groups_kept: int
    groups_broken: int
    cities_changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amendment:
    """A change made to the problem after the first run: drop, pin, forbid, or join (with the city's JSON)."""

    kind: str
    cities: tuple[str, ...]
    exact: bool = False
    document: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A complete answer. `bound` is proven: no plan that serves as many cities on this floor has more points."""

    groups: tuple[Group, ...]
    unmatched: tuple[Unmatched, ...]
    total: int
    bound: int
    gap: float
    status: str
    fairness: Fairness
    certificate: Certificate | None
    receipt: Receipt
    changes: Changes | None = None
    warnings: tuple[Reason, ...] = field(default=())
    amendments: tuple[Amendment, ...] = field(default=())

    def group_of(self, city: str) -> tuple[Group, ...]:
        """Return the groups a city is in."""
        return tuple(g for g in self.groups if city in g.members)
