"""Finds, without a browser, pages that together show every template: from link to link, as a visitor and in each role."""

from __future__ import annotations

import re
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape

from tests.journeys.recording_server import ROUTE, TEMPLATES

LINK = re.compile(r'href="(/[^"#]*)"')
EACH_ROUTE = 3  # addresses looked at of one shape
NEVER = ("/admin/", "/django-admin/", "/api/", "/static/", "/media/", "/documents/", "/accounts/logout/", "/i18n/")
NOT_A_PAGE = re.compile(r"\.(json|csv|xlsx|docx|pdf|atom|xml|txt|geojson|ics|svg|png|zip)$|[?&](download|format)=|/text/\w+/\?")
LANGUAGES = re.compile(r"^/(ar|es|fr|pt|ru|zh|sw|de)(-[a-z]+)?/")


@dataclass(frozen=True, slots=True)
class Seen:
    """A page: who looked, at what, and the templates it was made of."""

    role: str
    path: str
    route: str
    templates: frozenset[str]


class Crawler:
    """Follows links in one role. known: every page seen so far, in all roles."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.seen: list[Seen] = []

    def get(self, path: str, session: str) -> tuple[Seen, str] | None:
        """The page and its contents; a page that refuses is a page. None when it is none."""
        request = urllib.request.Request(self.site + path, headers={"Cookie": f"sessionid={session}"} if session else {})
        try:
            answer = urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as refusal:
            answer = refusal  # type: ignore[assignment]
        headers = answer.headers
        text = answer.read().decode("utf-8", "replace") if "html" in headers.get("Content-Type", "") else ""
        names = frozenset(filter(None, headers.get(TEMPLATES, "").split(",")))
        return (Seen("", path, headers.get(ROUTE, ""), names), text) if text else None

    def crawl(self, role: str, session: str, starts: Iterable[str], seconds: float) -> None:
        """Breadth first; at most EACH_ROUTE addresses of one shape, and no longer than so many seconds."""
        until = time.monotonic() + seconds
        waiting, met = list(starts), set(starts)
        shapes: Counter[str] = Counter()
        routes: Counter[str] = Counter()
        fixed = set(waiting)
        while waiting and time.monotonic() < until:
            path = waiting.pop(0)
            shape = re.sub(r"[0-9a-f]{8,}|\d+", "#", path.partition("?")[0].rstrip("/").rpartition("/")[0]) + path.partition("?")[2][:4]
            shapes[shape] += 1
            if path not in fixed and shapes[shape] > EACH_ROUTE:
                continue
            found = self.get(path, session)
            if found is None:
                continue
            seen, text = found
            routes[seen.route] += 1
            self.seen.append(Seen(role, path, seen.route, seen.templates))
            for link in LINK.findall(text):
                link = unescape(link)
                if link not in met and not link.startswith(NEVER) and not NOT_A_PAGE.search(link) and not LANGUAGES.match(link):
                    met.add(link)
                    waiting.append(link)


def fewest(seen: Iterable[Seen], own: frozenset[str]) -> list[Seen]:
    """Few pages that together show every template any of them shows (greedy set cover). own: templates that count."""
    left = {name for page in seen for name in page.templates & own}
    pages = list(seen)
    chosen = []
    while left:
        best = max(pages, key=lambda page: len(page.templates & left))
        chosen.append(best)
        left -= best.templates
    return chosen


def by_template(seen: Iterable[Seen]) -> Mapping[str, list[Seen]]:
    """Template → the pages that show it."""
    found: dict[str, list[Seen]] = {}
    for page in seen:
        for name in page.templates:
            found.setdefault(name, []).append(page)
    return found
