"""The sitemap lists every public page, whatever made it, and nothing that is not public."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guidelines.importers.guideline_text import parse_guideline
from guidelines.models import GuidelineDocument, GuidelineIndexPage
from guidelines.services import apply_import, plan_import
from network.choices import Purpose
from network.models import Exchange
from network.services import memberships
from tests.factories.records import home, sdg, theme
from tests.network.conftest import World, build, group

pytestmark = pytest.mark.django_db
TEXT = "1. Every street has light.\n2. The city repairs a lamp:\n(a) after a report;\n(b) after its own round.\n"


def publish(words: str = TEXT, code: str = "charter") -> None:
    plan = plan_import(parsed=parse_guideline(words.encode()), title=code, code=code)
    apply_import(plan=plan, status="draft", code=code)


def listed(client: Client) -> list[str]:
    page = client.get("/sitemap.xml").content.decode()
    return [re.sub(r"^https?://[^/]+", "", address) for address in re.findall(r"<loc>([^<]+)</loc>", page)]


@pytest.fixture
def world(db: None, memory_search: None) -> World:
    home().add_child(instance=GuidelineIndexPage(title="Guidelines", slug="guidelines"))
    publish()
    theme("public-space")
    return build(2)


def test_provisions_themes_targets_lists_and_told_stories_are_in_it(world: World, client: Client) -> None:
    exchange = group(world, 0, 1, state="closed")
    told = f"/network/stories/{exchange.pk}/"
    target = sdg("11.7")
    expected = {
        "/guidelines/charter/1/", "/guidelines/charter/2.a/", "/themes/public-space/", "/themes/", "/sdgs/",
        target.get_absolute_url(), target.goal.get_absolute_url(), "/network/stories/", "/network/how-matching-works/",
    }  # fmt: skip
    addresses = listed(client)
    assert expected <= set(addresses)
    assert len(addresses) == len(set(addresses))
    assert told not in addresses
    Exchange.objects.update(story="What came of it.", story_published=timezone.now())
    for place in world.places:
        memberships.give_consent(membership=place, by=None, purpose=Purpose.PUBLISH, granted=True)
    assert told in listed(client)
    broken = [path for path in {*expected, told} if client.get(path).status_code != 200]
    assert not broken


def test_a_provision_is_listed_where_it_stands_today_and_only_of_public_texts(world: World, client: Client) -> None:
    publish(TEXT.replace("1. Every", "1. No lamp is sold.\n2. Every").replace("2. The city", "3. The city"))
    addresses = listed(client)
    assert "/guidelines/charter/3.a/" in addresses
    assert "/guidelines/charter/2.a/" not in addresses
    GuidelineDocument.objects.get(code="charter").unpublish()
    assert not [address for address in listed(client) if address.startswith("/guidelines/charter/")]


def test_more_provisions_cost_no_more_queries(world: World, client: Client) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as caught:
            listed(client)
        return len(caught)

    counted()
    before = counted()
    more = "".join(f"{n}. Paragraph number {n} is about lamps and streets and squares.\n" for n in range(3, 30))
    publish(TEXT + more)
    assert "/guidelines/charter/29/" in listed(client)
    assert counted() == before
