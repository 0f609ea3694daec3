"""The coordinator's page of a round: its days, its steps in words, and what is asked before it cannot be taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from network.models import AuditEntry, Mail, Round
from network.services import matching, running
from network.states import ROUND_STEPS, RoundState
from network.steps import WORDS, steps_of
from tests.factories.records import CityPageFactory
from tests.network.conftest import World, answer_all, group

pytestmark = pytest.mark.django_db


def days(*after: int) -> dict[str, str]:
    names = ("survey_opens", "survey_closes", "answers_due", "begins", "ends")
    return {name: str(timezone.localdate() + timedelta(days=n)) for name, n in zip(names, after, strict=True)}


def test_every_step_has_words_of_its_own(world: World) -> None:
    named = {(now, then) for now, steps in ROUND_STEPS.items() for then in steps if then != RoundState.ARCHIVED}
    assert set(WORDS) == named
    assert [step.forward for step in steps_of(world.round)] == [True, False]


def test_the_days_are_shown_and_can_be_changed(world: World) -> None:
    client, path = world.client("coordinator"), f"/network/rounds/{world.round.pk}/"
    assert f"{path}dates/" in client.get(path).content.decode()
    assert client.get(f"{path}dates/").status_code == 200
    wrong = client.post(f"{path}dates/", {**days(0, 20, 10, 40, 90), "version": 1})
    assert wrong.status_code == 400
    assert "invitations are answered by" in wrong.content.decode()
    assert client.post(f"{path}dates/", {**days(0, 20, 30, 40, 40), "version": 1}).status_code == 400
    good = {**days(0, 20, 30, 40, 90), "version": 1}
    assert client.post(f"{path}dates/", good).status_code == 302
    late = client.post(f"{path}dates/", {**days(0, 25, 30, 40, 90), "version": 1})
    assert late.status_code == 409
    assert days(0, 25, 30, 40, 90)["survey_closes"] in late.content.decode(), "what was typed is kept"
    world.round.refresh_from_db()
    assert world.round.survey_closes == timezone.localdate() + timedelta(days=20)
    assert AuditEntry.objects.get(verb="round dates changed").detail["survey_closes"] == good["survey_closes"]
    Round.objects.update(state=RoundState.ARCHIVED)
    assert client.post(f"{path}dates/", {**days(0, 1, 2, 3, 4), "version": 2}).status_code == 400
    assert f"{path}dates/" not in client.get(path).content.decode()


def test_archiving_an_open_round_is_asked_twice(world: World) -> None:
    client, path = world.client("coordinator"), f"/network/rounds/{world.round.pk}/move/"
    form = {"to": "archived", "version": "1"}
    asked = client.post(path, form)
    assert "cannot be opened again" in asked.content.decode()
    assert Round.objects.get().state == RoundState.SURVEY
    client.post(path, {**form, "sure": "1"})
    assert Round.objects.get().state == RoundState.ARCHIVED


def test_letters_that_there_is_no_group_are_told_of_before_they_leave(world: World) -> None:
    answer_all(world.round, world.places)
    group(world, 0, 1)
    Round.objects.update(state=RoundState.INVITING)
    client, path = world.client("coordinator"), f"/network/rounds/{world.round.pk}/move/"
    form = {"to": "running", "version": "1"}
    assert "3 cities that answered are in no group" in client.post(path, form).content.decode()
    assert not Mail.objects.exists()
    client.post(path, {**form, "sure": "1"})
    assert Mail.objects.filter(key__startswith="not-placed:").count() == 3
    assert Round.objects.get().state == RoundState.RUNNING


def test_a_city_joins_by_its_name(world: World) -> None:
    client, path = world.client("coordinator"), f"/network/programmes/{world.programme.pk}/"
    CityPageFactory(code="newcomer", title="Newcomer-on-Sea")
    CityPageFactory(code="twin-1", title="Twin")
    CityPageFactory(code="twin-2", title="Twin")
    assert '<option value="newcomer">Newcomer-on-Sea, ' in client.get(path).content.decode()
    client.post(f"{path}join/", {"city": "newcomer-ON-sea "})
    assert world.programme.memberships.filter(city__code="newcomer").exists()
    assert "several cities" in client.post(f"{path}join/", {"city": "Twin"}, follow=True).content.decode()
    assert "no published city" in client.post(f"{path}join/", {"city": "Nowhere"}, follow=True).content.decode()
    assert '<option value="newcomer">' not in client.get(path).content.decode()


def test_a_result_without_groups_says_so_and_offers_nothing_to_take(world: World) -> None:
    answer_all(world.round, world.places[:1])
    Round.objects.update(state=RoundState.ELIGIBLE)
    world.round.refresh_from_db()
    client, path = world.client("coordinator"), f"/network/rounds/{world.round.pk}/workbench/"
    run = running.execute(matching.queue_run(round=world.round, by=None))
    assert run.state == "done", run.error
    page = client.get(path).content.decode()
    assert "No group is possible" in page
    assert "Take these groups" not in page


def test_from_the_workbench_a_link_leads_to_the_invitations(matched: World) -> None:
    page = matched.client("coordinator").get(f"/network/rounds/{matched.round.pk}/workbench/").content.decode()
    assert f'href="/network/rounds/{matched.round.pk}/#board"' in page


def test_absurd_input_is_refused_in_words(matched: World) -> None:
    client, path = matched.client("coordinator"), f"/network/rounds/{matched.round.pk}/workbench/"
    run = matched.round.chosen_run.pk
    cities = [str(place.pk) for place in matched.places[:2]]
    room = group(matched, 0, 1)
    for address, form, words in (
        (f"{path}rule/", {"kind": "pin", "city": ["9" * 40, "1" * 11]}, "choose two or three cities"),
        (f"{path}change/", {"run": run, "city": ["9" * 40], "change": "add"}, "choose the city that comes in"),
        (f"{path}change/", {"run": run, "city": cities, "change": "add", "with": "x" * 200_000}, "none is called"),
        (f"/network/programmes/{matched.programme.pk}/join/", {"city": "x" * 200_000}, "no published city"),
        (f"/network/programmes/{matched.programme.pk}/coordinators/", {"email": "x" * 200_000}, "no active account"),
        (f"/network/exchanges/{room.pk}/link/", {"kind": "provision", "code": "x" * 200_000}, "no public provision"),
    ):
        answer = client.post(address, form, follow=True)
        assert answer.status_code == 200, address
        assert words in answer.content.decode(), address


@pytest.mark.parametrize(("state", "reason"), [("declined", ""), ("closed", "declined"), ("closed", "withdrawn")])
def test_a_group_that_never_met_is_no_exchange_of_the_report(world: World, state: str, reason: str) -> None:
    group(world, 0, 1, state="acting")
    gone = group(world, 2, 3, state=state, member="withdrawn")
    gone.closing_reason = reason
    gone.save()
    report = world.client("coordinator").get(f"/network/rounds/{world.round.pk}/report/")
    assert (len(report.context["rows"]), report.context["predicted"], report.context["never_met"]) == (1, 300, 1)
    assert "1 proposed group did not come together" in report.content.decode()
