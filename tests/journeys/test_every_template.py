"""Every template a person can reach is looked at with axe: found by following links as a visitor and in each role.

Pages that answer a form, and files to carry away, are looked at in test_every_answer.py. A template that is in neither
fails here; there is no list of exceptions.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.conftest import ROOT
from tests.journeys.crawling import Crawler, Seen, fewest
from tests.journeys.deeds import DEEDS, OF_FILES
from tests.journeys.looking import EXTREMES, View
from tests.journeys.looking import Looker as Window

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OWN = "/(desk|network|accounts|guidelines/work|guidelines/lamps|organisations/amend|indicators|search/saved|practices/.*/fit)"
STARTS = ("/", "/style-guide/", "/no-such-page/", "/search/", "/search/?view=map", "/search/?view=table",
          "/search/?q=zzzzzz", "/search/?page=9999999", "/search/?q=police", "/search/?sort=bad",
          "/organisations/", "/competencies/", "/indicators/", "/themes/", "/sdgs/", "/search/calls/", "/network/stories/",
          "/accounts/login/", "/accounts/signup/")  # fmt: skip
OF_ROLES = ("/desk/", "/network/", "/accounts/email/", "/accounts/2fa/", "/search/saved/")

OF_OTHERS = {"account/login.html"}  # a page of allauth's in our elements
BROKEN = ("/broken/400/", "/broken/403/", "/broken/500/", "/broken/search/")


@pytest.fixture(scope="module")
def pages(site_url: str, sitemap: list[str], world: dict[str, Any]) -> list[Seen]:
    """Every page that was found."""
    crawler, addresses = Crawler(site_url), world["addresses"]
    crawler.crawl("", "", [*STARTS, *BROKEN, *addresses[""]], most=260)
    for role, session in world["sessions"].items():
        crawler.crawl(role, session, [*addresses.get(role, ()), *OF_ROLES], most=120, within=OWN)
    return crawler.seen


def own_templates() -> frozenset[str]:
    """Every template of the project for the screen."""
    folder = ROOT / "templates"
    return frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


def test_every_template_is_seen(pages: list[Seen]) -> None:
    shown = {name for page in pages for name in page.templates} | {deed.shows for deed in DEEDS} | OF_FILES
    missing = sorted(own_templates() - shown)
    assert not missing, (
        f"nothing leads to these: add an address to templates_world.py, or a deed to deeds.py: {missing}"
    )
    gone = sorted(({deed.shows for deed in DEEDS} | OF_FILES) - own_templates() - OF_OTHERS)
    assert not gone, f"these are gone from the project: {gone}"


@pytest.mark.parametrize("view", EXTREMES, ids=lambda view: view.name)
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
