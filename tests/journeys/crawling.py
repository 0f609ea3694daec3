"""Finds, without a browser, pages that together show every template: from link to link, as a visitor and in each role."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from tests.journeys.recording_server import ROUTE, TEMPLATES

LINK = re.compile(r'href="(/[^"#]*)"')
EACH_SHAPE = 3  # addresses looked at of one shape
NEVER = ("/admin/", "/django-admin/", "/api/", "/static/", "/media/", "/documents/", "/accounts/logout/", "/i18n/")
NOT_A_PAGE = re.compile(
    r"\.(json|csv|xlsx|docx|pdf|atom|xml|txt|geojson|ics|svg|png|zip)$|[?&](download|format)=|/text/\w+/\?"
)
OF_CONTENT = ("about", "cities", "guidelines", "indicators", "organisations", "practices", "sdgs", "themes", "tools")
LANGUAGES = re.compile(r"^/(ar|es|fr|pt|ru|zh|sw|de)(-[a-z]+)?/")


@dataclass(frozen=True, slots=True)
class Seen:
    """A page: who looked, at what, and the templates it was made of."""

    role: str
    path: str
    route: str
    templates: frozenset[str]


class Crawler:
    """Follows links. seen: every page so far, in all roles."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.seen: list[Seen] = []

    def file(self, path: str, session: str) -> tuple[Seen, bytes, str]:
        """An answer as it comes, with its media type; one that refuses is an answer."""
        request = urllib.request.Request(
            self.site + path, headers={"Cookie": f"sessionid={session}"} if session else {}
        )
        try:
            answer = urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as refusal:
            answer = refusal  # type: ignore[assignment]
        headers = answer.headers
        names = frozenset(filter(None, headers.get(TEMPLATES, "").split(",")))
        return Seen("", path, headers.get(ROUTE, ""), names), answer.read(), headers.get("Content-Type", "")

    def get(self, path: str, session: str) -> tuple[Seen, str] | None:
        """The page and its contents; None when it is none."""
        seen, content, kind = self.file(path, session)
        return (seen, content.decode("utf-8", "replace")) if "html" in kind and content else None

    def crawl(self, role: str, session: str, starts: Iterable[str], *, most: int, within: str = "/") -> None:
        """Breadth first; at most EACH_SHAPE addresses of one shape below `within` (a pattern), and at most so many
        pages, so that a busy machine finds the same as an idle one."""
        waiting = list(dict.fromkeys(starts))
        met, shapes = set(waiting), Counter[str]()
        for _page in range(most):
            if not waiting:
                break
            found = self.get(waiting.pop(0), session)
            if found is None:
                continue
            seen, text = found
            self.seen.append(Seen(role, seen.path, seen.route, seen.templates))
            for link in map(unescape, LINK.findall(text)):
                shape = shape_of(link)
                if link in met or shapes[shape] >= EACH_SHAPE or not re.match(within, link) or not is_page(link):
                    continue
                met.add(link)
                shapes[shape] += 1
                waiting.append(link)


def is_page(link: str) -> bool:
    """Whether a link leads to a page of ours in the first language."""
    return not (link.startswith(NEVER) or NOT_A_PAGE.search(link) or LANGUAGES.match(link))


def shape_of(link: str) -> str:
    """What addresses of one kind have in common: their folders, numbers aside; of content, only how deep they lie."""
    path, _sign, query = link.partition("?")
    folders = path.rstrip("/").split("/")
    plain = [re.sub(r"[0-9a-f]{8,}|\d+", "#", folder) for folder in folders]
    if len(plain) > 2 and plain[1] in OF_CONTENT:
        plain[2:] = ["*"] * len(plain[2:])
    return "/".join(plain) + query.partition("=")[0]


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
