"""How many SQL queries each kind of page takes, as a snapshot: a page that got slower shows in the diff.

To accept a change: UPDATE_SNAPSHOTS=1 python -m pytest tests/architecture/test_query_counts.py
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cities.models import CityIndicator, CityPage, Organisation
from guidelines.importers.guideline_text import parse_guideline
from guidelines.models import GuidelineIndexPage, IndicatorLink, Provision
from guidelines.services import apply_import, plan_import
from practices.models import PracticePage, ToolPage
from search import kept, labels, tallying
from search.kept import forget
from search.models import OutboxEntry
from tests.factories.records import (
    CityPageFactory,
    OrganisationFactory,
    PracticePageFactory,
    ToolPageFactory,
    home,
    indicator,
)

SNAPSHOT = Path(__file__).resolve().parents[1] / "snapshots" / "query_counts.json"
SEARCH_PAGE = 12  # at most, whatever the page shows
ACCOUNT = 2  # session and account
TEXT = "I. Lamps\n\n1. Every street has lamps.\n2. The city repairs lamps within three days.\n"
UNCOUNTED = {"Sec-GPC": "1"}  # what is sought is counted after the answer went out, now and then: no part of a page
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only, pytest.mark.usefixtures("memory_search")]


@pytest.fixture(autouse=True)
def nothing_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process does every so often (read labels again, write counts of searches) falls on no page in here."""
    monkeypatch.setattr(kept, "MAX_AGE", float("inf"))
    monkeypatch.setattr(labels, "SECONDS", float("inf"))
    monkeypatch.setattr(tallying, "WAIT", float("inf"))


@pytest.fixture
def site(django_capture_on_commit_callbacks: Any) -> dict[str, str]:
    """Records of all seven kinds that one search finds, and the address of each kind of page."""
    with django_capture_on_commit_callbacks(execute=True):
        home().add_child(instance=GuidelineIndexPage(title="Guidelines", slug="guidelines"))
        city = CityPageFactory(summary="A city of lamps.")
        practice = PracticePageFactory(city=city, title="Lamps on the way home")
        for _ in range(2):
            PracticePageFactory(title="Lamps elsewhere")
        tool = ToolPageFactory(summary="Count the lamps.")
        OrganisationFactory(summary="Friends of lamps.")
        measure = indicator("lit-streets")
        measure.definition = "The share of streets with lamps."
        measure.save()
        plan = plan_import(parsed=parse_guideline(TEXT.encode()), title="Charter of lamps", code="charter")
        apply_import(plan=plan, status="draft", code="charter")
        for provision in Provision.objects.all():
            IndicatorLink.objects.create(indicator=measure, provision=provision)
        CityIndicator.objects.create(city=city, indicator=measure, name="Lamps", value=71)
    return {
        "home": "/",
        "search without words": "/search/",
        "search list": "/search/?q=lamps",
        "search map": "/search/?q=lamps&view=map",
        "search table": "/search/?q=lamps&view=table",
        "search filtered": "/search/?q=lamps&kind=practice&theme=public-space",
        "search without results": "/search/?q=unheardof",
        "practice": practice.url,
        "city": city.url,
        "tool": tool.url,
        "guideline document": "/guidelines/charter/",
        "provision": "/guidelines/charter/1/",
        "coverage": "/guidelines/charter/coverage/",
        "indicators": "/indicators/",
        "indicator": measure.get_absolute_url(),
        "theme": "/themes/public-space/",
        "SDG target": "/sdgs/11/11.7/",
        "API search": "/api/v1/search?q=lamps",
        "API practices": "/api/v1/practices",
        "API practice": f"/api/v1/practices/{practice.code}",
    }


def queries(client: Client, address: str) -> int:
    """SQL queries of a page when the process knows the labels already, as it does nearly always."""
    assert client.get(address, headers=UNCOUNTED).status_code == 200, address
    with CaptureQueriesContext(connection) as caught:
        client.get(address, headers=UNCOUNTED)
    return len(caught)


def test_the_numbers_of_queries_are_as_recorded(client: Client, site: dict[str, str]) -> None:
    now = {name: queries(client, address) for name, address in site.items()}
    if os.environ.get("UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(json.dumps(now, indent=1) + "\n")
    recorded = json.loads(SNAPSHOT.read_text())
    changed = {name: f"{recorded.get(name)} → {now.get(name)}" for name in recorded | now}
    changed = {name: change for name, change in changed.items() if recorded.get(name) != now.get(name)}
    assert not changed, f"SQL queries, recorded → now: {changed}"


def searches(site: dict[str, str]) -> Iterator[str]:
    return (address for name, address in site.items() if name.startswith("search"))


def test_the_search_page_stays_below_its_limit(client: Client, site: dict[str, str]) -> None:
    kinds = {found["kind"] for found in client.get("/search.json?q=lamps").json()["results"]}
    assert kinds == {"practice", "tool", "city", "organisation", "guideline", "provision", "indicator"}  # the most there can be
    PageViewRestriction.objects.create(page=CityPageFactory(), restriction_type=PageViewRestriction.LOGIN)
    counts = {address: queries(client, address) for address in searches(site)}
    assert max(counts.values()) <= SEARCH_PAGE, counts


def test_being_signed_in_costs_the_account_and_nothing_else(
    client: Client, site: dict[str, str], django_user_model: Any
) -> None:
    before = {address: queries(client, address) for address in searches(site)}
    client.force_login(django_user_model.objects.create_user("reader", "reader@example.org", "x"))
    more = {address: queries(client, address) - before[address] for address in searches(site)}
    assert set(more.values()) == {ACCOUNT}, more


def test_a_process_that_knows_no_label_yet_stays_below_the_limit(client: Client, site: dict[str, str]) -> None:
    PageViewRestriction.objects.create(page=CityPageFactory(), restriction_type=PageViewRestriction.LOGIN)
    for address in searches(site):
        forget()
        labels._remembered.clear()
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address, headers=UNCOUNTED).status_code == 200
        assert len(caught) <= SEARCH_PAGE, [query["sql"][:120] for query in caught]


def test_hits_the_gate_drops_stay_below_the_limit(
    client: Client, site: dict[str, str], django_user_model: Any, settings: Any
) -> None:
    """Records of every kind have gone behind the index's back, and somebody signed in looks."""
    client.force_login(django_user_model.objects.create_user("reader", "reader@example.org", "x"))
    client.get("/search/?q=lamps", headers=UNCOUNTED)
    PracticePage.objects.filter(title="Lamps elsewhere").update(live=False)
    PageViewRestriction.objects.create(
        page=CityPage.objects.get(summary="A city of lamps."), restriction_type=PageViewRestriction.LOGIN
    )
    ToolPage.objects.update(live=False)
    Organisation.objects.update(live=False)
    settings.SEARCH_INLINE_DRAIN = False  # the drain comes after the answer
    with CaptureQueriesContext(connection) as caught:
        assert client.get("/search/?q=lamps", headers=UNCOUNTED).status_code == 200
    assert len(caught) <= SEARCH_PAGE, [query["sql"][:120] for query in caught]
    assert set(OutboxEntry.objects.filter(reason="gate").values_list("kind", flat=True)) == {
        "practice", "city", "tool", "organisation",
    }  # fmt: skip
