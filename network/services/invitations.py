"""Inviting the cities of a group and taking their answers; nothing is announced before all have said yes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from network import tokens
from network.choices import Purpose
from network.models import Exchange, ExchangeMember, Membership
from network.permissions import may_coordinate
from network.services import audit, mail
from network.services.errors import InvitationNotPossible, Stale
from network.services.followup import plan_checks
from network.services.letters import day, language_of, languages_of, to_city
from network.states import ExchangeState, MemberState, group_state

ANSWER_WITHIN = timedelta(days=14)


@transaction.atomic
def invite(
    *, exchange: Exchange, by: Any, texts: Mapping[int, str], version: int, expires: datetime | None = None
) -> Exchange:
    """Invite every member of a proposed group, each with its own text.

    texts: member primary key → text. version: the exchange's version the person saw. expires: end of the answer time,
    two weeks from now by default. Raises Stale, InvitationNotPossible (missing text or contact; a place already taken),
    PermissionDenied.
    """
    programme = exchange.round.programme
    if not may_coordinate(by, programme):
        raise PermissionDenied
    audit.in_turn(programme)
    members = _members_to_invite(exchange, texts)
    if not _advance(exchange, version, ExchangeState.PROPOSED, ExchangeState.INVITED):
        raise Stale(_("The group"), Exchange.objects.values_list("version", flat=True).get(pk=exchange.pk))
    ends = expires or timezone.now() + ANSWER_WITHIN
    for member in members:
        _invite_one(member, texts[member.pk], ends)
    audit.note(programme=programme, by=by, verb="group invited", about=exchange, members=len(members))
    exchange.refresh_from_db()
    return exchange


def _invite_one(member: ExchangeMember, text: str, ends: datetime) -> None:
    member.invitation_text, member.invited, member.expires = text, timezone.now(), ends
    member.state = MemberState.INVITED
    try:
        with transaction.atomic():
            member.save(update_fields=["invitation_text", "invited", "expires", "state"])
    except IntegrityError as error:
        raise InvitationNotPossible(
            _("%(city)s already has an invitation in this round; withdraw that one first.")
            % {"city": member.membership.city}
        ) from error
    written = _letter(member, text, ends, language_of(member.membership))
    mail.queue(
        key=f"invite:{member.pk}:{member.invited.isoformat()}",
        to=written.to,
        programme=member.round.programme,
        subject=written.subject,
        body=written.body,
    )


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as a city gets it. text: the coordinator's part of it."""

    member: ExchangeMember
    to: str
    subject: str
    text: str
    body: str


def letters(*, exchange: Exchange, texts: Mapping[int, str], expires: datetime | None = None) -> list[Letter]:
    """The messages `invite` would send, word for word but for the link, which is made when they leave.

    Raises InvitationNotPossible as `invite` does.
    """
    ends = expires or timezone.now() + ANSWER_WITHIN
    link = _("(here stands the city's own link, made when the message leaves)")
    members = _members_to_invite(exchange, texts)
    languages = languages_of([member.membership for member in members])
    return [_letter(m, texts[m.pk], ends, languages[m.membership_id], link) for m in members]


def _members_to_invite(exchange: Exchange, texts: Mapping[int, str]) -> list[ExchangeMember]:
    members = list(exchange.members.select_related("membership__city", "round__programme"))
    for member in members:
        if not texts.get(member.pk, "").strip():
            raise InvitationNotPossible(
                _("%(city)s: write the text of its invitation.") % {"city": member.membership.city}
            )
        if not member.membership.contact_email:
            raise InvitationNotPossible(
                _("%(city)s: no focal point with an e-mail address.") % {"city": member.membership.city}
            )
    places = Membership.objects.filter(places__in=members).current()
    willing = set(places.consenting(Purpose.MATCH).values_list("pk", flat=True))
    for member in members:
        if member.membership_id not in willing:
            raise InvitationNotPossible(
                _("%(city)s has left or withdrawn its consent to be matched; run the matching again.")
                % {"city": member.membership.city}
            )
    return members


def _letter(member: ExchangeMember, text: str, ends: datetime, language: str, instead: str = "") -> Letter:
    """The invitation in the city's language. instead: stands in place of the link."""
    with translation.override(language):
        subject = _("Invitation to an exchange: %(round)s") % {"round": member.round.title}
        answer_by = _("Answer by %(day)s, without an account:") % {"day": day(ends)}
        link = instead or invitation_link(member)
    return Letter(member, member.membership.contact_email, subject, text, f"{text}\n\n{answer_by}\n\n{link}\n")


def invitation_link(member: ExchangeMember) -> str:
    """The address at which the city accepts or declines; spent as soon as it has answered."""
    return tokens.link("invitation", member.pk, _stamp(member))


