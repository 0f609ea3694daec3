"""Every template a person can reach is looked at with axe: found by following links as a visitor and in each role.

What no link and no address leads to stands in ELSEWHERE with the reason; a template that is in neither fails here.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import ROOT, site_environment
from tests.journeys.crawling import Crawler, Seen, fewest
from tests.journeys.looking import Looker as Window
from tests.journeys.looking import View

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OWN = "/(desk|network|accounts|guidelines/work|guidelines/lamps|organisations/amend|search/saved|practices/.*/fit)"
STARTS = ("/", "/style-guide/", "/no-such-page/", "/search/", "/search/?view=map", "/search/?view=table",
          "/search/?q=zzzzzz", "/search/?page=9999999", "/search/?q=police", "/organisations/", "/competencies/",
          "/themes/", "/sdgs/", "/search/calls/", "/network/stories/", "/accounts/login/", "/accounts/signup/")  # fmt: skip
OF_ROLES = ("/desk/", "/network/", "/accounts/email/", "/accounts/2fa/", "/search/saved/")
PHONE = View("phone, dark, right to left", width=390, scheme="dark", prefix="/ar")

# Template → why no link of a prepared site leads to it, and where it is seen instead.
AFTER_A_POST = "answers a form that was sent"
LINK_ONLY = "stands behind a signed link of a letter to a city"
BROKEN = "only when something breaks; base_plain.html is the same page"
PIECE = "a piece that scripts fetch into a page that is looked at"
CITY_DESK = "needs a record under review; looked at with axe in tests/journeys/test_city_desk.py"
COORDINATOR = "needs a round that asks; looked at with axe in tests/journeys/test_coordinator.py"
OF_WAGTAIL = "inside Wagtail's own admin, whose pages are Wagtail's"
ELSEWHERE = {
    "400.html": BROKEN, "403.html": BROKEN, "500.html": BROKEN, "errors/csrf.html": BROKEN,
    "network/stale.html": AFTER_A_POST, "desk/stale.html": AFTER_A_POST, "desk/profile_stale.html": AFTER_A_POST,
    "desk/adopt.html": "linked from practices for people of a city; the crawl does not always come there",
    "practices/fit_refused.html": AFTER_A_POST, "desk/no_pdf.html": AFTER_A_POST,
    "desk/import_going_on.html": AFTER_A_POST, "network/confirm_answers.html": LINK_ONLY,
    "network/action_link.html": LINK_ONLY, "network/invitation.html": LINK_ONLY, "network/link_done.html": LINK_ONLY,
    "network/link_wrong.html": LINK_ONLY, "network/check_link.html": LINK_ONLY, "desk/join.html": LINK_ONLY,
    "desk/link_done.html": LINK_ONLY, "desk/still_true.html": LINK_ONLY, "search/unsubscribe.html": LINK_ONLY,
    "network/market_cards.html": "printed cards, no page of the screen", "desk/meter.html": PIECE,
    "network/market_offline.html": "a file to carry away, made of the market page's parts",
    "guidelines/download.html": "a file to carry away, made of the text pages' parts",
    "guidelines/document_empty.html": "a text before its first version; no shipped text is one",
    "search/refused.html": "answers a query no link of the site makes", "search/admin/status.html": OF_WAGTAIL,
    "search/admin/sought.html": OF_WAGTAIL, "practices/panels/richness.html": OF_WAGTAIL,
    "network/parts/repair_change.html": AFTER_A_POST, "network/parts/repair.html": AFTER_A_POST,
    "network/import_answers.html": AFTER_A_POST,
    "desk/questions.html": CITY_DESK, "desk/read.html": CITY_DESK, "desk/review.html": CITY_DESK,
    "desk/practice.html": CITY_DESK, "desk/step.html": CITY_DESK, "network/survey.html": COORDINATOR,
    "network/parts/survey_field.html": COORDINATOR, "network/parts/tried.html": COORDINATOR,
    "network/story.html": "a story appears when both cities have released it; none of the shipped exchanges has one",
    "search/unavailable.html": "only when no search engine answers; the answer of the search page, without results",
    "allauth/elements/button_group.html": "used by account pages of providers this site does not offer",
    "allauth/elements/details.html": "used by account pages of providers this site does not offer",
    "allauth/elements/table.html": "used by the list of security keys, which is empty until one is added",
    "mfa/totp/activate_form.html": "asks for the password again first, which a followed link does not give",
}  # fmt: skip


@pytest.fixture(scope="module")
def world(site_url: str) -> dict[str, Any]:
    """Sessions of every role and addresses of a text in every state."""
    if os.environ.get("JOURNEYS_SITE"):
        pytest.skip("this journey writes to the site and reads which templates it used, so it needs a site of its own")
    made = subprocess.run(
        [sys.executable, "-m", "tests.journeys.templates_world"],
        cwd=ROOT, env=site_environment(), capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr[-3000:]
    content: dict[str, Any] = json.loads(made.stdout.rpartition("WORLD ")[2])
    return content


@pytest.fixture(scope="module")
def pages(site_url: str, sitemap: list[str], world: dict[str, Any]) -> list[Seen]:
    """Every page that was found."""
    crawler = Crawler(site_url)
    crawler.crawl("", "", [*STARTS, *world["addresses"]], most=260)
    for role, session in world["sessions"].items():
        addresses = world["addresses"] if role == "administrator" else []
        crawler.crawl(role, session, [*OF_ROLES, *addresses], most=120, within=OWN)
    return crawler.seen


def own_templates() -> frozenset[str]:
    """Every template of the project for the screen."""
    folder = ROOT / "templates"
    return frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


def test_every_template_is_seen_or_explained(pages: list[Seen]) -> None:
    shown = {name for page in pages for name in page.templates}
    missing = sorted(own_templates() - shown - set(ELSEWHERE))
    assert not missing, f"no link leads to these; add an address to the world, or a reason to ELSEWHERE: {missing}"
    gone = sorted(set(ELSEWHERE) - own_templates())
    assert not gone, f"these are gone from the project: {gone}"


@pytest.mark.parametrize("view", [View("desk, light"), PHONE], ids=lambda view: view.name)
def test_no_template_shuts_anybody_out(
    browser: Browser, site_url: str, world: dict[str, Any], pages: list[Seen], view: View
) -> None:
    """Axe, sideways scrolling and the console, on the fewest pages that show every template."""
    wrong = []
    chosen = fewest(pages, own_templates())
    assert len(chosen) >= 50
    for role in sorted({page.role for page in chosen}):
        window = Window(browser, view)
        if role:
            cookie = {"name": "sessionid", "value": world["sessions"][role], "url": site_url}
            window.context.add_cookies([cookie])
        for page in chosen:
            if page.role == role:
                sight = window.look(f"{site_url}{view.prefix}{page.path}")
                if sight.violations or sight.overflow or sight.complaints:
                    wrong.append(f"{role or 'visitor'} {re.sub(chr(10), ' ', page.path)}: {sight}")
        window.context.close()
    assert not wrong, "\n".join(wrong)
