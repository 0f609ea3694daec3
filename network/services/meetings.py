"""Meetings of an exchange: planned, moved and cancelled, and every city of it told in its own time."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from network import tokens
from network.choices import Format
from network.models import Exchange, Meeting, Membership
from network.services import audit
from network.services.errors import StepNotPossible
from network.services.letters import to_city
from network.services.rooms import AGENDAS, must_be_under_way, take_step
from network.states import ExchangeState
from network.zones import known_zone


@transaction.atomic
def plan_meeting(*, exchange: Exchange, title: str, begins: datetime, minutes: int, place: str, by: Any) -> Meeting:
    """Plan a meeting; the exchange is then in its meetings. Raises StepNotPossible before the questions are agreed."""
    must_be_under_way(exchange)
    if not exchange.questions:
        raise StepNotPossible(_("Agree on the guiding questions first; a meeting without them ends in politeness."))
    agenda = [[length, str(words)] for length, words in AGENDAS[Format(exchange.format)]]
    meeting = Meeting.objects.create(
        exchange=exchange, title=title, begins=begins, minutes=minutes, place=place, agenda=agenda
    )
    if exchange.state == ExchangeState.SCOPED:
        take_step(exchange, exchange.version, ExchangeState.MEETING)
    audit.note(programme=exchange.round.programme, by=by, verb="meeting planned", about=meeting)
    _tell(meeting, "planned")
    return meeting


@transaction.atomic
def move_meeting(*, meeting: Meeting, title: str, begins: datetime, minutes: int, place: str, by: Any) -> Meeting:
    """Change what a meeting to come is called, when and where it is. Raises StepNotPossible when it was held."""
    _must_be_to_come(meeting)
    now = (title, begins, minutes, place)
    if now == (meeting.title, meeting.begins, meeting.minutes, meeting.place):
        return meeting
    meeting.title, meeting.begins, meeting.minutes, meeting.place = now
    meeting.save(update_fields=["title", "begins", "minutes", "place"])
    audit.note(programme=meeting.exchange.round.programme, by=by, verb="meeting moved", about=meeting)
    _tell(meeting, "moved")
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, by: Any) -> None:
    """Take a meeting to come off the calendar. Raises StepNotPossible when it was held or has minutes."""
    _must_be_to_come(meeting)
    if meeting.record:
        raise StepNotPossible(_("This meeting has minutes; say that it has taken place instead."))
    audit.note(programme=meeting.exchange.round.programme, by=by, verb="meeting cancelled", about=meeting)
    _tell(meeting, "cancelled")
    meeting.delete()


def _must_be_to_come(meeting: Meeting) -> None:
    must_be_under_way(meeting.exchange)
    if meeting.held:
        raise StepNotPossible(_("This meeting has taken place; correct its minutes instead."))


def _tell(meeting: Meeting, what: str) -> None:
    """A letter to every city that accepted, once for each change."""
    moment = timezone.now().isoformat()
    for member in meeting.exchange.members.filter(state="accepted").select_related("membership__city"):
        if member.membership.contact_email:
            to_city(
                key=f"meeting-{what}:{meeting.pk}:{member.pk}:{moment}",
                place=member.membership,
                programme=meeting.exchange.round.programme,
                compose=partial(_letter, meeting, what, member.membership),
            )


def _letter(meeting: Meeting, what: str, place: Membership) -> tuple[str, str]:
    zone = known_zone(place.city.time_zone)
    when = date_format(meeting.begins.astimezone(ZoneInfo(zone)), "DATETIME_FORMAT")
    subject = {
        "planned": _("Meeting planned: %(title)s"),
        "moved": _("Meeting changed: %(title)s"),
        "cancelled": _("Meeting cancelled: %(title)s"),
    }[what] % {"title": meeting.title}
    length = _("%(n)d minutes") % {"n": meeting.minutes}
    lines = [subject, f"{when} ({zone}), {length}", *([meeting.place] if meeting.place and what != "cancelled" else [])]
    room = tokens.address("network:exchange", meeting.exchange_id)
    if what != "cancelled":
        lines.append(_("Agenda, participants and a file for your calendar are in the exchange room:"))
    return subject, "\n".join([*lines, "", room, ""])
