"""The desk says what is due: own records, reviews, and whatever a room above adds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cities.models import CityPage
from practices.desk import deadlines as room
from practices.desk import profiles
from practices.models import PracticePage, ReviewAssignment, Submission

pytestmark = pytest.mark.django_db


def shown(user: Any) -> list[tuple[str, str]]:
    return [(item.what, item.whom) for item in room.deadlines(user)]


def test_every_kind_of_date_for_whom_it_concerns(
    draft: Submission, people: dict[str, Any], cities: tuple[CityPage, CityPage]
) -> None:
    assert shown(people["writer"]) == shown(people["lead"]) == []
    title = draft.practice.title
    Submission.objects.filter(pk=draft.pk).update(state="to-sign")
    assert shown(people["lead"]) == [("Read and sign", title)]
    assert shown(people["writer"]) == [], "a contributor does not sign"
    today = timezone.localdate()
    Submission.objects.filter(pk=draft.pk).update(state="changes-requested", due=today - timedelta(days=1))
    asked = room.deadlines(people["writer"])
    assert [(item.what, item.late) for item in asked] == [("Answer the questions of the reviewers", True)]
    Submission.objects.filter(pk=draft.pk).update(state="in-review")
    ReviewAssignment.objects.create(submission=draft, reviewer=people["reviewer"], due=today + timedelta(days=5))
    assert [(item.what, item.days) for item in room.deadlines(people["reviewer"])] == [("Give your advice", 5)]
    PracticePage.objects.filter(pk=draft.practice_id).update(live=True, next_check=today + timedelta(days=30))
    assert shown(people["writer"]) == [("Confirm that it is still true", title)]
    PracticePage.objects.filter(pk=draft.practice_id).update(next_check=today + timedelta(days=300))
    page = profiles.newest_text(cities[0])
    page.summary = "Ours."
    profiles.save_profile(city=cities[0], page=page, by=people["writer"], version=profiles.draft_of(cities[0]).version)
    assert shown(people["lead"]) == [("Sign the profile", "Alpha")]
    assert shown(people["stranger"]) == [], "another city's dates are not theirs"


def test_upper_rooms_add_theirs_and_the_soonest_comes_first(
    people: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    today = timezone.localdate()
    days = (40, 400, 2, -3)

    def provider(user: Any, cities: frozenset[int]) -> list[room.Due]:
        assert user == people["lead"]
        assert len(cities) == 1
        return [room.Due(today + timedelta(days=n), f"thing {n}", "somebody", "/x/") for n in days]

    monkeypatch.setattr(room, "_providers", [])
    room.register(provider)
    room.register(provider)
    assert [item.what for item in room.deadlines(people["lead"])] == ["thing -3", "thing 2", "thing 40"]
    client = Client()
    client.force_login(people["lead"])
    page = client.get(reverse("practices:desk")).content.decode()
    assert page.index("thing -3") < page.index("thing 2")
    assert ("late" in page, "in 2 days" in page) == (True, True)
