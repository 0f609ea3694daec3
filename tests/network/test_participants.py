"""Who comes to a meeting: each city names its people; access needs are read by the city, the coordinator, and by
partners only when the city says so."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from network.models import Meeting, Participant
from network.services import participants
from network.services.errors import StepNotPossible
from tests.network.conftest import World, group

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(world: World) -> Meeting:
    exchange = group(world, 0, 1, state="meeting")
    return Meeting.objects.create(exchange=exchange, title="First call", begins=timezone.now())


def named(meeting: Meeting, **values: Any) -> dict[str, Any]:
    return {"name": "Ana Person", "function": "engineer", "access_needs": "sign language", **values}


@pytest.mark.parametrize("shared", [False, True])
def test_access_needs_are_for_the_city_and_the_coordinator_unless_shared(
    world: World, meeting: Meeting, shared: bool
) -> None:
    path, room = f"/network/meetings/{meeting.pk}/participants/", f"/network/exchanges/{meeting.exchange_id}/"
    world.client("lead").post(path, named(meeting) | ({"shared": "1"} if shared else {}))
    person = Participant.objects.get()
    assert person.member.membership == world.places[0]
    for who in ("lead", "coordinator"):
        assert "sign language" in world.client(who).get(room).content.decode()
    partner = world.client("partner").get(room).content.decode()
    assert "Ana Person" in partner
    assert ("sign language" in partner) is shared
    assert ("told to the coordinator" in partner) is not shared


def test_a_city_takes_off_only_its_own_people_and_outsiders_learn_nothing(world: World, meeting: Meeting) -> None:
    path = f"/network/meetings/{meeting.pk}/participants/"
    world.client("lead").post(path, named(meeting))
    person = Participant.objects.get()
    for who in ("partner", "outsider", "elsewhere"):
        assert world.client(who).post(f"/network/participants/{person.pk}/remove/").status_code == 404
    assert world.client("outsider").post(path, named(meeting)).status_code == 404
    assert world.client("coordinator").post(path, named(meeting)).status_code == 404, "a coordinator is of no city"
    world.client("lead").post(f"/network/participants/{person.pk}/remove/")
    assert not Participant.objects.exists()
    assert not any("Ana" in f"{e.object}{e.detail}{e.verb}" for e in world.programme.audit.all())


def test_limits_and_meetings_that_are_over_are_refused_in_words(world: World, meeting: Meeting) -> None:
    member = meeting.exchange.members.first()
    values = {"meeting": meeting, "member": member, "by": None, "shared": False}
    with pytest.raises(StepNotPossible, match="name"):
        participants.add_participant(**values, name="  ", function="", access_needs="")
    for n in range(participants.AT_MOST):
        participants.add_participant(**values, name=f"P{n}", function="", access_needs="")
    with pytest.raises(StepNotPossible, match="at most"):
        participants.add_participant(**values, name="one more", function="", access_needs="")
    meeting.held = True
    with pytest.raises(StepNotPossible, match="taken place"):
        participants.add_participant(**values, name="late", function="", access_needs="")
