"""The later routes of the desk × roles × methods, on the same objects as the access matrix (goal S2)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.access.desk_rules import RULES
from tests.access.rules import METHODS, REFUSED, ROLES
from tests.access.test_access_matrix import ask, client_of, objects, people  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.trust("S2"), pytest.mark.trust("T01")]


@pytest.mark.parametrize("route", sorted(RULES))
def test_each_role_gets_what_the_rule_says(
    route: str,
    people: dict[str, Any],  # noqa: F811
    objects: dict[str, Any],  # noqa: F811
) -> None:
    rule = RULES[route]
    wrong = []
    for role in ROLES:
        client = client_of(people, role)
        for method in METHODS:
            may = role in (rule.readers if method == "GET" else rule.writers if method == "POST" else ())
            allowed = (rule.read if method == "GET" else rule.write) if may else REFUSED
            status = ask(client, method, rule.example.format(**objects))
            if status not in allowed:
                wrong.append((role, method, status, sorted(allowed)))
    assert not wrong


@pytest.mark.parametrize(
    "route", sorted(route for route, rule in RULES.items() if "{own}" in rule.example or "{city_pk}" in rule.example)
)
def test_another_citys_objects_look_like_none(
    route: str,
    people: dict[str, Any],  # noqa: F811
    objects: dict[str, Any],  # noqa: F811
) -> None:
    theirs = {**objects, "own": objects["other"], "city_pk": objects["other_city_pk"]}
    none = {**objects, "own": 987654, "city_pk": 987654}
    for role in ("practitioner", "contributor", "lead", "reviewer", "coordinator"):
        client = client_of(people, role)
        for method in ("GET", "POST"):
            addresses = [RULES[route].example.format(**names) for names in (theirs, none)]
            found, missing = (getattr(client, method.lower())(address) for address in addresses)
            assert found.status_code == missing.status_code, (role, method)
            assert found.status_code in REFUSED
            bodies = [answer.content.replace(address.encode(), b"") for answer, address in
                      zip((found, missing), addresses, strict=True)]  # fmt: skip
            assert bodies[0] == bodies[1]  # but for the address the visitor typed
