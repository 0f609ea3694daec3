"""Finds smallest sets of rules that contradict each other, so that a refusal can name exactly those.

Pins are the only rules that demand something, so only they can be contradicted. A set of rules is tried by
asking for groups that satisfy every pin in it; a smallest contradictory set is one whose every part can be met.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from .hard_rules import Block, HardRules, takes_part
from .thirds import Pair, can_take_thirds
from .values import City, Limits, Problem, Rule


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that may be part of a contradiction: a rule, or a fact about a city or the settings.

    `path`: its place in a problem as it was read (not one with later amendments). `why`: what keeps cities apart.
    """

    kind: str
    cities: tuple[str, ...] = ()
    rule: Rule | None = None
    amount: int = 0
    path: str = ""
    why: str = ""

    @property
    def placed(self) -> str:
        """In words, with the place in the document the problem was read from."""
        return f"{self} ({self.path})" if self.path else str(self)

    def __str__(self) -> str:
        words = " and ".join(self.cities)
        named = f" ({self.rule.id})" if self.rule is not None and self.rule.id else ""
        return {
            "pin": f"pin {words}{' exactly' if self.rule and self.rule.exact else ''}{named}",
            "apart": f"{words} must not be in one group: {self.why}",
            "forbid": f"forbid {words}{named}",
            "other_country": "groups mix countries",
            "not_eligible": f"{words} does not take part",
            "capacity": f"{words} has {self.amount} place{'s' if self.amount != 1 else ''}",
            "no_pairs": "pairs are switched off",
            "no_triads": "groups of three are switched off",
            "max_pairs": f"at most {self.amount} pairs",
            "max_triads": f"at most {self.amount} groups of three",
        }[self.kind]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A smallest set of things that cannot all hold."""

    items: tuple[Item, ...]

    def __str__(self) -> str:
        return "; ".join(str(i) for i in self.items)

    @property
    def placed(self) -> str:
        """In words, with the places in the document."""
        return "; ".join(i.placed for i in self.items)


def contradictions(problem: Problem) -> tuple[Conflict, ...]:
    """Return one smallest contradictory set for each part of the pins that cannot be met; () when all can."""
    rules = enumerate(problem.rules)
    pins = [Item("pin", tuple(sorted(r.cities)), r, path=f"$.rules[{n}]") for n, r in rules if r.kind == "pin"]
    if not pins:
        return ()
    check = _Check(problem)
    found = []
    for part in _parts(pins):
        items = [*part, *check.facts(part)]
        if not check.possible(items):
            found.append(Conflict(tuple(_smallest(items, check))))
    if not found:
        items = [*pins, *check.facts(pins)]
        if not check.possible(items):
            found.append(Conflict(tuple(_smallest(items, check))))
    return tuple(found)


def _parts(pins: list[Item]) -> list[list[Item]]:
    """Return pins grouped by shared cities."""
    parts: list[tuple[set[str], list[Item]]] = []
    for pin in pins:
        touching = [p for p in parts if p[0] & set(pin.cities)]
        merged: tuple[set[str], list[Item]] = (set(pin.cities), [])
        for p in touching:
            merged[0].update(p[0])
            merged[1].extend(p[1])
            parts.remove(p)
        merged[1].append(pin)
        parts.append(merged)
    return [items for _, items in parts]


def _smallest(items: list[Item], check: _Check) -> list[Item]:
    """Return a contradictory subset of least size: by deletion first, then by trying every smaller subset.

    The second step is left out where it would need more than 20 000 trials; the set is then one of which no
    part can be spared, though another might have fewer members.
    """
    kept = list(items)
    for item in items:
        rest = [i for i in kept if i is not item]
        if not check.possible(rest):
            kept = rest
    for size in range(1, len(kept)):
        if _trials(len(items), size) > 20_000:
            break
        for subset in combinations(items, size):
            if any(i.kind == "pin" for i in subset) and not check.possible(list(subset)):
                return list(subset)
    return kept


def _trials(n: int, size: int) -> int:
    out = 1
    for k in range(size):
        out = out * (n - k) // (k + 1)
    return out


class _Check:
    """Asks whether a set of items can hold together."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.cities = {c.id: c for c in problem.cities}
        self.path = {c.id: f"$.cities[{n}]" for n, c in enumerate(problem.cities)}
        self.plain = HardRules(replace(problem, rules=()))
        self.full = HardRules(problem)
        self.bounded: Limits = problem.settings.limits

    def facts(self, pins: Sequence[Item]) -> list[Item]:
        """Return everything that could stand against these pins."""
        touched = sorted({c for p in pins for c in p.cities})
        out: list[Item] = []
        for n, rule in enumerate(self.problem.rules):
            if rule.kind == "forbid" and len(rule.cities & set(touched)) >= 2:
                out.append(Item("forbid", tuple(sorted(rule.cities)), rule, path=f"$.rules[{n}]"))
            if rule.kind == "other_country" and not any(i.kind == "other_country" for i in out):
                out.append(Item("other_country", (), rule, path=f"$.rules[{n}]"))
        for a, b in combinations(touched, 2):
            block = self.plain.apart(a, b)
            if block is not None:
                out.append(self._apart((a, b), block))
        for city in touched:
            out_of_it = takes_part(self.cities[city])
            if out_of_it is not None and out_of_it.code == "not_eligible":
                out.append(Item("not_eligible", (city,), path=f"{self.path[city]}.eligible"))
            places = self.cities[city].capacity
            out.append(Item("capacity", (city,), None, places, f"{self.path[city]}.capacity"))
        return out + self._limits()

    def _apart(self, cities: tuple[str, str], block: Block) -> Item:
        """Return a setting that keeps two cities apart."""
        if block.code == "met_recently":
            name, months = "no_repeat_months", dict(block.params)["months"]
            why = f"they met {months} months ago, and none meet again within {self.problem.settings.no_repeat_months}"
        else:
            name, why = "common_language_required", "they have no language in common, and one is required"
        return Item("apart", cities, path=f"$.settings.{name}", why=why)

    def _limits(self) -> list[Item]:
        limits, path = self.bounded, "$.settings.limits"
        out = [] if limits.pairs else [Item("no_pairs", path=f"{path}.pairs")]
        out += [] if limits.triads else [Item("no_triads", path=f"{path}.triads")]
        for kind, most in (("max_pairs", limits.max_pairs), ("max_triads", limits.max_triads)):
            out += [] if most is None else [Item(kind, amount=most, path=f"{path}.{kind}")]
        return out

    def possible(self, items: Iterable[Item]) -> bool:
        """Return whether groups exist that meet every pin among the items and break none of the others."""
        return _Search(self, list(items)).run()


