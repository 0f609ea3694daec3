"""Places, countries, codes, size classes, and how changes of cities reach the search."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from hypothesis import example, given
from hypothesis import strategies as st

from cities.choices import SizeClass, size_class
from cities.codes import code_of, free_code
from cities.importers.places import fold, read_countries, read_gazetteer, trim_countries
from cities.models import CityPage, Country, Place
from cities.regions import REGIONS
from cities.search_documents import CitySource
from cities.services import load_countries, load_gazetteer
from search.models import OutboxEntry
from tests.factories.records import CityPageFactory, OrganisationFactory, PracticePageFactory


def test_the_shipped_gazetteer_is_whole() -> None:
    rows = list(read_gazetteer())
    assert len(rows) > 34_000
    assert len({row["geonames_id"] for row in rows}) == len(rows)
    assert all(-90 <= row["latitude"] <= 90 and -180 <= row["longitude"] <= 180 for row in rows)
    bogota = next(row for row in rows if row["geonames_id"] == 3688689)
    assert (bogota["country_code"], bogota["search_name"]) == ("CO", "bogota")


def test_the_shipped_countries_are_whole() -> None:
    rows = {row["code"]: row for row in read_countries()}
    assert len(rows) == 249
    assert {row["region"] for row in rows.values()} <= set(REGIONS)
    assert all(set(row["names"]) >= {"en", "fr", "es", "ru", "ar", "zh"} for row in rows.values())
    assert rows["CO"]["region"] == "419"
    assert rows["US"]["region"] == "021"
    assert rows["KE"]["income_group"] == "lower-middle"


def test_a_broken_gazetteer_names_its_line(tmp_path: Any) -> None:
    import gzip

    path = tmp_path / "gazetteer.csv.gz"
    path.write_bytes(
        gzip.compress(b"geonames_id,name,country_code,latitude,longitude,population,time_zone\nx,A,CO,1,1,1,T\n")
    )
    with pytest.raises(ValueError, match="line 2"):
        list(read_gazetteer(path))


def test_countries_without_a_group_stay_without() -> None:
    row = {
        "iso2": "XX",
        "iso3": "XXX",
        "m49": "4",
        "names": {"en": "X"},
        "region": None,
        "subregion": None,
        "income_group": None,
        "languages": [],
    }
    (trimmed,) = trim_countries({"countries": [row], "sources": []}, "2024")["countries"]
    assert (trimmed["income_group"], trimmed["m49"]) == ("", "004")


@given(st.integers(0, 60_000_000), st.integers(0, 60_000_000))
def test_size_classes_grow_with_the_city(a: int, b: int) -> None:
    order = list(SizeClass.values)
    low, high = sorted((a, b))
    assert order.index(size_class(low)) <= order.index(size_class(high))


def test_size_of_the_unknown() -> None:
    assert size_class(None) == ""
    assert size_class(100_000) == "100k-500k"


@given(st.text(max_size=40))
@example("𝐒ão 𝐏aulo")
def test_codes_are_plain(text: str) -> None:
    code = code_of(text)
    assert code.isascii()
    assert code == code.lower().strip("-")
    assert fold(fold(text)) == fold(text)


@pytest.mark.django_db
def test_a_code_that_is_taken_gets_a_number() -> None:
    CityPageFactory(code="sao-paulo")
    assert free_code(CityPage, "São Paulo") == "sao-paulo-2"


@pytest.mark.django_db
def test_places_are_suggested_largest_first(client: Client) -> None:
    load_countries(rows=read_countries())
    rows = [row for row in read_gazetteer() if row["search_name"].startswith("mede")]
    assert load_gazetteer(rows=rows) == Place.objects.count() > 1
    assert load_gazetteer(rows=rows) == Place.objects.count()
    found = client.get("/places/suggest", {"q": "Médelli"}).json()["places"]
    assert found[0]["name"] == "Medellín"
    assert [place["population"] for place in found] == sorted((p["population"] for p in found), reverse=True)
    assert {p["country"] for p in client.get("/places/suggest", {"q": "mede", "country": "co"}).json()["places"]} == {
        "CO"
    }
    assert client.get("/places/suggest", {"q": "m"}).json() == {"places": []}
    assert client.get("/places/suggest", {"q": "x" * 61}).status_code == 400
    assert client.get("/places/suggest", {"q": "%_'\""}).json() == {"places": []}


@pytest.mark.django_db
def test_country_names_follow_the_language() -> None:
    load_countries(rows=read_countries())
    assert Country.objects.get(code="CI").name("fr").startswith("Côte d")
    assert Country.objects.get(code="CI").name("xx")


@pytest.mark.django_db
class TestSearchHearsOfChanges:
    """Every way a city or what lies below it can change leaves a row in the outbox."""

    @pytest.fixture(autouse=True)
    def _queue(self, settings: Any, memory_search: None) -> None:
        settings.SEARCH_INLINE_DRAIN = False

    def noted(self) -> set[tuple[str, int]]:
        found = set(OutboxEntry.objects.values_list("kind", "key"))
        OutboxEntry.objects.all().delete()
        return found

    def test_rename_notes_the_city_and_its_practices(self) -> None:
        practice = PracticePageFactory()
        city = practice.lead_city
        self.noted()
        city.title = "New name"
        city.save()
        assert self.noted() >= {("city", city.pk), ("practice", practice.pk)}

    def test_publish_unpublish_delete(self) -> None:
        practice = PracticePageFactory()
        self.noted()
        practice.unpublish()
        assert ("practice", practice.pk) in self.noted()
        practice.save_revision().publish()
        assert ("practice", practice.pk) in self.noted()
        city, pk, key = practice.lead_city, practice.lead_city.pk, practice.pk
        city.delete()
        assert self.noted() >= {("city", pk), ("practice", key)}

    def test_move_and_restriction(self) -> None:
        from wagtail.models import PageViewRestriction

        practice, other = PracticePageFactory(), CityPageFactory(code="other")
        self.noted()
        practice.move(other, pos="last-child")
        assert ("practice", practice.pk) in self.noted()
        restriction = PageViewRestriction.objects.create(page=other, restriction_type="login")
        assert self.noted() >= {("practice", practice.pk), ("city", other.pk)}
        restriction.delete()
        assert self.noted() >= {("practice", practice.pk), ("city", other.pk)}

    def test_a_renamed_term_notes_what_carries_it(self) -> None:
        practice = PracticePageFactory(themes=["public-space"])
        term = practice.theme_links.first().tag
        self.noted()
        term.labels = {"en": "Squares"}
        term.save()
        assert ("practice", practice.pk) in self.noted()

    def test_a_roster_entry(self) -> None:
        row = OrganisationFactory()
        assert ("organisation", row.pk) in self.noted()
        row.delete()

    def test_a_rolled_back_change_leaves_no_trace(self) -> None:
        from django.db import transaction

        practice = PracticePageFactory()
        self.noted()
        point = transaction.savepoint()
        practice.save()
        transaction.savepoint_rollback(point)
        assert self.noted() == set()


@pytest.mark.django_db
def test_documents_and_cards_take_a_constant_number_of_queries(
    memory_search: None, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    source = CitySource()
    for n in range(4):
        PracticePageFactory(city=CityPageFactory(code=f"c{n}"))
    keys = list(source.public_keys())
    with django_assert_max_num_queries(14) as few:
        assert len(list(source.documents(keys[:1], {}))) == 1
    with django_assert_num_queries(len(few)):
        assert len(list(source.documents(keys, {}))) == 4
    with django_assert_max_num_queries(5):
        cards = source.cards(keys, "en")
    assert {card.extra["practices"] for card in cards.values()} == {1}


@pytest.mark.django_db
def test_city_page_and_index(client: Client, memory_search: None) -> None:
    practice = PracticePageFactory(city=CityPageFactory(code="bogota", title="Bogotá"))
    part = CityPageFactory(code="part", title="Part of it", parent_city=practice.lead_city)
    shown = client.get(practice.lead_city.url).content.decode()
    assert practice.title in shown
    assert "Part of it" in shown
    assert practice.lead_city.title in client.get(part.url).content.decode()
    index = client.get("/cities/").content.decode()
    assert "Latin America and the Caribbean" in index
    assert client.get("/api/v1/cities/bogota").json()["country"] == "CO"
    assert client.get("/api/v1/cities/nowhere").status_code == 404


@pytest.mark.django_db
def test_a_fictional_city_says_so(client: Client, memory_search: None) -> None:
    city, real = CityPageFactory(demo=True), CityPageFactory()
    page = client.get(city.url).content.decode()
    assert "Demonstration" in page
    assert 'content="noindex"' in page
    assert 'content="noindex"' not in client.get(real.url).content.decode()
    sitemap = client.get("/sitemap.xml").content.decode()
    assert real.url in sitemap
    assert city.url not in sitemap