def is_current(member: ExchangeMember, stamp: str) -> bool:
    """Whether a link's stamp belongs to the invitation as it stands."""
    return stamp != "" and stamp == _stamp(member)


def _stamp(member: ExchangeMember) -> str:
    """Changes with the answer and with each new invitation; empty when there is none."""
    return f"{member.state}:{int(member.invited.timestamp())}" if member.invited else ""


@transaction.atomic
def answer(*, member: ExchangeMember, accepts: bool, reason: str = "", by: Any = None) -> Exchange:
    """A city accepts or declines; when the last one accepts, all are told and contacts open.

    reason: asked for on declining; the coordinator sees it, the other cities do not. Raises InvitationNotPossible when
    the invitation is answered, withdrawn or expired.
    """
    exchange = Exchange.objects.select_related("round__programme").get(pk=member.exchange_id)
    audit.in_turn(exchange.round.programme)
    exchange.refresh_from_db(fields=["state", "version"])
    state = MemberState.ACCEPTED if accepts else MemberState.DECLINED
    now = timezone.now()
    changed = ExchangeMember.objects.filter(pk=member.pk, state=MemberState.INVITED, expires__gt=now).update(
        state=state, answered=now, answer_reason=reason[:1000]
    )
    if not changed:
        raise InvitationNotPossible(_("This invitation has been answered already, was withdrawn, or its time is over."))
    audit.note(
        programme=exchange.round.programme,
        by=by,
        verb=f"invitation {state}",
        about=member,
        **({} if by else {"actor": "the city, by signed link"}),
    )
    settle(exchange)
    return exchange


@transaction.atomic
def expire_overdue() -> int:
    """Mark invitations nobody answered in time. Returns how many."""
    overdue = ExchangeMember.objects.filter(state=MemberState.INVITED, expires__lte=timezone.now())
    members = list(overdue.select_related("exchange__round__programme"))
    for programme in sorted({member.exchange.round.programme for member in members}, key=lambda one: one.pk):
        audit.in_turn(programme)
    expired = []
    for member in members:
        still = ExchangeMember.objects.filter(pk=member.pk, state=MemberState.INVITED)
        if still.update(state=MemberState.EXPIRED):  # else it was answered in this very moment
            expired.append(member)
            audit.note(programme=member.exchange.round.programme, by=None, verb="invitation expired", about=member)
    for exchange in Exchange.objects.filter(members__in=expired).distinct().select_related("round__programme"):
        settle(exchange)
    return len(expired)


def settle(exchange: Exchange) -> None:
    """Draw the consequence of the answers so far for the whole group."""
    after = group_state(tuple(exchange.members.values_list("state", flat=True)))
    if after == ExchangeState.INVITED:
        return
    if not _advance(exchange, exchange.version, ExchangeState.INVITED, after):
        return  # the group was already settled by another answer
    if after == ExchangeState.ACCEPTED:
        plan_checks(exchange=exchange)
        for member in exchange.members.select_related("membership__city"):
            to_city(
                key=f"confirmed:{member.pk}",
                place=member.membership,
                programme=exchange.round.programme,
                compose=partial(_begins, exchange),
            )
    else:
        _let_go(exchange)


def _let_go(exchange: Exchange) -> None:
    """Free the places of the cities that did not decline, and tell them without saying who did."""
    left = exchange.members.filter(state__in=[MemberState.INVITED, MemberState.ACCEPTED])
    for member in left.select_related("membership"):
        ExchangeMember.objects.filter(pk=member.pk).update(state=MemberState.WITHDRAWN)
        if member.membership.contact_email:
            to_city(
                key=f"let-go:{member.pk}",
                place=member.membership,
                programme=exchange.round.programme,
                compose=_did_not_come_together,
            )


def _begins(exchange: Exchange) -> tuple[str, str]:
    return (
        _("All cities said yes: your exchange begins"),
        _(
            "All cities of your group have accepted. Open the exchange room at your city desk: it shows your "
            "partners, their contacts and the first step, agreeing on one to three questions.\n\n%(link)s\n"
        )
        % {"link": tokens.address("network:exchange", exchange.pk)},
    )


def _did_not_come_together() -> tuple[str, str]:
    return (
        _("Your group did not come together"),
        _(
            "One of the cities of the proposed group cannot take part this time. Your place is free again: the "
            "coordinator looks for other partners and writes to you in any case. You need not do anything.\n"
        ),
    )


def _advance(exchange: Exchange, version: int, before: ExchangeState, after: ExchangeState) -> bool:
    changed = Exchange.objects.filter(pk=exchange.pk, version=version, state=before).update(
        state=after, state_since=timezone.now(), version=version + 1
    )
    return bool(changed)
