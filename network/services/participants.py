"""Who comes to a meeting: each city names its own people; the trail says that, never whom."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from network.models import ExchangeMember, Meeting, Participant
from network.services import audit
from network.services.errors import StepNotPossible
from network.services.rooms import must_be_under_way

AT_MOST = 20  # of one city at one meeting


@transaction.atomic
def add_participant(
    *, meeting: Meeting, member: ExchangeMember, name: str, function: str, access_needs: str, shared: bool, by: Any
) -> Participant:
    """A city names a person it brings. shared: the partners may read the access needs too.

    Raises StepNotPossible: no name, too many, a meeting that is over, an exchange that is not under way.
    """
    exchange = meeting.exchange
    must_be_under_way(exchange)
    if meeting.held:
        raise StepNotPossible(_("This meeting has taken place already."))
    if not name.strip():
        raise StepNotPossible(_("name: say who comes."))
    if meeting.participants.filter(member=member).count() >= AT_MOST:
        raise StepNotPossible(
            _("name: a city brings at most %(most)s people to a meeting; remove one first.") % {"most": AT_MOST}
        )
    made = Participant.objects.create(
        meeting=meeting,
        member=member,
        name=name.strip()[:120],
        function=function.strip()[:120],
        access_needs=access_needs.strip()[:1000],
        shared=shared,
    )
    audit.note(programme=exchange.round.programme, by=by, verb="participant named", about=meeting)
    return made


@transaction.atomic
def remove_participant(*, participant: Participant, by: Any) -> None:
    """A city takes a person off the list."""
    meeting = participant.meeting
    audit.note(programme=meeting.exchange.round.programme, by=by, verb="participant removed", about=meeting)
    participant.delete()
