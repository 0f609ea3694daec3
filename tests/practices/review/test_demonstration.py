"""What belongs to an invented city says so on every page of the desk."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cities.models import CityPage
from practices.desk.steps import STEPS
from practices.models import Submission
from practices.review.assistance import HelpForm

pytestmark = pytest.mark.django_db
BAND = "this city or exchange is invented"


def pages(draft: Submission) -> list[str]:
    city = draft.practice.get_parent().pk
    return [
        *(reverse(f"practices:{name}", args=[city]) for name in ("desk_new", "desk_profile", "desk_import")),
        reverse("practices:desk_practice", args=[draft.pk]),
        reverse("practices:desk_step", args=[draft.pk, STEPS[0].code]),
    ]


@pytest.mark.parametrize("invented", [True, False])
def test_each_page_of_the_desk_says_whether_the_city_is_invented(
    draft: Submission, people: dict[str, Any], client: Client, invented: bool
) -> None:
    CityPage.objects.update(demonstration=invented)
    client.force_login(people["writer"])
    assert [BAND in client.get(page).content.decode() for page in pages(draft)] == [invented] * 5


def test_who_writes_for_a_city_sees_which_are_invented(cities: tuple[CityPage, CityPage]) -> None:
    CityPage.objects.filter(pk=cities[1].pk).update(demonstration=True)
    labels = [label for _, label in HelpForm().fields["city"].choices]  # type: ignore[attr-defined]
    assert labels[1:] == ["Alpha", "Beta (demonstration)"]
