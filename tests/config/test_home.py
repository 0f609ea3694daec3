"""The first page and the pages that explain the site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from config import navigation, selectors
from config.problems import PROBLEMS
from search import service
from search.queries import SearchUnavailable
from tests.factories import records

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_search() -> Iterator[None]:
    """No document of another test."""
    service.reset()
    yield
    service.reset()


def body(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.content[:300]
    return str(response.content.decode())


def test_the_first_page_asks_for_the_problem_and_has_one_search_box(client: Client) -> None:
    records.home()
    html = body(client, "/")
    assert html.count("<h1") == 1
    assert html.count('name="q"') == 1
    assert all(str(problem.title) in html for problem in PROBLEMS)


def test_failures_stand_under_what_did_not_work_and_not_among_the_new(client: Client) -> None:
    worked = records.PracticePageFactory(title="Lights at the stop", kind="practice")
    failed = records.PracticePageFactory(title="Cameras without watchers", kind="did-not-work")
    assert [card.id for card in selectors.newest_practices()] == [f"practice:{worked.pk}"]
    assert [card.id for card in selectors.lessons()] == [f"practice:{failed.pk}"]
    assert "Cameras without watchers" in body(client, "/")


def test_drafts_are_nowhere_on_the_first_page(client: Client) -> None:
    records.PracticePageFactory(title="Not yet public", live=False)
    assert "Not yet public" not in body(client, "/")


def test_an_anonymised_lesson_names_no_city_and_a_network_record_is_absent(client: Client) -> None:
    city = records.CityPageFactory(title="Unnamed Harbour", latitude=None, longitude=None)
    records.PracticePageFactory(title="Buses without lights", city=city, anonymised=True)
    records.PracticePageFactory(title="For members only", city=city, network_only=True)
    html = body(client, "/")
    assert len(selectors.lessons()) == 1
    assert "Unnamed Harbour" not in html
    assert "For members only" not in html


def test_a_city_with_a_place_is_a_dot_with_its_name(client: Client) -> None:
    records.CityPageFactory(title="Harbour Town", latitude=5.3, longitude=-4.0)
    records.CityPageFactory(title="Placeless", latitude=None, longitude=None)
    pins = selectors.city_pins()
    assert len(pins) == 1
    assert pins[0]["label"].startswith("Harbour Town")


def test_when_the_search_is_down_the_page_answers_without_counts(client: Client, monkeypatch: Any) -> None:
    def down(*args: Any) -> None:
        raise SearchUnavailable("no answer")

    records.home()
    monkeypatch.setattr(service.get_engine(), "search", down)
    assert selectors.home_figures().available is False
    assert '<dl class="stats">' not in body(client, "/")


@pytest.mark.parametrize("path", ["/about/evidence/", "/about/data/", "/style-guide/"])
@pytest.mark.parametrize("prefix", ["", "/fr", "/es", "/ru", "/ar", "/zh-hans"])
def test_explaining_pages_answer_in_every_language(client: Client, prefix: str, path: str) -> None:
    html = body(client, prefix + path)
    assert f'dir="{"rtl" if prefix == "/ar" else "ltr"}"' in html
    assert html.count("<h1") == 1


def test_the_other_languages_keep_path_and_filters(client: Client) -> None:
    html = body(client, "/about/data/?from=search")
    assert 'href="/ar/about/data/?from=search"' in html


def test_every_grade_and_direction_is_explained(client: Client) -> None:
    html = body(client, "/about/evidence/")
    for grade in ("E0", "E1", "E2", "E3", "E4", "E5"):
        assert grade in html


@pytest.mark.parametrize(
    ("url", "here", "expected"),
    [
        ("/search/?kind=city", "/search/?kind=city&theme=x", True),
        ("/search/?kind=city", "/search/?kind=cityscape", False),
        ("/guidelines/", "/guidelines/gc27/?q=light", True),
        ("/guidelines/", "/", False),
    ],
)
def test_the_navigation_knows_where_the_reader_is(url: str, here: str, expected: bool) -> None:
    assert navigation.is_here(url, here) is expected


def test_an_unknown_page_keeps_the_frame_and_offers_the_search(client: Client) -> None:
    records.home()
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert 'name="q"' in response.content.decode()


def test_the_second_factor_code_is_drawn_into_the_page() -> None:
    from config.templatetags.site_tags import qr_code

    code = qr_code('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1,1H2V2H1z"/></svg>')
    assert code == {"view_box": "0 0 9 9", "path": "M1,1H2V2H1z", "transform": ""}
    with pytest.raises(ValueError, match="not drawn as a path"):
        qr_code('<svg xmlns="http://www.w3.org/2000/svg"/>')


def test_a_site_on_this_machine_follows_its_port_and_a_public_one_stays(home: Any, settings: Any) -> None:
    from wagtail.models import Site

    from config import first_pages

    settings.SITE_URL = "http://127.0.0.1:8123"
    first_pages.keep_address()
    site = Site.objects.get(is_default_site=True)
    assert (site.hostname, site.port) == ("127.0.0.1", 8123)
    Site.objects.update(hostname="safer.example", port=443)
    first_pages.keep_address()
    site.refresh_from_db()
    assert (site.hostname, site.port) == ("safer.example", 443)


def test_a_page_is_found_by_its_whole_address_and_by_no_other(client: Client) -> None:
    page = records.PracticePageFactory(title="Lights at the stop")
    city = page.lead_city
    assert client.get(page.url).status_code == 200
    for wrong in (f"{page.url}more/", f"/{page.slug}/", f"/cities/{page.slug}/", f"/cities/{city.slug}/{city.slug}/"):
        assert client.get(wrong).status_code == 404, wrong
    city.slug = "renamed"
    city.save_revision().publish()
    assert client.get(f"/cities/renamed/{page.slug}/").status_code == 200
    page.refresh_from_db()
    page.unpublish()
    assert client.get(f"/cities/renamed/{page.slug}/").status_code == 404
