"""A city publishes from invitation to public page; a reviewer asks for changes; a failure is anonymised."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.conftest import HOME, ROOT, site_environment
from tests.journeys.looking import axe

pytestmark = [pytest.mark.browser, pytest.mark.slow]
VAR = Path(os.environ.get("JOURNEYS_VAR", str(HOME)))
MAIL = VAR / "mail"


CITY = "Journeyville"
MAKE_CITY = f"""
from cities.models import CityIndexPage, CityPage, CityRole, Country
from django.contrib.auth import get_user_model
city = CityPage.objects.filter(code="journeyville").first()
if city is None:
    city = CityPage(title="{CITY}", slug="journeyville", code="journeyville", country=Country.objects.get(code="KE"))
    CityIndexPage.objects.get().add_child(instance=city)
for mailbox, role in (("lead", "lead"), ("contributor", "contributor")):
    user = get_user_model().objects.get(email=mailbox + "@demo.safer-cities.example")
    CityRole.objects.get_or_create(city=city, user=user, ended=None, defaults={{"role": role}})
"""


@pytest.fixture(scope="module", autouse=True)
def city(site_url: str) -> None:
    """A city that is no demonstration: records of those have no address without their city."""
    environment = site_environment()
    if os.environ.get("JOURNEYS_VAR"):
        environment |= {"VAR_DIR": str(VAR), "DATABASE_URL": f"sqlite:///{VAR / 'db.sqlite3'}"}
    subprocess.run([sys.executable, str(ROOT / "manage.py"), "shell", "-c", MAKE_CITY], check=True, cwd=ROOT,
                   env=environment, timeout=120)  # fmt: skip


def logins() -> dict[str, dict[str, str]]:
    """Role → the demonstration login of the journey's site."""
    return {entry["role"]: entry for entry in json.loads((VAR / "demo-logins.json").read_text())}


def newest_link(part: str, since: float) -> str:
    """The path of the newest link in the mails written since a moment."""
    for _ in range(50):
        for path in sorted(MAIL.glob("*"), key=lambda file: file.stat().st_mtime, reverse=True):
            found = re.search(rf"https?://[^/\s]+({re.escape(part)}[^\s]*)", path.read_text().replace("=\n", ""))
            if found and path.stat().st_mtime >= since:
                return found[1]
        time.sleep(0.1)
    raise AssertionError(f"no mail with {part}")


