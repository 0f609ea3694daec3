"""Checks a plan without the solver: every rule, every number, and that the prices prove the bound.

Shares no code with the search: scores of the plan's groups come from the plain reference in `scoring.py`, rules are
read again, and the certificate is checked over all pairs and groups of three in own arrays (`verify_certificate`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

from .amend import amended
from .codec import seal
from .errors import InputError
from .ledger import explain_gains, group_lines
from .plan import Group, Plan
from .problem_json import hashed, hashed_settings
from .scoring import Scorer
from .values import City, Problem
from .verify_certificate import bound_violations
from .verify_figures import figure_violations
from .verify_meet import Together
from .verify_watch import Checking, VerificationStopped, Watch


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: what, where in the solution, and the detail in English."""

    rule: str
    path: str
    detail: str

    def __str__(self) -> str:
        return f"{self.rule} at {self.path}: {self.detail}"


def verify(
    problem: Problem,
    plan: Plan,
    *,
    certificate: bool = True,
    progress: Callable[[Checking], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> list[Violation]:
    """Return everything wrong with a plan for a problem; an empty list means every check passed.

    `certificate=False` skips the check of the bound, which looks at all pairs and groups of three. `progress` is told
    the step, its share done and seconds left; `VerificationStopped`, with what was checked and found until then, once
    `should_stop` says so.
    """
    try:
        problem = amended(problem, plan.amendments)
    except InputError as error:
        return [Violation("amendment", "$.amendments", str(error))]
    out = _receipt(problem, plan)
    known = {c.id for c in problem.cities}
    strangers = [m for g in plan.groups for m in g.members if m not in known]
    if strangers:
        return [*out, Violation("unknown_city", "$.groups", ", ".join(sorted(set(strangers))))]
    watch = Watch(progress, should_stop)
    checker = _Checker(problem, plan)
    try:
        for n in range(len(plan.groups)):
            watch.at(n / len(plan.groups))
            out += checker.group(n)
        out += checker.cohort() + checker.rules() + checker.totals() + checker.unmatched()
        out += [Violation(*v) for v in figure_violations(problem, plan)]
        if certificate:
            out += [Violation(*v) for v in bound_violations(problem, plan, checker.scorer, checker.together, watch)]
    except VerificationStopped as stopped:
        stopped.broken = tuple(out)
        raise
    return out


def _receipt(problem: Problem, plan: Plan) -> list[Violation]:
    receipt, out = plan.receipt, []
    for name, stated, real in (
        ("input_sha256", receipt.input_sha256, hashed(problem)),
        ("settings_sha256", receipt.settings_sha256, hashed_settings(problem.settings)),
        ("seed", receipt.seed, problem.settings.seed),
        ("value", receipt.value, plan.total),
        ("bound", receipt.bound, plan.bound),
        ("gap", receipt.gap, plan.gap),
        ("status", receipt.status, plan.status),
    ):
        if stated != real:
            out.append(Violation("receipt", f"$.receipt.{name}", f"says {stated}, but it is {real}"))
    if receipt.plan_sha256 != seal(plan):
        out.append(Violation("receipt", "$.receipt.plan_sha256", "the solution was changed after it was made"))
    names = [name for name, _ in receipt.versions]
    if names != ["engine", "python", "numpy", "highspy"]:
        out.append(Violation("receipt", "$.receipt.versions", "does not name engine, Python, numpy and highspy"))
    if any(w.code == "timed_run" for w in plan.warnings) and receipt.reproducible:
        out.append(Violation("receipt", "$.receipt.reproducible", "a run with a time limit is not reproducible"))
    if plan.status == "stopped" and receipt.reproducible:
        out.append(Violation("receipt", "$.receipt.reproducible", "a stopped run is not reproducible"))
    return out


class _Checker:
    """Reads the rules of a problem afresh and holds them against a plan."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.scorer = Scorer.of(problem)
        self.together = Together(problem)
        self.cities: dict[str, City] = {c.id: c for c in problem.cities}
        self.pins = [r for r in problem.rules if r.kind == "pin"]
        self._pinned_with: dict[str, list[frozenset[str]]] = {}
        for rule in self.pins:
            self._pinned_with.setdefault(min(rule.cities), []).append(rule.cities)

    def group(self, n: int) -> list[Violation]:
        """Check a group by itself: members, permissions, gains, lines."""
        group, path = self.plan.groups[n], f"$.groups[{n}]"
        if len(group.members) not in (2, 3) or len(set(group.members)) != len(group.members):
            return [Violation("group_size", path, "a group has two or three different members")]
        out: list[Violation] = []
        if list(group.members) != sorted(group.members):
            out.append(Violation("order", path, "members are listed in alphabetical order"))
        return out + self._apart(group, path) + self._allowed(group, path) + self._points(group, path)

    def _apart(self, group: Group, path: str) -> list[Violation]:
        return [
            Violation(rule, path, detail)
            for a, b in combinations(group.members, 2)
            for rule, detail in self.together.broken(self.cities[a], self.cities[b])
        ]

    def _pinned(self, members: tuple[str, ...]) -> bool:
        return any(cities <= set(members) for c in members for cities in self._pinned_with.get(c, ()))

    def _allowed(self, group: Group, path: str) -> list[Violation]:
        out, size = [], len(group.members)
        limits = self.problem.settings.limits
        if not (limits.pairs if size == 2 else limits.triads):
            out.append(Violation("size_off", path, f"groups of {size} are switched off"))
        pinned = self._pinned(group.members)
        if group.pinned != pinned:
            out.append(Violation("pinned", path, f"says pinned={group.pinned}"))
        if pinned:
            return out
        refused = "three" if size == 2 else "pair"
        out += [
            Violation("format", path, f"{c} wants {refused}") for c in group.members if self.cities[c].format == refused
        ]
        gains, minimum = self.scorer.gains(group.members), self.problem.settings.weights.minimum_gain
        out += [Violation("minimum_gain", path, f"{c} gains {p} points") for c, p in gains.items() if p < minimum]
        if size == 3 and minimum:
            gives = self.scorer.gives(group.members)
            out += [Violation("gives_nothing", path, c) for c, yes in gives.items() if not yes]
        floor = round(self.plan.fairness.floor * 1000)
        for gain in group.gains:
            if gain.points * 1000 < gain.best * floor:
                out.append(Violation("floor", path, f"{gain.city} gains {gain.points} of its best {gain.best}"))
        return out

    def _points(self, group: Group, path: str) -> list[Violation]:
        out = []
        if tuple(g.city for g in group.gains) != group.members:
            return [Violation("gains", f"{path}.gains", "there must be one entry for each member, in order")]
        real = self.scorer.gains(group.members)
        right = explain_gains(self.scorer, group.members, {g.city: g.best for g in group.gains})
        for n, gain in enumerate(group.gains):
            if gain != right[n]:
                out.append(Violation("gains", f"{path}.gains[{n}]", f"{gain.city} gains {real[gain.city]} points"))
            if not gain.gets and not self._pinned(group.members):
                out.append(Violation("no_reason", f"{path}.gains[{n}]", f"{gain.city} has no reason"))
            if sum(line.points for line in gain.gets) != gain.points:
                out.append(Violation("ledger", f"{path}.gains[{n}]", "the lines do not add up to the points"))
        if group.points != self.scorer.value(real):
            out.append(Violation("points", f"{path}.points", f"the group is worth {self.scorer.value(real)}"))
        if group.lines != group_lines(self.scorer, real):
            out.append(Violation("ledger", f"{path}.lines", "the lines are not those of this group"))
        return out

    def cohort(self) -> list[Violation]:
        """Check capacities, that nobody meets twice, and limits on numbers of groups."""
        out = []
        count = Counter(m for g in self.plan.groups for m in g.members)
        for city, times in sorted(count.items()):
            places = self.cities[city].capacity if self.cities[city].eligible else 0
            if times > places:
                out.append(Violation("capacity", "$.groups", f"{city} is in {times} groups and has {places} places"))
        meetings = Counter(p for g in self.plan.groups for p in combinations(sorted(set(g.members)), 2))
        out += [
            Violation("twice", "$.groups", f"{a} and {b} meet {t} times") for (a, b), t in meetings.items() if t > 1
        ]
        limits, sizes = self.problem.settings.limits, Counter(len(g.members) for g in self.plan.groups)
        for size, most in ((2, limits.max_pairs), (3, limits.max_triads)):
            if most is not None and sizes[size] > most:
                out.append(Violation("limit", "$.groups", f"{sizes[size]} groups of {size}, at most {most} allowed"))
        return out

    def rules(self) -> list[Violation]:
        """Check that every pin is met."""
        out = []
        groups: dict[str, list[Group]] = {}
        for group in self.plan.groups:
            for member in set(group.members):
                groups.setdefault(member, []).append(group)
        for rule in self.pins:
            holds = [g for g in groups.get(min(rule.cities), ()) if rule.cities <= set(g.members)]
            if rule.exact or len(rule.cities) == 3:
                holds = [g for g in holds if set(g.members) == rule.cities]
            if not holds:
                out.append(Violation("pin", "$.groups", f"{' and '.join(sorted(rule.cities))} are not together"))
        return out

    def totals(self) -> list[Violation]:
        """Check total, bound, gap and status."""
        plan, out = self.plan, []
        total = sum(g.points for g in plan.groups)
        if plan.total != total:
            out.append(Violation("total", "$.value", f"the groups add up to {total}"))
        if plan.bound < plan.total:
            out.append(Violation("bound", "$.upper_bound", "is below the value"))
        if plan.gap != (plan.bound - plan.total) / max(1, abs(plan.bound)):
            out.append(Violation("gap", "$.gap", "does not follow from value and bound"))
        if plan.status not in ("optimal", "within_gap", "stopped"):
            out.append(Violation("status", "$.status", f"{plan.status} is not known"))
        if (plan.status == "optimal") != (plan.bound == plan.total):
            out.append(Violation("status", "$.status", "optimal means that value and bound are equal"))
        return out

    def unmatched(self) -> list[Violation]:
        """Check that exactly the cities in no group are listed as unmatched, with a fitting reason."""
        served = {m for g in self.plan.groups for m in g.members}
        stated = [u.city for u in self.plan.unmatched]
        out = []
        if stated != sorted(set(self.cities) - served):
            out.append(Violation("unmatched", "$.unmatched", "is not exactly the cities in no group"))
        for n, entry in enumerate(self.plan.unmatched):
            city, params = self.cities.get(entry.city), dict(entry.reason.params)
            path = f"$.unmatched[{n}]"
            if params.get("city") != entry.city or entry.reason.points:
                out.append(Violation("unmatched", path, "the reason speaks of another city"))
            if city is None:
                continue
            code = "not_eligible" if not city.eligible else "no_capacity" if city.capacity == 0 else None
            if (code or entry.reason.code) != entry.reason.code:
                out.append(Violation("unmatched", path, f"the reason should be {code}"))
            if code is None and entry.reason.code in ("not_eligible", "no_capacity"):
                out.append(Violation("unmatched", path, f"{entry.city} takes part"))
        return out
