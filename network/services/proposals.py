"""Taking a run's groups as the round's proposals; consent is asked again, and groups that stand are left alone."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from network import reasons
from network.choices import ClosingReason, MemberAnswer
from network.matching import Plan
from network.models import Exchange, ExchangeMember, Membership, Round, Run
from network.permissions import may_coordinate
from network.problem import frozen_problem, standing_groups
from network.services import audit
from network.services.errors import RunNotPossible, Stale
from network.services.matching import plan_of
from network.states import LIVE_EXCHANGES, ExchangeState, RoundState


@transaction.atomic
def choose_run(*, run: Run, by: Any, version: int) -> Round:
    """Take a run's groups as the round's proposals; proposals of an earlier choice that were not sent are replaced.

    version: the round's version the person saw. Raises RunNotPossible, Stale, PermissionDenied.
    """
    if not may_coordinate(by, run.round.programme):
        raise PermissionDenied
    audit.in_turn(run.round.programme)
    if not Round.objects.filter(pk=run.round_id, version=version).exists():
        raise Stale(_("The round"), Round.objects.values_list("version", flat=True).get(pk=run.round_id))
    return take_groups(run=run, by=by)


@transaction.atomic
def take_groups(*, run: Run, by: Any) -> Round:
    """Make the groups of a run the proposals of its round; the caller has checked who asks.

    Consent is asked again here: a city that withdrew it during the run is in no proposal (T16).
    """
    round = run.round
    plan = plan_of(run)
    audit.in_turn(round.programme)
    fresh = {f"m{person.pk}": person for person in round.programme.memberships.current().consenting("match")}
    gone = sorted({member for group in plan.groups for member in group.members if member not in fresh})
    if gone:
        raise RunNotPossible(
            _("%(n)s cities of this result have left or withdrawn their consent; run again.") % {"n": len(gone)}
        )
    _must_fit_what_stands(run, round, plan)
    state = RoundState.INVITING if round.state == RoundState.INVITING else RoundState.REVIEW
    changed = Round.objects.filter(pk=round.pk, version=round.version).update(
        chosen_run=run, version=round.version + 1, state=state, state_since=timezone.now()
    )
    if not changed:
        raise Stale(_("The round"), Round.objects.values_list("version", flat=True).get(pk=round.pk))
    round.exchanges.filter(state="proposed").delete()
    round.exchanges.filter(state=ExchangeState.DECLINED).update(
        state=ExchangeState.CLOSED,
        closing_reason=ClosingReason.DECLINED,
        state_since=timezone.now(),
        version=F("version") + 1,
    )
    taken = set(
        ExchangeMember.objects.filter(round=round, exchange__state__in=[s.value for s in LIVE_EXCHANGES]).values_list(
            "exchange_id", flat=True
        )
    )
    standing = {
        frozenset(f"m{pk}" for pk in exchange.members.values_list("membership_id", flat=True))
        for exchange in round.exchanges.filter(pk__in=taken)
    }
    for group in plan.groups:
        if frozenset(group.members) not in standing:
            _propose(round, run, group, fresh)
    audit.note(programme=round.programme, by=by, verb="run chosen", about=run, groups=len(plan.groups))
    round.refresh_from_db()
    return round


def _must_fit_what_stands(run: Run, round: Round, plan: Plan) -> None:
    """Refuse a result that was made before groups were invited and would give their cities more places than they have.

    Raises RunNotPossible naming the cities.
    """
    standing = [frozenset(f"m{pk}" for pk in group) for group in standing_groups(round)]
    new = [group.members for group in plan.groups if frozenset(group.members) not in standing]
    wanted = Counter(city for group in (*standing, *new) for city in group)
    places = {city.id: city.capacity for city in frozen_problem(run.snapshot).cities}
    held = {city for group in standing for city in group}
    over = {city for group in new for city in group if city in held and wanted[city] > places.get(city, 1)}
    if over:
        keys = [int(city[1:]) for city in over]
        titles = Membership.objects.filter(pk__in=keys).values_list("city__title", flat=True)
        raise RunNotPossible(
            _("%(cities)s: in a group that was invited after this run was made; run the matching again.")
            % {"cities": ", ".join(sorted(titles))}
        )


def _propose(round: Round, run: Run, group: Any, fresh: Mapping[str, Membership]) -> Exchange:
    cities = {gain.city: fresh[gain.city].city.title for gain in group.gains}
    exchange = Exchange.objects.create(
        round=round,
        run=run,
        reasons=json.dumps(reasons.kept(group.gains, cities)),
        value=group.points,
        format="carousel" if len(group.members) == 3 else "call",
    )
    for gain in group.gains:
        membership = fresh[gain.city]
        taken = (
            ExchangeMember.objects.filter(round=round, membership=membership)
            .exclude(state__in=[MemberAnswer.DECLINED, MemberAnswer.EXPIRED, MemberAnswer.WITHDRAWN])
            .count()
        )
        ExchangeMember.objects.create(
            exchange=exchange, membership=membership, round=round, slot=taken + 1, predicted=gain.points
        )
    return exchange
