"""A repair is worked out in three ways, laid side by side; the coordinator takes one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from network import repairs
from network.models import Exchange, Membership, Round, Run
from network.services import invitations, matching, proposals, running
from network.services.errors import RunNotPossible
from network.states import RoundState
from network.workbench import names_of
from tests.network.conftest import World, answer_all, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def declined(db: None) -> World:
    """Twelve cities in groups; two groups are invited, one city of the first says no."""
    world = build(12)
    answer_all(world.round, world.places)
    Round.objects.filter(pk=world.round.pk).update(state=RoundState.ELIGIBLE)
    world.round.refresh_from_db()
    run = running.execute(matching.queue_run(round=world.round, by=None, label="First"))
    world.round = proposals.take_groups(run=run, by=None)
    by = world.people["coordinator"]
    for exchange in world.round.exchanges.order_by("pk")[:2]:
        texts = {member.pk: "Come" for member in exchange.members.all()}
        invitations.invite(exchange=exchange, by=by, texts=texts, version=exchange.version)
    exchange = world.round.exchanges.order_by("pk").first()
    invitations.answer(member=exchange.members.first(), accepts=False, reason="No time")
    world.round.refresh_from_db()
    return world


def repaired(world: World) -> Run:
    run = matching.ask_for_repair(round=world.round, by=world.people["coordinator"])
    run = running.execute(Run.objects.select_related("round", "snapshot", "previous").get(pk=run.pk))
    assert run.state == "done", run.error
    return run


def test_three_ways_are_worked_out_and_none_touches_what_stands_or_takes_who_said_no(declined: World) -> None:
    standing = {
        frozenset(f"m{pk}" for pk in exchange.members.values_list("membership_id", flat=True))
        for exchange in Exchange.objects.filter(round=declined.round, state="invited")
    }
    said_no = Membership.objects.get(places__state="declined")
    run = repaired(declined)
    ways = repairs.side_by_side(run, names_of(declined.round))
    assert [way.run.way for way in ways] == ["least-change", "balanced", "from-scratch"]
    for way in ways:
        plan = matching.plan_of(way.run)
        assert standing <= {frozenset(group.members) for group in plan.groups}
        assert f"m{said_no.pk}" not in {member for group in plan.groups for member in group.members}
        names = {change.city for change in (*way.disturbed, *way.left_behind)}
        assert said_no.city.title not in names
    by_way = {way.run.way: way for way in ways}
    assert len(by_way["least-change"].disturbed) <= len(by_way["balanced"].disturbed)
    assert max(way.total for way in ways) == by_way["from-scratch"].total
    assert sum(way.suggested for way in ways) == 1
    assert all(way.left_behind for way in ways), "who was in the group of the city that said no changes in every way"


def test_who_changes_is_told_with_partners_before_and_after(declined: World) -> None:
    run = repaired(declined)
    names = names_of(declined.round)
    before = {m: g.members for g in matching.plan_of(run.previous).groups for m in g.members}
    for way in repairs.side_by_side(run, names):
        after = {m: g.members for g in matching.plan_of(way.run).groups for m in g.members}
        here = set(after) | {one.city for one in matching.plan_of(way.run).unmatched}
        changed = {names[m] for m in here if before.get(m) != after.get(m)}
        assert {change.city for change in (*way.disturbed, *way.left_behind)} == changed


def test_the_workbench_shows_the_suggested_way_with_a_table_twin_and_another_can_be_taken(declined: World) -> None:
    run = repaired(declined)
    client, base = declined.client("coordinator"), f"/network/rounds/{declined.round.pk}/workbench/"
    page = client.get(base)
    ways = page.context["repair"]
    assert page.context["run"].pk == next(way.run.pk for way in ways if way.suggested)
    text = page.content.decode()
    assert text.count("Take this repair") == 3
    assert "The ways to repair as a table" in text
    other = next(way for way in ways if not way.suggested)
    version = Round.objects.get(pk=declined.round.pk).version
    client.post(f"{base}choose/", {"run": other.run.pk, "version": version})
    assert Round.objects.get(pk=declined.round.pk).chosen_run_id == other.run.pk
    assert client.get(base).context["run"].pk == other.run.pk, "what was taken is shown from now on"
    assert client.get(f"{base}?run={run.pk}").status_code == 200


def test_a_repair_stopped_after_the_first_way_offers_what_it_has(
    declined: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "LOOK_EVERY", 0.0)
    run, real, calls = (
        matching.ask_for_repair(round=declined.round, by=declined.people["coordinator"]),
        running.match,
        [],
    )

    def stop_after_the_first(*arguments: Any, **named: Any) -> Any:
        plan = real(*arguments, **named)
        calls.append(named["keep_points"])
        running.stop_run(run=run, by=declined.people["coordinator"])
        return plan

    monkeypatch.setattr(running, "match", stop_after_the_first)
    done = running.execute(Run.objects.get(pk=run.pk))
    assert (done.state, len(calls), done.variants.count()) == ("done", 1, 0)
    assert [way.run.pk for way in repairs.side_by_side(done, names_of(declined.round))] == [done.pk]


def test_an_earlier_result_that_cannot_be_read_leaves_one_way(declined: World) -> None:
    run = matching.ask_for_repair(round=declined.round, by=declined.people["coordinator"])
    Run.objects.filter(pk=run.previous_id).update(plan=json.dumps({"version": 0}))
    done = running.execute(Run.objects.select_related("previous", "snapshot").get(pk=run.pk))
    assert (done.state, done.way, done.variants.count()) == ("done", "from-scratch", 0)
    assert "could not be read" in done.error
    with pytest.raises(RunNotPossible):
        matching.plan_of(Run.objects.get(pk=run.previous_id))
    assert len(repairs.side_by_side(done, names_of(declined.round))) == 1
