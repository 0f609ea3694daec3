"""Every address of the exchange × every kind of person × reading and writing, on real objects of a programme (S2).

Signs: C its coordinator, L lead of a member city, P lead of its partner city. Everybody else is refused.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from network import tokens
from network.models import Action, Assessment, Check, File, Link, Mail, Market, Meeting, Participant, Rule
from tests.access.network_rules import RULES
from tests.network.conftest import World, group

pytestmark = [pytest.mark.django_db, pytest.mark.trust("S2")]
WHO = {"C": "coordinator", "L": "lead", "P": "partner"}
REFUSED = {302, 403, 404, 405}
# route → who may read it, who may write to it ("" nobody).
MATRIX: dict[str, tuple[str, str]] = {
    "network/": ("CLPO", ""),
    "network/calendar/": ("CLPOE", ""),
    "network/calendar.ics": ("CLPOE", ""),
    "network/programmes/new/": ("", ""),
    "network/programmes/<int:pk>/": ("C", ""),
    "network/programmes/<int:pk>/coordinators/": ("", "C"),
    "network/programmes/<int:pk>/hand-over/": ("C", "C"),
    "network/programmes/<int:pk>/step-down/": ("", "C"),
    "network/messages/<int:pk>/settle/": ("", "C"),
    "network/programmes/<int:pk>/join/": ("", "C"),
    "network/programmes/<int:programme_pk>/rounds/new/": ("C", "C"),
    "network/memberships/<int:pk>/": ("CL", "CL"),
    "network/memberships/<int:pk>/consent/": ("", "L"),
    "network/memberships/<int:pk>/note/": ("", "C"),
    "network/memberships/<int:pk>/leave/": ("", "CL"),
    "network/memberships/<int:pk>/monitor/": ("CLP", "L"),
    "network/rounds/<int:pk>/": ("C", ""),
    "network/rounds/<int:pk>/move/": ("", "C"),
    "network/rounds/<int:pk>/dates/": ("C", "C"),
    "network/rounds/<int:pk>/remind/": ("", "C"),
    "network/rounds/<int:pk>/exchanges.csv": ("C", ""),
    "network/rounds/<int:pk>/report/": ("C", ""),
    "network/rounds/<int:pk>/trail/": ("C", ""),
    "network/rounds/<int:pk>/import/": ("C", "C"),
    "network/rounds/<int:pk>/import/template.xlsx": ("C", ""),
    "network/rounds/<int:pk>/market/": ("CLP", "C"),
    "network/rounds/<int:pk>/market/cards/": ("CLP", ""),
    "network/rounds/<int:pk>/market/bundle.zip": ("CLP", ""),
    "network/rounds/<int:pk>/market/mark/": ("", "LP"),
    "network/rounds/<int:round_pk>/answers/<int:membership_pk>/": ("CL", "CL"),
    "network/rounds/<int:round_pk>/answers/<int:membership_pk>/consent/": ("", "L"),
    "network/rounds/<int:round_pk>/answers/<int:membership_pk>/<slug:page>/": ("CL", "CL"),
    "network/rounds/<int:pk>/workbench/": ("C", ""),
    "network/rounds/<int:pk>/workbench/progress.json": ("C", ""),
    **{f"network/rounds/<int:pk>/workbench/{what}/": ("", "C") for what in (
        "run", "stop", "choose", "rule", "try", "repair", "change",
    )},
    "network/rules/<int:pk>/undo/": ("", "C"),
    "network/rules/<int:pk>/redo/": ("", "C"),
    "network/proposals/<int:pk>/": ("C", ""),
    "network/proposals/<int:pk>/invite/": ("", "C"),
    "network/proposals/<int:pk>/withdraw/": ("", "C"),
    "network/proposals/<int:pk>/note/": ("", "C"),
    "network/exchanges/<int:pk>/": ("CLP", ""),
    "network/meetings/<int:pk>/": ("", "CLP"),
    **{f"network/exchanges/<int:pk>/{what}/": ("", "CLP") for what in (
        "scope", "meet", "files", "link", "story",
    )},
    "network/exchanges/<int:pk>/promise/": ("", "LP"),
    "network/exchanges/<int:pk>/pulse/": ("", "LP"),
    "network/exchanges/<int:pk>/review/": ("", "CLP"),
    "network/exchanges/<int:pk>/close/": ("", "C"),
    "network/exchanges/<int:pk>/facilitator/": ("", "C"),
    "network/exchanges/<int:pk>/report/": ("C", ""),
    "network/links/<int:pk>/check/": ("", "CLP"),
    "network/links/<int:pk>/remove/": ("", "CLP"),
    "network/actions/<int:pk>/": ("", "CL"),
    "network/checks/<int:pk>/": ("L", "L"),
    "network/files/<int:pk>/": ("CLP", ""),
    "network/files/<int:pk>/remove/": ("", "CLP"),
    "network/meetings/<int:pk>.ics": ("CLP", ""),
    "network/meetings/<int:pk>/minutes/": ("", "CLP"),
    "network/meetings/<int:pk>/participants/": ("", "LP"),
    "network/participants/<int:pk>/remove/": ("", "CL"),
}  # fmt: skip
# What is posted where an empty form says nothing about permission.
FORMS: dict[str, dict[str, str]] = {
    "network/rounds/<int:pk>/move/": {"to": "matching"},
    "network/rounds/<int:pk>/workbench/choose/": {"run": "{run}"},
    "network/rounds/<int:pk>/workbench/try/": {"previous": "{run}"},
    "network/rounds/<int:pk>/workbench/change/": {"run": "{run}"},
    "network/exchanges/<int:pk>/promise/": {"what": "Walk", "due": "2099-01-01"},
    "network/exchanges/<int:pk>/review/": {"host": "{host}", "question_1": "What do we overlook?"},
}
EVERYBODY = {"network/how-matching-works/", "network/stories/", "network/stories/<int:pk>/"}
BY_LINK = {"network/link/<slug:purpose>/<str:token>/"}


def test_the_matrix_names_every_route() -> None:
    assert set(MATRIX) | EVERYBODY | BY_LINK == set(RULES)


@pytest.fixture
def addresses(matched: World) -> dict[str, str]:
    """Route → an address of an object of the first programme, in which cities 0 and 1 work together."""
    from django.core.files.base import ContentFile

    world = matched
    exchange = group(world, 0, 1, state="meeting")
    own = exchange.members.get(membership=world.places[0])
    Assessment.objects.create(membership=world.places[0], shared=True)
    Market.objects.create(round=world.round, cards=[])
    file = File(exchange=exchange, name="a.txt", size=1)
    file.file.save("a.txt", ContentFile(b"a"))
    today, long_ago = timezone.localdate(), timezone.now() - timedelta(hours=1)
    world.host = own.pk
    known = {
        "programmes": world.programme.pk,
        "messages": Mail.objects.create(key="x", to="x@mail.example", programme=world.programme, claimed=long_ago).pk,
        "memberships": world.places[0].pk,
        "rounds": world.round.pk,
        "rules": Rule.objects.create(round=world.round, kind="forbid").pk,
        "proposals": world.round.exchanges.filter(state="proposed").first().pk,
        "exchanges": exchange.pk,
        "links": Link.objects.create(exchange=exchange, kind="tool", code="x").pk,
        "actions": Action.objects.create(exchange=exchange, member=own, what="x", due=today).pk,
        "checks": Check.objects.create(member=own, day=30, due=today).pk,
        "files": file.pk,
        "meetings": (meeting := Meeting.objects.create(exchange=exchange, title="Call", begins=timezone.now())).pk,
        "participants": Participant.objects.create(meeting=meeting, member=own, name="x").pk,
    }
    made = {}
    for route in MATRIX:
        path = route.replace("<slug:page>", "first").replace("<int:membership_pk>", str(world.places[0].pk))
        kind = route.split("/")[1]
        for name in ("<int:pk>", "<int:round_pk>", "<int:programme_pk>"):
            path = path.replace(name, str(known.get(kind, "")))
        made[route] = f"/{path}"
    return made


def test_each_person_gets_what_the_matrix_says(matched: World, addresses: dict[str, str]) -> None:
    wrong: list[Any] = []
    letters = {**WHO, "O": "outsider", "E": "elsewhere"}
    for letter, who in letters.items():
        client = matched.client(who)
        values = {"run": matched.round.chosen_run_id, "host": matched.host}
        for route, address in addresses.items():
            readers, writers = MATRIX[route]
            may_read = letter in readers or (route == "network/" and letter == "E")
            for method, allowed in (("get", may_read), ("post", letter in writers)):
                with transaction.atomic():
                    form = {name: text.format(**values) for name, text in FORMS.get(route, {}).items()}
                    status = getattr(client, method)(address, form if method == "post" else {}).status_code
                    transaction.set_rollback(True)
                accepted = {200, 302, 400, 409} if method == "post" else {200}
                if allowed and status not in accepted:
                    wrong.append((who, method, address, status))
                if not allowed and status not in REFUSED - {302}:
                    wrong.append((who, method, address, status))
    assert not wrong, wrong


def test_visitors_are_sent_to_sign_in(matched: World, addresses: dict[str, str], client: Any) -> None:
    for address in addresses.values():
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code in (302, 405), address
            if answer.status_code == 302:
                assert answer["Location"].startswith("/accounts/login/"), address


def test_an_ended_role_closes_the_room_at_once(matched: World, addresses: dict[str, str]) -> None:
    client, room = matched.client("lead"), addresses["network/exchanges/<int:pk>/"]
    assert client.get(room).status_code == 200
    matched.people["lead"].city_roles.update(ended=timezone.now())
    assert client.get(room).status_code == 404


def test_a_link_needs_no_account_but_its_own_token(matched: World, client: Any) -> None:
    exchange = matched.round.exchanges.first()
    member = exchange.members.first()
    token = tokens.make("invitation", member.pk, "proposed:0")
    assert client.get(f"/network/link/invitation/{token}/").status_code == 400, "no invitation was sent yet"
