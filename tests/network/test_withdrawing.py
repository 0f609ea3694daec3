"""Invited groups that do not come together: taken back, left, consent withdrawn; nobody's place is given away twice."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from network.choices import ClosingReason, Purpose, ResponseState, RuleKind
from network.models import Exchange, ExchangeMember, Mail, Membership, Response, Round, Run
from network.services import (
    followup,
    invitations,
    matching,
    memberships,
    proposals,
    rounds,
    rules,
    running,
    withdrawing,
)
from network.services.errors import InvitationNotPossible, RunNotPossible, Stale, StepNotPossible
from network.services.rules import RuleNotPossible
from network.states import RoundState
from tests.network.conftest import World, group

pytestmark = pytest.mark.django_db


def with_city(world: World, number: int) -> Exchange:
    """The proposed group this city is in."""
    return Exchange.objects.get(state="proposed", members__membership=world.places[number])


def invite(world: World, exchange: Exchange) -> Exchange:
    texts = {m.pk: "Come" for m in exchange.members.all()}
    by = world.people["coordinator"]
    return invitations.invite(exchange=exchange, by=by, texts=texts, version=exchange.version)


def run_again(world: World, previous: Run | None) -> Run:
    run = matching.ask_for_run(round=world.round, by=world.people["coordinator"], previous=previous)
    done = running.execute(run)
    assert done.state == "done", done.error
    return done


def places_held() -> Counter[int]:
    """How often each city is in a group that is proposed or stands."""
    held = ExchangeMember.objects.exclude(exchange__state__in=["closed", "declined"])
    return Counter(held.values_list("membership_id", flat=True))


def test_withdrawn_invitations_free_the_cities_and_close_the_links(matched: World) -> None:
    by, exchange = matched.people["coordinator"], invite(matched, with_city(matched, 0))
    members = list(exchange.members.all())
    invitations.answer(member=members[0], accepts=True)
    exchange.refresh_from_db()
    link = "/network/link/" + invitations.invitation_link(exchange.members.last()).split("/network/link/")[1]
    assert Client().get(link).status_code == 200
    page, path = matched.client("coordinator"), f"/network/proposals/{exchange.pk}/"
    assert "Withdraw these invitations" in page.get(path).content.decode()
    assert page.post(f"{path}withdraw/", {"version": exchange.version}).status_code == 302
    exchange.refresh_from_db()
    assert (exchange.state, exchange.closing_reason) == ("closed", ClosingReason.WITHDRAWN)
    assert set(exchange.members.values_list("state", flat=True)) == {"withdrawn"}
    assert Client().get(link).status_code == 400
    shown = page.get(path).content.decode()
    assert "Closed: the invitations were withdrawn" in shown
    assert shown.count("the invitation is withdrawn") == len(members), "the letters are listed"
    assert "If one declines" not in shown
    told = Mail.objects.filter(key__startswith="withdrawn:")
    assert sorted(told.values_list("to", flat=True)) == sorted(m.membership.contact_email for m in members)
    again = group(matched, 0, 1, state="proposed", member="proposed")
    assert invite(matched, again).state == "invited", "the places are free"
    assert matched.client("lead").get(f"/network/exchanges/{exchange.pk}/").status_code == 404
    with pytest.raises(InvitationNotPossible):
        withdrawing.withdraw_invitations(exchange=exchange, by=by, version=exchange.version)


def test_only_the_coordinator_withdraws_and_not_from_a_stale_page(matched: World) -> None:
    exchange = invite(matched, with_city(matched, 0))
    with pytest.raises(PermissionDenied):
        withdrawing.withdraw_invitations(exchange=exchange, by=matched.people["elsewhere"], version=exchange.version)
    with pytest.raises(Stale):
        withdrawing.withdraw_invitations(exchange=exchange, by=matched.people["second"], version=exchange.version - 1)
    with pytest.raises(StepNotPossible, match="withdraw the invitations"):
        followup.close_exchange(
            exchange=exchange, reason=ClosingReason.NOT_USEFUL, note="", by=matched.people["second"],
            version=exchange.version,
        )  # fmt: skip


@pytest.mark.parametrize("way", ["leaves", "consent"])
def test_a_city_that_steps_back_says_no_for_itself(matched: World, way: str) -> None:
    place, lead = matched.places[0], matched.people["lead"]
    exchange = invite(matched, with_city(matched, 0))
    if way == "leaves":
        memberships.leave_programme(membership=place, by=lead)
    else:
        memberships.give_consent(membership=place, by=lead, purpose=Purpose.MATCH, granted=False)
    exchange.refresh_from_db()
    assert exchange.state == "declined"
    assert exchange.members.get(membership=place).answer_reason
    assert set(exchange.members.exclude(membership=place).values_list("state", flat=True)) == {"withdrawn"}
    run = run_again(matched, matched.round.chosen_run)
    matched.round.refresh_from_db()
    proposals.take_groups(run=run, by=None)
    assert set(places_held().values()) == {1}
    assert place.pk not in places_held()


def test_a_city_in_a_standing_group_is_not_left_out_by_rule(matched: World) -> None:
    invite(matched, with_city(matched, 0))
    with pytest.raises(RuleNotPossible, match="withdraw those invitations"):
        rules.add_rule(
            round=matched.round, kind=RuleKind.OUT, membership_ids=[matched.places[0].pk], reason="",
            by=matched.people["coordinator"],
        )  # fmt: skip


def test_a_partner_of_a_city_that_left_an_agreed_group_keeps_its_place_taken(matched: World) -> None:
    exchange = invite(matched, with_city(matched, 0))
    for member in exchange.members.all():
        invitations.answer(member=member, accepts=True)
    memberships.leave_programme(membership=matched.places[0], by=matched.people["lead"])
    exchange.refresh_from_db()
    assert exchange.state == "accepted", "people end what has come together"
    matched.round.refresh_from_db()
    proposals.take_groups(run=run_again(matched, matched.round.chosen_run), by=None)
    assert set(places_held().values()) == {1}


def test_an_older_run_gives_no_place_away_twice(matched: World) -> None:
    by, first = matched.people["coordinator"], matched.round.chosen_run
    one, other = (list(e.members.values_list("membership_id", flat=True)) for e in Exchange.objects.all()[:2])
    rules.add_rule(round=matched.round, kind=RuleKind.PIN, membership_ids=[one[0], other[0]], reason="", by=by)
    proposals.take_groups(run=run_again(matched, first), by=by)
    invite(matched, Exchange.objects.filter(members__membership=one[0]).get(members__membership=other[0]))
    matched.round.refresh_from_db()
    title = Membership.objects.get(pk=one[0]).city.title
    before = places_held()
    with pytest.raises(RunNotPossible, match=title):
        proposals.choose_run(run=first, by=by, version=matched.round.version)
    assert places_held() == before


def test_who_is_still_being_asked_gets_no_word_that_there_is_nothing(matched: World) -> None:
    exchange = invite(matched, with_city(matched, 0))
    Round.objects.filter(pk=matched.round.pk).update(state=RoundState.INVITING)
    matched.round.refresh_from_db()
    by = matched.people["coordinator"]
    rounds.move_round(round=matched.round, to=RoundState.RUNNING, by=by, version=matched.round.version)
    asked = set(exchange.members.values_list("membership_id", flat=True))
    told = {
        int(key.rpartition(":")[2])
        for key in Mail.objects.filter(key__startswith="not-placed:").values_list("key", flat=True)
    }
    answered = set(Response.objects.filter(state=ResponseState.SUBMITTED).values_list("membership_id", flat=True))
    assert told == answered - asked


def test_the_coordinator_says_by_when_to_answer(matched: World) -> None:
    today = timezone.localdate()
    Round.objects.filter(pk=matched.round.pk).update(answers_due=today + timedelta(days=30))
    exchange = with_city(matched, 0)
    client, path = matched.client("coordinator"), f"/network/proposals/{exchange.pk}/"
    assert f'value="{today + timedelta(days=30)}"' in client.get(path).content.decode()
    form = {f"text-{m.pk}": "Come" for m in exchange.members.all()} | {"version": str(exchange.version)}
    for wrong in (str(today - timedelta(days=1)), "2026-02-31", "soon", "9999-12-31", "0001-01-01", "2026-01-01T00:00"):
        answer = client.post(f"{path}invite/", {**form, "send": "1", "answer_by": wrong}, follow=True)
        assert "Answer by: give a day" in answer.content.decode(), wrong
        assert Exchange.objects.get(pk=exchange.pk).state == "proposed"
    wanted = today + timedelta(days=9)
    shown = client.post(f"{path}invite/", {**form, "preview": "1", "answer_by": str(wanted)})
    assert f'value="{wanted}"' in shown.content.decode()
    client.post(f"{path}invite/", {**form, "send": "1", "answer_by": str(wanted)})
    assert {timezone.localdate(m.expires) for m in exchange.members.all()} == {wanted}


def test_the_list_of_rounds_counts_what_is_under_way(world: World) -> None:
    group(world, 0, 1, state="proposed", member="proposed")
    group(world, 2, 3, state="accepted")
    assert "1 of 2 under way" in world.client("coordinator").get("/network/").content.decode()
