"""The city desk shows the surveys, exchanges and dates of the person's own cities, and nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cities.permissions import city_ids_of
from network.desk_places import dates
from network.models import Action, Check, ExchangeMember, Meeting
from practices.desk.deadlines import _providers
from tests.network.conftest import World, answer_all, group

pytestmark = pytest.mark.django_db


def desk(world: World, who: str) -> str:
    return world.client(who).get(reverse("practices:desk")).content.decode()


def due(world: World, who: str) -> list[str]:
    user = world.people[who]
    return sorted(str(item.what) for item in dates(user, city_ids_of(user)))


def test_an_open_survey_is_on_the_desk_of_the_city_that_is_asked(world: World) -> None:
    assert dates in _providers
    assert due(world, "lead") == ["Answer the survey"]
    page = desk(world, "lead")
    assert reverse("network:survey", args=[world.round.pk, world.places[0].pk]) in page
    assert reverse("network:survey", args=[world.round.pk, world.places[1].pk]) not in page
    assert due(world, "outsider") == []
    assert "Surveys and exchanges" not in desk(world, "outsider")


def test_meetings_own_actions_and_questions_afterwards(world: World) -> None:
    answer_all(world.round, world.places)
    exchange = group(world, 0, 1, state="acting")
    mine, theirs = exchange.members.order_by("pk")
    soon = timezone.now() + timedelta(days=3)
    Meeting.objects.create(exchange=exchange, title="First call", begins=soon)
    Meeting.objects.create(exchange=exchange, title="Held already", begins=soon, held=True)
    for member, what in ((mine, "Ask the market"), (theirs, "Theirs alone")):
        Action.objects.create(exchange=exchange, member=member, what=what, due=soon.date())
    Check.objects.create(member=mine, day=90, due=soon.date())
    assert due(world, "lead") == ["Action at home", "Meeting", "Say what has changed since the exchange"]
    page = desk(world, "lead")
    assert ("First call" in page, "Ask the market" in page, "Theirs alone" in page, "Held already" in page) == (
        True, True, False, False)  # fmt: skip
    assert reverse("network:exchange", args=[exchange.pk]) in page
    assert due(world, "outsider") == []


def test_an_invitation_waits_and_a_declined_place_says_nothing(world: World) -> None:
    answer_all(world.round, world.places)
    exchange = group(world, 0, 1, state="invited", member="invited")
    assert due(world, "lead") == ["Answer the invitation to an exchange"]
    ExchangeMember.objects.filter(exchange=exchange).update(state="declined")
    assert due(world, "lead") == []
