"""What the match workbench shows: a run in names and sentences, whom it leaves out, what another choice would cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from network import repairs
from network.choices import RuleKind
from network.drafts import first_texts
from network.figures import inclusions, risks, spreads
from network.matching import Group, MatchingError, Plan, Problem, why_not
from network.models import Exchange, ExchangeMember, Mail, Round, Run
from network.problem import eligibility, frozen_problem
from network.reasons import in_words, theme_names
from network.selectors import exchange_reasons
from network.sentences import sentence
from network.services.errors import RunNotPossible
from network.services.matching import plan_of
from network.states import MemberState
from network.steering import form_values
from network.words import spread_words


@dataclass(frozen=True, slots=True)
class MemberView:
    """A member of a group in words: its points, the best it could have had, what it gets, what it gives, and what takes
    away from what it gets (what was traded off)."""

    key: str
    name: str
    points: int
    best: int
    gets: tuple[str, ...]
    gives: tuple[str, ...]
    lessened: tuple[str, ...] = ()

    @property
    def share(self) -> int:
        """Percent of its own best."""
        return round(100 * self.points / self.best) if self.best else 100


@dataclass(frozen=True, slots=True)
class GroupView:
    """A proposed group in words."""

    keys: tuple[str, ...]
    members: tuple[MemberView, ...]
    points: int
    lines: tuple[str, ...]
    pinned: bool
    kept: bool

    @property
    def pks(self) -> tuple[str, ...]:
        """Primary keys of the memberships, as a form sends them."""
        return tuple(key[1:] for key in self.keys)

    @property
    def title(self) -> str:
        """The cities in one line."""
        return " – ".join(member.name for member in self.members)


def names_of(round: Round) -> dict[str, str]:
    """City keys and theme codes → what people read; two queries."""
    members = round.programme.memberships.values_list("pk", "city__title")
    cities = {f"m{pk}": title for pk, title in members}
    return {**spread_words(), **theme_names(), **cities}


def group_view(group: Group, names: Mapping[str, str]) -> GroupView:
    """A group of a plan in names and sentences."""
    members = tuple(
        MemberView(
            gain.city,
            names.get(gain.city, gain.city),
            gain.points,
            gain.best,
            *in_words(gain, names),
        )
        for gain in group.gains
    )
    lines = tuple(sentence(reason, names) for reason in group.lines)
    return GroupView(group.members, members, group.points, lines, group.pinned, group.kept)


def context(round: Round, run: Run | None, other: Run | None, asked: Mapping[str, str]) -> dict[str, Any]:
    """Everything the workbench page needs."""
    names = names_of(round)
    found: dict[str, Any] = {
        "round": round,
        "run": run,
        "runs": round.runs.defer("plan")[:20],
        "names": names,
        "under_way": round.runs.filter(state__in=["queued", "running"]).first(),
        "demonstration": round.programme.demonstration,
        **_rules(round),
        "people": eligibility(round),
        "declined": declined_cities(round),
        "asked": asked,
        **form_values(round, run),
        "failed": run.error if run and run.error else "",
    }
    if run is None or not run.plan:
        return found
    try:
        plan, problem = plan_of(run), frozen_problem(run.snapshot)
    except (RunNotPossible, MatchingError) as error:
        return {**found, "failed": str(error)}
    return {
        **found,
        **plan_context(plan, problem, names),
        **_comparison(plan, other, names),
        **_question(plan, problem, names, asked),
        "repair": repairs.side_by_side(run, names) if run.way else None,
    }


def _rules(round: Round) -> dict[str, Any]:
    """Rules that stand and rules that were undone, two queries each."""
    every = list(round.rules.select_related("by").prefetch_related("memberships__city"))
    return {
        "rules": [rule for rule in every if rule.undone is None],
        "undone_rules": [rule for rule in every if rule.undone is not None],
        "rule_kinds": RuleKind.choices,
    }


def declined_cities(round: Round) -> list[str]:
    """Cities that declined, or did not answer in time, in groups that wait for a repair."""
    places = ExchangeMember.objects.filter(
        round=round, exchange__state="declined", state__in=[MemberState.DECLINED, MemberState.EXPIRED]
    )
    return sorted(places.values_list("membership__city__title", flat=True))


def plan_context(plan: Plan, problem: Problem, names: Mapping[str, str]) -> dict[str, Any]:
    """A plan in words: groups, unmatched with what would include them, bound, fairness figures."""
    return {
        "plan": plan,
        "groups": [group_view(group, names) for group in plan.groups],
        "unmatched": [
            {
                "key": u.city,
                "name": names.get(u.city, u.city),
                "reason": sentence(u.reason, names),
                "proven": u.proven,
                "changes": [sentence(way.change, names) for way in inclusions(problem, plan, u.city)],
            }
            for u in plan.unmatched
        ],
        "gap_percent": f"{100 * plan.gap:.2f}",
        "fairness": plan.fairness,
        "spreads": spreads(plan.fairness),
        "fewest": [(names.get(city, city), n) for city, n in plan.fairness.fewest_partners],
        "receipt_digest": plan.receipt.input_sha256,
        "worst_name": names.get(plan.fairness.worst_city, plan.fairness.worst_city),
        "worst_percent": round(100 * plan.fairness.worst_share),
    }


def _comparison(plan: Plan, other: Run | None, names: Mapping[str, str]) -> dict[str, Any]:
    """Another run beside this one: totals, worst-off, and the groups only one of them has."""
    if other is None or not other.plan:
        return {}
    try:
        theirs = plan_of(other)
    except RunNotPossible as error:
        return {"not_compared": str(error)}
    mine_groups, other_groups = {g.members for g in plan.groups}, {g.members for g in theirs.groups}

    def words(groups: set[tuple[str, ...]]) -> list[str]:
        return sorted(", ".join(names.get(m, m) for m in members) for members in groups)

    return {
        "other": other,
        "other_plan": theirs,
        "only_here": words(mine_groups - other_groups),
        "only_there": words(other_groups - mine_groups),
        "other_worst_percent": round(100 * theirs.fairness.worst_share),
    }


def _question(plan: Plan, problem: Problem, names: Mapping[str, str], asked: Mapping[str, str]) -> dict[str, Any]:
    """ "Why not X with Y?": the rule, or what the group would be worth and cost the others."""
    known = {city.id for city in problem.cities}
    cities = [asked[name] for name in ("a", "b", "c") if asked.get(name) in known]
    if len(set(cities)) < 2:
        return {}
    answer = why_not(plan, problem, set(cities), exact=len(problem.cities) <= 60)
    return {
        "why_cities": [names.get(c, c) for c in cities],
        "why": answer,
        "why_words": sentence(answer.summary, names),
        "why_rules": [sentence(reason, names) for reason in answer.rules],
        "why_loses": [(names.get(c, c), points) for c, points in answer.loses],
        "why_leaves_out": [names.get(c, c) for c in answer.leaves_out],
    }


def group_context(round: Round, exchange: Exchange) -> dict[str, Any]:
    """A proposal on its own page: members with reasons, texts of the invitations, plan B if one declines."""
    reasons = exchange_reasons(exchange)
    members = list(exchange.members.select_related("membership__city__country"))
    past = _past_partners(round, members)
    drafts = first_texts(exchange, [m for m in members if not m.invitation_text])
    rows = [
        {
            "member": m,
            "reason": reasons.get(f"m{m.membership_id}", {}),
            "text": m.invitation_text or drafts[m.pk],
            "past": past.get(m.membership.city_id, []),
        }
        for m in members
    ]
    found: dict[str, Any] = {
        "round": round,
        "exchange": exchange,
        "members": members,
        "rows": rows,
        "demonstration": round.programme.demonstration,
        "mails": _mails(members),
    }
    if exchange.run and exchange.run.plan and len(members) > 1:
        try:
            found["fragility"] = _fragility(round, exchange)
        except (RunNotPossible, MatchingError) as error:
            found["no_plan_b"] = str(error)
    return found


def _past_partners(round: Round, members: list[Any]) -> dict[int, list[str]]:
    """City → cities of this group it was in a confirmed exchange with before."""
    cities = [m.membership.city_id for m in members]
    places = (
        ExchangeMember.objects.filter(membership__city__in=cities, state=MemberState.ACCEPTED)
        .exclude(round=round)
        .select_related("membership__city")
    )
    groups: dict[int, list[Any]] = {}
    for place in places:
        groups.setdefault(place.exchange_id, []).append(place.membership.city)
    found: dict[int, list[str]] = {}
    for group in groups.values():
        for city in group:
            found.setdefault(city.pk, []).extend(other.title for other in group if other.pk != city.pk)
    return found


def _mails(members: list[Any]) -> list[Mail]:
    """Messages about a group: invitations, and what followed them."""
    wanted = Q()
    for member in members:
        wanted |= Q(key__startswith=f"invite:{member.pk}:") | Q(
            key__in=[f"confirmed:{member.pk}", f"let-go:{member.pk}", f"withdrawn:{member.pk}"]
        )
    return list(Mail.objects.filter(wanted)) if members else []


def _fragility(round: Round, exchange: Exchange) -> list[dict[str, Any]]:
    """For each member: what is lost if it declines, and the others' best way on."""
    names = names_of(round)
    run = exchange.run
    keys = tuple(sorted(f"m{m.membership_id}" for m in exchange.members.all()))
    plan = plan_of(run)
    every = risks(frozen_problem(run.snapshot), plan)
    mine = next((risk for risk in every if tuple(sorted(risk.members)) == keys), None)
    if mine is None:
        return []

    def words(members: tuple[str, ...]) -> str:
        return ", ".join(names.get(member, member) for member in members)

    return [
        {
            "name": names.get(way.declines, way.declines),
            "loss": plan.total - way.total,
            "plan_b": [words(members) for members in way.groups],
            "alone": words(way.alone),
            "joins": words(way.joins),
        }
        for way in mine.plan_b
    ]
