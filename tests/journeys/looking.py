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
)
# One page of each shape of address in the sitemap stands for its template.
SHAPES = (
    r"/cities/",
    r"/cities/[^/]+/",
    r"/cities/[^/]+/[^/]+/",
    r"/tools/",
    r"/tools/[^/]+/",
    r"/guidelines/",
    r"/guidelines/[^/]+/",
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


def look(browser: Browser, url: str, view: View) -> Sight:
    """Open a page afresh and report. `url` is absolute; an answer of 404 is looked at like any other."""
    sight = Sight()
    context = browser.new_context(viewport={"width": view.width, "height": 900}, color_scheme=view.scheme)
    try:
        page = context.new_page()
        page.on("console", lambda message: hear(sight, message))
        page.on("pageerror", lambda error: sight.complaints.append(str(error)))
        page.goto(url, wait_until="networkidle")
        sight.overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        sight.violations = axe(page)
    finally:
        context.close()
    return sight


def hear(sight: Sight, message: Any) -> None:
    """Keep warnings and errors; the browser's own note that the page itself was a 404 is no complaint."""
    if message.type in ("error", "warning") and "status of 404" not in message.text:
        sight.complaints.append(message.text)


def axe(page: Page) -> list[str]:
    """Broken rules with the elements that break them."""
    response = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
    return [
        f"{rule['id']}: {rule['help']} · " + " | ".join(node["html"][:160] for node in rule["nodes"][:3])
        for rule in response["violations"]
    ]
