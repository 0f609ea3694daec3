"""Rounds and runs: one open round, one run at a time, stale forms, consent withdrawn meanwhile, rules in words."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, connections, transaction

from network.choices import Purpose, RuleKind
from network.models import Exchange, ExchangeMember, Mail, Membership, Round, Run
from network.problem import eligibility, standing_groups
from network.services import invitations, matching, memberships, proposals, rounds, rules, running
from network.services.errors import RunNotPossible, Stale, StepNotPossible
from network.services.rules import RuleNotPossible
from network.states import RoundState
from tests.network.conftest import World, answer_all, build, group, open_round

pytestmark = pytest.mark.django_db


@pytest.mark.trust("T15")
def test_a_programme_has_one_open_round(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        open_round(world.programme, "again")
    draft = open_round(world.programme, "later", RoundState.DRAFT)
    with pytest.raises(StepNotPossible, match="already has an open round"):
        rounds.move_round(round=draft, to=RoundState.SURVEY, by=world.people["coordinator"], version=1)


def test_a_round_moves_only_along_its_life_and_never_from_a_stale_form(world: World) -> None:
    by = world.people["coordinator"]
    with pytest.raises(StepNotPossible, match="cannot become"):
        rounds.move_round(round=world.round, to=RoundState.RUNNING, by=by, version=1)
    moved = rounds.move_round(round=world.round, to=RoundState.ELIGIBLE, by=by, version=1)
    assert moved.version == 2
    with pytest.raises(Stale) as stale:
        rounds.move_round(round=moved, to=RoundState.SURVEY, by=by, version=1)
    assert stale.value.current == 2


def test_somebody_elses_coordinator_moves_nothing(world: World) -> None:
    with pytest.raises(PermissionDenied):
        rounds.move_round(round=world.round, to=RoundState.ELIGIBLE, by=world.people["elsewhere"], version=1)
    assert Round.objects.get().state == RoundState.SURVEY


def test_a_city_holds_a_place_once_a_round(world: World) -> None:
    group(world, 0, 1, state="invited", member="invited")
    with pytest.raises(IntegrityError), transaction.atomic():
        group(world, 0, 2, state="invited", member="invited")


def test_the_plan_is_explained_and_every_city_that_answered_takes_part(matched: World) -> None:
    proposals = Exchange.objects.filter(round=matched.round, state="proposed")
    assert proposals.exists()
    served = set(ExchangeMember.objects.values_list("membership_id", flat=True))
    assert served == {place.pk for place in matched.places}
    assert matched.round.state == RoundState.REVIEW


def test_one_run_at_a_time_and_the_other_is_told_which(matched: World) -> None:
    by = matched.people["coordinator"]
    first = matching.ask_for_run(round=matched.round, by=by)
    with pytest.raises(RunNotPossible) as refused:
        matching.ask_for_run(round=matched.round, by=matched.people["second"])
    assert refused.value.winner == first.pk


def test_choosing_from_a_stale_page_is_refused(matched: World) -> None:
    run = matched.round.chosen_run
    with pytest.raises(Stale):
        proposals.choose_run(run=run, by=matched.people["coordinator"], version=matched.round.version - 1)


@pytest.mark.trust("T16")
def test_consent_withdrawn_during_a_run_keeps_the_city_out(world: World) -> None:
    answer_all(world.round, world.places)
    Round.objects.update(state=RoundState.ELIGIBLE)
    world.round.refresh_from_db()
    run = matching.queue_run(round=world.round, by=None)
    lead, place = world.people["lead"], world.places[0]
    memberships.give_consent(membership=place, by=lead, purpose=Purpose.MATCH, granted=False)
    run = running.execute(run)
    with pytest.raises(RunNotPossible, match="withdrawn their consent"):
        proposals.take_groups(run=run, by=None)
    assert not Exchange.objects.exists()
    again = running.execute(matching.queue_run(round=world.round, by=None))
    proposals.take_groups(run=again, by=None)
    assert not ExchangeMember.objects.filter(membership=place).exists()
    person = next(p for p in eligibility(world.round) if p.membership == place)
    assert "does not allow" in person.reason


def test_contradictory_rules_are_refused_with_the_smallest_set_by_name(matched: World) -> None:
    by, a, b = matched.people["coordinator"], *matched.places[:2]
    rules.add_rule(round=matched.round, kind=RuleKind.FORBID, membership_ids=[a.pk, b.pk], reason="", by=by)
    rules.add_rule(
        round=matched.round, kind=RuleKind.PIN, membership_ids=[p.pk for p in matched.places[2:4]], reason="", by=by
    )
    with pytest.raises(RuleNotPossible) as refused:
        rules.add_rule(round=matched.round, kind=RuleKind.PIN, membership_ids=[a.pk, b.pk], reason="", by=by)
    words = str(refused.value)
    assert a.city.title in words
    assert b.city.title in words
    assert matched.places[2].city.title not in words
    assert f"m{a.pk}" not in words
    assert matched.round.rules.count() == 2, "the refused rule left nothing behind"


def test_rules_can_be_undone_and_set_again_but_not_against_later_ones(matched: World) -> None:
    by, pair = matched.people["coordinator"], [p.pk for p in matched.places[:2]]
    rule = rules.add_rule(round=matched.round, kind=RuleKind.FORBID, membership_ids=pair, reason="", by=by)
    rules.undo_rule(rule=rule, by=by)
    rules.add_rule(round=matched.round, kind=RuleKind.PIN, membership_ids=pair, reason="", by=by)
    with pytest.raises(RuleNotPossible):
        rules.redo_rule(rule=rule, by=by)
    rule.refresh_from_db()
    assert rule.undone is not None


@pytest.mark.parametrize("change", ["split", "out", "swap"])
def test_a_changed_group_is_changed_in_the_next_run(matched: World, change: str) -> None:
    by = matched.people["coordinator"]
    exchange = matched.round.exchanges.first()
    members = frozenset(exchange.members.values_list("membership_id", flat=True))
    leaves = min(members)
    other = next(p.pk for p in matched.places if p.pk not in members)
    what = change if change == "split" else f"{change}:{leaves}"
    coming = other if change == "swap" else None
    rules.change_group(round=matched.round, group=members, change=what, other=coming, reason="", by=by)
    run = running.execute(matching.ask_for_run(round=matched.round, by=by, previous=matched.round.chosen_run))
    assert run.state == "done", run.error
    after = [{int(key[1:]) for key in g.members} for g in matching.plan_of(run).groups]
    if change == "swap":
        assert (members - {leaves}) | {other} in after
    else:
        assert not any(leaves in g and g & (members - {leaves}) for g in after)


def decline(matched: World) -> tuple[Exchange, ExchangeMember]:
    """A proposal is sent and its first city says no."""
    by = matched.people["coordinator"]
    exchange = matched.round.exchanges.first()
    texts = {m.pk: "Come along." for m in exchange.members.all()}
    invitations.invite(exchange=exchange, by=by, texts=texts, version=exchange.version)
    member = exchange.members.first()
    invitations.answer(member=member, accepts=False, reason="An election")
    exchange.refresh_from_db()
    return exchange, member


def test_a_no_is_repaired_without_the_city_and_without_touching_what_stands(matched: World) -> None:
    by = matched.people["coordinator"]
    standing = matched.round.exchanges.last()
    texts = {m.pk: "Come along." for m in standing.members.all()}
    invitations.invite(exchange=standing, by=by, texts=texts, version=standing.version)
    exchange, member = decline(matched)
    assert exchange.state == "declined"
    run = running.execute(matching.ask_for_repair(round=matched.round, by=by))
    assert run.state == "done", run.error
    proposals.take_groups(run=run, by=by)
    exchange.refresh_from_db()
    assert (exchange.state, exchange.closing_reason) == ("closed", "declined")
    places = ExchangeMember.objects.filter(round=matched.round, exchange__state="proposed")
    assert not places.filter(membership=member.membership).exists()
    kept = tuple(sorted(standing.members.values_list("membership_id", flat=True)))
    assert kept in standing_groups(matched.round)


def test_nothing_is_repaired_where_nobody_declined(matched: World) -> None:
    with pytest.raises(RunNotPossible, match="Nothing to repair"):
        matching.ask_for_repair(round=matched.round, by=matched.people["coordinator"])


def test_a_result_of_another_version_is_refused_in_words(matched: World) -> None:
    run = matched.round.chosen_run
    Run.objects.filter(pk=run.pk).update(plan='{"version": 1}')
    run.refresh_from_db()
    with pytest.raises(RunNotPossible, match="run it again"):
        matching.plan_of(run)
    page = matched.client("coordinator").get(f"/network/rounds/{matched.round.pk}/workbench/")
    assert page.status_code == 200
    assert "run it again" in page.content.decode()


@pytest.mark.trust("R8")
@pytest.mark.django_db(transaction=True)
def test_fifty_parallel_starts_make_exactly_one_run(memory_search: None) -> None:
    world = build(3)
    answer_all(world.round, world.places)
    Round.objects.update(state=RoundState.ELIGIBLE)
    made: list[int] = []
    refused: list[Any] = []
    failed: list[Exception] = []
    gate = threading.Barrier(50)

    def start() -> None:
        try:
            gate.wait(30)
            round = Round.objects.select_related("programme").get()
            made.append(matching.ask_for_run(round=round, by=world.people["coordinator"]).pk)
        except RunNotPossible as error:
            refused.append(error.winner)
        except Exception as error:  # noqa: BLE001 - whatever a thread dies of is reported
            failed.append(error)
        finally:
            connections.close_all()

    connection.close()
    threads = [threading.Thread(target=start) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not failed, failed[:3]
    assert len(made) == 1
    assert set(refused) == {made[0]}
    assert len(refused) == 49
    assert Run.objects.count() == 1


def test_a_city_that_left_is_in_no_run(matched: World) -> None:
    memberships.leave_programme(membership=matched.places[0], by=matched.people["coordinator"])
    assert matched.places[0].pk not in {p.membership.pk for p in eligibility(matched.round)}
    assert Membership.objects.current().count() == 4


def test_cities_in_no_exchange_get_an_answer_and_count_more_next_time(matched: World) -> None:
    Exchange.objects.all().delete()
    group(matched, 0, 1)
    Round.objects.update(state=RoundState.INVITING)
    Membership.objects.update(waited_rounds=2)
    matched.round.refresh_from_db()
    by = matched.people["coordinator"]
    rounds.move_round(round=matched.round, to=RoundState.RUNNING, by=by, version=matched.round.version)
    assert list(Membership.objects.order_by("pk").values_list("waited_rounds", flat=True)) == [0, 0, 3, 3, 3]
    told = Mail.objects.filter(key__startswith="not-placed:")
    assert sorted(m.to for m in told) == [f"town{n}@mail.example" for n in (2, 3, 4)]
    assert all("Town" not in m.body for m in told), "no other city is named"
