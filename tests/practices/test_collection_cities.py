"""What cities, organisations and tools of the collection rest on: the gazetteer, the country facts, their own sources."""

from __future__ import annotations

from typing import Any

import pytest

from practices.importers.collection.checks import check
from practices.importers.collection.city_checks import gazetteer
from practices.importers.collection.files import Collection, Record, read_collection

LAW: dict[str, Any] = {
    "key": "law",
    "kind": "official",
    "title": "An act",
    "year": 1991,
    "url": "https://example.org/act",
}
DURBAN = gazetteer()[1007311]
CITY: dict[str, Any] = {
    "schema": "city/1",
    "code": "durban",
    "name": "Durban",
    "country": "ZA",
    "geonames_id": 1007311,
    "latitude": DURBAN["latitude"],
    "longitude": DURBAN["longitude"],
    "population": DURBAN["population"],
    "population_source": "geonames",
    "time_zone": "Africa/Johannesburg",
    "languages": [{"code": "en", "level": "official"}],
}


def issues(*more: Record, **changes: Any) -> list[str]:
    data = {name: value for name, value in {**CITY, **changes}.items() if value is not None}
    return [str(i) for i in check(Collection([Record("city", "durban", "cities/durban.yaml", data), *more]))]


def test_facts_of_shipped_data_need_no_word() -> None:
    assert issues() == []
    assert issues(latitude=round(DURBAN["latitude"], 2), longitude=round(DURBAN["longitude"], 2)) == []


@pytest.mark.parametrize(
    ("changes", "place", "word"),
    [
        ({"geonames_id": 999_999_999}, "geonames_id", "not in the gazetteer"),
        ({"country": "KE"}, "geonames_id", "in ZA, not in KE"),
        ({"latitude": DURBAN["latitude"] + 0.05}, "latitude", "differ from the gazetteer's"),
        ({"time_zone": "Africa/Lagos"}, "time_zone", "Africa/Johannesburg"),
        ({"population": 5}, "population", f"the gazetteer says {DURBAN['population']}"),
        ({"population_year": 2022}, "population", "without a year"),
        ({"population_source": None}, "population_source", "is missing"),
        ({"population_source": "census"}, "population_source", "no key"),
        ({"population_source": "law", "sources": [LAW]}, "population_year", "is missing"),
        ({"languages": [{"code": "zu", "level": "official"}]}, "languages.zu", "rests on nothing"),
        ({"languages": [{"code": "en", "level": "working"}]}, "languages.en", "rests on nothing"),
        ({"powers": [{"power": "police", "level": "own"}]}, "powers.police", "rests on nothing"),
        ({"strategy": {"exists": True}}, "strategy", "add sources"),
        ({"summary": "A port."}, "summary", "rests on nothing"),
        ({"experience": ["public-space"]}, "experience", "no practice of the city has"),
        ({"sources": [{**LAW, "key": "geonames"}]}, "sources", "reserved"),
        ({"sources": [{**LAW, "url": None}]}, "sources[0]", "no doi and no url"),
        ({"rests_on": {"powers.police": ["nowhere"]}}, "rests_on.powers.police", "no key"),
        ({"rests_on": {"name": ["law"]}, "sources": [LAW]}, "rests_on.name", "known: location"),
        ({"rests_on": {"summary": []}}, "rests_on.summary", "names no source"),
    ],
)
def test_what_contradicts_or_rests_on_nothing_is_an_error(changes: dict[str, Any], place: str, word: str) -> None:
    found = issues(**changes)
    assert any(f" {place}:" in issue and word in issue for issue in found), found


def test_a_law_carries_a_power_and_a_language() -> None:
    powers = [{"power": "police", "level": "shared"}, {"power": "health", "level": "unknown"}]
    languages = [{"code": "zu", "level": "official"}]
    rests_on = {"powers.police": ["law"], "languages.zu": ["law"]}
    assert issues(powers=powers, languages=languages, rests_on=rests_on, sources=[LAW]) == []
    assert issues(powers=powers, rests_on={"powers": ["law"]}, sources=[LAW]) == []


def test_a_place_outside_the_gazetteer_names_its_source() -> None:
    alone = {"geonames_id": None, "population": None, "population_source": None}
    assert any("location: rests on nothing" in issue for issue in issues(**alone))
    assert issues(**alone, rests_on={"location": ["law"]}, sources=[LAW]) == []


def test_experience_rests_on_the_practices_of_the_city() -> None:
    practice = {
        "schema": "practice/1", "code": "lamps", "city": "durban", "title": "Lamps", "claim": "Safer.", "kind": "practice",
        "scale": "street", "lifecycle": "running", "depth": 1, "confirmation": "to-be-confirmed",
        "themes": ["public-space"], "sources": [LAW],
    }  # fmt: skip
    found = issues(Record("practice", "lamps", "practices/lamps.yaml", practice), experience=["public-space"])
    assert not [issue for issue in found if "experience" in issue]


def test_invented_cities_of_the_demonstration_need_nothing() -> None:
    assert issues(demonstration=True, geonames_id=None, population_source=None, summary="Invented.") == []


@pytest.mark.parametrize("kind", ["tool", "organisation"])
def test_facts_of_short_records_rest_on_the_only_source_or_say_which(kind: str) -> None:
    data = {"schema": f"{kind}/1", "code": "map", "name": "Map", "kind": "app" if kind == "tool" else "ngo",
            "summary": "Reports on a map.", "languages": ["en"], "sources": [LAW]}  # fmt: skip

    def found(**changes: Any) -> list[str]:
        record = Record(kind, "map", f"{kind}s/map.yaml", {**data, **changes})
        return [str(i) for i in check(Collection([record]))]

    two = [LAW, {**LAW, "key": "site"}]
    assert found() == []
    assert [issue.split(": ")[2] for issue in found(sources=two)] == ["summary", "languages"]
    assert found(sources=two, rests_on={"summary": ["site"], "languages": ["law"]}) == []
    assert "is empty" in found(sources=[])[0]
    assert "no doi and no url" in found(sources=[{**LAW, "url": None}])[0]
    assert any("is no fact" in issue for issue in found(rests_on={"themes": ["law"]}))


def test_every_city_of_the_shipped_gazetteer_agrees_with_it() -> None:
    cities = read_collection().of("city").values()
    inside = [city for city in cities if city.data.get("geonames_id")]
    assert len(inside) > 100
    for city in inside:
        assert gazetteer()[city.data["geonames_id"]]["country_code"] == city.data["country"], city.code