class _Search:
    """Backtracking over pins: each joins a group already chosen, or opens one (with a third city if needed)."""

    def __init__(self, check: _Check, items: list[Item]) -> None:
        self.cities: dict[str, City] = check.cities
        self.pins = sorted((i for i in items if i.kind == "pin"), key=lambda i: (-len(i.cities), i.cities))
        kinds = {i.kind for i in items}
        self.no_pairs, self.no_triads = "no_pairs" in kinds, "no_triads" in kinds
        self.most = {2: _amount(items, "max_pairs"), 3: _amount(items, "max_triads")}
        self.capacity = {i.cities[0]: i.amount for i in items if i.kind == "capacity"}
        self.out = {i.cities[0] for i in items if i.kind == "not_eligible"}
        self.other_country = "other_country" in kinds
        self.apart = {frozenset(p) for i in items if i.kind in ("apart", "forbid") for p in combinations(i.cities, 2)}
        self.plain = check.full
        self.steps = 0

    def run(self) -> bool:
        """Return whether all pins can be met."""
        if any(c in self.out for p in self.pins for c in p.cities):
            return False
        return self._place(0, [])

    def _place(self, at: int, groups: list[tuple[Pair, bool]]) -> bool:
        self.steps += 1
        if self.steps > 50_000 or at == len(self.pins):
            return self._fits(groups, final=True)
        pin = self.pins[at]
        exact = (pin.rule is not None and pin.rule.exact) or len(pin.cities) == 3
        for group in self._options(pin, exact, groups):
            if self._fits(group, final=False) and self._place(at + 1, group):
                return True
        return False

    def _options(self, pin: Item, exact: bool, groups: list[tuple[Pair, bool]]) -> Iterable[list[tuple[Pair, bool]]]:
        want = frozenset(pin.cities)
        for n, (group, closed) in enumerate(groups):
            if group == want or (want <= group and not exact):
                yield [*groups[:n], (group, closed or exact), *groups[n + 1 :]]
                return
            joined = group | want
            if not closed and not exact and group & want and len(joined) == 3:
                yield [*groups[:n], (joined, False), *groups[n + 1 :]]
            if exact and not closed and group < want:
                yield [*groups[:n], (want, True), *groups[n + 1 :]]
        yield [*groups, (want, exact)]

    def _fits(self, groups: list[tuple[Pair, bool]], *, final: bool) -> bool:
        used: dict[str, int] = {}
        met: set[frozenset[str]] = set()
        for group, _ in groups:
            for c in group:
                used[c] = used.get(c, 0) + 1
                if c in self.capacity and used[c] > self.capacity[c]:
                    return False
            for a, b in combinations(sorted(group), 2):
                pair = frozenset((a, b))
                if pair in met or self._kept_apart(a, b):
                    return False
                met.add(pair)
            if len(group) == 3 and self.no_triads:
                return False
        threes = sum(len(g) == 3 for g, _ in groups)
        if self.most[3] is not None and threes > self.most[3]:
            return False
        return not final or self._sizes_fit(groups, threes, used, met)

    def _kept_apart(self, a: str, b: str) -> bool:
        if frozenset((a, b)) in self.apart:
            return True
        x, y = self.cities[a].country, self.cities[b].country
        return self.other_country and x is not None and x == y

    def _sizes_fit(self, groups: list[tuple[Pair, bool]], threes: int, used: Mapping[str, int], met: set[Pair]) -> bool:
        """Check limits on pairs; pairs too many take in a third city where that is possible."""
        pairs = [g for g, _ in groups if len(g) == 2]
        allowed = 0 if self.no_pairs else self.most[2]
        if allowed is None or len(pairs) <= allowed:
            return True
        excess = len(pairs) - allowed
        if self.no_triads or (self.most[3] is not None and threes + excess > self.most[3]):
            return False
        room = {c.id: c.capacity - used.get(c.id, 0) for c in self.cities.values() if takes_part(c) is None}
        open_ = [g for g, closed in groups if len(g) == 2 and not closed]
        return can_take_thirds(open_, excess, room, met, self._filler_apart)

    def _filler_apart(self, a: str, b: str) -> bool:
        return self._kept_apart(a, b) or self.plain.apart(a, b) is not None


def _amount(items: list[Item], kind: str) -> int | None:
    return next((i.amount for i in items if i.kind == kind), None)
