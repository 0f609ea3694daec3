"""Answers about a plan: everything on one city, and "why not X with Y?" with the rule or the cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from .conflicts import contradictions
from .engine import match
from .errors import ContradictoryRules
from .hard_rules import HardRules, takes_part
from .ledger import explain_gains, pair_terms
from .plan import Gain, Group, Plan, Reason, Term, Unmatched
from .scoring import Scorer
from .values import City, Past, Problem, Rule, Settings

#: What keeps cities apart only as long as nobody pins them.
SOFT = frozenset(("below_floor", "below_minimum", "gives_nothing_here", "format_of"))


@dataclass(frozen=True, slots=True)
class PairScore:
    """Two cities scored by themselves: both gains with lines, the worth as a pair, and every criterion 0–1."""

    cities: tuple[str, str]
    points: int
    gains: tuple[Gain, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class CityExplanation:
    """Everything a plan says about one city. `partners` are its best partners: city, own gain, the other's gain."""

    city: str
    groups: tuple[Group, ...]
    unmatched: Unmatched | None
    partners: tuple[tuple[str, int, int], ...]
    slot_price: float


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why these cities are not a group. `rules`: what forbids it (empty when nothing does).

    `points` is what the group would be worth, `loss` what the best plan with it loses against this one,
    `leaves_out` cities that would then be in no group, `loses` what other cities would lose in points.
    """

    cities: tuple[str, ...]
    rules: tuple[Reason, ...]
    summary: Reason
    points: int | None = None
    loss: int | None = None
    exact: bool = False
    leaves_out: tuple[str, ...] = ()
    loses: tuple[tuple[str, int], ...] = ()


def score(a: City, b: City, settings: Settings | None = None, past: tuple[Past, ...] = ()) -> PairScore:
    """Return the score of two cities as a pair, line by line; 1000 points is the most one city can gain."""
    scorer = Scorer({a.id: a, b.id: b}, settings or Settings(), past)
    return pair_score(scorer, a.id, b.id)


def pair_score(scorer: Scorer, a: str, b: str) -> PairScore:
    """Return the score of two cities of a scorer."""
    gains = scorer.gains((a, b))
    lines = explain_gains(scorer, (a, b), gains)
    return PairScore((a, b), scorer.value(gains), lines, pair_terms(scorer, a, b))


def explain_city(plan: Plan, problem: Problem, city: str, *, partners: int = 8) -> CityExplanation:
    """Return what a plan says about a city; `KeyError` when the problem has no such city."""
    me = problem.city(city)
    scorer, rules = Scorer.of(problem), HardRules(problem)
    options = []
    if takes_part(me) is None:
        for other in problem.cities:
            if other.id != city and takes_part(other) is None and rules.apart(city, other.id) is None:
                options.append((other.id, scorer.pair_gain(city, other.id), scorer.pair_gain(other.id, city)))
    options.sort(key=lambda o: (-(o[1] + o[2]), o[0]))
    price = dict(plan.certificate.city).get(city, 0) if plan.certificate else 0
    unmatched = next((u for u in plan.unmatched if u.city == city), None)
    return CityExplanation(city, plan.group_of(city), unmatched, tuple(options[:partners]), round(price / 1024, 1))


def blocking_rules(
    problem: Problem,
    cities: Iterable[str],
    floor: int = 0,
    best: dict[str, int] | None = None,
    scorer: Scorer | None = None,
    rules: HardRules | None = None,
) -> tuple[Reason, ...]:
    """Return every rule that forbids these cities as a group; () when it is possible.

    `floor` (per mille) and `best` (best possible gain by city) add the floor of a plan to the rules. `scorer` and
    `rules` of the problem save time where many groups are asked about.
    """
    members = tuple(sorted(cities))
    if not 2 <= len(members) <= 3:
        return (Reason("too_big", 0, ()),)
    rules = HardRules(problem) if rules is None else rules
    found = [takes_part(rules.cities[c]) for c in members]
    found += [rules.apart(a, b) for n, a in enumerate(members) for b in members[n + 1 :]]
    out = [Reason(b.code, 0, b.params) for b in found if b is not None]
    size, limits = len(members), problem.settings.limits
    if not (limits.pairs if size == 2 else limits.triads):
        out.append(Reason("size_off", 0, (("size", str(size)),)))
    refused = "three" if size == 2 else "pair"
    for c in members:
        if rules.cities[c].format == refused:
            out.append(Reason("format_of", 0, (("city", c), ("size", str(size)))))
    return (*out, *_weak(scorer or Scorer.of(problem), members, floor, best or {}))


def _weak(scorer: Scorer, members: tuple[str, ...], floor: int, best: dict[str, int]) -> list[Reason]:
    minimum = scorer.weights.minimum_gain
    out = []
    for c, points in scorer.gains(members).items():
        if points < minimum:
            out.append(Reason("below_minimum", 0, (("city", c), ("points", str(points)), ("minimum", str(minimum)))))
        elif points * 1000 < best.get(c, 0) * floor:
            least = -(-best[c] * floor // 1000)
            out.append(Reason("below_floor", 0, (("city", c), ("points", str(points)), ("floor", str(least)))))
    if len(members) == 3 and minimum:
        out += [Reason("gives_nothing_here", 0, (("city", c),)) for c, yes in scorer.gives(members).items() if not yes]
    return out


def own_bests(problem: Problem, scorer: Scorer, rules: HardRules, cities: Iterable[str]) -> dict[str, int]:
    """Return the most each of these cities could gain from any one partner it may meet."""
    ids = [c.id for c in problem.cities if takes_part(c) is None]
    return {
        c: max((scorer.pair_gain(c, o) for o in ids if o != c and rules.apart(c, o) is None), default=0) for c in cities
    }


def why_not(
    plan: Plan,
    problem: Problem,
    cities: Iterable[str],
    *,
    exact: bool = True,
    should_stop: Callable[[], bool] | None = None,
) -> WhyNot:
    """Return why these two or three cities are not a group of the plan.

    With `exact` the best plan with this group is computed (it is pinned, so floor and minimum do not hold it
    back) and the loss, the cities it would leave out and what others would lose are stated. Without, the loss
    is a lower estimate from the prices.
    """
    members = tuple(sorted(set(cities)))
    for c in members:
        problem.city(c)
    if any(set(members) <= set(g.members) for g in plan.groups):
        return WhyNot(members, (), Reason("already_together", 0, (("cities", ", ".join(members)),)))
    scorer, hard = Scorer.of(problem), HardRules(problem)
    best = {g.city: g.best for group in plan.groups for g in group.gains}
    best |= own_bests(problem, scorer, hard, (m for m in members if m not in best))
    rules = blocking_rules(problem, members, round(plan.fairness.floor * 1000), best, scorer, hard)
    if any(r.code not in SOFT for r in rules):
        return WhyNot(members, rules, next(r for r in rules if r.code not in SOFT))
    points = scorer.value(scorer.gains(members))
    if not exact:
        return _estimate(plan, members, rules, points)
    return _forced(plan, problem, members, rules, points, should_stop)


def _estimate(plan: Plan, members: tuple[str, ...], rules: tuple[Reason, ...], points: int) -> WhyNot:
    proof = plan.certificate
    price = sum(dict(proof.city).get(c, 0) for c in members) / 1024 if proof else points
    loss = max(0, int(price - points) - (plan.bound - plan.total))
    summary = rules[0] if rules else Reason("cost_at_least", 0, (("points", str(points)), ("loss", str(loss))))
    return WhyNot(members, rules, summary, points, loss, False)


def _forced(
    plan: Plan,
    problem: Problem,
    members: tuple[str, ...],
    rules: tuple[Reason, ...],
    points: int,
    should_stop: Callable[[], bool] | None,
) -> WhyNot:
    pin = Rule("pin", frozenset(members), exact=True)
    forced = replace(problem, rules=(*problem.rules, pin))
    conflicts = contradictions(forced)
    if conflicts:
        names = "; ".join(str(c) for c in conflicts)
        return WhyNot(members, rules, Reason("breaks_rules", 0, (("rules", names),)), points)
    try:
        other = match(forced, should_stop=should_stop)
    except ContradictoryRules as error:  # pragma: no cover - the check above finds them
        return WhyNot(members, rules, Reason("breaks_rules", 0, (("rules", str(error)),)), points)
    loss = plan.total - other.total
    before, after = _points(plan), _points(other)
    out = tuple(sorted(set(before) - set(after)))
    loses = tuple(
        sorted((c, before[c] - after[c]) for c in before if c in after and c not in members and after[c] < before[c])
    )
    params = (("points", str(points)), ("loss", str(loss)), ("total", str(plan.total)))
    summary = (
        Reason("cost_of_group", 0, params) if loss > 0 or out else Reason("no_cost", 0, (("points", str(points)),))
    )
    return WhyNot(members, rules, summary, points, loss, other.status == "optimal", out, loses)


def _points(plan: Plan) -> dict[str, int]:
    out: dict[str, int] = {}
    for group in plan.groups:
        for gain in group.gains:
            out[gain.city] = out.get(gain.city, 0) + gain.points
    return out
