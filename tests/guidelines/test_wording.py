"""Differences and notation: nothing lost, conflicts seen, merges clean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guidelines.text.differences import compare, deleted_text, inserted_text
from guidelines.text.hashing import chain_hash, wording_hash
from guidelines.text.notation import Conflict, bracketed, conflicts, in_notation, merge, merge_edits, read_notation
from guidelines.text.tree import fold

TEXT = st.lists(
    st.sampled_from(["a", "safe", "city,", "lamps;", "people", "(all)", "of", "streets.", "the", "The", "2030"]),
    max_size=30,
).map(" ".join)


@given(TEXT, TEXT)
def test_the_pieces_are_both_wordings(old: str, new: str) -> None:
    pieces = compare(old, new)
    assert deleted_text(pieces) == fold(old)
    assert inserted_text(pieces) == fold(new)


@given(TEXT, TEXT)
def test_one_proposal_merges_to_itself(base: str, proposed: str) -> None:
    assert merge(base, [proposed]) == fold(proposed)


@given(TEXT, TEXT, TEXT)
def test_bracketed_text_without_insertions_is_the_base(base: str, one: str, other: str) -> None:
    """Clashing proposals may strike the same words twice; with one proposal nothing is doubled."""
    marked = bracketed(base, [("A", one)])
    assert fold("".join(m.text for m in marked if m.operation != "insert")) == fold(base)
    assert {m.label for m in bracketed(base, [("A", one), ("B", other)]) if m.operation != "equal"} <= {"A", "B"}


def test_proposals_on_other_words_merge() -> None:
    base = "Every street has light at night."
    assert merge(base, ["Every safe street has light at night.", "Every street has good light at night."]) == (
        "Every safe street has good light at night."
    )


def test_proposals_on_the_same_words_clash() -> None:
    base = "Every street has light."
    with pytest.raises(Conflict, match="street"):
        merge(base, ["Every square has light.", "Every path has light."])
    assert conflicts(base, "Every square has light.", "Every path has light.") == [("street", "square", "path")]


def test_united_nations_notation() -> None:
    assert in_notation("cities that are free", "cities that are safe and free") == "cities that are [safe and] free"
    assert in_notation("free of crime and fear", "free of fear") == "free of ~~crime and~~ fear"
    assert read_notation("that are [safe], inclusive and ~~old~~ free") == (
        "that are inclusive and old free",
        "that are safe, inclusive and free",
    )


def test_two_editors_of_other_words_are_merged_and_of_the_same_are_told() -> None:
    base = "Every street has light."
    assert merge_edits(base, "Every safe street has light.", "Every street has good light.") == (
        "Every safe street has good light.",
        True,
    )
    text, clean = merge_edits(base, "Every path has light.", "Every square has light.")
    assert not clean
    assert text == "Every ~~square~~[path] has light."


def test_hashes_fold_space_and_chain() -> None:
    assert wording_hash("a  b\nc") == wording_hash("a b c") != wording_hash("a b C")
    assert wording_hash(" ") == ""
    assert chain_hash("", "x") != chain_hash("y", "x")


def test_two_words_for_two_others_are_one_phrase_unless_somebody_else_touches_them() -> None:
    base, mine = (
        "Lamps are repaired within three days and counted.",
        "Lamps are repaired within every hour and counted.",
    )
    changed = [(m.operation, m.text) for m in bracketed(base, [("A", mine)]) if m.operation != "equal"]
    assert changed == [("delete", "three days"), ("insert", "every hour")]
    other = "Lamps are repaired within three short days and counted."
    apart = [m.text for m in bracketed(base, [("A", mine), ("B", other)]) if m.operation == "delete"]
    assert apart == ["three", "days"]


def test_words_that_two_proposals_remove_are_struck_once() -> None:
    marked = bracketed("Every street is lit.", [("A", "Every square is lit."), ("B", "Every lane is lit.")])
    assert [m.text for m in marked if m.operation == "delete"] == ["street"]
    assert [(m.text, m.label) for m in marked if m.operation == "insert"] == [("square", "A"), ("lane", "B")]
    assert "".join(m.text for m in marked if m.operation != "delete") == "Every square lane is lit."
