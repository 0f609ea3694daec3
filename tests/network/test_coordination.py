"""Programmes are started by administrators, coordinated by named people, and handed over with an entry in the trail."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from network.models import AuditEntry, Coordinator, Mail, Programme
from network.services import audit, coordination
from network.services.errors import StepNotPossible
from tests.network.conftest import World, group

pytestmark = pytest.mark.django_db


def test_the_outgoing_coordinator_loses_access_with_the_same_request(world: World) -> None:
    exchange = group(world, 0, 1)
    client = world.client("coordinator")
    page = f"/network/programmes/{world.programme.pk}/hand-over/"
    assert "exchanges under way" in client.get(page).content.decode()
    refused = client.post(page, {"email": "outsider@city.example", "note": ""})
    assert refused.status_code == 400, "the box that says what is lost must be ticked"
    client.post(page, {"email": "Outsider@City.example", "note": "Ask the mayor of Town 3.", "sure": "on"})
    for path in (
        f"/network/programmes/{world.programme.pk}/", f"/network/rounds/{world.round.pk}/", page,
        f"/network/exchanges/{exchange.pk}/", f"/network/rounds/{world.round.pk}/workbench/",
    ):  # fmt: skip
        assert client.get(path).status_code == 404, path
        assert world.client("outsider").get(path).status_code == 200, path
    entry = AuditEntry.objects.get(verb="coordination handed over")
    assert entry.by == world.people["coordinator"]
    assert entry.detail == {"account": world.people["outsider"].pk}
    assert audit.broken_at(world.programme) is None
    letter = Mail.objects.get(to__isnull=False, subject__startswith="You coordinate")
    assert letter.to == "outsider@city.example"
    assert "Ask the mayor" in letter.body
    assert "Ask the mayor" not in str(entry.detail)


def test_only_a_coordinator_hands_over_and_only_to_an_active_account(world: World) -> None:
    with pytest.raises(PermissionDenied):
        coordination.hand_over(programme=world.programme, email="lead@city.example", by=world.people["elsewhere"])
    by = world.people["coordinator"]
    world.people["outsider"].is_active = False
    world.people["outsider"].save()
    for email in ("nobody@city.example", "outsider@city.example", "", "coordinator@city.example"):
        with pytest.raises(StepNotPossible, match="e-mail"):
            coordination.hand_over(programme=world.programme, email=email, by=by)
    assert Coordinator.objects.filter(programme=world.programme, user=by).exists()


def test_handing_over_to_a_colleague_leaves_one_row_for_the_colleague(world: World) -> None:
    coordination.hand_over(programme=world.programme, email="second@city.example", by=world.people["coordinator"])
    assert [row.user.username for row in world.programme.coordinators.all()] == ["second"]
    with pytest.raises(PermissionDenied):
        coordination.hand_over(programme=world.programme, email="lead@city.example", by=world.people["coordinator"])


def test_a_colleague_is_named_and_the_last_coordinator_cannot_step_down(world: World) -> None:
    client, base = world.client("coordinator"), f"/network/programmes/{world.programme.pk}/"
    client.post(f"{base}coordinators/", {"email": "outsider@city.example"})
    assert world.client("outsider").get(base).status_code == 200
    for who in ("coordinator", "second"):
        world.client(who).post(f"{base}step-down/")
        assert world.client(who).get(base).status_code == 404
    world.client("outsider").post(f"{base}step-down/")
    assert world.client("outsider").get(base).status_code == 200, "somebody must be there"
    assert world.client("lead").post(f"{base}coordinators/", {"email": "lead@city.example"}).status_code == 404


def test_an_administrator_starts_a_programme_and_does_not_coordinate_it(world: World) -> None:
    admin = world.people["elsewhere"]
    admin.is_superuser = admin.is_staff = True
    admin.save()
    form = {"name": "Ports", "code": "ports", "kind": "theme", "description": "", "coordinator": "lead@city.example"}
    assert world.client("lead").get("/network/programmes/new/").status_code == 404
    assert world.client("lead").post("/network/programmes/new/", form).status_code == 404
    client = world.client("elsewhere")
    assert "New programme" in client.get("/network/").content.decode()
    assert client.post("/network/programmes/new/", {**form, "code": "first"}).status_code == 400
    client.post("/network/programmes/new/", form)
    made = Programme.objects.get(code="ports")
    assert client.get(f"/network/programmes/{made.pk}/").status_code == 404
    assert world.client("lead").get(f"/network/programmes/{made.pk}/").status_code == 200
    assert made.audit.get().verb == "programme started"
