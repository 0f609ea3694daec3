"""Taking an invited group back: the coordinator withdraws it, or a city leaves or takes back its consent meanwhile."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from network.choices import ClosingReason
from network.models import Exchange, ExchangeMember, Membership, Round
from network.permissions import may_coordinate
from network.services import audit
from network.services.errors import InvitationNotPossible, Stale
from network.services.invitations import settle
from network.services.letters import to_city
from network.states import ExchangeState, MemberState

TAKEN = (MemberState.INVITED, MemberState.ACCEPTED)


@transaction.atomic
def withdraw_invitations(*, exchange: Exchange, by: Any, version: int) -> Exchange:
    """Take back the invitations of a group that has not come together yet; its cities are told and are free again.

    version: the exchange's version the person saw. Raises InvitationNotPossible (not invited, or all have accepted),
    Stale, PermissionDenied.
    """
    programme = exchange.round.programme
    if not may_coordinate(by, programme):
        raise PermissionDenied
    audit.in_turn(programme)
    exchange.refresh_from_db(fields=["state", "version"])
    if exchange.state != ExchangeState.INVITED:
        raise InvitationNotPossible(_("Only a group that is invited and has not answered in full can be withdrawn."))
    changed = Exchange.objects.filter(pk=exchange.pk, version=version, state=ExchangeState.INVITED).update(
        state=ExchangeState.CLOSED,
        state_since=timezone.now(),
        closing_reason=ClosingReason.WITHDRAWN,
        version=version + 1,
    )
    if not changed:
        raise Stale(_("The group"), exchange.version)
    for member in exchange.members.filter(state__in=TAKEN).select_related("membership"):
        ExchangeMember.objects.filter(pk=member.pk).update(state=MemberState.WITHDRAWN)
        if member.membership.contact_email:
            to_city(
                key=f"withdrawn:{member.pk}",
                place=member.membership,
                programme=programme,
                compose=partial(_taken_back, exchange.round),
            )
    audit.note(programme=programme, by=by, verb="invitations withdrawn", about=exchange)
    exchange.refresh_from_db()
    return exchange


def _taken_back(round: Round) -> tuple[str, str]:
    return (
        _("%(round)s: the invitation is withdrawn") % {"round": round.title},
        _(
            "The coordinator has taken back the invitation to your city; its link no longer works. Your place is free "
            "again, and the coordinator writes to you in any case. You need not do anything.\n"
        ),
    )


@transaction.atomic
def step_back(*, membership: Membership, reason: str, by: Any) -> int:
    """A city can no longer take part: in groups still being asked, that is its "no", so that nobody waits for it.

    reason: kept with its answer, for the coordinator. Groups that have come together are for people to end. Returns in
    how many groups it stepped back.
    """
    waiting = membership.places.filter(state__in=TAKEN, exchange__state=ExchangeState.INVITED)
    members = list(waiting.select_related("exchange__round__programme"))
    for member in members:
        ExchangeMember.objects.filter(pk=member.pk).update(
            state=MemberState.DECLINED, answered=timezone.now(), answer_reason=reason
        )
        audit.note(programme=membership.programme, by=by, verb="invitation declined", about=member, because=reason)
        settle(member.exchange)
    return len(members)
