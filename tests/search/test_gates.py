"""The rooms' gates and pages under restriction: as Wagtail says, without a query of their own (abuse case T05)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cities.models import CityPage
from cities.search_documents import CitySource
from guidelines.models import GuidelineDocument
from practices.models import PracticePage, ToolPage
from practices.search_documents import PracticeSource, ToolSource
from tests.factories.records import CityPageFactory, PracticePageFactory, ToolPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.trust("T05"), pytest.mark.usefixtures("memory_search")]


def restrict(page: Any, kind: str = PageViewRestriction.LOGIN) -> PageViewRestriction:
    made: PageViewRestriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password="x")
    return made


@pytest.fixture
def cities() -> list[CityPage]:
    """Three cities side by side, each with a practice."""
    made = [CityPageFactory() for _ in range(3)]
    for city in made:
        PracticePageFactory(city=city)
    return made


def test_everything_below_a_restricted_page_is_out_and_nothing_else(cities: list[CityPage]) -> None:
    assert PracticePage.objects.public().count() == 3
    for kind in (PageViewRestriction.LOGIN, PageViewRestriction.PASSWORD, PageViewRestriction.GROUPS):
        restriction = restrict(cities[1], kind)
        assert set(CityPage.objects.public()) == {cities[0], cities[2]}
        assert {page.lead_city for page in PracticePage.objects.public()} == {cities[0], cities[2]}
        restriction.delete()
    assert CityPage.objects.public().count() == 3
    restrict(cities[0].get_parent())
    assert not CityPage.objects.public().exists()
    assert not PracticePage.objects.public().exists()


def test_the_answer_is_wagtails(cities: list[CityPage]) -> None:
    tool = ToolPageFactory()
    page = PracticePage.objects.public().first()
    restrict(page)
    restrict(cities[2])
    restrict(tool)
    for model in (PracticePage, CityPage, ToolPage):
        shut = set(model.objects.private().values_list("pk", flat=True))
        assert shut
        assert set(model.objects.public().values_list("pk", flat=True)) == set(
            model.objects.exclude(pk__in=shut).values_list("pk", flat=True)
        )


def test_a_page_moved_under_a_restriction_is_out_at_once(cities: list[CityPage]) -> None:
    restrict(cities[0])
    page = PracticePage.objects.child_of(cities[1]).get()
    assert page in PracticePage.objects.public()
    page.move(CityPage.objects.get(pk=cities[0].pk), pos="last-child")
    assert page not in PracticePage.objects.public()


@pytest.mark.parametrize("model", [PracticePage, CityPage, ToolPage, GuidelineDocument])
def test_a_gate_asks_nothing_beforehand(model: Any, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        list(model.objects.public())


@pytest.mark.sqlite_only
@pytest.mark.parametrize("model", [PracticePage, CityPage, ToolPage, GuidelineDocument])
def test_a_gate_goes_through_all_restrictions_but_never_through_all_pages(model: Any) -> None:
    restrict(CityPageFactory())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # the planner thinks differently when it knows the sizes of tables
    plan = model.objects.public().explain()
    inside = plan[plan.index("CORRELATED") :].partition("LIST SUBQUERY")[0]
    assert "SCAN V0" in inside  # the few restrictions
    assert "SEARCH U0 USING INTEGER PRIMARY KEY" in inside  # the page of one restriction
    assert "SCAN U0" not in inside


@pytest.mark.parametrize("source", [PracticeSource(), ToolSource(), CitySource()], ids=lambda s: s.kind)
def test_documents_take_as_many_queries_for_many_records_as_for_one(source: Any) -> None:
    for _ in range(4):
        city = CityPageFactory()
        PracticePageFactory(city=city)
        ToolPageFactory()
    keys = list(source.public_keys())
    list(source.documents(keys, {}))  # labels are looked up once
    with CaptureQueriesContext(connection) as one:
        assert len(list(source.documents(keys[:1], {}))) == 1
    with CaptureQueriesContext(connection) as all_of_them:
        assert len(list(source.documents(keys, {}))) == 4
    assert len(all_of_them) == len(one)
