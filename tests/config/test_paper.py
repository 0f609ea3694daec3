"""Lines of a page break where the script allows it, and marks of Arabic stand with their letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.paper.breaking import lines_of
from config.paper.letters import LettersMissing, check_letters


def broken(text: str, room: int, first: int | None = None) -> list[str]:
    """Lines of a text whose letters are all one point wide."""
    lines = lines_of(text, lambda _at: 1, room if first is None else first, room)
    return [text[start:end] for start, end in lines]


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("one two three", 7, ["one two ", "three"]),
        ("one two", 20, ["one two"]),
        ("", 5, [""]),
        ("a\nb", 5, ["a", "b"]),
        ("well-known street", 8, ["well-", "known ", "street"]),
        ("longerthanaline", 6, ["longer", "thanal", "ine"]),
        ("每条街道有路灯。", 4, ["每条街道", "有路灯。"]),
        ("每条街道，有路灯", 4, ["每条街", "道，有路", "灯"]),
        ("他说（有灯）吗", 3, ["他说", "（有", "灯）吗"]),
    ],
)
def test_lines_end_where_the_script_allows(text: str, room: int, lines: list[str]) -> None:
    assert broken(text, room) == lines


def test_the_first_line_may_be_shorter() -> None:
    assert broken("one two three", 9, first=4) == ["one ", "two three"]


@given(st.text(alphabet="ab -，。（）街道\n", max_size=60), st.integers(1, 12))
def test_no_letter_is_lost_and_no_line_is_too_long(text: str, room: int) -> None:
    lines = broken(text, room)
    assert "".join(lines) == text.replace("\n", "")
    assert all(len(line.rstrip(" ")) <= room for line in lines)


def test_letters_no_font_has_are_told() -> None:
    check_letters(["Bogotá 车站 إنارة"])
    with pytest.raises(LettersMissing, match=r"U\+182E"):
        check_letters(["ᠮ"])
