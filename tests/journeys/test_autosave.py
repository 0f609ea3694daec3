"""What was typed survives a site that does not answer: saves are tried again, and the page says so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys.test_city_desk import as_role, begin, city  # noqa: F401 - the city is a fixture

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def step(browser: Browser, site_url: str) -> Iterator[Page]:
    """The problem step of a new record, on a phone."""
    page = as_role(browser, site_url, "City contributor", 390)
    number = begin(page, "Lamps that stay")
    page.goto(f"/desk/practices/{number}/steps/problem/")
    yield page
    page.context.close()


def breaks(page: Page, **answer: Any) -> list[str]:
    """Every save fails until `page.unroute` is called; returns what was tried."""
    tried: list[str] = []

    def fail(route: Route) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        tried.append(route.request.post_data or "")
        if answer:
            route.fulfill(**answer)
        else:
            route.abort("connectionfailed")

    page.route("**/steps/problem/", fail)
    return tried


@pytest.mark.parametrize("answer", [{}, {"status": 503, "body": "busy", "content_type": "text/plain"}])
def test_a_save_that_fails_is_tried_again_and_nothing_is_lost(step: Page, answer: dict[str, Any]) -> None:
    tried = breaks(step, **answer)
    field = step.locator("[name=problem]")
    field.fill("Dark, and nobody walks there.")
    notice = step.locator("[data-autosave-trouble]")
    expect(notice).to_be_visible(timeout=20_000)
    expect(notice).to_contain_text("tried again in")
    step.wait_for_timeout(7_000)
    assert len(tried) >= 2, "it is tried again by itself"
    assert step.evaluate("localStorage.length + sessionStorage.length") == 0
    asked = []
    step.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    step.evaluate("location.href = '/desk/'")
    step.wait_for_timeout(1_000)
    assert asked == ["beforeunload"]
    assert step.url.endswith("/steps/problem/")
    step.unroute("**/steps/problem/")
    step.get_by_role("button", name="Try now").click()
    expect(notice).to_be_hidden(timeout=20_000)
    expect(step.locator("[data-autosave-state]")).to_contain_text("✓")
    step.reload()
    expect(step.locator("[name=problem]")).to_have_value("Dark, and nobody walks there.")


def test_signed_out_meanwhile_the_words_wait_for_the_new_session(step: Page) -> None:
    cookies = step.context.cookies()
    step.context.clear_cookies()
    step.locator("[name=problem]").fill("Written while signed out.")
    notice = step.locator("[data-autosave-trouble]")
    expect(notice).to_contain_text("signed out", timeout=20_000)
    step.context.add_cookies(cookies)
    step.get_by_role("button", name="Try now").click()
    expect(notice).to_be_hidden(timeout=20_000)
    step.reload()
    expect(step.locator("[name=problem]")).to_have_value("Written while signed out.")


def test_a_conflict_stops_the_saving_and_shows_both(step: Page) -> None:
    other = step.context.new_page()
    other.goto(step.url)
    other.locator("[name=problem]").fill("From the other window.")
    other.get_by_role("button", name="Save and stop here").click()
    other.wait_for_url(re.compile(r"/desk/practices/\d+/$"))
    step.locator("[name=problem]").fill("From this window.")
    expect(step.locator("[data-autosave-trouble]")).to_contain_text("Somebody else saved", timeout=20_000)
    step.get_by_role("button", name="Save and go on").click()
    expect(step.locator("main")).to_contain_text("From the other window.")
    expect(step.locator("[name=problem]")).to_have_value("From this window.")
