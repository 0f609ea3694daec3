"""What happened in the demonstration's rounds, so that every state of the board has something in it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from network.choices import ActionState, Change, MemberAnswer
from network.models import Action, Check, Exchange, ExchangeMember, Link, Meeting, Membership, Participant, Round
from network.services.followup import CHECK_DAYS
from network.shown import provision_of
from network.states import ExchangeState, RoundState

# State of the group, members by their place in the list of cities, days in that state.
FIRST_ROUND: tuple[tuple[ExchangeState, tuple[int, ...], int], ...] = (
    (ExchangeState.ACCEPTED, (0, 9), 25),
    (ExchangeState.SCOPED, (1, 16, 8), 6),
    (ExchangeState.MEETING, (2, 5), 12),
    (ExchangeState.ACTING, (25, 10, 20), 40),  # the city of the demonstration logins is one of them
    (ExchangeState.CHECKING, (4, 12), 15),
    (ExchangeState.CLOSED, (6, 17), 9),
    (ExchangeState.DECLINED, (7, 22), 30),
)
QUESTIONS = (
    "Which three places do we light first, and who decides?",
    "What did the first city stop doing, and why?",
    "How will we know after six months?",
)


def tell(running: Round, inviting: Round, members: list[Membership]) -> None:
    """Make the first round's exchanges and send part of the second round's invitations (no mail leaves)."""
    if running.exchanges.exists():
        return
    for state, places, days in FIRST_ROUND:
        _exchange(running, state, [members[place] for place in places], days)
    _invitations(inviting)


def _exchange(round: Round, state: ExchangeState, members: list[Membership], days: int) -> None:
    since = timezone.now() - timedelta(days=days)
    closed = state == ExchangeState.CLOSED
    exchange = Exchange.objects.create(
        round=round,
        state=state,
        state_since=since,
        value=420,
        format="carousel" if len(members) == 3 else "call",
        questions=list(QUESTIONS) if state not in (ExchangeState.ACCEPTED, ExchangeState.DECLINED) else [],
        closing_reason="completed" if closed else "",
    )
    for number, membership in enumerate(members):
        declined = state == ExchangeState.DECLINED and number == 0
        member = ExchangeMember.objects.create(
            exchange=exchange,
            membership=membership,
            round=round,
            predicted=200 + 15 * number,
            state=MemberAnswer.DECLINED if declined else MemberAnswer.ACCEPTED,
            answer_reason="No time before the election." if declined else "",
            invited=since - timedelta(days=20),
            answered=since - timedelta(days=10),
            satisfaction=(5, 4, 2)[number] if state in (ExchangeState.CHECKING, ExchangeState.CLOSED) else None,
        )
        if state in (ExchangeState.ACTING, ExchangeState.CHECKING, ExchangeState.CLOSED):
            _work(exchange, member, number, closed=closed)
    if state not in (ExchangeState.ACCEPTED, ExchangeState.DECLINED, ExchangeState.SCOPED):
        _meetings(exchange, since)
        note = "What a diagnosis should hold"
        code = "un-safer-cities-guidelines/25.d"
        Link.objects.create(exchange=exchange, kind="provision", code=code, provision=provision_of(code), note=note)


def _meetings(exchange: Exchange, since: Any) -> None:
    Meeting.objects.create(
        exchange=exchange,
        title="First call",
        begins=since - timedelta(days=3),
        held=True,
        record="Both cities walked through their streets by map. Next: three places each.",
    )
    second = Meeting.objects.create(exchange=exchange, title="Second call", begins=timezone.now() + timedelta(days=9))
    for number, member in enumerate(exchange.members.all()):
        Participant.objects.create(
            meeting=second,
            member=member,
            name=f"Invented person {number + 1}",
            function="Street lighting office",
            access_needs="" if number else "Captions during the call",
            shared=not number,
        )


def _work(exchange: Exchange, member: ExchangeMember, number: int, *, closed: bool) -> None:
    today = timezone.localdate()
    Action.objects.create(
        exchange=exchange,
        member=member,
        what="Walk the three places with users and write down what they say",
        due=today - timedelta(days=5 if number else -20),
        indicator="A page for each place",
        state=ActionState.DONE if closed else ActionState.OPEN,
    )
    for day in CHECK_DAYS:
        done = day <= 30 or (closed and day <= 90)
        Check.objects.create(
            member=member,
            day=day,
            due=exchange.round.begins + timedelta(days=day),
            answered=timezone.now() if done else None,
            change=Change.PLAN if done else "",
            what="The council has put two of the places into next year's plan." if done else "",
            gain=4 if done else None,
        )


def _invitations(round: Round) -> None:
    """Of the second round's proposals some are invited, one is declined; the rest wait for the coordinator."""
    proposals = list(round.exchanges.filter(state="proposed").order_by("-value")[:4])
    now = timezone.now()
    for number, exchange in enumerate(proposals):
        members = list(exchange.members.all())
        declines = number == 3
        for place, member in enumerate(members):
            member.state = MemberAnswer.DECLINED if declines and not place else MemberAnswer.INVITED
            member.invited, member.expires = now - timedelta(days=3), now + timedelta(days=11)
            member.invitation_text = "We propose an exchange; the reasons are below."
            if place == 0 and number == 0:
                member.state, member.answered = MemberAnswer.ACCEPTED, now
            if member.state == MemberAnswer.DECLINED:
                member.answered, member.answer_reason = now, "Our focal point leaves next month."
            elif declines:
                member.state = MemberAnswer.WITHDRAWN
            member.save()
        exchange.state = ExchangeState.DECLINED if declines else ExchangeState.INVITED
        exchange.state_since = now - timedelta(days=3)
        exchange.save()
    Round.objects.filter(pk=round.pk).update(state=RoundState.INVITING)
