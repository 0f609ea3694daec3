"""Figures of cities that name a shared indicator: shown on its page for public cities only, linked both ways."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cities.indicators import public_values, value_counts
from cities.models import CityIndicator, CityPage, CitySource
from cities.record import city_record, public_city_record
from tests.factories.records import CityPageFactory, indicator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("memory_search")]


def figure(value: float = 71.0, **more: Any) -> CityIndicator:
    return CityIndicator(
        **{"name": "Streets we light", "indicator": indicator(), "value": value, "unit": "%", "year": 2021,
           "definition": "Counted on one night.", "sources": ["count"], **more}
    )  # fmt: skip


def count() -> CitySource:
    return CitySource(key="count", kind="report", title="Counting lamps", year=2021, url="https://example.org/count")


@pytest.fixture
def bright() -> CityPage:
    return CityPageFactory(code="bright", title="Bright", indicators=[figure()], sources=[count()])


def test_the_page_of_the_indicator_shows_value_year_and_source(bright: CityPage, client: Client) -> None:
    page = client.get("/indicators/lit-streets/").content.decode()
    for words in ("Bright", "71.0", "2021", "Counted on one night.", "https://example.org/count"):
        assert words in page
    assert client.get("/api/v1/indicators/lit-streets/cities").json()[0] == {
        "code": "bright", "city": "Bright", "country": "Colombia", "url": bright.url, "name": "Streets we light",
        "value": 71.0, "unit": "%", "year": 2021, "definition": "Counted on one night.", "disaggregation": "",
        "sources": [{"title": "Counting lamps", "year": 2021, "address": "https://example.org/count"}],
    }  # fmt: skip
    assert value_counts() == {"lit-streets": 1}
    assert "1 city" in client.get("/indicators/").content.decode()


def test_the_page_of_the_city_leads_to_the_indicator_unless_it_was_taken_down(bright: CityPage, client: Client) -> None:
    assert 'href="/indicators/lit-streets/"' in client.get(bright.url).content.decode()
    measure = indicator()
    measure.live = False
    measure.save()
    page = client.get(bright.url).content.decode()
    assert "Streets we light" in page
    assert 'href="/indicators/lit-streets/"' not in page


def test_what_is_not_public_is_not_shown(bright: CityPage) -> None:
    CityPageFactory(code="shy", indicators=[figure(1)], hidden_parts=["indicators"])
    CityPageFactory(code="draft", indicators=[figure(2)], live=False)
    CityPageFactory(code="invented", indicators=[figure(3)], demo=True)
    CityPageFactory(code="own-words", indicators=[figure(4, indicator=None)])
    assert [row.code for row in public_values("lit-streets", "en")] == ["bright"]
    assert value_counts() == {"lit-streets": 1}


def test_queries_do_not_grow_with_cities_and_newest_comes_first(bright: CityPage) -> None:
    with CaptureQueriesContext(connection) as one:
        public_values("lit-streets", "en")
    older = figure(60, year=2011)
    CityPageFactory(code="amber", title="Amber", indicators=[older, figure(66)], sources=[count()])
    with CaptureQueriesContext(connection) as more:
        rows = public_values("lit-streets", "en")
    assert len(more) <= len(one)
    assert [(row.city, row.year) for row in rows] == [("Amber", 2021), ("Amber", 2011), ("Bright", 2021)]


def test_the_record_names_the_indicator_by_its_code(bright: CityPage) -> None:
    assert city_record(bright)["indicators"][0]["indicator"] == "lit-streets"
    assert public_city_record(bright)["indicators"][0]["indicator"] == "lit-streets"
    indicator().delete()
    assert CityIndicator.objects.get(city=bright).indicator_id is None
    assert city_record(CityPage.objects.get(pk=bright.pk))["indicators"][0]["indicator"] is None


def test_a_file_names_it_too_and_an_unknown_code_is_refused(bright: CityPage) -> None:
    from practices.importers.collection.apply_cities import apply_city
    from practices.importers.collection.files import Record
    from practices.importers.collection.lookup import Lookup, MissingCode

    data = {"code": "bright", "name": "Bright", "country": "CO", "indicators": [
        {"name": "Lamps", "indicator": "lit-streets", "value": 5}, {"name": "Benches", "value": 6}]}  # fmt: skip
    apply_city(Record("city", "bright", "bright.yaml", data), Lookup())
    rows = CityIndicator.objects.filter(city=bright).order_by("sort_order")
    assert list(rows.values_list("name", "indicator")) == [("Lamps", "lit-streets"), ("Benches", None)]
    data["indicators"][0]["indicator"] = "unknown"  # type: ignore[index]
    with pytest.raises(MissingCode, match='no indicator "unknown"'):
        apply_city(Record("city", "bright", "bright.yaml", data), Lookup())


def test_the_desk_offers_published_indicators(bright: CityPage) -> None:
    from practices.desk.profile_steps import form_class

    measure = indicator("hidden-measure")
    measure.live = False
    measure.save()
    form = form_class("figures")(instance=bright)
    field = form.formsets["indicators"].forms[0].fields["indicator"]
    assert not field.required
    assert [value for value, _label in field.choices] == ["", "lit-streets"]