def signed_in(browser: Browser, site_url: str, email: str, password: str, width: int = 1440) -> Page:
    context: BrowserContext = browser.new_context(base_url=site_url, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("input[name=login]", email)
    page.fill("input[name=password]", password)
    page.locator("main button[type=submit]").first.click()
    expect(page.locator("summary", has_text="Your account")).to_have_count(1)
    return page


def as_role(browser: Browser, site_url: str, role: str, width: int = 1440) -> Page:
    entry = logins()[role]
    return signed_in(browser, site_url, entry["email"], entry["password"], width)


def begin(page: Page, title: str, *, failed: bool = False) -> str:
    """Begin a record; returns the number of its submission."""
    page.goto("/desk/")
    section = page.locator("section", has=page.get_by_role("heading", name=CITY))
    section.get_by_role("link", name="Write up a practice").click()
    page.fill("input[name=title]", title)
    if failed:
        page.get_by_label("We did this, and it did not work").check()
    page.get_by_role("button", name="Begin").click()
    page.wait_for_url("**/steps/what/")
    return page.url.split("/practices/")[1].split("/")[0]


def write(page: Page, pk: str, texts: dict[str, dict[str, str]]) -> None:
    for step, fields in texts.items():
        page.goto(f"/desk/practices/{pk}/steps/{step}/")
        for name, text in fields.items():
            page.fill(f"[name={name}]", text)
        page.get_by_role("button", name="Save and stop here").click()
        page.wait_for_url(f"**/desk/practices/{pk}/")


TEXTS = {
    "what": {"claim": "After the lamps were mended twice as many women waited there.", "start": "2021",
             "summary": "Lamps and open shops.", "lead_organisation": "Office of public space"},
    "problem": {"problem": "The way from the terminus was dark and avoided."},
    "action": {"intervention": "Thirty lamps and a weekly walk.", "mechanism": "Whoever is seen is safer."},
}  # fmt: skip


def review(browser: Browser, site_url: str, pk: str, *, changes: bool = False) -> None:
    editor = as_role(browser, site_url, "Knowledge editor")
    editor.goto(f"/desk/reviews/{pk}/")
    if editor.locator("#reviewer option").count():
        editor.get_by_role("button", name="Ask", exact=True).last.click()
    reviewer = as_role(browser, site_url, "Reviewer")
    reviewer.goto(f"/desk/reviews/{pk}/")
    if changes:
        reviewer.locator("#field-claim details summary").click()
        reviewer.fill("#ask-claim", "Twice as many compared with what?")
        reviewer.locator("#field-claim").get_by_role("button", name="Ask").click()
        assert not axe(reviewer)
        editor.reload()
        editor.get_by_label("back to the city with questions").check()
        editor.fill("#reason", "Please answer the question beside the claim.")
        editor.get_by_role("button", name="Decide").click()
        return
    reviewer.get_by_label("publish", exact=True).check()
    reviewer.fill("[name=opinion]", "A sound account of a small change.")
    reviewer.get_by_role("button", name="Give this advice").click()
    editor.reload()
    editor.get_by_label("to the city lead for signature").check()
    editor.get_by_role("button", name="Decide").click()


def sign(browser: Browser, site_url: str, pk: str) -> Page:
    lead = as_role(browser, site_url, "City lead")
    lead.goto(f"/desk/practices/{pk}/")
    lead.get_by_role("link", name="Read the text and sign it").click()
    assert not axe(lead)
    lead.get_by_role("button", name="Sign this text and publish it").click()
    lead.goto(f"/desk/practices/{pk}/")
    expect(lead.get_by_role("link", name="Public page")).to_be_visible()
    return lead


def test_from_an_invitation_to_a_public_page(browser: Browser, site_url: str) -> None:
    lead = as_role(browser, site_url, "City lead")
    lead.goto("/desk/")
    section = lead.locator("section", has=lead.get_by_role("heading", name=CITY))
    section.get_by_role("link", name="people").click()
    assert not axe(lead)
    address, since = f"new-{time.time_ns()}@demo.safer-cities.example", time.time() - 1
    lead.fill("input[name=email]", address)
    lead.get_by_role("button", name="Send the invitation").click()
    join = newest_link("/desk/join/", since)
    newcomer: Any = browser.new_context(base_url=site_url, viewport={"width": 390, "height": 844}).new_page()
    newcomer.goto(join)
    newcomer.get_by_role("link", name="Make an account").click()
    newcomer.fill("input[name=email]", address)
    for field in newcomer.locator("input[type=password]").all():
        field.fill("a long pass phrase 7731")
    since = time.time() - 1
    newcomer.locator("main button[type=submit]").first.click()
    newcomer.wait_for_load_state()
    newcomer.goto(newest_link("/accounts/confirm-email/", since))
    newcomer.locator("main button[type=submit]").first.click()
    newcomer.wait_for_load_state()
    if newcomer.locator("input[name=login]").count():
        newcomer.fill("input[name=login]", address)
        newcomer.fill("input[name=password]", "a long pass phrase 7731")
        newcomer.locator("main button[type=submit]").first.click()
        newcomer.wait_for_load_state()
    newcomer.goto(join)
    newcomer.get_by_role("button", name="Yes, I take up this role").click()
    newcomer.wait_for_url("**/desk/")
    title = f"Lamps at the terminus {time.time_ns() % 100000}"
    pk = begin(newcomer, title)
    write(newcomer, pk, TEXTS)
    newcomer.get_by_role("button", name="Submit for review").click()
    expect(newcomer.get_by_text("submitted").first).to_be_visible()
    review(browser, site_url, pk)
    lead = sign(browser, site_url, pk)
    lead.get_by_role("link", name="Public page").click()
    visitor = browser.new_context(base_url=site_url).new_page()
    visitor.goto(lead.url)
    expect(visitor.get_by_role("heading", level=1, name=title)).to_be_visible()


def test_a_reviewer_asks_and_the_city_answers(browser: Browser, site_url: str) -> None:
    writer = as_role(browser, site_url, "City contributor")
    pk = begin(writer, "A walk with users")
    write(writer, pk, TEXTS)
    writer.get_by_role("button", name="Submit for review").click()
    review(browser, site_url, pk, changes=True)
    writer.goto(f"/desk/practices/{pk}/steps/what/")
    expect(writer.get_by_text("Twice as many compared with what?")).to_be_visible()
    writer.get_by_label("Your answer").fill("With the year before.")
    writer.get_by_role("button", name="Answer").click()
    expect(writer.get_by_text("With the year before.")).to_be_visible()
    assert not axe(writer)


def test_a_failure_is_published_without_its_city(browser: Browser, site_url: str) -> None:
    writer = as_role(browser, site_url, "City contributor")
    pk = begin(writer, "Evening patrols that changed nothing", failed=True)
    write(writer, pk, TEXTS)
    writer.goto(f"/desk/practices/{pk}/steps/not-worked/")
    writer.locator("[name=failure_modes]").first.check()
    writer.fill("[name=failure_noticed]", f"After 3 months the office of {CITY} saw no change.")
    writer.select_option("[name=failure_visibility]", "anonymised")
    writer.get_by_role("button", name="Save and stop here").click()
    writer.get_by_role("button", name="Submit for review").click()
    review(browser, site_url, pk)
    lead = sign(browser, site_url, pk)
    address = lead.get_by_role("link", name="Public page").get_attribute("href") or ""
    assert "undisclosed" in address
    visitor = browser.new_context(base_url=site_url).new_page()
    visitor.goto(address)
    article = visitor.locator("article").first.inner_text()
    assert CITY not in article
    assert "3" not in article.split("saw no change")[0][-60:]
    assert "saw no change" in article


@pytest.mark.parametrize("width", [1440, 390])
def test_the_desk_shuts_nobody_out(browser: Browser, site_url: str, width: int) -> None:
    writer = as_role(browser, site_url, "City contributor", width)
    pk = begin(writer, f"For looking {width}")
    city = re.search(r"/desk/cities/(\d+)/", writer.goto("/desk/").text())  # type: ignore[union-attr]
    assert city is not None
    steps = ("what", "problem", "action", "means", "people", "result", "not-worked", "transfer", "sources", "choice",
             "studies")  # fmt: skip
    paths = ["/desk/", f"/desk/practices/{pk}/", f"/desk/practices/{pk}/read/", f"/desk/cities/{city[1]}/new/",
             f"/desk/cities/{city[1]}/people/", f"/desk/import/{city[1]}/", "/desk/sign/x/",
             *(f"/desk/practices/{pk}/steps/{step}/" for step in steps)]  # fmt: skip
    wrong = {}
    for path in paths:
        writer.goto(path)
        overflow = writer.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        violations = axe(writer)
        if violations or overflow:
            wrong[path] = (violations, overflow)
    assert not wrong
