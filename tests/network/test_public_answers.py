"""A city's public page shows what it looks for and offers only when its newest answers allow that, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from guidelines.models import Theme
from network.models import Response
from network.public_answers import needs_and_offers
from tests.factories.records import PracticePageFactory
from tests.network.conftest import THEMES, World, answers, open_round

pytestmark = [pytest.mark.django_db, pytest.mark.trust("S3")]


def said(world: World, *, state: str = "submitted", round: Any = None, **values: Any) -> Response:
    return Response.objects.create(
        round=round or world.round, membership=world.places[0], state=state, submitted=timezone.now(),
        answers=json.dumps({**answers(0), **values}),
    )  # fmt: skip


def page_of(world: World) -> str:
    return Client().get(world.places[0].city.url).content.decode()


def test_with_the_citys_word_themes_and_the_practice_are_shown_and_its_own_words_are_not(world: World) -> None:
    city = world.places[0].city
    practice = PracticePageFactory(city=city)
    row = {"theme": THEMES[3], "rests_on": "practice", "reference": practice.code}
    said(world, public=True, offers=[row], constraints="We have no money until May", aim_user="The deputy mayor")
    page = page_of(world)
    assert "Looks for and offers" in page
    for code in (THEMES[0], THEMES[1], THEMES[3]):
        assert str(Theme.objects.get(code=code)) in page
    assert practice.title in page[page.index("Looks for and offers") :]
    for private in ("Problem 0", "The terminus", "Know what to try first", "no money until May", "deputy mayor"):
        assert private not in page


@pytest.mark.parametrize(
    "values",
    [{"public": False}, {"public": None}, {"public": "yes"}, {"public": True, "state": "draft"},
     {"public": True, "state": "to-confirm"}],
)  # fmt: skip
def test_without_it_nothing_is_shown(world: World, values: dict[str, Any]) -> None:
    said(world, **values)
    assert "Looks for and offers" not in page_of(world)


def test_a_later_no_takes_back_an_earlier_yes(world: World) -> None:
    said(world, public=True)
    assert "Looks for and offers" in page_of(world)
    said(world, public=False, round=open_round(world.programme, "later", "draft"))
    assert "Looks for and offers" not in page_of(world)


def test_a_city_that_left_shows_nothing_and_a_hidden_practice_is_not_named(world: World) -> None:
    practice = PracticePageFactory(city=world.places[0].city, live=False, title="Still secret")
    said(world, public=True, offers=[{"theme": THEMES[3], "rests_on": "practice", "reference": practice.code}])
    assert "Still secret" not in page_of(world)
    world.places[0].left = timezone.localdate()
    world.places[0].save()
    assert needs_and_offers(world.places[0].city) is None
