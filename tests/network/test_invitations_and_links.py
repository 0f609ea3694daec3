"""Invitations, mail sent at most once, links without an account, contacts after all said yes, the audit chain."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail as outbox
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone

from network import tokens
from network.choices import ActionState, Change, ClosingReason, Purpose
from network.models import Action, AuditEntry, Check, Exchange, ExchangeMember, Mail
from network.services import audit, followup, invitations, mail, meetings, memberships, room_contents, rooms
from network.services.errors import InvitationNotPossible, Stale, StepNotPossible
from network.states import ExchangeState
from tests.factories.records import CityPageFactory, PracticePageFactory
from tests.network.conftest import World, group

pytestmark = pytest.mark.django_db


def sent_links(world: World) -> dict[str, str]:
    """Address → link in the message."""
    return {
        message.to[0]: next(line for line in message.body.splitlines() if "/network/link/" in line).split("testserver")[
            -1
        ]
        for message in outbox.outbox
    }


def invited(world: World, *numbers: int) -> Exchange:
    exchange = group(world, *numbers, state="proposed", member="proposed")
    texts = {m.pk: f"Dear {m.membership.city}" for m in exchange.members.all()}
    return invitations.invite(exchange=exchange, by=world.people["coordinator"], texts=texts, version=1)


def path_of(member: ExchangeMember) -> str:
    return "/network/link/" + invitations.invitation_link(member).split("/network/link/")[1]


@pytest.mark.trust("R16")
def test_each_member_gets_its_own_text_once(world: World, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        invited(world, 0, 1)
    assert sorted(m.to[0] for m in outbox.outbox) == ["town0@mail.example", "town1@mail.example"]
    assert all(len(m.to) == 1 and not m.cc and not m.bcc for m in outbox.outbox)
    mail.send_queued()
    assert len(outbox.outbox) == 2


@pytest.mark.trust("R16")
def test_a_worker_that_dies_while_sending_sends_nothing_twice(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    mail.queue(key="a", to="one@mail.example", subject="One", body="Text")

    class Killed(BaseException):
        """The process is gone."""

    def die(self: Any, messages: Any) -> int:
        outbox.outbox.extend(messages)
        raise Killed

    monkeypatch.setattr(EmailBackend, "send_messages", die)
    with pytest.raises(Killed):
        mail.send_queued()
    monkeypatch.undo()
    assert mail.send_queued() == 0
    assert len(outbox.outbox) == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert mail.in_doubt().count() == 1, "a person is told to look"


def test_a_refused_server_is_tried_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    mail.queue(key="a", to="one@mail.example", subject="One", body="Text")

    def refuse(self: Any, messages: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    assert mail.send_queued() == 0
    assert Mail.objects.get().failure == "ConnectionRefusedError"
    monkeypatch.undo()
    assert mail.send_queued() == 1


@pytest.mark.parametrize("address", ["a@b.example\nBcc: c@d.example", "a@b.example,c@d.example", "nobody"])
def test_an_address_cannot_smuggle_in_another(address: str) -> None:
    with pytest.raises(ValueError, match="mail address"):
        mail.queue(key="x", to=address, subject="S", body="B")


def test_a_city_without_a_contact_is_not_invited(world: World) -> None:
    exchange = group(world, 0, 1, state="proposed", member="proposed")
    world.places[1].contact_email = ""
    world.places[1].save()
    texts = {m.pk: "Text" for m in exchange.members.all()}
    with pytest.raises(InvitationNotPossible, match="Town 1"):
        invitations.invite(exchange=exchange, by=world.people["coordinator"], texts=texts, version=1)
    exchange.refresh_from_db()
    assert exchange.state == "proposed"
    assert not Mail.objects.exists()


@pytest.mark.trust("T13")
def test_contacts_open_when_the_last_city_accepts_and_the_look_is_noted(world: World) -> None:
    exchange = invited(world, 0, 1)
    first, second = exchange.members.all()
    lead = world.client("lead")
    room = f"/network/exchanges/{exchange.pk}/"
    Client().post(path_of(first), {"accepts": "yes"})
    assert lead.get(room).status_code == 404
    assert "town1@mail.example" not in lead.get("/network/").content.decode()
    Client().post(path_of(second), {"accepts": "yes"})
    page = lead.get(room)
    assert page.status_code == 200
    assert "town1@mail.example" in page.content.decode()
    lead.get(room)
    assert AuditEntry.objects.filter(verb="contacts seen", by=world.people["lead"]).count() == 1
    assert Check.objects.filter(member__exchange=exchange).count() == 8


def test_a_no_frees_the_others_and_tells_them_without_naming_anybody(world: World) -> None:
    exchange = invited(world, 0, 1, 2)
    first, second, third = exchange.members.all()
    Client().post(path_of(first), {"accepts": "yes"})
    Client().post(path_of(second), {"accepts": "no", "reason": "SECRET-REASON"})
    exchange.refresh_from_db()
    assert exchange.state == "declined"
    first.refresh_from_db()
    third.refresh_from_db()
    assert (first.state, third.state) == ("withdrawn", "withdrawn")
    told = Mail.objects.filter(key__startswith="let-go:")
    assert sorted(m.to for m in told) == ["town0@mail.example", "town2@mail.example"]
    assert all("SECRET" not in m.body and "Town" not in m.body for m in told)
    assert "SECRET-REASON" not in world.client("lead").get("/network/").content.decode()
    seen = world.client("coordinator").get(f"/network/proposals/{exchange.pk}/").content.decode()
    assert "SECRET-REASON" in seen


def test_a_spent_a_tampered_and_an_old_link_say_what_to_do(world: World) -> None:
    member = invited(world, 0, 1).members.first()
    path = path_of(member)
    fresh = Client().get(path)
    assert fresh.status_code == 200
    assert fresh["Referrer-Policy"] == "same-origin"
    assert fresh["X-Robots-Tag"] == "noindex"
    assert "no-store" in fresh["Cache-Control"]
    assert Client().get(path[:-4] + "xxx/").status_code == 400
    assert Client().get(path.replace("invitation", "check")).status_code == 400
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert "too old" in Client().get(path).content.decode()
    assert Client().post(path, {"accepts": "yes"}).status_code == 200
    again = Client().post(path, {"accepts": "no"})
    assert again.status_code == 400
    member.refresh_from_db()
    assert member.state == "accepted"


def test_an_answer_after_the_time_is_refused_and_the_invitation_runs_out(world: World) -> None:
    exchange = invited(world, 0, 1)
    member = exchange.members.first()
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert Client().post(path_of(member), {"accepts": "yes"}).status_code == 409
        assert invitations.expire_overdue() == 2
        exchange.refresh_from_db()
        assert exchange.state == "declined"


def test_a_link_of_one_purpose_opens_no_other_object(world: World) -> None:
    exchange = group(world, 0, 1, state="acting")
    action = Action.objects.create(
        exchange=exchange, member=exchange.members.first(), what="Walk", due=timezone.localdate()
    )
    token = tokens.make("action", action.pk, action.version)
    assert Client().get(f"/network/link/action/{token}/").status_code == 200
    assert Client().get(f"/network/link/invitation/{token}/").status_code == 400
    assert Client().get(f"/network/link/nonsense/{token}/").status_code == 404


def test_an_action_is_updated_by_link_once(world: World) -> None:
    exchange = group(world, 0, 1, state="acting")
    action = Action.objects.create(
        exchange=exchange, member=exchange.members.first(), what="Walk", due=timezone.localdate()
    )
    path = f"/network/link/action/{tokens.make('action', action.pk, action.version)}/"
    assert Client().post(path, {"state": "done", "note": "Went well"}).status_code == 200
    assert Client().post(path, {"state": "open"}).status_code == 400
    action.refresh_from_db()
    assert (action.state, action.note) == (ActionState.DONE, "Went well")
    with pytest.raises(Stale):
        followup.update_action(action=action, state=ActionState.OPEN, version=1)


def test_due_actions_are_asked_about_once(world: World) -> None:
    exchange = group(world, 0, 1, state="acting")
    Action.objects.create(exchange=exchange, member=exchange.members.first(), what="Walk", due=timezone.localdate())
    later = timezone.localdate() + timedelta(days=9)
    Action.objects.create(exchange=exchange, member=exchange.members.last(), what="Later", due=later)
    assert followup.ask_due_actions() == 1
    assert followup.ask_due_actions() == 0
    assert "/network/link/action/" in Mail.objects.get().body


def test_a_report_makes_an_adoption_only_with_consent(world: World) -> None:
    practice = PracticePageFactory(city=CityPageFactory(code="giver"))
    exchange = group(world, 0, 1, state="checking")
    followup.plan_checks(exchange=exchange)
    first, second = Check.objects.filter(day=30)
    path = f"/network/link/check/{tokens.make('check', first.pk, first.day)}/"
    values = {"change": "plan", "what": "We plan two places.", "practice": practice.code}
    done = Client().post(path, values)
    assert done.status_code == 200
    first.refresh_from_db()
    assert first.adoption is not None
    assert (first.adoption.practice_id, first.adoption.exchange) == (practice.pk, exchange.pk)
    page = Client().get(practice.url).content.decode()
    assert "Town 0" in page
    assert Client().get(path).status_code == 400, "spent"
    memberships.give_consent(membership=second.member.membership, by=None, purpose=Purpose.PUBLISH, granted=False)
    Client().post(f"/network/link/check/{tokens.make('check', second.pk, second.day)}/", values)
    second.refresh_from_db()
    assert second.change == "plan"
    assert second.adoption is None


def test_a_fictional_city_leaves_no_trace_on_a_real_page(world: World) -> None:
    practice = PracticePageFactory(city=CityPageFactory(code="giver"))
    exchange = group(world, 0, 1, state="checking")
    city = world.places[0].city
    type(city).objects.filter(pk=city.pk).update(demonstration=True)
    followup.plan_checks(exchange=exchange)
    check = Check.objects.filter(day=30, member__membership=world.places[0]).get()
    with pytest.raises(StepNotPossible, match="fictional"):
        followup.answer_check(check=check, change=Change.PLAN, what="x", practice=practice)


def test_an_exchange_is_closed_with_a_reason_only(world: World) -> None:
    exchange, by = group(world, 0, 1, state="acting"), world.people["coordinator"]
    with pytest.raises(StepNotPossible, match="reason"):
        followup.close_exchange(exchange=exchange, reason="because", note="", by=by, version=1)  # type: ignore[arg-type]
    with pytest.raises(Stale):
        followup.close_exchange(exchange=exchange, reason=ClosingReason.COMPLETED, note="", by=by, version=7)
    closed = followup.close_exchange(exchange=exchange, reason=ClosingReason.COMPLETED, note="", by=by, version=1)
    assert closed.state == ExchangeState.CLOSED
    with pytest.raises(StepNotPossible, match="closed already"):
        followup.close_exchange(exchange=closed, reason=ClosingReason.COMPLETED, note="", by=by, version=2)


def test_a_meeting_needs_questions_first(world: World) -> None:
    exchange, by = group(world, 0, 1), world.people["lead"]
    meeting = {"exchange": exchange, "title": "Call", "begins": timezone.now(), "minutes": 60, "place": "", "by": by}
    with pytest.raises(StepNotPossible, match="questions first"):
        meetings.plan_meeting(**meeting)
    rooms.fix_scope(exchange=exchange, questions=["Where first?"], format="call", by=by, version=1)
    meetings.plan_meeting(**meeting)
    exchange.refresh_from_db()
    assert exchange.state == ExchangeState.MEETING


def test_a_story_needs_every_citys_consent_and_goes_when_one_takes_it_back(world: World) -> None:
    exchange, by = group(world, 0, 1, state="closed"), world.people["coordinator"]
    text = "What the two cities looked for, did and changed at home. " * 4
    memberships.give_consent(membership=world.places[1], by=None, purpose=Purpose.PUBLISH, granted=False)
    with pytest.raises(StepNotPossible, match="Town 1"):
        room_contents.write_story(exchange=exchange, story=text, publish=True, by=by, version=1)
    memberships.give_consent(membership=world.places[1], by=None, purpose=Purpose.PUBLISH, granted=True)
    exchange.refresh_from_db()
    room_contents.write_story(exchange=exchange, story=text, publish=True, by=by, version=exchange.version)
    page = f"/network/stories/{exchange.pk}/"
    assert Client().get(page).status_code == 200
    memberships.give_consent(membership=world.places[0], by=None, purpose=Purpose.PUBLISH, granted=False)
    assert Client().get(page).status_code == 404
    assert "Town" not in Client().get("/network/stories/").content.decode()


@pytest.mark.trust("S17")
@pytest.mark.parametrize("how", ["changed", "removed"])
def test_a_tampered_trail_shows(world: World, how: str) -> None:
    for verb in ("one", "two", "three", "four"):
        audit.note(programme=world.programme, by=world.people["coordinator"], verb=verb, about=world.round)
    assert audit.broken_at(world.programme) is None
    victim = AuditEntry.objects.get(verb="two")
    if how == "changed":
        AuditEntry.objects.filter(pk=victim.pk).update(verb="nothing")
    else:
        victim.delete()
    assert audit.broken_at(world.programme) is not None
    page = world.client("coordinator").get(f"/network/rounds/{world.round.pk}/trail/").content.decode()
    assert "The trail was changed" in page


def test_the_trail_never_names_contacts(world: World) -> None:
    contacts = {"contact_name": "Jo Doe", "contact_email": "jo@mail.example"}
    memberships.name_contacts(membership=world.places[0], by=world.people["lead"], contacts=contacts)
    entry = AuditEntry.objects.get(verb="contacts changed")
    assert "jo" not in f"{entry.detail}{entry.object}{entry.actor}".lower()


def test_the_preview_is_word_for_word_what_each_city_gets(matched: World) -> None:
    exchange = matched.round.exchanges.first()
    client, path = matched.client("coordinator"), f"/network/proposals/{exchange.pk}/invite/"
    members = list(exchange.members.select_related("membership__city"))
    form = {f"text-{m.pk}": f"Dear {m.membership.city.title},\n\ncome <along> & see." for m in members}
    form["version"] = exchange.version
    shown = client.post(path, {**form, "preview": "1"})
    letters = shown.context["letters"]
    assert not Mail.objects.filter(key__startswith="invite:").exists()
    assert Exchange.objects.get(pk=exchange.pk).state == "proposed"
    again = client.post(path, {**form, "edit": "1"}).content.decode()
    assert again.count("come &lt;along&gt; &amp; see.") == len(members), "the texts are kept for changing"
    client.post(path, {**form, "send": "1"})
    for letter in letters:
        sent = Mail.objects.get(key__startswith=f"invite:{letter.member.pk}:")
        assert (sent.to, sent.subject) == (letter.to, letter.subject)
        begin, end = letter.body.split("(here stands the city's own link, made when the message leaves)")
        assert sent.body.startswith(begin)
        assert sent.body.endswith(end)
        assert letter.to in shown.content.decode()
        assert "come &lt;along&gt; &amp; see." in shown.content.decode()


def test_a_preview_names_the_city_whose_text_is_missing(matched: World) -> None:
    exchange = matched.round.exchanges.first()
    answer = matched.client("coordinator").post(f"/network/proposals/{exchange.pk}/invite/", {"preview": "1"})
    assert "write the text of its invitation" in answer.content.decode()
    assert "letters" not in answer.context
