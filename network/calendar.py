"""Meetings as calendar files (RFC 5545), in universal time; each reader's calendar shows its own zone."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from icalendar import Calendar, Event

from network.models import Meeting


def meeting_file(meeting: Meeting) -> bytes:
    """One meeting as an .ics file."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.WAGTAIL_SITE_NAME}//exchange//EN")
    calendar.add("version", "2.0")
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}@{settings.SITE_URL.split('//')[-1]}")
    event.add("summary", f"{meeting.title} – {meeting.exchange.round.title}")
    event.add("dtstamp", meeting.begins)
    event.add("dtstart", meeting.begins)
    event.add("dtend", meeting.begins + timedelta(minutes=meeting.minutes))
    if meeting.place:
        event.add("location", meeting.place)
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
