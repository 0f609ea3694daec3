"""The coordinator's rules: pin, forbid, keep, leave out. A set that contradicts itself is refused in words."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from network.choices import RuleKind
from network.matching import contradictions
from network.models import Membership, Round, Rule
from network.permissions import may_coordinate
from network.problem import problem_document, problem_of
from network.services import audit
from network.services.errors import ExchangeError

MEMBERS = {RuleKind.PIN: (2, 3), RuleKind.KEEP: (2, 3), RuleKind.FORBID: (2, 3), RuleKind.OUT: (1, 1)}


class RuleNotPossible(ExchangeError):
    """The rule is wrong or contradicts others; the message names the smallest set of rules that contradict."""


@transaction.atomic
def add_rule(*, round: Round, kind: RuleKind | None, membership_ids: list[int], reason: str, by: Any) -> Rule:
    """Add a rule to a round. Raises RuleNotPossible, PermissionDenied."""
    if not may_coordinate(by, round.programme):
        raise PermissionDenied
    if kind is None:
        raise RuleNotPossible("kind: choose together, never together, keep, or not in this round.")
    members = list(round.programme.memberships.current().filter(pk__in=membership_ids).select_related("city"))
    least, most = MEMBERS[kind]
    if not least <= len(members) <= most or len(members) != len(set(membership_ids)):
        wanted = str(least) if least == most else f"{least} or {most}"
        raise RuleNotPossible(f"cities: choose {wanted} cities of this programme.")
    rule = Rule.objects.create(round=round, kind=kind, reason=reason[:300], by=by)
    rule.memberships.set(members)
    conflicts = contradictions(problem_of(problem_document(round, {})))
    if conflicts:
        # The rule just added is taken back by the transaction; the message tells which rules cannot hold together.
        raise RuleNotPossible(_in_words(conflicts, round))
    audit.note(programme=round.programme, by=by, verb=f"rule added: {kind}", about=rule)
    return rule


def _in_words(conflicts: Any, round: Round) -> str:
    text = " ".join(str(conflict) for conflict in conflicts)
    for membership in Membership.objects.filter(programme=round.programme).select_related("city").order_by("-pk"):
        text = text.replace(f"m{membership.pk}", membership.city.title)
    return f"These rules cannot hold together: {text}"


@transaction.atomic
def undo_rule(*, rule: Rule, by: Any) -> None:
    """Undo a rule; it stays in the history."""
    if not may_coordinate(by, rule.round.programme):
        raise PermissionDenied
    Rule.objects.filter(pk=rule.pk, undone__isnull=True).update(undone=timezone.now())
    audit.note(programme=rule.round.programme, by=by, verb="rule undone", about=rule)
