"""Two cities, the people around them, and a draft."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission

from cities.models import CityIndexPage, CityPage, CityRole, Country
from practices.models import Submission
from practices.review import services


def account(name: str, *, group: str = "", admin: bool = False) -> Any:
    user = get_user_model().objects.create_user(name, f"{name}@city.example")
    if group:
        user.groups.add(Group.objects.get_or_create(name=group)[0])
    if admin:
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


@pytest.fixture
def cities(home: Any) -> tuple[CityPage, CityPage]:
    country, _ = Country.objects.get_or_create(
        code="KE", defaults={"iso3": "KEN", "m49": "404", "names": {"en": "Kenya"}, "region": "002"}
    )
    index = CityIndexPage(title="Cities", slug="cities")
    home.add_child(instance=index)
    made = []
    for name in ("Alpha", "Beta"):
        page = CityPage(title=name, slug=name.lower(), code=name.lower(), country=country)
        index.add_child(instance=page)
        made.append(page)
    return made[0], made[1]


@pytest.fixture
def people(cities: tuple[CityPage, CityPage]) -> dict[str, Any]:
    alpha, beta = cities
    found = {
        "writer": account("writer"),
        "lead": account("lead"),
        "stranger": account("stranger"),
        "reviewer": account("reviewer", group="Reviewers"),
        "editor": account("editor", admin=True),
    }
    CityRole.objects.create(city=alpha, user=found["writer"], role="contributor")
    CityRole.objects.create(city=alpha, user=found["lead"], role="lead")
    CityRole.objects.create(city=beta, user=found["stranger"], role="lead")
    return found


@pytest.fixture
def draft(cities: tuple[CityPage, CityPage], people: dict[str, Any]) -> Submission:
    page = services.start_practice(city=cities[0], title="Lamps at the terminus", by=people["writer"])
    return page.submission
