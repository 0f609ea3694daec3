"""People and processes at the same moment, on real transactions of SQLite and PostgreSQL: one wins, the other is told,
and nothing is in between."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections

from network.choices import Purpose, RuleKind
from network.models import AuditEntry, Consent, Exchange, ExchangeMember, Mail, Membership, Round, Rule, Run
from network.services import audit, coordination, invitations, matching, memberships, proposals, rounds, rules, running
from network.services.errors import ExchangeError, InvitationNotPossible, RunNotPossible, Stale, StepNotPossible
from network.services.rules import RuleNotPossible
from network.states import RoundState
from tests.network.conftest import World, answer_all, build

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.trust("T15")]


@pytest.fixture
def proposed(db: None) -> World:
    """Five cities, a run, its groups as proposals."""
    world = build()
    answer_all(world.round, world.places)
    Round.objects.update(state=RoundState.ELIGIBLE)
    world.round.refresh_from_db()
    run = running.execute(matching.queue_run(round=world.round, by=None))
    world.round = proposals.take_groups(run=run, by=None)
    return world


def at_once(*actions: Callable[[], Any]) -> tuple[list[Any], list[Exception]]:
    """Do all of it at the same moment, each with a connection of its own. Returns what came back and what was raised;
    anything but a refusal in words fails the test."""
    gate, done, refused, broken = threading.Barrier(len(actions)), [], [], []

    def do(action: Callable[[], Any]) -> None:
        try:
            gate.wait(30)
            done.append(action())
        except (ExchangeError, PermissionDenied) as error:
            refused.append(error)
        except Exception as error:  # noqa: BLE001 - whatever a thread dies of is reported
            broken.append(error)
        finally:
            connections.close_all()

    connection.close()
    threads = [threading.Thread(target=do, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not broken, broken[:3]
    return done, refused


def invited(world: World) -> list[ExchangeMember]:
    """The members of a group that was just invited."""
    exchange = world.round.exchanges.order_by("pk").first()
    texts = {member.pk: "Come" for member in exchange.members.all()}
    invitations.invite(exchange=exchange, by=world.people["coordinator"], texts=texts, version=exchange.version)
    return list(exchange.members.order_by("pk"))


def test_two_coordinators_take_a_run_at_once(proposed: World) -> None:
    version, run = proposed.round.version, Run.objects.get().pk

    def take(who: str) -> Any:
        chosen = Run.objects.select_related("round__programme", "snapshot").get(pk=run)
        return proposals.choose_run(run=chosen, by=proposed.people[who], version=version)

    done, refused = at_once(lambda: take("coordinator"), lambda: take("second"))
    assert (len(done), [type(error) for error in refused]) == (1, [Stale])
    places = list(ExchangeMember.objects.filter(exchange__state="proposed").values_list("membership_id", flat=True))
    assert sorted(places) == sorted(set(places)), "no city is proposed twice"


def test_two_coordinators_move_a_round_at_once(proposed: World) -> None:
    version = proposed.round.version

    def move(who: str) -> Any:
        round = Round.objects.select_related("programme").get()
        return rounds.move_round(round=round, to=RoundState.INVITING, by=proposed.people[who], version=version)

    done, refused = at_once(lambda: move("coordinator"), lambda: move("second"))
    assert len(done) == 1
    assert type(refused[0]) in (Stale, StepNotPossible)
    assert Round.objects.get().version == version + 1


def test_of_two_rules_that_contradict_each_other_at_the_same_moment_one_is_refused(proposed: World) -> None:
    pair = [place.pk for place in proposed.places[:2]]

    def rule(who: str, kind: RuleKind) -> Any:
        round = Round.objects.select_related("programme").get()
        return rules.add_rule(round=round, kind=kind, membership_ids=pair, reason="", by=proposed.people[who])

    done, refused = at_once(lambda: rule("coordinator", RuleKind.PIN), lambda: rule("second", RuleKind.FORBID))
    assert (len(done), [type(error) for error in refused]) == (1, [RuleNotPossible])
    assert Rule.objects.count() == 1


def test_two_coordinators_who_step_down_at_once_leave_one(proposed: World) -> None:
    done, refused = at_once(
        lambda: coordination.step_down(programme=proposed.programme, by=proposed.people["coordinator"]),
        lambda: coordination.step_down(programme=proposed.programme, by=proposed.people["second"]),
    )
    assert (len(done), len(refused)) == (1, 1)
    assert proposed.programme.coordinators.count() == 1


def test_yes_and_no_to_one_invitation_at_once_count_once(proposed: World) -> None:
    member = invited(proposed)[0].pk

    def answer(accepts: bool) -> Any:
        return invitations.answer(member=ExchangeMember.objects.get(pk=member), accepts=accepts, reason="x")

    done, refused = at_once(*[lambda a=accepts: answer(a) for accepts in (True, False, True, False)])
    assert (len(done), {type(error) for error in refused}) == (1, {InvitationNotPossible})
    assert AuditEntry.objects.filter(verb__in=["invitation accepted", "invitation declined"]).count() == 1


def test_all_cities_of_a_group_say_yes_at_once_and_it_begins_once(proposed: World) -> None:
    members = [member.pk for member in invited(proposed)]
    done, refused = at_once(
        *[lambda pk=pk: invitations.answer(member=ExchangeMember.objects.get(pk=pk), accepts=True) for pk in members]
    )
    assert (len(done), refused) == (len(members), [])
    exchange = Exchange.objects.get(members=members[0])
    assert exchange.state == "accepted"
    assert Mail.objects.filter(key__startswith="confirmed:").count() == len(members)
    assert all(member.checks.count() == 4 for member in exchange.members.all())
    assert audit.broken_at(proposed.programme) is None


def test_a_yes_and_a_no_of_two_cities_at_once_end_the_group_and_free_the_other(proposed: World) -> None:
    first, second = (member.pk for member in invited(proposed)[:2])
    done, refused = at_once(
        lambda: invitations.answer(member=ExchangeMember.objects.get(pk=first), accepts=True),
        lambda: invitations.answer(member=ExchangeMember.objects.get(pk=second), accepts=False, reason="No time"),
    )
    exchange = Exchange.objects.get(members=first)
    assert exchange.state == "declined"
    if refused:  # the no was first: the group had ended when the yes came
        assert len(done) == 1
    assert ExchangeMember.objects.get(pk=first).state == "withdrawn"
    assert not Mail.objects.filter(key__startswith="confirmed:").exists()


def test_consent_withdrawn_in_the_moment_groups_are_taken_or_invited_is_heeded(proposed: World) -> None:
    exchange = proposed.round.exchanges.order_by("pk").first()
    place, version = exchange.members.first().membership, proposed.round.version
    run = Run.objects.get().pk

    def take() -> Any:
        chosen = Run.objects.select_related("round__programme", "snapshot").get(pk=run)
        return proposals.choose_run(run=chosen, by=proposed.people["coordinator"], version=version)

    def withdraw() -> Any:
        membership = Membership.objects.select_related("programme").get(pk=place.pk)
        return memberships.give_consent(membership=membership, by=None, purpose=Purpose.MATCH, granted=False)

    _done, refused = at_once(take, withdraw)
    assert {type(error) for error in refused} <= {RunNotPossible}
    assert Consent.objects.filter(membership=place, granted=False).count() == 1
    with pytest.raises(InvitationNotPossible, match="withdrawn its consent"):
        invited_with(proposed, place)
    assert not Mail.objects.filter(key__startswith="invite:").exists()


def invited_with(world: World, place: Membership) -> None:
    exchange = Exchange.objects.get(state="proposed", members__membership=place)
    texts = {member.pk: "Come" for member in exchange.members.all()}
    invitations.invite(exchange=exchange, by=world.people["coordinator"], texts=texts, version=exchange.version)


def test_consent_withdrawn_by_another_process_while_the_run_works(
    proposed: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, real = proposed.places[0], running.match

    def withdrawn_meanwhile(*arguments: Any, **named: Any) -> Any:
        at_once(
            lambda: memberships.give_consent(
                membership=Membership.objects.select_related("programme").get(pk=place.pk), by=None,
                purpose=Purpose.MATCH, granted=False,
            )
        )  # fmt: skip
        return real(*arguments, **named)

    monkeypatch.setattr(running, "match", withdrawn_meanwhile)
    run = running.execute(matching.queue_run(round=proposed.round, by=None))
    assert run.state == "done"
    with pytest.raises(RunNotPossible, match="withdrawn their consent"):
        proposals.take_groups(run=run, by=None)
