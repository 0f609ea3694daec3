"""Pages no address leads to: answers to a form that was sent, pieces a script fetches. What is done, by whom, and the
template that shows afterwards."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import FilePayload, Page

Step = Callable[[Page], object]
Places = Mapping[str, Any]


def click(selector: str) -> Step:
    """Press it, and wait until the page it leads to is there."""

    def step(page: Page) -> None:
        with page.expect_navigation(wait_until="load"):
            page.locator(selector).first.click()

    return step


def press(selector: str, until: str) -> Step:
    """Press what a script answers on the same page; `until` shows when it has."""

    def step(page: Page) -> None:
        page.locator(selector).first.click()
        page.locator(until).first.wait_for()

    return step


def write(selector: str, text: str) -> Step:
    return lambda page: page.locator(selector).first.fill(text)


def choose(selector: str) -> Step:
    return lambda page: page.locator(selector).first.check()


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")


def late(page: Page) -> None:
    """As if somebody had changed it since the page was opened."""
    page.evaluate("document.querySelectorAll('main [name=version]').forEach((one) => { one.value = '0' })")


def without_cookies(page: Page) -> None:
    page.context.clear_cookies()


def without_script(name: str) -> Step:
    """As if the script had not come: what it would send on by itself stays to be looked at."""
    return lambda page: page.route(f"**/{name}", lambda route: route.fulfill(body="", content_type="text/javascript"))


def upload(content: Callable[[], bytes], name: str = "records.csv") -> Step:
    def step(page: Page) -> None:
        file: FilePayload = {"name": name, "mimeType": "text/csv", "buffer": content()}
        page.locator("main input[type=file]").first.set_input_files(file)

    return step


@dataclass(frozen=True, slots=True)
class Deed:
    """shows: the template the answer is made of; at: where it begins, with {names} of the world's places, of which a
    list has one for each view; before and steps: what is done before the page is opened, and on it; within: the part
    that is ours."""

    shows: str
    role: str
    at: str
    steps: tuple[Step, ...] = ()
    before: tuple[Step, ...] = ()
    within: str = ""

    def address(self, places: Places, view: int) -> str:
        mine = {name: place[view] if isinstance(place, list) else place for name, place in places.items()}
        return self.at.format(**mine)


def practices() -> bytes:
    """A spreadsheet with three practices nobody has imported yet, of the city of the desk's journeys."""
    mark = time.time_ns()
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["schema", "title", "code", "city", "summary"])
    for number in range(3):
        rows.writerow(["practice/1", f"Imported walk {number}", f"walk-{mark}-{number}", "journeyville", "Lamps."])
    return out.getvalue().encode()


def faulty() -> bytes:
    return practices().replace(b"Imported walk 1", b"").replace(b"journeyville", b"nowhere-at-all", 1)


# Templates of the files that are carried away (the world's "files").
OF_FILES = frozenset({"guidelines/download.html", "network/market_offline.html"})
SEND = "main form button[type=submit]"
IMPORT = (upload(practices), click(SEND))
DEEDS = (
    Deed("errors/csrf.html", "", "/accounts/login/",
         (write("[name=login]", "a@mail.example"), write("[name=password]", "x"), without_cookies, click(SEND))),
    Deed("account/login.html", "", "/accounts/login/",
         (write("[name=login]", "a@mail.example"), write("[name=password]", "not this"), click(SEND))),
    Deed("search/unsubscribe.html", "", "{ending}", (click(SEND),)),
    Deed("desk/link_done.html", "", "{still_true}", (click(SEND),)),
    Deed("network/link_done.html", "", "{updates}", (choose("[name=state]"), click(SEND))),
    Deed("network/link_done.html", "", "{reports}", (choose("[name=change]"), click(SEND))),
    Deed("desk/stale.html", "contributor", "/desk/practices/{draft}/", (late, click("form[action$='/submit/'] button"))),
    Deed("desk/stale.html", "editor", "/desk/reviews/{review}/",
         (late, choose("[name=to][value=changes-requested]"), write("#reason", "Please answer."),
          click("form[action$='/decision/'] button"))),
    Deed("desk/step.html", "contributor", "/desk/practices/{draft}/steps/what/",
         (write("[name=summary]", "Written at the same time."), late, click("[name=stay]"))),
    Deed("desk/profile_stale.html", "contributor", "/desk/cities/{city}/profile/",
         (late, click("form[action$='/drop/do/'] button"))),
    Deed("desk/import.html", "contributor", "/desk/import/{city}/", (upload(faulty), click(SEND))),
    Deed("desk/import.html", "contributor", "/desk/import/{city}/", IMPORT),
    Deed("desk/import_going_on.html", "contributor", "/desk/import/{city}/",
         (*IMPORT, click("form[action$='/apply/'] button")), before=(without_script("practices/desk.js"),)),
    Deed("network/stale.html", "coordinator", "/network/proposals/{proposed}/",
         (write("[name=note]", "Call them first."), late, click("form[action$='/note/'] button"))),
    Deed("network/move_round.html", "coordinator", "/network/rounds/{asking}/",
         (click("form[action$='/move/']:has([value=archived]) button"),)),
    Deed("network/group.html", "coordinator", "/network/proposals/{proposed}/", (click("[name=preview]"),)),
    Deed("network/import_answers.html", "coordinator", "/network/rounds/{asking}/import/",
         (upload(lambda: b"no table", "answers.xlsx"), click(SEND))),
    Deed("network/parts/tried.html", "coordinator", "/network/rounds/{inviting}/workbench/",
         (unfold, press("button[data-try]", "[data-try-result] > *"))),
    Deed("search/admin/status.html", "administrator", "/admin/search/status/", within=".nice-padding"),
    Deed("search/admin/sought.html", "administrator", "/admin/search/sought/", within=".nice-padding"),
    Deed("practices/panels/richness.html", "administrator", "/admin/pages/{practice_page}/edit/",
         within="[id$=how_complete_the_record_is-section]"),
)  # fmt: skip
