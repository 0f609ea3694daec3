"""Every template at desk and phone width, light, dark and right to left: no axe violation, nothing cut, no noise."""

from __future__ import annotations

import re
import urllib.request

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.looking import FIXED, SHAPES, VIEWS, Looker, View

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def examples(site_url: str, sitemap: list[str]) -> list[str]:
    """The fixed pages and, for each shape, the first address of it; a shape nobody has is a failure."""
    found: list[str] = list(FIXED)
    for page, shape in SHAPES:
        paths = links(site_url + page) if page else sitemap
        match = next((path for path in paths if re.fullmatch(shape, path) and path not in found), None)
        assert match, f"no address like {shape} {'on ' + page if page else 'in the sitemap'}"
        found.append(match)
    return found


def links(url: str) -> list[str]:
    """Paths the page links to, in order."""
    text = urllib.request.urlopen(url, timeout=60).read().decode()
    return re.findall(r'href="(/[^"#?]*)"', text)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_nobody_is_shut_out(browser: Browser, site_url: str, sitemap: list[str], view: View) -> None:
    wrong: dict[str, object] = {}
    looker = Looker(browser, view)
    for path in examples(site_url, sitemap):
        sight = looker.look(f"{site_url}{view.prefix}{path}")
        if sight.violations or sight.overflow or sight.complaints:
            wrong[path] = sight
    looker.context.close()
    assert not wrong, "\n".join(f"{path}: {sight}" for path, sight in wrong.items())


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(page: Page) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_theme_is_remembered_and_can_be_given_back(page: Page) -> None:
    page.goto("/about/evidence/")
    page.locator("summary", has_text="Light or dark").click()
    page.get_by_role("button", name="Dark", exact=True).click()
    page.goto("/about/data/")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.locator("summary", has_text="Light or dark").click()
    page.get_by_role("button", name="As my device").click()
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme || ''") == ""


def test_the_page_changes_language_and_direction_in_place(page: Page) -> None:
    page.goto("/about/evidence/")
    page.locator("summary", has_text="Change the language").click()
    page.get_by_role("link", name="العربية").click()
    assert page.url.endswith("/ar/about/evidence/")
    assert page.evaluate("document.documentElement.dir") == "rtl"


def test_without_scripts_the_page_still_offers_everything(browser: Browser, site_url: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=site_url)
    page = context.new_page()
    page.goto("/")
    assert page.get_by_role("searchbox").first.is_visible()
    assert page.get_by_role("link", name="Practices").first.is_visible()
    assert not page.locator("summary", has_text="Light or dark").is_visible()
    context.close()


def test_nothing_is_asked_of_another_host(page: Page, site_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    page.goto("/style-guide/", wait_until="networkidle")
    assert not [url for url in asked if not url.startswith((site_url, "data:"))]


def test_a_map_shows_land_and_a_dot_for_each_place_in_its_list(page: Page) -> None:
    page.goto("/style-guide/", wait_until="networkidle")
    places = page.locator("#guide-places [data-lat]").count()
    assert places
    assert page.locator(".leaflet-container .map-dot").count() == places
    assert page.locator(".leaflet-container .map-land").count() == 1
