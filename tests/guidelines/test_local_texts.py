"""Local texts: who says how they answer, what is word by word, and what asks to be compared again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from guidelines import asked
from guidelines.models import LocalProvision
from guidelines.services.local import set_correspondence, take_equal
from guidelines.text.answering import likely_answers
from tests.guidelines.conftest import FIRST

Publish = Callable[..., Any]
OWN = """1. Every street has light.
2. All people who live here are asked twice a year what they fear.
3. Nobody is sent away from a bench.
4. Dogs are kept on a lead.
"""
WHERE = "/guidelines/lampton/localizes/"


@pytest.fixture
def local(publish: Publish) -> Any:
    model = publish().document
    made = publish(OWN, code="lampton").document
    made.localizes = model
    made.save()
    return made


def said() -> list[tuple[str, str | None, str]]:
    rows = LocalProvision.objects.order_by("source__key").select_related("source", "local")
    return [(row.source.key, row.local.key if row.local else None, row.relation) for row in rows]


def test_the_likest_provisions_are_proposed_each_once() -> None:
    ours = [("1", "Every street has light."), ("2", "Dogs bark."), ("3", ""), ("4", "Every street has light and rest.")]
    theirs = [("7", "every street HAS light"), ("8", "Every street has rest."), ("9", "")]
    assert likely_answers(ours, theirs) == {"1": "7", "4": "8"}


def test_what_is_word_by_word_is_taken_over_at_once(local: Any, editor: Any, client: Client) -> None:
    client.force_login(editor)
    page = client.get(WHERE).content.decode()
    assert "2 provisions nothing was said of yet stand in the local text word by word." in page
    assert 'name="local" value="2"' in page, "the likest provision is proposed"
    client.post(WHERE, {"do": "take-equal"})
    assert said() == [("1", "1", "equal"), ("4", "3", "equal")]
    assert take_equal(document=local, by=editor) == 0
    assert "Keep them as equal" not in client.get(WHERE).content.decode()


def test_a_new_wording_of_either_text_asks_to_be_compared_again(
    local: Any, publish: Publish, editor: Any, client: Client
) -> None:
    take_equal(document=local, by=editor)
    set_correspondence(document=local, source="3", local="2", relation="stronger", by=editor)
    assert "to be compared again" not in client.get(WHERE).content.decode()
    publish(FIRST.replace("Every street has light.", "Every street and path has light."))
    page = client.get(WHERE, {"relation": "check"}).content.decode()
    assert page.count("said of an earlier wording") == 1
    assert "Every street and path" in page
    set_correspondence(document=local, source="1", local="1", relation="adapted", by=editor)
    assert "to be compared again" not in client.get(WHERE).content.decode()
    publish(OWN.replace("All people who live here", "Everybody who lives here"), code="lampton")
    assert client.get(WHERE, {"relation": "check"}).content.decode().count("said of an earlier wording") == 1


def test_what_was_said_of_a_provision_that_is_gone_stays_in_sight(
    local: Any, publish: Publish, editor: Any, client: Client
) -> None:
    set_correspondence(document=local, source="4", local="3", relation="equal", by=editor)
    publish(FIRST.replace("4. Nobody is sent away from a bench.\n", ""), accept_unsure=True)
    client.force_login(editor)
    assert "no longer in the text" in client.get(WHERE).content.decode()
    client.post(WHERE, {"clear": str(LocalProvision.objects.get().pk)})
    assert not LocalProvision.objects.exists()


def test_a_city_compares_its_own_text_and_no_other(
    local: Any, publish: Publish, visitor: Any, editor: Any, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Cities:
        kind, label = "city", "Cities"

        def candidates(self) -> list[asked.Candidate]:
            return [asked.Candidate("7", "Lampton", True)]

        def keys_of(self, user: Any) -> frozenset[str]:
            return frozenset({"7"} if user == visitor else ())

    monkeypatch.setitem(asked._sources, "city", Cities())
    with pytest.raises(PermissionDenied):
        take_equal(document=local, by=visitor)
    client.force_login(visitor)
    assert client.post(WHERE, {"do": "take-equal"}).status_code == 403
    assert "take-equal" not in client.get(WHERE).content.decode()
    local.kept_by = "city:7"
    local.save()
    assert client.post(WHERE, {"do": "take-equal"}).status_code == 302
    assert len(said()) == 2
    other = publish(OWN, code="other").document
    other.localizes, other.kept_by = local.localizes, "city:8"
    other.save()
    assert client.post("/guidelines/other/localizes/", {"do": "take-equal"}).status_code == 403


def test_a_network_compares_a_text_whose_page_it_may_edit(local: Any, visitor: Any) -> None:
    from django.contrib.auth.models import Group, Permission
    from wagtail.models import GroupPagePermission

    group = Group.objects.create(name="Network of lamps")
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=local, permission=change)
    visitor.groups.add(group)
    assert take_equal(document=local, by=visitor) == 2
    with pytest.raises(PermissionDenied):
        take_equal(document=local.localizes, by=visitor)


def test_the_admin_offers_cities_to_keep_a_text(local: Any, editor: Any, client: Client) -> None:
    client.force_login(editor)
    page = client.get(f"/admin/pages/{local.pk}/edit/").content.decode()
    assert 'name="kept_by"' in page
    assert "editors only" in page
