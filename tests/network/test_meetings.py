"""Meetings: planned, moved, cancelled; every city told in its own time; the calendar by the clock of the person's city."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from icalendar import Calendar

from cities.models import CityPage
from network.models import Exchange, Mail, Meeting
from network.problem import problem_document
from network.services.errors import StepNotPossible
from network.services.meetings import cancel_meeting, move_meeting, plan_meeting
from tests.network.conftest import World, answer_all, group

pytestmark = pytest.mark.django_db
WHEN = datetime(2031, 5, 4, 22, 30, tzinfo=UTC)  # the next morning in Manila, the afternoon in Bogota


@pytest.fixture
def room(world: World) -> Exchange:
    exchange = group(world, 0, 1, state="scoped")
    exchange.questions = ["Which stairs first?"]
    exchange.save()
    for n, zone in ((0, "America/Bogota"), (1, "Asia/Manila")):
        CityPage.objects.filter(pk=world.places[n].city_id).update(time_zone=zone)
    return exchange


def plan(world: World, room: Exchange, **other: Any) -> Meeting:
    values = {"title": "First call", "begins": WHEN, "minutes": 90, "place": "https://meet.example/1", **other}
    return plan_meeting(exchange=room, by=world.people["lead"], **values)


def letters(kind: str) -> dict[str, str]:
    return dict(Mail.objects.filter(key__startswith=f"meeting-{kind}:").values_list("to", "body"))


def test_every_city_is_told_in_its_own_time(world: World, room: Exchange) -> None:
    plan(world, room)
    told = letters("planned")
    assert set(told) == {"town0@mail.example", "town1@mail.example"}
    assert "4 May 2031, 17:30 (America/Bogota), 90 minutes" in told["town0@mail.example"]
    assert "5 May 2031, 06:30 (Asia/Manila), 90 minutes" in told["town1@mail.example"]
    assert f"/network/exchanges/{room.pk}/" in told["town0@mail.example"]


def test_a_meeting_is_moved_in_the_readers_own_time_and_told_once_a_change(world: World, room: Exchange) -> None:
    meeting = plan(world, room)
    lead, path = world.client("lead"), f"/network/meetings/{meeting.pk}/"
    assert 'value="2031-05-04T17:30"' in lead.get(f"/network/exchanges/{room.pk}/").content.decode()
    same = {"title": "First call", "begins": "2031-05-04T17:30", "minutes": "90", "place": "https://meet.example/1"}
    lead.post(path, same)
    assert letters("moved") == {}, "nothing changed, nobody is bothered"
    lead.post(path, {**same, "begins": "2031-05-05T09:00"})
    meeting.refresh_from_db()
    assert meeting.begins == datetime(2031, 5, 5, 14, tzinfo=UTC)
    assert "5 May 2031, 22:00 (Asia/Manila)" in letters("moved")["town1@mail.example"]
    refused = lead.post(path, {**same, "begins": "soon"}, follow=True)
    assert "Begins:" in refused.content.decode()
    meeting.refresh_from_db()
    assert meeting.begins.hour == 14


def test_a_meeting_is_cancelled_unless_it_took_place(world: World, room: Exchange) -> None:
    meeting, held = plan(world, room), plan(world, room, title="Earlier call")
    held.held = True
    held.save()
    for refused in (lambda: cancel_meeting(meeting=held, by=None), lambda: move_meeting(
        meeting=held, title="x", begins=WHEN, minutes=60, place="", by=None
    )):  # fmt: skip
        with pytest.raises(StepNotPossible, match="has taken place"):
            refused()
    meeting.record = "We met"
    meeting.save()
    with pytest.raises(StepNotPossible, match="minutes"):
        cancel_meeting(meeting=meeting, by=None)
    Meeting.objects.filter(pk=meeting.pk).update(record="")
    world.client("partner").post(f"/network/meetings/{meeting.pk}/", {"cancel": "1"})
    assert list(Meeting.objects.all()) == [held]
    assert "Meeting cancelled: First call" in letters("cancelled")["town0@mail.example"]


def test_the_file_says_what_the_clock_shows_in_each_city(world: World, room: Exchange) -> None:
    meeting = plan(world, room)
    (event,) = Calendar.from_ical(world.client("lead").get(f"/network/meetings/{meeting.pk}.ics").content).walk(
        "VEVENT"
    )
    assert event.decoded("dtstart") == WHEN
    for words in ("4 May 2031, 17:30 (America/Bogota)", "5 May 2031, 06:30 (Asia/Manila)"):
        assert words in str(event["description"])
    assert str(event["url"]).endswith(f"/network/exchanges/{room.pk}/")


def test_the_calendar_follows_the_clock_of_the_city(world: World, room: Exchange) -> None:
    soon = timezone.now().astimezone(UTC).replace(hour=22, minute=30, second=0, microsecond=0) + timedelta(days=5)
    Meeting.objects.create(exchange=room, title="Night call", begins=soon)
    seen = {who: world.client(who).get("/network/calendar/?kind=meeting") for who in ("lead", "partner", "coordinator")}
    for who, zone, clock, days in (
        ("lead", "America/Bogota", "17:30", 0), ("partner", "Asia/Manila", "06:30", 1), ("coordinator", "UTC", "22:30", 0),
    ):  # fmt: skip
        page = seen[who].content.decode()
        assert zone in page, who
        assert clock in page, who
        (entry,) = seen[who].context["coming"]
        assert entry.day == (soon + timedelta(days=days)).date(), who
    month = world.client("partner").get(f"/network/calendar/?view=month&month={soon + timedelta(days=1):%Y-%m}")
    assert "06:30" in month.content.decode()


def test_hours_from_universal_time_are_those_of_the_rounds_days(world: World) -> None:
    answer_all(world.round, world.places)
    world.round.begins = datetime(2026, 11, 1).date()
    document = problem_document(world.round)
    assert {city["utc_offset"] for city in document["cities"]} == {3.0}
    response = world.round.responses.first()
    response.answers = response.answers.replace("Africa/Nairobi", "Europe/Istanbul")  # +2 in 2000, +3 since 2016
    response.save()
    document = problem_document(world.round)
    assert next(c for c in document["cities"] if c["id"] == f"m{response.membership_id}")["utc_offset"] == 3.0
