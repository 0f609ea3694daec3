"""Several provisions in the place of one, accepted in the docket: identities and links as in an imported version."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from guidelines.models import Amendment, Lineage, Provision
from guidelines.selectors.docket import docket_lines
from guidelines.services import AmendmentNotPossible, decide_amendment, publish_accepted
from guidelines.text.recasting import pieces_of, recast
from guidelines.text.tree import Node
from tests.guidelines.test_alignment import sentence
from tests.guidelines.test_amendments import opened, propose

Publish = Callable[..., Any]
TEXT = """1. Every street has light and the council repairs a broken lamp within three days of a report by anybody.
2. Neighbours are asked twice a year what they fear.
"""
HALVES = "Every street has light.\n\nThe council repairs a broken lamp within three days of a report by anybody."


@pytest.fixture
def document(publish: Publish) -> Any:
    return publish(TEXT).document


def accept(proposal: Amendment, editor: Any, **more: Any) -> None:
    decide_amendment(amendment=proposal, **{"decision": "accepted", "body": "Review", "by": editor, **more})


def test_one_acceptance_divides_a_provision_and_adds_one(document: Any, visitor: Any, editor: Any) -> None:
    words = f"{HALVES}\nNobody is sent away from a bench at any hour."
    accept(opened(document, "1", words, visitor, editor, kind="recast"), editor)
    version = publish_accepted(document=document, status="draft", by=editor)
    rows = list(version.provisions.values_list("address", "provision__key", "wording"))
    assert [(address, key) for address, key, _ in rows] == [("1", "1-2"), ("2", "1"), ("3", "3"), ("4", "2")]
    assert list(Lineage.objects.filter(version=version).values_list("kind", "source__key", "target__key")) == [
        ("split", "1", "1-2")
    ]


def test_links_of_a_divided_provision_ask_to_be_checked(document: Any, visitor: Any, editor: Any, home: Any) -> None:
    from practices.models import ToolIndexPage, ToolPage, ToolProvision

    shelf = home.add_child(instance=ToolIndexPage(title="Tools", slug="tools"))
    tool = shelf.add_child(instance=ToolPage(title="Lamp map", slug="lamp-map", code="lamp-map", kind="app"))
    for key in ("1", "2"):
        provision = Provision.objects.get(document=document, key=key)
        ToolProvision.objects.create(tool=tool, document=document.code, address=key, provision=provision)
    accept(opened(document, "1", HALVES, visitor, editor, kind="recast"), editor)
    publish_accepted(document=document, status="draft", by=editor)
    states = ToolProvision.objects.order_by("provision__key").values_list("provision__key", "state", "reason")
    assert list(states) == [("1", "check", "split"), ("2", "current", "")]


def test_the_docket_shows_what_stands_in_its_place(document: Any, visitor: Any, editor: Any, client: Client) -> None:
    proposal = opened(document, "1", f"{HALVES}\nA new rule about trams.", visitor, editor, kind="recast")
    assert [piece.became for piece in docket_lines([proposal])[0].becomes] == ["split", "kept", "new"]
    page = client.get(proposal.get_absolute_url()).content.decode()
    assert "split off from it" in page
    assert "¶" in page
    rival = opened(document, "1", "Every square has light.", visitor, editor, proposer="City of Sample")
    assert docket_lines([proposal])[0].clashes[0].other == rival
    accept(proposal, editor)
    clean = client.get(f"/guidelines/{document.code}/text/clean/").content.decode()
    assert "A new rule about trams." in clean
    assert client.get(f"/guidelines/{document.code}/text/bracketed/?download=docx").status_code == 200


def test_a_second_change_to_a_divided_provision_is_refused_with_the_remedy(
    document: Any, visitor: Any, editor: Any
) -> None:
    accept(opened(document, "1", HALVES, visitor, editor, kind="recast"), editor)
    rival = opened(document, "1", "Every square has light.", visitor, editor)
    accept(rival, editor)
    with pytest.raises(AmendmentNotPossible, match="1: one accepted proposal puts several provisions in its place"):
        publish_accepted(document=document, status="draft", by=editor)


def test_a_division_needs_two_provisions_and_may_be_accepted_as_amended(
    document: Any, visitor: Any, editor: Any
) -> None:
    with pytest.raises(AmendmentNotPossible, match="at least two"):
        propose(document, "1", "Only one line.", visitor, kind="recast")
    proposal = opened(document, "1", HALVES, visitor, editor, kind="recast")
    accept(proposal, editor, decision="amended", wording=HALVES.replace("three", "five"))
    version = publish_accepted(document=document, status="draft", by=editor)
    assert "within five days" in version.provisions.get(address="2").wording


def test_lists_under_a_divided_provision_stay_with_what_continues_it() -> None:
    child = Node("letter", "a", "after a report", marker="(a)", key="1.a")
    node = Node("paragraph", "1", TEXT.split("\n")[0][3:], marker="1.", children=[child], key="1")
    made = recast(node, HALVES)
    assert [(piece.key, bool(piece.children), split) for piece, split in made] == [
        ("", False, True),
        ("1", True, False),
    ]


def test_five_hundred_random_divisions_leave_the_identity_right_or_in_doubt() -> None:
    """At most one piece continues the old provision; its wording is never taken for unchanged when it is not; every
    piece made of its words is told apart from new ones."""
    for seed in range(500):
        rng = random.Random(seed)
        words = sentence(rng, rng.randint(16, 30)).split()
        cut = rng.randint(5, len(words) - 5)
        lines = [" ".join(words[:cut]), " ".join(words[cut:])]
        lines.insert(rng.randrange(3), sentence(rng, 14))
        pieces = pieces_of(" ".join(words), "\n".join(lines))
        assert [piece.wording for piece in pieces] == lines
        assert sum(piece.became == "kept" for piece in pieces) <= 1
        own = [piece.became for piece in pieces if piece.wording in (" ".join(words[:cut]), " ".join(words[cut:]))]
        assert sorted(own) == ["kept", "split"], f"seed {seed}: {pieces}"
