"""The demonstration: every state of the board has something in it, and a survey is open for the city of the logins."""

from __future__ import annotations

import pytest
import yaml

from cities.models import CityPage
from network.choices import ResponseState
from network.demo import asking, load
from network.models import Exchange, Programme, Response, Round
from network.selectors import COLUMNS, surveys_of
from network.states import RoundState
from tests.factories.records import theme
from tests.network.conftest import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def demonstration(world: World) -> None:
    """The demonstration beside the programmes of the other tests."""
    data = yaml.safe_load(load.DATA.read_text(encoding="utf-8"))
    for city in data["cities"]:
        for row in (*city["answers"].get("challenges", ()), *city["answers"].get("offers", ())):
            theme(row["theme"])
    load.load()


def test_every_state_of_the_board_has_something(demonstration: None) -> None:
    found = set(Exchange.objects.filter(round__programme__demonstration=True).values_list("state", flat=True))
    assert found == {state.value for state in COLUMNS}
    states = set(Round.objects.filter(programme__demonstration=True).values_list("state", flat=True))
    assert states == {RoundState.SURVEY, RoundState.INVITING, RoundState.RUNNING}


def test_the_city_of_the_logins_can_answer_on_the_first_day(demonstration: None) -> None:
    city = CityPage.objects.filter(demonstration=True).order_by("title").first()  # as config/demo_logins.py chooses
    assert city is not None
    rows = [row for row in surveys_of(frozenset({city.pk})) if row.open]
    assert [(row.round.programme.code, row.response) for row in rows] == [(asking.CODE, None)]
    states = set(Response.objects.filter(round=rows[0].round).values_list("state", flat=True))
    assert states == set(ResponseState.values)


def test_loading_again_changes_nothing_and_an_older_demonstration_gets_the_open_survey(demonstration: None) -> None:
    before = (Programme.objects.count(), Exchange.objects.count(), Response.objects.count())
    assert "already" in load.load()
    assert (Programme.objects.count(), Exchange.objects.count(), Response.objects.count()) == before
    older = Programme.objects.get(code=asking.CODE)
    older.rounds.all().delete()
    older.memberships.all().delete()
    older.delete()
    assert "open survey" in load.load()
