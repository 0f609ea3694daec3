"""The coordinator's rules: pin, forbid, keep, leave out. A set that contradicts itself is refused in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.choices import RuleKind
from network.matching import MatchingError, contradictions
from network.models import Membership, Round, Rule
from network.permissions import may_coordinate
from network.problem import problem_document, problem_of, standing_groups
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
    audit.in_turn(round.programme)  # two rules set at the same moment must not contradict each other unseen
    if kind is None:
        raise RuleNotPossible(_("kind: choose together, never together, keep, or not in this round."))
    members = list(round.programme.memberships.current().filter(pk__in=membership_ids).select_related("city"))
    least, most = MEMBERS[kind]
    if not least <= len(members) <= most or len(members) != len(set(membership_ids)):
        if most == 1:
            raise RuleNotPossible(_("cities: choose one city of this programme."))
        raise RuleNotPossible(_("cities: choose two or three cities of this programme."))
    if kind == RuleKind.OUT and any(members[0].pk in group for group in standing_groups(round)):
        raise RuleNotPossible(
            _("%(city)s is in a group that was invited: withdraw those invitations first, or end the exchange.")
            % {"city": members[0].city}
        )
    rule = Rule.objects.create(round=round, kind=kind, reason=reason[:300], by=by)
    rule.memberships.set(members)
    _must_hold_together(round)
    audit.note(programme=round.programme, by=by, verb=f"rule added: {kind}", about=rule)
    return rule


def _must_hold_together(round: Round) -> None:
    """Raise RuleNotPossible with the smallest set of contradictory rules; the transaction then takes the last back."""
    try:
        conflicts = contradictions(problem_of(problem_document(round, {})))
    except MatchingError as error:
        raise RuleNotPossible(str(error)) from error
    if conflicts:
        raise RuleNotPossible(_in_words(conflicts, round))


def _in_words(conflicts: Any, round: Round) -> str:
    members = Membership.objects.filter(programme=round.programme).select_related("city")
    names = {f"m{membership.pk}": membership.city.title for membership in members}
    sets = _("; and ").join(", ".join(_item(item, names) for item in conflict.items) for conflict in conflicts)
    return _("These cannot all hold; drop one of them: %(sets)s.") % {"sets": sets}


def _item(item: Any, names: Mapping[str, str]) -> str:
    """One part of a contradiction in words."""
    *others, last = [names.get(city, city) for city in item.cities] or [""]
    cities = _("%(first)s and %(last)s") % {"first": ", ".join(others), "last": last} if others else last
    values = {"cities": cities, "n": item.amount}
    if item.kind == "pin":
        exactly = item.rule is not None and item.rule.exact
        return (_("%(cities)s stay exactly as they are") if exactly else _("%(cities)s together")) % values
    if item.kind == "capacity":
        said = ngettext(
            "%(cities)s has %(n)s place in this round", "%(cities)s has %(n)s places in this round", item.amount or 0
        )
        return said % values
    return {
        "apart": _("%(cities)s may not be in one group"),
        "forbid": _("%(cities)s never together"),
        "other_country": _("partners from another country only"),
        "not_eligible": _("%(cities)s does not take part"),
        "no_pairs": _("no groups of two"),
        "no_triads": _("no groups of three"),
        "max_pairs": _("at most %(n)s groups of two"),
        "max_triads": _("at most %(n)s groups of three"),
    }[item.kind] % values


@transaction.atomic
def undo_rule(*, rule: Rule, by: Any) -> None:
    """Undo a rule; it stays in the history."""
    if not may_coordinate(by, rule.round.programme):
        raise PermissionDenied
    Rule.objects.filter(pk=rule.pk, undone__isnull=True).update(undone=timezone.now())
    audit.note(programme=rule.round.programme, by=by, verb="rule undone", about=rule)


@transaction.atomic
def redo_rule(*, rule: Rule, by: Any) -> None:
    """Set an undone rule again. Raises RuleNotPossible when it contradicts what was decided since."""
    if not may_coordinate(by, rule.round.programme):
        raise PermissionDenied
    audit.in_turn(rule.round.programme)
    Rule.objects.filter(pk=rule.pk, undone__isnull=False).update(undone=None)
    _must_hold_together(rule.round)
    audit.note(programme=rule.round.programme, by=by, verb="rule set again", about=rule)


@transaction.atomic
def change_group(*, round: Round, group: frozenset[int], change: str, other: int | None, reason: str, by: Any) -> None:
    """Change a proposed group by rules, for the next run to follow.

    group: memberships together now. change: "split", "add", "out:12" or "swap:12" (12 leaves the group). other: the
    membership that comes in, for "add" and "swap". Raises RuleNotPossible, PermissionDenied.
    """
    kind, _sign, leaves = change.partition(":")
    gone = int(leaves) if leaves.isascii() and leaves.isdigit() else None
    if kind not in ("split", "add", "out", "swap") or (kind in ("out", "swap") and gone not in group):
        raise RuleNotPossible(_("change: choose split, add, take out or swap, and a city of the group."))
    if kind in ("add", "swap") and (other is None or other in group):
        raise RuleNotPossible(_("city: choose the city that comes in."))
    rest = sorted(group - {gone}) if gone else sorted(group)
    _lift_rules_on(round, group, by)
    if kind == "split":
        add_rule(round=round, kind=RuleKind.FORBID, membership_ids=rest, reason=reason, by=by)
        return
    if kind == "out" and gone is not None:
        for partner in rest:
            add_rule(round=round, kind=RuleKind.FORBID, membership_ids=[gone, partner], reason=reason, by=by)
        if len(rest) == 2:
            add_rule(round=round, kind=RuleKind.PIN, membership_ids=rest, reason=reason, by=by)
        return
    if other is not None:
        add_rule(round=round, kind=RuleKind.KEEP, membership_ids=[*rest, other], reason=reason, by=by)


def _lift_rules_on(round: Round, group: frozenset[int], by: Any) -> None:
    """Undo "together" and "keep" rules on exactly this group: the change replaces them."""
    standing = round.rules.filter(undone__isnull=True, kind__in=[RuleKind.PIN, RuleKind.KEEP])
    for rule in standing.prefetch_related("memberships"):
        if {m.pk for m in rule.memberships.all()} == group:
            undo_rule(rule=rule, by=by)
