"""Exchanges and the paragraphs they work on: a link follows its paragraph, and the coverage counts what is public."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from guidelines.importers.guideline_text import parse_guideline
from guidelines.models import DocumentVersion
from guidelines.selectors.work import links_checked_elsewhere, links_to_check
from guidelines.services import apply_import, plan_import
from network.choices import Purpose
from network.models import AuditEntry, Exchange, Link
from network.services import links, memberships
from network.services.errors import Stale, StepNotPossible
from network.shown import exchanges_by_provision, resolve, shown_links
from tests.network.conftest import World, group

pytestmark = pytest.mark.django_db
FIRST = "1. Every street of the city has light.\n2. The neighbours are asked twice a year.\n"
RENUMBERED = "1. No lamp is ever sold by the city.\n2. Every street of the city has light.\n3. The neighbours are asked twice a year.\n"  # fmt: skip


def publish(words: str, code: str = "charter") -> DocumentVersion:
    plan = plan_import(parsed=parse_guideline(words.encode()), title=code, code=code)
    return apply_import(plan=plan, status="draft", code=code)


def add(exchange: Exchange, world: World, code: str) -> Link:
    return links.add_link(exchange=exchange, kind="provision", code=code, note="Ours alone", by=world.people["lead"])


def tell(exchange: Exchange, world: World) -> None:
    """The story is published and both cities allow it."""
    for place in world.places[:2]:
        memberships.give_consent(membership=place, by=None, purpose=Purpose.PUBLISH, granted=True)
    Exchange.objects.filter(pk=exchange.pk).update(story="What came of it.", story_published=timezone.now())


@pytest.fixture
def exchange(home: Any, memory_search: None, world: World) -> Exchange:
    publish("1. Another text begins with this.\n2. And goes on.\n", "another")
    publish(FIRST)
    return group(world, 0, 1, state="acting")


@pytest.mark.parametrize("given", ["/guidelines/charter/1/", "https://testserver/fr/guidelines/charter/permanent/1/"])
def test_a_link_follows_its_paragraph_when_the_text_is_numbered_anew(
    exchange: Exchange, world: World, given: str
) -> None:
    link = links.add_link(exchange=exchange, kind="provision", code=given, note="", by=world.people["lead"])
    assert link.code == "charter/1"
    assert resolve("provision", link.code) == ("§ 1", "/guidelines/charter/permanent/1/")
    publish(RENUMBERED)
    assert resolve("provision", link.code) == ("§ 2", "/guidelines/charter/permanent/1/")


def test_the_coverage_counts_exchanges_whose_story_is_public(exchange: Exchange, world: World) -> None:
    asked = add(exchange, world, "charter/1").provision_id
    assert exchanges_by_provision([asked]) == {}
    tell(exchange, world)
    assert exchanges_by_provision([asked]) == {asked: 1}
    page = Client().get("/guidelines/charter/coverage/")
    assert [row.counts.get("exchange", 0) for row in page.context["rows"]] == [1, 0]
    assert "Exchanges" in page.content.decode()
    memberships.give_consent(membership=world.places[0], by=None, purpose=Purpose.PUBLISH, granted=False)
    assert exchanges_by_provision([asked]) == {}


REWORDED = "1. Every street and square of the city has light.\n2. The neighbours are asked twice a year.\n"
SHORTER = "1. The neighbours are asked twice a year.\n"
LONG = (
    "1. The city lights every street and square "
    "and repairs a broken lamp within three days of any report by a neighbour.\n"
    "2. Benches stay open to everybody at every hour of the day and the night.\n"
    "3. Nobody is sent away from a bench without a reason that is written down.\n"
)
SPLIT_AND_MERGED = (
    "1. The city lights every street and square.\n"
    "2. It repairs a broken lamp within three days of any report by a neighbour.\n"
    "3. Benches stay open to everybody at every hour of the day and the night. "
    "Nobody is sent away from a bench without a reason that is written down.\n"
)


def standing(*of: Link) -> list[tuple[str, str]]:
    for link in of:
        link.refresh_from_db()
    return [(link.state, link.reason) for link in of]


def test_a_link_asks_to_be_checked_when_its_paragraph_is_reworded_or_deleted(exchange: Exchange, world: World) -> None:
    lights, asks = add(exchange, world, "charter/1"), add(exchange, world, "charter/2")
    publish(RENUMBERED)
    assert standing(lights, asks) == [("current", ""), ("current", "")]
    publish(RENUMBERED.replace("street of", "street and square of").replace("3. The neighbours", "3. All"))
    publish(SHORTER.replace("The neighbours", "All"))
    assert standing(lights, asks) == [("check", "deleted"), ("check", "reworded")]


def test_a_split_and_a_merger_are_asked_about_too(exchange: Exchange, world: World) -> None:
    publish(LONG, "bill")
    split, merged = add(exchange, world, "bill/1"), add(exchange, world, "bill/2")
    plan = plan_import(parsed=parse_guideline(SPLIT_AND_MERGED.encode()), title="bill", code="bill")
    apply_import(plan=plan, status="draft", code="bill", accept_unsure=True)
    assert standing(split, merged) == [("check", "split"), ("check", "merged")]
    shown = {one.pk: one.doubt for one in shown_links(exchange.links.all())}
    assert shown[split.pk].became == ("2",)
    assert (shown[merged.pk].address, shown[merged.pk].became) == ("", ("3",))
    with pytest.raises(StepNotPossible, match="no longer in the text"):
        links.check_link(link=merged, by=world.people["lead"], seen=2)
    links.check_link(link=merged, by=world.people["lead"], seen=2, address="3")
    assert standing(merged) == [("current", "")]
    assert resolve("provision", merged.code) == ("§ 3", "/guidelines/bill/permanent/3/")


def test_a_member_sees_what_changed_and_confirms(exchange: Exchange, world: World) -> None:
    link = add(exchange, world, "charter/1")
    publish(REWORDED)
    room = f"/network/exchanges/{exchange.pk}/"
    page = world.client("lead").get(room).content.decode()
    changed = "/guidelines/charter/compare/?from=1&amp;to=2#change-1"
    assert changed in page
    assert "The wording has changed" in page
    compared = Client().get("/guidelines/charter/compare/?from=1&to=2").content.decode()
    assert 'id="change-1"' in compared
    answer = world.client("partner").post(f"/network/links/{link.pk}/check/", {"seen": "2", "stands": "1"})
    assert answer["Location"] == room
    assert standing(link) == [("current", "")]
    assert link.checked_by == world.people["partner"]
    assert AuditEntry.objects.filter(verb="link checked", object=f"network.link:{link.pk}").count() == 1
    assert changed not in world.client("lead").get(room).content.decode()


def test_who_looked_at_an_older_version_is_told(exchange: Exchange, world: World) -> None:
    link = add(exchange, world, "charter/1")
    publish(REWORDED)
    publish(REWORDED.replace("has light", "has good light"))
    with pytest.raises(Stale):
        links.check_link(link=link, by=world.people["lead"], seen=2)
    answer = world.client("lead").post(f"/network/links/{link.pk}/check/", {"seen": "2", "stands": "1"})
    assert answer.status_code == 409
    assert standing(link) == [("check", "reworded")]


def test_a_link_moves_only_to_an_address_of_its_text_and_only_once(exchange: Exchange, world: World) -> None:
    first, second = add(exchange, world, "charter/1"), add(exchange, world, "charter/2")
    publish(REWORDED)
    for address, refusal in (("77", "no paragraph 77"), ("2", "linked already")):
        with pytest.raises(StepNotPossible, match=refusal):
            links.check_link(link=first, by=world.people["lead"], seen=2, address=address)
        assert standing(first, second) == [("check", "reworded"), ("current", "")]
        assert first.code == "charter/1"


def test_a_paragraph_that_is_gone_already_asks_from_the_beginning(exchange: Exchange, world: World) -> None:
    publish(SHORTER)
    assert standing(add(exchange, world, "charter/1")) == [("check", "deleted")]


def test_coordinators_and_cities_see_the_number_of_links_to_check(exchange: Exchange, world: World) -> None:
    add(exchange, world, "charter/1")
    round_page, home = f"/network/rounds/{world.round.pk}/", "/network/"
    for who, page in (("coordinator", round_page), ("coordinator", home), ("lead", home)):
        assert "to check" not in world.client(who).get(page).content.decode()
    publish(REWORDED)
    board = world.client("coordinator").get(round_page).content.decode()
    assert "1 link to a paragraph that was changed is to be checked" in board
    assert "1 link to check" in world.client("coordinator").get(home).content.decode()
    assert "1 link to check" in world.client("lead").get(home).content.decode()
    assert "to check" not in world.client("outsider").get(home).content.decode()
    Exchange.objects.filter(pk=exchange.pk).update(state="closed")
    assert "to be checked" not in world.client("coordinator").get(round_page).content.decode()


def test_editors_see_a_number_and_nothing_of_the_room(exchange: Exchange, world: World, django_user_model: Any) -> None:
    link = add(exchange, world, "charter/1")
    publish(REWORDED)
    assert [(text.code, kind, number) for text, kind, number in links_checked_elsewhere()] == [
        ("charter", "exchange", 1)
    ]
    assert links_to_check() == []
    client = Client()
    client.force_login(django_user_model.objects.create_superuser("editor", "editor@example.org", "x"))
    page = client.get("/guidelines/work/").content.decode()
    assert "charter: one more link to check, in a closed room (Exchange)" in page
    for private in ("Ours alone", "Town", f"/network/exchanges/{exchange.pk}/", f"link:{link.pk}"):
        assert private not in page
    assert client.post("/guidelines/work/links/", {"link": f"link:{link.pk}"}).status_code == 404
    assert standing(link) == [("check", "reworded")]


def test_a_told_story_stands_beside_its_paragraphs_and_names_them(exchange: Exchange, world: World) -> None:
    add(exchange, world, "charter/1")
    paragraph, story = "/guidelines/charter/1/", f"/network/stories/{exchange.pk}/"
    assert story not in Client().get(paragraph).content.decode()
    tell(exchange, world)
    page = Client().get(paragraph).content.decode()
    assert story in page
    assert "Exchange <span" in page
    assert "/guidelines/charter/permanent/1/" in Client().get(story).content.decode()
    assert "Ours alone" not in page + Client().get(story).content.decode()
    assert story in Client().get("/guidelines/charter/").content.decode()
    records = Client().get("/api/v1/guidelines/charter/provisions/1").json()["records"]
    assert [(one["kind"], one["url"], one["check"]) for one in records] == [("exchange", story, False)]
    publish(REWORDED)
    assert "the wording has changed since; to be checked" in Client().get(paragraph).content.decode()
    memberships.give_consent(membership=world.places[0], by=None, purpose=Purpose.PUBLISH, granted=False)
    assert story not in Client().get(paragraph).content.decode()


def test_more_links_to_paragraphs_cost_no_more_queries(exchange: Exchange, world: World) -> None:
    publish(LONG, "bill")
    add(exchange, world, "charter/1")
    publish(REWORDED)

    def counted() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert all(one.url for one in shown_links(exchange.links.all()))
        return len(caught)

    few = counted()
    for code in ("bill/1", "bill/2", "bill/3", "charter/2"):
        add(exchange, world, code)
    plan = plan_import(parsed=parse_guideline(SPLIT_AND_MERGED.encode()), title="bill", code="bill")
    apply_import(plan=plan, status="draft", code="bill", accept_unsure=True)
    assert counted() == few


def test_links_of_before_find_their_paragraph_and_the_wording_of_their_day(exchange: Exchange, world: World) -> None:
    find = import_module("network.migrations.0009_links_find_their_provision").find
    known = [add(exchange, world, code) for code in ("charter/1", "charter/2")]
    bare = Link.objects.create(exchange=exchange, kind="provision", code="nowhere/9")
    tool = Link.objects.create(exchange=exchange, kind="tool", code="x")
    publish(REWORDED)
    silent = Link.objects.create(exchange=exchange, kind="provision", code="another/2")  # the trail says nothing of it
    Link.objects.update(provision=None, wording_hash="", state="current", reason="")
    find(apps, None)
    assert standing(*known, bare, tool, silent) == [
        ("check", "reworded"), ("current", ""), ("check", "deleted"), ("current", ""), ("current", ""),
    ]  # fmt: skip
    assert [link.provision.key for link in known] == ["1", "2"]
    assert all(link.wording_hash for link in (*known, silent))
    assert tool.provision is None
    publish(RENUMBERED)
    assert standing(silent) == [("current", "")]
