"""Exchanges and the paragraphs they work on: a link follows its paragraph, and the coverage counts what is public."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from guidelines.importers.guideline_text import parse_guideline
from guidelines.models import DocumentVersion, Provision
from guidelines.services import apply_import, plan_import
from network.choices import Purpose
from network.models import Exchange, Link
from network.services import memberships, room_contents
from network.shown import exchanges_by_provision, resolve
from tests.network.conftest import World, group

pytestmark = pytest.mark.django_db
FIRST = "1. Every street of the city has light.\n2. The neighbours are asked twice a year.\n"
RENUMBERED = "1. No lamp is ever sold by the city.\n2. Every street of the city has light.\n3. The neighbours are asked twice a year.\n"  # fmt: skip


def publish(words: str, code: str = "charter") -> DocumentVersion:
    plan = plan_import(parsed=parse_guideline(words.encode()), title=code, code=code)
    return apply_import(plan=plan, status="draft", code=code)


@pytest.fixture
def exchange(home: Any, memory_search: None, world: World) -> Exchange:
    publish("1. Another text begins with this.\n2. And goes on.\n", "another")
    publish(FIRST)
    return group(world, 0, 1, state="acting")


@pytest.mark.parametrize("given", ["/guidelines/charter/1/", "https://testserver/fr/guidelines/charter/permanent/1/"])
def test_a_link_follows_its_paragraph_when_the_text_is_numbered_anew(
    exchange: Exchange, world: World, given: str
) -> None:
    link = room_contents.add_link(exchange=exchange, kind="provision", code=given, note="", by=world.people["lead"])
    assert link.code == "charter/1"
    assert resolve("provision", link.code) == ("§ 1", "/guidelines/charter/permanent/1/")
    publish(RENUMBERED)
    assert resolve("provision", link.code) == ("§ 2", "/guidelines/charter/permanent/1/")


def test_the_coverage_counts_exchanges_whose_story_is_public(exchange: Exchange, world: World) -> None:
    Link.objects.create(exchange=exchange, kind="provision", code="charter/1")
    asked = Provision.objects.get(document__code="charter", key="1").pk
    assert exchanges_by_provision([asked]) == {}
    for place in world.places[:2]:
        memberships.give_consent(membership=place, by=None, purpose=Purpose.PUBLISH, granted=True)
    Exchange.objects.filter(pk=exchange.pk).update(story="What came of it.", story_published=timezone.now())
    assert exchanges_by_provision([asked]) == {asked: 1}
    page = Client().get("/guidelines/charter/coverage/")
    assert [row.counts.get("exchange", 0) for row in page.context["rows"]] == [1, 0]
    assert "Exchanges" in page.content.decode()
    memberships.give_consent(membership=world.places[0], by=None, purpose=Purpose.PUBLISH, granted=False)
    assert exchanges_by_provision([asked]) == {}
