"""Meetings and dates as calendar files (RFC 5545), in universal time: each reader's calendar shows its own zone.

The description of a meeting says what the clock shows in each city.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from icalendar import Calendar, Event

from network import tokens
from network.agenda import Entry
from network.models import Meeting
from network.zones import known_zone


def meeting_file(meeting: Meeting) -> bytes:
    """One meeting as an .ics file."""
    title = f"{meeting.title} – {meeting.exchange.round.title}"
    event = _event(f"meeting-{meeting.pk}", title, meeting.begins, meeting.minutes)
    if meeting.place:
        event.add("location", meeting.place)
    event.add("url", tokens.address("network:exchange", meeting.exchange_id))
    event.add("description", "\n".join(_clocks(meeting)))
    return _file([event])


def _clocks(meeting: Meeting) -> Iterable[str]:
    """City and local time of each city in the exchange."""
    for member in meeting.exchange.members.select_related("membership__city"):
        zone = known_zone(member.membership.city.time_zone)
        when = date_format(meeting.begins.astimezone(ZoneInfo(zone)), "DATETIME_FORMAT")
        yield f"{member.membership.city.title}: {when} ({zone})"


def agenda_file(entries: Iterable[Entry]) -> bytes:
    """A person's dates as an .ics file: meetings with their hours, the rest as whole days that block nothing."""
    return _file([_of_entry(entry) for entry in entries])


def _of_entry(entry: Entry) -> Event:
    event = _event(entry.code, f"{entry.words} ({entry.place})", entry.begins or entry.day, entry.minutes)
    event.add("url", f"{settings.SITE_URL.rstrip('/')}{entry.url}")
    if entry.begins is None:
        event.add("transp", "TRANSPARENT")
    return event


def _event(code: str, title: str, begins: datetime | date, minutes: int) -> Event:
    event = Event()
    event.add("uid", f"{code}@{settings.SITE_URL.split('//')[-1]}")
    event.add("summary", title)
    event.add("dtstamp", timezone.now())  # newer than any earlier file: a moved meeting moves in the reader's calendar
    event.add("dtstart", begins)
    event.add("dtend", begins + (timedelta(minutes=minutes) if isinstance(begins, datetime) else timedelta(days=1)))
    return event


def _file(events: Iterable[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.WAGTAIL_SITE_NAME}//exchange//EN")
    calendar.add("version", "2.0")
    for event in events:
        calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
