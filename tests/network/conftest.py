"""A programme of five cities with the people around it, a second programme nobody of the first may see."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from cities.models import CityRole
from network.choices import Purpose, ResponseState
from network.models import Consent, Coordinator, Exchange, ExchangeMember, Membership, Programme, Response, Round
from network.services import matching, proposals, running
from network.states import RoundState
from tests.factories.records import CityPageFactory, theme

THEMES = ("public-space", "safe-mobility", "youth-children", "schools", "community-policing", "slum-upgrading")
COUNTRIES = ("CO", "ZA", "KE", "GB", "IN")


class World:
    """Handles on everything a test may want."""

    programme: Programme
    other: Programme
    places: list[Membership]
    round: Round
    people: dict[str, Any]
    host: int

    def client(self, who: str) -> Client:
        """A browser in which this person is signed in."""
        client = Client()
        client.force_login(self.people[who])
        return client


def account(name: str) -> Any:
    """A person."""
    return get_user_model().objects.create_user(name, f"{name}@city.example")


def answers(number: int) -> dict[str, Any]:
    """Complete answers: each city needs what the next two offer."""
    themes = [THEMES[(number + n) % len(THEMES)] for n in range(5)]
    return {
        "challenges": [{"theme": themes[0], "words": f"Problem {number}"}, {"theme": themes[1]}],
        "area": "The terminus",
        "offers": [{"theme": themes[3], "rests_on": "practice"}, {"theme": themes[4], "rests_on": "experience"}],
        "stages": {themes[0]: "diagnosis", themes[3]: "evaluated"},
        "aim": "Know what to try first",
        "format": "either",
        "capacity": 1,
        "languages": [{"code": "en", "level": "official"}],
        "time_zone": "Africa/Nairobi",
        "public": True,
    }


def join(programme: Programme, number: int, *, prefix: str = "town") -> Membership:
    """A city with contact and all consents."""
    city = CityPageFactory(code=f"{prefix}-{number}", country__code=COUNTRIES[number % 5], time_zone="Africa/Nairobi")
    place = Membership.objects.create(
        programme=programme, city=city, contact_name=f"Person {number}", contact_email=f"{prefix}{number}@mail.example"
    )
    Consent.objects.bulk_create([Consent(membership=place, purpose=p, granted=True) for p in Purpose.values])
    return place


def open_round(programme: Programme, code: str = "first", state: str = RoundState.SURVEY) -> Round:
    """A round in a state."""
    today = timezone.localdate()
    return Round.objects.create(
        programme=programme, code=code, title=f"Round {code}", state=state, survey_opens=today, survey_closes=today,
        answers_due=today, begins=today, ends=today + timedelta(days=120),
    )  # fmt: skip


def answer_all(round: Round, places: list[Membership]) -> None:
    """Every city has submitted."""
    Response.objects.bulk_create([
        Response(round=round, membership=place, answers=json.dumps(answers(n)), state=ResponseState.SUBMITTED,
                 submitted=timezone.now())
        for n, place in enumerate(places)
    ])  # fmt: skip


def build(cities: int = 5) -> World:
    """The world."""
    for code in THEMES:
        theme(code)
    world = World()
    world.programme = Programme.objects.create(code="first", name="First network")
    world.other = Programme.objects.create(code="second", name="Second network")
    names = ("coordinator", "second", "outsider", "lead", "contributor", "partner", "elsewhere")
    world.people = {name: account(name) for name in names}
    Coordinator.objects.create(programme=world.programme, user=world.people["coordinator"])
    Coordinator.objects.create(programme=world.programme, user=world.people["second"])
    Coordinator.objects.create(programme=world.other, user=world.people["elsewhere"])
    world.places = [join(world.programme, n) for n in range(cities)]
    for name, place, role in (("lead", 0, "lead"), ("contributor", 0, "contributor"), ("partner", 1, "lead")):
        CityRole.objects.create(city=world.places[place].city, user=world.people[name], role=role)
    world.round = open_round(world.programme)
    return world


@pytest.fixture
def world(db: None) -> World:
    """Five cities, a round whose survey is open."""
    return build()


@pytest.fixture
def matched(world: World) -> World:
    """All have answered, a run was made and taken: proposals stand."""
    answer_all(world.round, world.places)
    Round.objects.filter(pk=world.round.pk).update(state=RoundState.ELIGIBLE)
    world.round.refresh_from_db()
    run = running.execute(matching.queue_run(round=world.round, by=None, label="First"))
    assert run.state == "done", run.error
    world.round = proposals.take_groups(run=run, by=None)
    return world


def group(world: World, *numbers: int, state: str = "accepted", member: str = "accepted") -> Exchange:
    """An exchange of these cities in a state."""
    exchange = Exchange.objects.create(round=world.round, state=state, value=300)
    for number in numbers:
        ExchangeMember.objects.create(
            exchange=exchange, membership=world.places[number], round=world.round, state=member,
            invited=timezone.now(), expires=timezone.now() + timedelta(days=10), predicted=100,
        )  # fmt: skip
    return exchange
