"""The coordinator's journey: a round is opened, thirty cities answer, groups are proposed, one city says no, the repair
is taken, and an exchange ends in an adoption on the practice's page. No page on the way breaks a rule of axe."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import ROOT, site_environment
from tests.journeys.coordinator_world import PASSWORD
from tests.journeys.looking import axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Do = Callable[..., dict[str, Any]]


@pytest.fixture
def behind(site_url: str) -> Iterator[Do]:
    """Does something in the site's own process; takes away at the end what was made."""
    if os.environ.get("JOURNEYS_SITE"):
        pytest.skip("needs a site whose database the test may write to; unset JOURNEYS_SITE")
    made: list[str] = []

    def do(verb: str, *arguments: object) -> dict[str, Any]:
        said = subprocess.run(
            [sys.executable, "-m", "tests.journeys.coordinator_world", verb, *map(str, arguments)],
            cwd=ROOT, env={**site_environment(), "SITE_URL": site_url}, capture_output=True, text=True, check=False,
            timeout=180,
        )  # fmt: skip
        assert said.returncode == 0, said.stderr[-3000:]
        answer: dict[str, Any] = json.loads(said.stdout.strip().splitlines()[-1])
        if verb == "make":
            made.append(str(answer["programme"]))
        return answer

    yield do
    for programme in made:
        do("remove", programme)


def sign_in(browser: Browser, site_url: str, who: str) -> Page:
    page = browser.new_context(base_url=site_url, viewport={"width": 1440, "height": 900}).new_page()
    page.goto("/accounts/login/")
    page.fill("[name=login]", f"journey-{who}@city.example")
    page.fill("[name=password]", PASSWORD)
    page.locator("main button[type=submit]").first.click()
    page.wait_for_load_state()
    return page


def clean(page: Page) -> None:
    """No broken rule, with everything that folds unfolded."""
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")
    assert not axe(page), page.url
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), page.url
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = false })")


def open_a_round(page: Page, programme: int) -> str:
    """The coordinator makes a round and opens its survey; returns the round's path."""
    page.goto(f"/network/programmes/{programme}/rounds/new/")
    clean(page)
    day = date.today()
    page.get_by_label("Title").fill("Spring round")
    page.get_by_label("Code").fill("spring")
    for name, days in (("survey_opens", 0), ("survey_closes", 14), ("answers_due", 30), ("begins", 31), ("ends", 150)):
        page.fill(f"[name={name}]", (day + timedelta(days=days)).isoformat())
    page.get_by_role("button", name="Make the round").click()
    page.get_by_role("button", name="Open the survey").click()
    expect(page.get_by_text("State: survey open")).to_be_visible()
    clean(page)
    return page.url


def answer_in_the_browser(page: Page) -> None:
    """The city lead answers three pages; what is typed is kept on the way."""
    page.goto("/network/")
    clean(page)
    page.get_by_role("link", name="Answer").first.click()
    page.locator("#challenges-0-theme").select_option(index=1)
    page.locator("#challenges-0-words").fill("Disputes flare up near the terminus at night.")
    page.locator("#q-area").fill("The streets around the terminus")
    expect(page.locator("[data-autosave-state]")).to_contain_text("✓", timeout=30_000)
    clean(page)
    page.get_by_role("button", name="Save and go on").click()
    page.locator("#offers-0-theme").select_option(index=3)
    page.locator("#offers-0-rests_on").select_option("experience")
    page.locator("#q-aim").fill("Decide what to try first")
    clean(page)
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("either", exact=True).check()
    if not page.locator("#languages-0-code").input_value():  # else the city's profile has filled it in
        page.locator("#languages-0-code").select_option("en")
    page.locator("#q-time_zone").select_option("Africa/Nairobi")
    clean(page)
    page.get_by_role("button", name="Submit the answers").click()
    expect(page.get_by_role("cell", name="submitted")).to_be_visible()


def propose(page: Page, round_path: str) -> None:
    """The survey is closed, the matching runs, its groups are taken."""
    page.goto(round_path)
    page.get_by_role("button", name="Close the survey").click()
    page.get_by_role("link", name="Match workbench").click()
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_text("30 of 30 cities served")).to_be_visible()
    sizes = {
        page.locator(".group__members").nth(n).locator("h4").count() for n in range(page.locator(".group").count())
    }
    assert sizes == {2, 3}, "pairs and threes are proposed"
    clean(page)
    page.get_by_text("What counts how much").click()
    with page.expect_response(lambda r: r.url.endswith("/try/")):
        page.locator("[data-slides=w-challenges]").press("ArrowRight")
    expect(page.get_by_text("With these settings")).to_be_visible()
    page.get_by_role("button", name="Take these groups as proposals").click()
    expect(page.get_by_text("These groups are now the round's proposals.")).to_be_visible()


