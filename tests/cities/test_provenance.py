"""What the facts of a profile rest on, as the public sees it: marks, the list of sources, nothing of hidden parts."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from cities.marks import entry_numbered, numbered
from cities.models import CityLanguage, CityPower, CitySource, Country, Place
from cities.models.sources import check_city_rests_on, check_organisation_rests_on, check_tool_rests_on
from cities.provenance import ORGANISATION, foundations
from cities.record import public_city_record
from tests.factories.records import CityPageFactory

PLACE = {"geonames_id": 1007311, "latitude": -29.8579, "longitude": 31.0292, "population": 3_338_026, "time_zone": "T"}
RECORD: dict[str, Any] = {
    "latitude": -29.86, "longitude": 31.03, "time_zone": "T", "population": 3_338_026, "population_source": "geonames",
    "languages": [{"code": "en", "level": "official"}, {"code": "zu", "level": "official"}],
    "powers": [{"power": "police", "level": "shared"}, {"power": "health", "level": "unknown"}],
    "strategy": {"exists": True, "sources": ["plan"]}, "summary": "A port.",
    "rests_on": {"powers": ["law"], "languages.zu": ["law"]},
}  # fmt: skip


def test_each_fact_finds_its_source() -> None:
    assert foundations(RECORD, PLACE, ["en"]) == {
        "location": ["geonames"], "time_zone": ["geonames"], "population": ["geonames"], "languages.en": ["cldr"],
        "languages.zu": ["law"], "powers.police": ["law"], "strategy": ["plan"], "summary": [],
    }  # fmt: skip


def test_what_does_not_agree_is_not_said_to_come_from_the_data_set() -> None:
    moved = foundations({**RECORD, "latitude": 0.0, "time_zone": "U", "population": 7}, PLACE, [])
    assert (moved["location"], moved["time_zone"], moved["languages.en"]) == ([], [], [])
    assert moved["population"] == []
    assert foundations(RECORD, None, ["en"])["location"] == []


@pytest.fixture
def durban(db: None, memory_search: None) -> Any:
    Place.objects.create(**PLACE, name="Durban", search_name="durban", country_code="ZA")
    city = CityPageFactory(
        code="durban", country__code="ZA", geonames_id=PLACE["geonames_id"], latitude=-29.86, longitude=31.03,
        time_zone="T", population=3_338_026, population_source="geonames", summary="A port.",
        powers=[CityPower(power="police", level="shared", note="By an act.")],
        city_languages=[CityLanguage(code="en", level="official")],
        sources=[CitySource(key="law", kind="official", title="An act of 1996", url="https://example.org/act")],
        rests_on={"powers.police": ["law"]},
    )  # fmt: skip
    Country.objects.filter(code="ZA").update(languages=["en"])
    return type(city).objects.with_profile().get(pk=city.pk)


def test_own_sources_come_first_and_data_sets_after(durban: Any) -> None:
    sources, marks = numbered(durban, public_city_record(durban))
    assert [(row["number"], row["key"]) for row in sources] == [(1, "law"), (2, "geonames"), (3, "cldr")]
    assert [row["key"] for row in marks["powers.police"]] == ["law"]
    assert [row["number"] for row in marks["location"]] == [2]
    assert marks["summary"] == []


def test_the_page_shows_marks_and_addresses(client: Client, durban: Any) -> None:
    page = client.get(durban.url).content.decode()
    assert "https://example.org/act" in page
    assert "geonames.org" in page
    assert page.count('href="#source-1"') == 1
    assert page.count('href="#source-2"') == 3  # inhabitants, time zone, coordinates


def test_hidden_parts_leave_no_trace_in_what_the_facts_rest_on(client: Client, durban: Any) -> None:
    durban.hidden_parts = ["powers"]
    durban.save()
    assert client.get("/api/v1/cities/durban").json()["rests_on"] == {}


def test_powers_nobody_reported_are_said_to_be_not_reported(client: Client, db: None, memory_search: None) -> None:
    text = client.get(CityPageFactory(powers=[]).url).content.decode()
    assert "not reported" in text.split("Who runs what")[1][:200]


def test_only_known_facts_name_sources() -> None:
    for check, right in (
        (check_city_rests_on, {"powers.police": ["a"], "summary": ["b"]}),
        (check_organisation_rests_on, {"services": ["a"]}),
        (check_tool_rests_on, {"licence": ["a"]}),
    ):
        check(right)
        for wrong in ({"name": ["a"]}, {"summary": "a"}, {"summary": [1]}, []):
            with pytest.raises(ValidationError):
                check(wrong)


def test_with_one_source_everything_rests_on_it() -> None:
    record = {
        "summary": "Helps.",
        "languages": ["en"],
        "services": [],
        "sources": [{"key": "own", "url": "https://a.b"}],
    }
    sources, marks = entry_numbered(record, ORGANISATION)
    assert sources[0]["address"] == "https://a.b"
    assert {name: [row["number"] for row in rows] for name, rows in marks.items()} == {"summary": [1], "languages": [1]}
    two = {**record, "sources": [{"key": "a"}, {"key": "b"}], "rests_on": {"summary": ["b"]}}
    assert {name: [row["key"] for row in rows] for name, rows in entry_numbered(two, ORGANISATION)[1].items()} == {
        "summary": ["b"], "languages": [],
    }  # fmt: skip
