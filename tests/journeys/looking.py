"""Ways of looking at a page: axe, overflow, console; and the pages to look at."""

from __future__ import annotations

from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, Response

from tests.journeys.recording_server import TEMPLATES

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
    "/indicators/",
    "/indicators/safe-walking-alone/",
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


PATIENCE = 180_000  # milliseconds; how fast a machine is, is not what is looked at


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
EXTREMES = (VIEWS[0], VIEWS[3])


@dataclass(slots=True)
class Sight:
    """What was seen on a page: broken accessibility rules, pixels of sideways scrolling, complaints in the console."""

    violations: list[str] = field(default_factory=list)
    overflow: int = 0
    complaints: list[str] = field(default_factory=list)


class Looker:
    """Looks at pages in one view, in one browser window. templates: what the last answers were made of, on a site that
    says so (tests/journeys/recording_server.py)."""

    def __init__(self, browser: Browser, view: View) -> None:
        self.view = view
        self.context = browser.new_context(viewport={"width": view.width, "height": 900}, color_scheme=view.scheme)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.sight, self.templates = Sight(), frozenset[str]()
        self.page.on("console", self.hear)
        self.page.on("pageerror", lambda error: self.sight.complaints.append(str(error)))
        self.page.on("response", self.note)

    def look(self, url: str, within: str = "") -> Sight:
        """Open a page and report. `url` is absolute; an answer that refuses is looked at like any other."""
        self.open(url)
        return self.report(within)

    def open(self, url: str) -> None:
        """Open a page and begin a new report."""
        self.sight = Sight()
        self.page.goto(url, wait_until="load")

    def report(self, within: str = "") -> Sight:
        """What is to be said of the page as it stands, first folded as it came, then with everything unfolded.

        within: the part of the page (a selector) that is ours, when the rest is somebody else's.
        """
        sight = self.sight
        sight.overflow = self.overflow(within)
        self.page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")
        sight.overflow = max(sight.overflow, self.overflow(within))
        sight.violations = axe(self.page, within)
        return sight

    def overflow(self, within: str) -> int:
        """Pixels that scroll sideways."""
        sideways = "(part) => part.scrollWidth - part.clientWidth"
        found: int = self.page.locator(within or "html").first.evaluate(sideways)
        return found

    def note(self, response: Response) -> None:
        """Remember what the page, or a piece that a script fetched, was made of."""
        names = frozenset(filter(None, response.headers.get(TEMPLATES.lower(), "").split(",")))
        self.templates = names if response.request.is_navigation_request() else self.templates | names

    def hear(self, message: ConsoleMessage) -> None:
        """Keep warnings and errors; the browser's own note that the page itself was refused is no complaint."""
        refused = "with a status of" in message.text and message.location.get("url") == self.page.url
        if message.type in ("error", "warning") and not refused:
            self.sight.complaints.append(message.text)


def axe(page: Page, within: str = "") -> list[str]:
    """Broken rules with the elements that break them. within: look only at that part (a selector)."""
    options = {"runOnly": RULES, "resultTypes": ["violations"]}
    response = Axe().run(page, context=within or None, options=options).response
    return [
        f"{rule['id']}: {rule['help']} · " + " | ".join(node["html"][:160] for node in rule["nodes"][:3])
        for rule in response["violations"]
    ]
