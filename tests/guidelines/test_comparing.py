"""What a comparison and a history say of sections, headings, other scripts and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from guidelines.comparing import Comparison, compare_versions, provision_history
from guidelines.text.differences import Piece, compare, deleted_text, inserted_text, shortened, similarity
from guidelines.text.section_pairs import paired, same_sections

Publish = Callable[..., Any]
ARTICLES = """RIVER CHARTER

Article 1
Light

1. Every street has light.
2. Lamps are mended in three days.

Article 2
Asking

1. Neighbours are asked twice a year.
2. Nobody is sent away from a bench.
"""
RENUMBERED = ARTICLES.replace("Article 2", "Article 3").replace(
    "Article 3\nAsking", "Article 2\nWater\n\nFountains run all summer.\n\nArticle 3\nHearing people"
)


def changes_of(comparison: Comparison) -> dict[str, list[str]]:
    return {(c.new or c.old).address: c.changes for c in comparison.changes}  # type: ignore[union-attr]


@pytest.fixture
def two(publish: Publish) -> tuple[Any, Any]:
    return publish(ARTICLES), publish(RENUMBERED)


def test_provisions_of_a_renumbered_article_are_renumbered_and_not_moved(two: tuple[Any, Any]) -> None:
    changes = changes_of(compare_versions(*two))
    assert changes["Article 3(1)"] == changes["Article 3(2)"] == ["renumbered"]
    assert changes["Article 2"] == ["new"]
    provision = two[0].provisions.get(address="Article 2(1)").provision
    assert [step.change and step.change.changes for step in provision_history(provision)] == [["renumbered"], None]


def test_a_provision_in_another_section_has_moved(publish: Publish) -> None:
    first = publish(ARTICLES)
    second = publish(
        ARTICLES.replace("2. Nobody is sent away from a bench.\n", "").replace(
            "three days.", "three days.\n3. Nobody is sent away from a bench."
        )
    )
    assert changes_of(compare_versions(first, second))["Article 1(3)"] == ["moved"]
    provision = first.provisions.get(address="Article 2(2)").provision
    assert provision_history(provision)[0].change.changes == ["moved"]  # type: ignore[union-attr]


def test_titles_of_sections_are_compared(two: tuple[Any, Any], client: Client) -> None:
    shown = [(s.old and s.old.key, s.new and s.new.key) for s in compare_versions(*two).sections]
    assert shown == [(None, "article-2"), ("article-2", "article-3")]
    page = client.get("/guidelines/charter/compare/").content.decode()
    assert "Hearing people" in page
    body = client.get("/api/v1/guidelines/charter/compare").json()
    assert [(s["old"], s["new"]) for s in body["sections"]] == shown
    assert "".join(p["text"] for p in body["sections"][1]["pieces"] if p["operation"] != "insert") == "Article 2 Asking"
    assert compare_versions(two[0], two[0]).sections == []


def test_a_heading_that_changed_is_said_and_shown(publish: Publish, client: Client) -> None:
    text = "I. Light\n\nAt night\n\n1. Every street has light.\n\n2. Lamps are mended.\n"
    first, second = publish(text), publish(text.replace("At night", "After dark"))
    assert changes_of(compare_versions(first, second)) == {"1": ["retitled"], "2": []}
    for page in ("/guidelines/charter/compare/", "/guidelines/charter/1/history/"):
        body = client.get(page).content.decode()
        assert "heading changed" in body, page
        assert "After dark" in body, page
    change = client.get("/api/v1/guidelines/charter/compare").json()["changes"][0]
    assert "".join(p["text"] for p in change["heading"] if p["operation"] != "delete") == "After dark"


def test_backwards_a_merger_is_a_split_and_a_split_a_merger(publish: Publish) -> None:
    whole = (
        "1. Every street has light from dusk until dawn; every lamp is mended within three days.\n2. Benches stand.\n"
    )
    parted = "1. Every street has light from dusk until dawn.\n2. Every lamp is mended within three days.\n3. Benches stand.\n"
    first, second = publish(whole), publish(parted)
    assert changes_of(compare_versions(first, second))["2"] == ["split"]
    back = compare_versions(second, first)
    assert [(c.old.address, c.changes) for c in back.changes if c.old and c.new is None] == [("2", ["merged"])]
    assert changes_of(back)["1"] == ["reworded", "merged"]


def test_scripts_without_spaces_are_compared_sign_by_sign() -> None:
    old, new = "城市每周检查路灯。", "城市每天检查所有路灯。"
    assert similarity(old, new) > 0.7
    pieces = compare(old, new)
    assert (deleted_text(pieces), inserted_text(pieces)) == (old, new)
    assert pieces[0].operation == "equal"
    assert similarity("the street", "the lamp") == 0.5


def test_sections_are_met_by_what_stands_in_them_then_by_key_then_by_title() -> None:
    same = same_sections({1: "a", 2: "a", 3: "b"}, {1: "x", 2: "x", 3: "x", 4: "y"})
    assert same == {("a", "x")}
    old = [("a", "article-1", "Light"), ("b", "article-2", ""), ("c", "chapter-1", "Rest"), ("d", "annex", "")]
    new = [("x", "article-2", "Lamps"), ("z", "article-2-2", "rest"), ("w", "annex", "")]
    assert paired(old, new, same) == [(0, 0), (2, 1), (3, 2), (1, None)]


def test_a_paragraph_of_many_pages_is_compared_without_losing_a_word() -> None:
    old = " ".join(f"word{n % 700} and the street." for n in range(3000))
    new = old.replace("word5 and", "lamp5 or", 3)
    pieces = compare(old, new)
    assert (deleted_text(pieces), inserted_text(pieces)) == (old, new)
    assert len(pieces) < 20


def test_equal_words_are_left_out_of_a_short_comparison() -> None:
    many = " ".join(f"w{n}" for n in range(50))
    pieces = shortened(compare(f"{many} old {many}", f"{many} new {many}"), around=3)
    assert pieces[0] == Piece("equal", "… w48 w49 ")
    assert pieces[-1] == Piece("equal", " w0 w1 … ")
    assert [p.text for p in pieces[1:-1]] == ["old", "new"]
