"""Ways of looking at a page: axe, overflow, console; and the pages to look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# Pages that are in no page tree. A room that adds a page adds it here.
FIXED = (
    "/",
    "/about/evidence/",
    "/about/data/",
    "/style-guide/",
    "/no-such-page/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/search/",
    "/search/?q=police&theme=policing-justice",
    "/search/?view=map",
    "/search/?view=table",
    "/search/?q=zzzzzz",
    "/search/?page=9999999",
    "/themes/",
    "/themes/inclusion/",
    "/themes/public-space/",
    "/sdgs/",
    "/sdgs/11/",
    "/sdgs/11/11.7/",
    "/organisations/",
    "/competencies/",
    "/search/calls/",
    "/network/how-matching-works/",
    "/network/stories/",
)
# Pages whose address depends on the content: the first of each shape in the sitemap or linked from the page named.
SHAPES = (
    ("", r"/about/"),
    ("", r"/cities/"),
    ("", r"/cities/[^/]+/"),
    ("", r"/cities/[^/]+/[^/]+/"),
    ("/search/?record_kind=did-not-work", r"/cities/[^/]+/[^/]+/"),
    ("", r"/tools/"),
    ("", r"/tools/[^/]+/"),
    ("", r"/guidelines/"),
    ("", r"/guidelines/[^/]+/"),
    ("/organisations/", r"/organisations/[^/]+/"),
    ("/guidelines/un-safer-cities-guidelines/", r"/guidelines/[^/]+/25\.d/"),
    ("/guidelines/un-safer-cities-guidelines/", r"/guidelines/[^/]+/versions/"),
)


@dataclass(frozen=True, slots=True)
class View:
    """How a page is looked at: width in px, colour scheme, language prefix."""

    name: str
    width: int = 1440
    scheme: str = "light"
    prefix: str = ""


VIEWS = (
    View("desk, light"),
    View("desk, dark", scheme="dark"),
    View("phone, light", width=390),
    View("phone, dark, right to left", width=390, scheme="dark", prefix="/ar"),
)


@dataclass(slots=True)
class Sight:
    """What was seen on a page: broken accessibility rules, pixels of sideways scrolling, complaints in the console."""

    violations: list[str] = field(default_factory=list)
    overflow: int = 0
    complaints: list[str] = field(default_factory=list)


class Looker:
    """Looks at pages in one view, in one browser window."""

    def __init__(self, browser: Browser, view: View) -> None:
        self.context = browser.new_context(viewport={"width": view.width, "height": 900}, color_scheme=view.scheme)
        self.page = self.context.new_page()
        self.sight = Sight()
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.sight.complaints.append(str(error)))

    def look(self, url: str) -> Sight:
        """Open a page and report. `url` is absolute; an answer that refuses is looked at like any other."""
        self.sight = sight = Sight()
        self.page.goto(url, wait_until="load")
        sight.overflow = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        sight.violations = axe(self.page)
        return sight

    def hear(self, message: Any) -> None:
        """Keep warnings and errors; the browser's own note that the page itself was refused (4xx) is no complaint."""
        if message.type in ("error", "warning") and "with a status of 4" not in message.text:
            self.sight.complaints.append(message.text)


def axe(page: Page) -> list[str]:
    """Broken rules with the elements that break them."""
    response = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
    return [
        f"{rule['id']}: {rule['help']} · " + " | ".join(node["html"][:160] for node in rule["nodes"][:3])
        for rule in response["violations"]
    ]