def say_no(browser: Browser, site_url: str, path: str) -> None:
    """A city declines by the link in its message, without an account and without a script."""
    context = browser.new_context(base_url=site_url, java_script_enabled=False)
    page = context.new_page()
    page.goto(path)
    page.get_by_label("We cannot take part").check()
    page.get_by_label("If not, why?").fill("An election is coming.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("Only the coordinator sees the reason.")).to_be_visible()
    context.close()


def repair(page: Page, round_path: str, city: str) -> None:
    """The repair leaves the city out and is taken."""
    page.goto(round_path)
    expect(page.get_by_text("A city declined: a repair is needed").first).to_be_visible()
    clean(page)
    page.get_by_role("link", name="Match workbench").click()
    expect(page.get_by_text(f"{city} cannot take part.")).to_be_visible()
    page.get_by_role("button", name="Work out the ways to repair").click()
    expect(page.get_by_role("heading", name="Match workbench")).to_be_visible()
    headings = " ".join(page.locator(".group__head h3").all_inner_texts())
    assert city not in headings
    page.get_by_role("button", name="Take these groups").click()
    expect(page.get_by_text("A repair is needed")).to_have_count(0)


def work_together(page: Page, exchange: int) -> None:
    """Questions, a meeting, an action."""
    page.goto(f"/network/exchanges/{exchange}/")
    clean(page)
    page.get_by_text("Agree on the questions and how you meet").click()
    if not page.locator("[name=question_1]").first.is_visible():
        page.get_by_text("Agree on the questions and how you meet").click()
    page.locator("[name=question_1]").first.fill("Which three places first, and who decides?")
    page.get_by_role("button", name="Keep these questions").click()
    page.get_by_text("Plan a meeting").click()
    page.locator("[name=title]").fill("First call")
    page.locator("[name=begins]").fill("2031-05-04T10:00")
    page.get_by_role("button", name="Plan it").click()
    page.get_by_text("Promise an action").click()
    page.locator("[name=what]").fill("Walk the three places with users")
    page.locator("[name=due]").fill("2031-06-01")
    page.get_by_role("button", name="Promise it").click()
    expect(page.get_by_text("Acting at home")).to_be_visible()
    clean(page)


def test_from_an_opened_round_to_an_adoption(browser: Browser, site_url: str, behind: Do) -> None:
    world = behind("make", secrets.token_hex(3))
    programme = world["programme"]
    coordinator, lead = (sign_in(browser, site_url, who) for who in ("coordinator", "lead"))
    round_path = open_a_round(coordinator, programme)
    answer_in_the_browser(lead)
    assert behind("answer", programme)["answered"] == 29
    propose(coordinator, round_path)
    assert behind("invite", programme)["sent"] > 9
    refused = behind("link_of_another", programme)
    say_no(browser, site_url, refused["path"])
    repair(coordinator, round_path, refused["city"])
    behind("invite", programme)
    assert "accepted" in behind("accept", programme)["states"]
    room = behind("room_of_the_first", programme)
    work_together(lead, room["exchange"])
    visitor = browser.new_context(base_url=site_url).new_page()
    visitor.goto(room["check"])
    visitor.get_by_label("a plan", exact=True).check()
    visitor.get_by_label("In your words").fill("Two of the places are in next year's plan.")
    visitor.get_by_label("Code of the practice").fill(world["practice"])
    clean(visitor)
    visitor.get_by_role("button", name="Send").click()
    expect(visitor.get_by_text("It now stands on the page of the practice")).to_be_visible()
    visitor.goto(world["url"])
    travelled = visitor.locator("section", has=visitor.get_by_role("heading", name="Where it travelled"))
    expect(travelled.get_by_role("link", name=world["city"])).to_be_visible()
    coordinator.goto(round_path)
    coordinator.get_by_role("link", name="Report").click()
    expect(coordinator.get_by_role("heading", name="Beside simple methods, on the same answers")).to_be_visible()
    clean(coordinator)
