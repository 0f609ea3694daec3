"""The calendar: a coordinator's dates, a city's own, a month's sheet, and the same as a calendar file."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from network import agenda
from network.models import Action, Check, ExchangeMember, Meeting
from tests.network.conftest import World, group


@pytest.fixture
def dates(world: World) -> Any:
    """An exchange of towns 0 and 1 with one date of each kind, and one of towns 2 and 3 that is only invited."""
    today = timezone.localdate()
    exchange = group(world, 0, 1, state="meeting")
    mine, other = exchange.members.order_by("pk")
    Meeting.objects.create(exchange=exchange, title="First call", begins=timezone.now() + timedelta(days=3))
    Action.objects.create(exchange=exchange, member=mine, what="Light the stairs", due=today + timedelta(days=5))
    Action.objects.create(exchange=exchange, member=other, what="Count again", due=today - timedelta(days=2))
    for member in (mine, other):
        Check.objects.create(member=member, day=30, due=today + timedelta(days=30))
    invited = group(world, 2, 3, state="invited", member="invited")
    Meeting.objects.create(exchange=invited, title="Not yet known", begins=timezone.now() + timedelta(days=4))
    return exchange


def listed(world: World, who: str, kind: str = "") -> str:
    page = world.client(who).get("/network/calendar/", {"kind": kind} if kind else {})
    assert page.status_code == 200
    return page.content.decode()


@pytest.mark.django_db
def test_a_coordinator_sees_every_date_of_the_programme_and_nothing_of_another(world: World, dates: Any) -> None:
    page = listed(world, "coordinator")
    for words in ("Exchanges end", "First call", "Light the stairs", "Count again", "after 30 days", "Not yet known"):
        assert words in page, words
    assert page.count("answers its invitation") == 2
    assert page.index("Late") < page.index("Count again") < page.index("To come")
    assert "First call" not in listed(world, "elsewhere")
    assert "Nothing is to come." in listed(world, "outsider")
    assert "Light the stairs" not in listed(world, "coordinator", "meeting")


@pytest.mark.django_db
def test_a_city_sees_its_own_checks_and_its_exchange_and_no_partner_before_all_said_yes(
    world: World, dates: Any
) -> None:
    page = listed(world, "lead")
    assert "First call" in page
    assert page.count("what has changed after 30 days") == 1, "its own check, not the partner's"
    assert "Not yet known" not in page
    assert "answers its invitation" not in page
    ExchangeMember.objects.filter(exchange=dates).update(state="invited")
    dates.state = "invited"
    dates.save()
    page = listed(world, "lead")
    assert "First call" not in page
    assert page.count("answers its invitation") == 1
    assert world.places[1].city.title not in page


@pytest.mark.django_db
def test_the_month_shows_the_days_and_leads_to_the_next(world: World, dates: Any) -> None:
    due = timezone.localdate() + timedelta(days=5)
    page = world.client("coordinator").get("/network/calendar/", {"view": "month", "month": f"{due:%Y-%m}"})
    assert "Light the stairs" in page.content.decode()
    after = page.context["after"]
    assert f"month={after:%Y-%m}" in page.content.decode()
    far = world.client("coordinator").get("/network/calendar/", {"view": "month", "month": "9999-99"})
    assert far.context["first"] == timezone.localdate().replace(day=1)


@pytest.mark.django_db
def test_the_calendar_file_holds_what_is_to_come(world: World, dates: Any) -> None:
    answer = world.client("lead").get("/network/calendar.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    events = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    titles = [str(event["summary"]) for event in events]
    assert any("First call" in title for title in titles)
    assert len({str(event["uid"]) for event in events}) == len(events)
    assert not any("@mail.example" in line for line in answer.content.decode().splitlines())


@pytest.mark.django_db
def test_the_calendar_takes_as_many_queries_for_many_dates(world: World, dates: Any) -> None:
    def counted() -> int:
        client = world.client("coordinator")
        client.get("/network/calendar/")
        with CaptureQueriesContext(connection) as caught:
            client.get("/network/calendar/")
        return len(caught)

    before, more = counted(), group(world, 4, state="acting")
    for n in range(8):
        day = timezone.localdate() + timedelta(days=n)
        Meeting.objects.create(exchange=(dates, more)[n % 2], title=f"More {n}", begins=timezone.now())
        Action.objects.create(exchange=more, member=more.members.get(), what="x", due=day)
        Check.objects.create(member=more.members.get(), day=n, due=day)
    assert counted() == before


@settings(deadline=None)  # a busy machine is no failure
@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_month_is_whole_weeks_from_monday_with_every_day_of_it_once(day: date) -> None:
    weeks = agenda.month_sheet(day.year, day.month, [])
    assert all(len(week) == 7 and week[0].day.weekday() == 0 for week in weeks)
    here = [one.day for week in weeks for one in week if one.here]
    assert here == sorted(set(here))
    assert day in here
    assert all(one.month == day.month for one in here)
    assert (here[-1] + timedelta(days=1)).day == 1
