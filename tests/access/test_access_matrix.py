"""Every route × every role × every method, on the person's own city's draft and on another city's (goal S2).

A route that no rule names fails, so that nobody adds one without deciding who may use it.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.test import Client

from cities.models import CityRole
from guidelines.models import GuidelineDocument
from practices.review import questions, services
from tests.access.guidelines_rules import RULES as GUIDELINES
from tests.access.rules import METHODS, REFUSED, ROLES, RULES, Rule
from tests.factories.records import (
    CityPageFactory,
    OrganisationFactory,
    PracticePageFactory,
    ToolPageFactory,
    indicator,
    sdg,
    theme,
)

HERE = Path(__file__).parent
SNAPSHOT = HERE.parent / "snapshots" / "urls.txt"
MORE = [import_module(f"tests.access.{path.stem}").RULES for path in sorted(HERE.glob("*_rules.py"))]
ALL: dict[str, Rule] = {**RULES, **{route: rule for rules in MORE for route, rule in rules.items()}}


def account(role: str) -> Any:
    user = get_user_model().objects.create_user(role, f"{role}@site.example", is_superuser=role == "administrator")
    if role == "reviewer":
        user.groups.add(Group.objects.get_or_create(name="Reviewers")[0])
    if role == "editor":
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


@pytest.fixture
def people(db: None) -> dict[str, Any]:
    return {role: account(role) for role in ROLES if role != "anonymous"}


@pytest.fixture
def objects(people: dict[str, Any]) -> dict[str, Any]:
    """Two cities with a draft each, a public practice, a tool, an organisation; names for the example addresses."""
    own, other = CityPageFactory(code="alpha"), CityPageFactory(code="beta")
    theme("public-space")
    sdg("11.7")
    stranger = get_user_model().objects.create_user("stranger", "stranger@site.example")
    CityRole.objects.create(city=own, user=people["contributor"], role="contributor")
    role = CityRole.objects.create(city=own, user=people["lead"], role="lead")
    CityRole.objects.create(city=other, user=stranger, role="lead")
    mine = services.start_practice(city=own, title="Our draft", by=people["contributor"]).submission
    theirs = services.start_practice(city=other, title="Their draft", by=stranger).submission
    for submission, by in ((mine, people["contributor"]), (theirs, stranger)):
        page = submission.practice.get_latest_revision_as_object()
        page.claim = page.summary = page.problem = page.intervention = "Something."
        services.save_draft(submission=submission, page=page, by=by, version=submission.version)
        services.submit(submission=submission, by=by, version=submission.version)
    services.assign(submission=mine, reviewer=people["reviewer"], by=people["administrator"])
    question = questions.ask(submission=mine, field="claim", text="Why?", by=people["administrator"])
    practice = PracticePageFactory(city=own)
    return {
        "city": own.code,
        "city_pk": own.pk,
        "other_city_pk": other.pk,
        "own": mine.pk,
        "other": theirs.pk,
        "question": question.pk,
        "role": role.pk,
        "practice": practice.code,
        "practice_url": practice.url,
        "tool": ToolPageFactory().code,
        "organisation": OrganisationFactory().code,
        "indicator": indicator("lit-streets").code,
    }


def ask(client: Client, method: str, address: str) -> int:
    return getattr(client, method.lower())(address).status_code


def client_of(people: dict[str, Any], role: str) -> Client:
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        client.force_login(people[role])
    return client


def test_every_route_has_a_rule() -> None:
    routes = set(SNAPSHOT.read_text().splitlines())
    assert not routes - set(ALL), "decide who may use these, in tests/access/"
    assert not set(ALL) - routes, "these routes are gone; remove their rules"


@pytest.mark.trust("S2")
def test_each_role_gets_what_the_rule_says(people: dict[str, Any], objects: dict[str, Any]) -> None:
    """One world, one client a role; what a request writes is rolled back before the next."""
    clients = {role: client_of(people, role) for role in ROLES}
    wrong, tried = [], 0
    for route, rule in sorted({**RULES, **GUIDELINES}.items()):
        address = rule.example.format(**objects)
        for role in ROLES:
            for method in METHODS:
                with transaction.atomic():
                    status = ask(clients[role], method, address)
                    transaction.set_rollback(True)
                tried += 1
                if status not in allowed(rule, role, method):
                    wrong.append((route, role, method, status, sorted(allowed(rule, role, method))))
            if "logout" in route or "password" in route:
                clients[role] = client_of(people, role)
    assert tried > 2000
    assert not wrong, f"{len(wrong)} wrong cells: {wrong[:40]}"


def allowed(rule: Rule, role: str, method: str) -> frozenset[int]:
    """The statuses a cell of the matrix may show."""
    if method == "GET" and role in rule.readers:
        return rule.read
    if method == "POST" and role in rule.writers:
        return rule.write
    return rule.others if method in ("PATCH", "DELETE") else REFUSED


@pytest.mark.trust("T01")
@pytest.mark.parametrize("role", ["practitioner", "contributor", "lead", "reviewer", "coordinator"])
def test_another_citys_objects_look_like_none(role: str, people: dict[str, Any], objects: dict[str, Any]) -> None:
    client = client_of(people, role)
    for address in (
        f"/desk/practices/{objects['other']}/",
        f"/desk/practices/{objects['other']}/steps/what/",
        f"/desk/reviews/{objects['other']}/",
        f"/desk/cities/{objects['other_city_pk']}/new/",
        f"/desk/cities/{objects['other_city_pk']}/people/",
    ):
        missing = address.replace(str(objects["other"]), "987654").replace(str(objects["other_city_pk"]), "987654")
        theirs, none = client.get(address), client.get(missing)
        assert (theirs.status_code, none.status_code) == (404, 404), address
        # The page repeats its own address in the links to other languages; nothing else may differ.
        assert theirs.content.decode().replace(address, "") == none.content.decode().replace(missing, "")


def test_guidelines_are_read_by_all_and_written_by_none(people: dict[str, Any], objects: dict[str, Any]) -> None:
    assert not GuidelineDocument.objects.exists()
    for role in ROLES:
        assert ask(client_of(people, role), "POST", "/guidelines/none/") in REFUSED
