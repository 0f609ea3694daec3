"""The factories make records that the rules accept."""

from __future__ import annotations

import pytest

from practices.models import PracticePage
from tests.factories.records import CityPageFactory, OrganisationFactory, PracticePageFactory, ToolPageFactory, adopt

pytestmark = pytest.mark.django_db


def test_a_practice_under_its_city() -> None:
    city = CityPageFactory(code="bogota", title="Bogotá")
    page = PracticePageFactory(city=city)
    assert page.lead_city == city
    assert page.grade == "E2"
    assert page.direction == "positive"
    assert PracticePage.objects.public().filter(pk=page.pk).exists()


def test_traits() -> None:
    assert PracticePageFactory(comparison="area").grade == "E3"
    assert PracticePageFactory(failed=True).failure_modes == ["dose"]
    assert not PracticePage.objects.public().filter(pk=PracticePageFactory(draft=True).pk).exists()
    assert not PracticePage.objects.public().filter(pk=PracticePageFactory(network_only=True).pk).exists()


def test_an_adoption_with_a_result_raises_the_grade_when_the_evaluator_was_independent() -> None:
    page = PracticePageFactory(comparison="area")
    page.outcomes.update(independent=True)
    adopt(page, CityPageFactory())
    page.refresh_from_db()
    assert page.grade == "E4"


def test_tools_and_organisations() -> None:
    assert ToolPageFactory().url
    assert OrganisationFactory().pk
