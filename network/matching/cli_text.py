"""Plain-text output of the command line, for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .catalogue import sentence
from .explain import CityExplanation, WhyNot
from .floors import FloorCost
from .fragility import Fragile, PlanB
from .include import Inclusion
from .plan import Gain, Group, Plan, Reason
from .repair import Repair

Names = Mapping[str, str]


def _count(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"


def _name(city: str, names: Names) -> str:
    return names.get(city, city)


def _lines(reasons: Iterable[Reason], names: Names, indent: str) -> list[str]:
    return [f"{indent}{r.points:+5d}  {sentence(r, names)}" for r in reasons]


def plan_text(plan: Plan, names: Names) -> str:
    """Return a plan as text: groups with reasons, the unmatched, and what was proved."""
    out: list[str] = []
    for n, group in enumerate(plan.groups, 1):
        out += [*_group(n, group, names), ""]
    if plan.unmatched:
        out.append("In no group:")
        for u in plan.unmatched:
            certain = "" if u.proven else " (not proved)"
            out.append(f"  {_name(u.city, names)}: {sentence(u.reason, names)}{certain}")
        out.append("")
    out += _summary(plan, names)
    return "\n".join(out)


def _group(n: int, group: Group, names: Names) -> list[str]:
    marks = "".join(f", {m}" for m, on in (("pinned", group.pinned), ("kept", group.kept)) if on)
    who = " + ".join(_name(m, names) for m in group.members)
    out = [f"{n}. {who}   {group.points} points{marks}"]
    for gain in group.gains:
        out += _gain(gain, names)
    rest = [line for line in group.lines if line.code != "gain"]
    if rest:
        out += [f"   Their gains together make {sum(g.points for g in group.gains)}", *_lines(rest, names, "     ")]
    return out


def _gain(gain: Gain, names: Names) -> list[str]:
    head = (
        f"   {_name(gain.city, names)} gets {gain.points} of the {gain.best} points its best single partner could give"
    )
    return [head, *_lines(gain.gets, names, "     ")]


def _summary(plan: Plan, names: Names) -> list[str]:
    fair, receipt = plan.fairness, plan.receipt
    proof = "proved optimal" if plan.status == "optimal" else f"no other plan could be more than {plan.gap:.2%} better"
    out = [
        f"{_count(len(plan.groups), 'group')}, {fair.served} of {fair.eligible} cities, {plan.total} points; {proof}."
    ]
    if plan.groups:
        out += [
            f"Worst-off: {_name(fair.worst_city, names)} with {fair.worst_share:.0%} of its own best"
            f" (floor {fair.floor:.0%}).",
            f"Across regions: {fair.cross_region:.0%} of groups; South–South: {fair.south_south:.0%}.",
        ]
    if plan.changes:
        out.append(f"Groups kept: {plan.changes.groups_kept}, broken: {plan.changes.groups_broken}.")
    out += [f"Note: {sentence(w, names)}." for w in plan.warnings]
    out.append(
        f"Receipt: input {receipt.input_sha256[:16]}, seed {receipt.seed}, "
        + ", ".join(f"{n} {v}" for n, v in receipt.versions)
        + (", reproducible" if receipt.reproducible else ", not reproducible (stopped or timed)")
    )
    return out


def city_text(
    about: CityExplanation, changes: Iterable[Inclusion], if_one_declines: Iterable[Fragile], names: Names
) -> str:
    """Return everything about one city as text."""
    out: list[str] = []
    for n, group in enumerate(about.groups, 1):
        out += _group(n, group, names)
        for gain in group.gains:
            if gain.city == about.city and gain.gives:
                out += ["   and gives:", *_lines(gain.gives, names, "     ")]
    if about.unmatched:
        out.append(f"{_name(about.city, names)} is in no group: {sentence(about.unmatched.reason, names)}")
        for change in changes:
            helps = "" if change.change.code == "no_single_change" else "would help: "
            out.append(f"  {helps}{sentence(change.change, names)}")
    if about.partners:
        out.append("Best partners (own gain + the other's gain):")
        out += [f"   {_name(p, names)}: {mine} + {theirs}" for p, mine, theirs in about.partners]
    for weak in if_one_declines:
        out += [_plan_b(option, names) for option in weak.plan_b]
        out.append(
            f"Without {' + '.join(_name(m, names) for m in weak.members)} the plan is worth {weak.total_without}."
        )
    out.append(f"A place with {_name(about.city, names)} is in demand at {about.slot_price:g} points.")
    return "\n".join(out)


def floors_text(rows: Iterable[FloorCost]) -> str:
    """Return what each floor costs as a table."""
    out = ["floor  total points  left out  costs"]
    for row in rows:
        cost = f"{row.cost_most:.2%}" if row.proven and row.cost_least == row.cost_most else ""
        cost = cost or f"{row.cost_least:.2%} to {row.cost_most:.2%} (not proved)"
        out.append(f"{row.floor:5.1%} {row.total:13d} {row.left_out:9d}  {cost}")
    out.append("Floor: least share of its own best every city gets. Costs: of the best total without a floor.")
    return "\n".join(out)


def _plan_b(plan: PlanB, names: Names) -> str:
    then = "; ".join(" + ".join(_name(m, names) for m in g) for g in plan.groups) or "no replacement"
    left = f", {', '.join(_name(a, names) for a in plan.alone)} left alone" if plan.alone else ""
    return (
        f"If {_name(plan.declines, names)} leaves its group: {then}{left}; the plan is then worth {plan.total} points."
    )


def why_not_text(answer: WhyNot, names: Names) -> str:
    """Return the answer to "why not" as text."""
    group = " + ".join(_name(c, names) for c in answer.cities)
    out = [sentence(r, names) for r in answer.rules]
    if answer.summary not in answer.rules:
        cost = answer.summary.code in ("cost_of_group", "cost_at_least", "no_cost")
        begin = f"{'Pinned all the same, ' if out else ''}{group} " if cost else ""
        out.append(begin + sentence(answer.summary, names))
    if answer.leaves_out:
        out.append("  would leave out: " + ", ".join(_name(c, names) for c in answer.leaves_out))
    if answer.loses:
        out.append("  would lose: " + ", ".join(f"{_name(c, names)} −{p}" for c, p in answer.loses))
    return "\n".join(out)


def repair_text(result: Repair, names: Names) -> str:
    """Return a repaired plan and the trade-off as text."""
    out = ["Ways to repair:"]
    for way in result.trade_offs:
        mark = "*" if way.chosen else " "
        out.append(
            f" {mark} {way.name:<13} {way.total} points (−{way.loss}), {_count(way.groups_broken, 'group')} broken, "
            f"{way.cities_changed} cities with another group or none, {way.unmatched} in no group"
        )
    changed = result.plan.changes.cities_changed if result.plan.changes else ()
    out.append("Cities whose group changes: " + (", ".join(_name(c, names) for c in changed) or "none"))
    return "\n".join([*out, "", plan_text(result.plan, names)])
