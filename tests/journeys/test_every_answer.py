"""Pages that answer a form and files to carry away are looked at with axe, like the pages links lead to."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.crawling import Crawler
from tests.journeys.deeds import DEEDS, OF_FILES, Deed
from tests.journeys.looking import EXTREMES, Looker, Sight, View

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def wrong_with(sight: Sight) -> bool:
    return bool(sight.violations or sight.overflow or sight.complaints)


def window_of(browser: Browser, view: View, site_url: str, session: str) -> Looker:
    window = Looker(browser, view)
    if session:
        window.context.add_cookies([{"name": "sessionid", "value": session, "url": site_url}])
    return window


def look_at(window: Looker, deed: Deed, url: str) -> Sight:
    """Do it and report on what shows afterwards."""
    for step in deed.before:
        step(window.page)
    window.open(url)
    for step in deed.steps:
        step(window.page)
    return window.report(deed.within)


@pytest.mark.parametrize("view", EXTREMES, ids=lambda view: view.name)
def test_no_answer_shuts_anybody_out(browser: Browser, site_url: str, world: dict[str, Any], view: View) -> None:
    wrong = []
    for deed in DEEDS:
        window = window_of(browser, view, site_url, world["sessions"].get(deed.role, ""))
        path = deed.address(world["places"], EXTREMES.index(view))
        prefix = "" if path.startswith("/admin/") else view.prefix
        sight = look_at(window, deed, f"{site_url}{prefix}{path}")
        if deed.shows not in window.templates:
            wrong.append(f"{deed.shows} does not show at {window.page.url}, but {sorted(window.templates)}")
        if wrong_with(sight):
            wrong.append(f"{deed.shows} ({deed.role or 'visitor'}, {path}): {sight}")
        window.context.close()
    assert not wrong, "\n".join(wrong)


def carried_away(crawler: Crawler, path: str, session: str, folder: Path) -> tuple[Path, frozenset[str]]:
    """Keep a download as a person would, archives unpacked; the page to open, and what it was made of."""
    seen, content, _kind = crawler.file(path, session)
    if path.endswith(".zip"):
        zipfile.ZipFile(io.BytesIO(content)).extractall(folder)
        return next(folder.rglob("index.html")), seen.templates
    page = folder / "kept.html"
    page.write_bytes(content)
    return page, seen.templates


@pytest.mark.parametrize("view", EXTREMES, ids=lambda view: view.name)
def test_no_file_to_carry_away_shuts_anybody_out(
    browser: Browser, site_url: str, world: dict[str, Any], view: View, tmp_path: Path
) -> None:
    wrong, shown = [], set()
    window = Looker(browser, view)
    for number, path in enumerate(world["files"]):
        folder = tmp_path / str(number)
        folder.mkdir()
        crawler = Crawler(site_url)
        page, templates = carried_away(crawler, f"{view.prefix}{path}", world["sessions"]["coordinator"], folder)
        shown |= templates
        sight = window.look(page.as_uri())
        if wrong_with(sight):
            wrong.append(f"{path}: {sight}")
    window.context.close()
    assert not wrong, "\n".join(wrong)
    assert shown >= OF_FILES
