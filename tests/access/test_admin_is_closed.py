"""Nobody but editors and administrators gets any answer from the admin, whatever the address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from cities.models import CityRole
from tests.factories.records import CityPageFactory

# Answers that tell nothing: the log-in page's address, Wagtail's texts for scripts, and its public sprite of icons.
OPEN = {"admin/login/", "admin/jsi18n/", "admin/sprite/", "admin/sprite-<hash>/"}
EXAMPLES = {"int": "1", "slug": "a", "str": "a", "uuid": "00000000-0000-0000-0000-000000000001", "path": "a", "": "1"}


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.pattern}"
        else:
            yield from routes(entry, f"{prefix}{entry.pattern}")


def example(route: str) -> str | None:
    """An address for a route, or None when it is a regular expression (the catch-all)."""
    if "^" in route or "(?P" in route:
        return None
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda m: EXAMPLES.get(m.group(1) or "", "a"), route)


@pytest.mark.trust("S2")
@pytest.mark.parametrize("role", ["anonymous", "practitioner", "lead", "reviewer", "coordinator"])
def test_the_admin_answers_nobody_without_the_right(role: str, db: None) -> None:
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        user: Any = get_user_model().objects.create_user(role, f"{role}@site.example")
        if role == "lead":
            CityRole.objects.create(city=CityPageFactory(), user=user, role="lead")
        else:
            user.groups.add(Group.objects.get_or_create(name=f"{role.title()}s")[0])
        client.force_login(user)
    tried, wrong = 0, []
    for route in routes(get_resolver()):
        address = example(route) if route.startswith("admin/") and route not in OPEN else None
        if address is None:
            continue
        tried += 1
        for method in ("get", "post"):
            status = getattr(client, method)(address).status_code
            if status not in {301, 302, 403, 404, 405}:
                wrong.append((method, address, status))
    assert tried > 100
    assert not wrong
